"""``python -m dobotkit.doctor``: the doctor where the command ``dobotkit`` itself does not start.

Needs nothing but Python, so that it can say which package is missing.
"""

from __future__ import annotations

import argparse
import sys

from dobotkit.doctor import as_json, examine, print_report, status


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dobotkit.doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--handshake", metavar="PORT", help="ask this port for its device name")
    parser.add_argument("--look", metavar="CAMERA", help="take one picture with this camera")
    options = parser.parse_args()
    findings = examine(handshake=options.handshake, look=options.look)
    if options.json:
        sys.stdout.write(as_json(findings) + "\n")
    else:
        print_report(findings)
    return status(findings)


if __name__ == "__main__":
    sys.exit(_main())
