"""Who somebody is, planted everywhere near the kit, and looked for in everything it keeps.

::

    python benchmarks/canaries.py --json

A notebook is executed in a real kernel with a live practice keeper: on a computer that is
called after somebody, by a user who is called so, in a folder and a file that are called so,
at an arm with a serial number. Names are typed wherever anything can be typed. Then each
canary is looked for in each place, also in disguise; and once more after a program has leaked
them on purpose, where they have to be found.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.canary_keeper import in_the_keeper, unlinkable
from benchmarks.canary_run import NEEDLES, Run, hits


def table() -> dict[str, Any]:
    """Return hits of each canary in each place, and the same after a leak on purpose."""
    with tempfile.TemporaryDirectory() as folder:
        quiet = Run(Path(folder) / "quiet")
        leaky = Run(Path(folder) / "leaky", leaky=True)
        places, control = quiet.places(), leaky.places()
        looked, in_keeper = in_the_keeper()
        found = {
            what: {place: hits(needle, data) for place, data in places.items()}
            | {"objects of the keeper": in_keeper[what]}
            for what, needle in NEEDLES.items()
        }
        return {
            "canaries": len(NEEDLES),
            "places": len(places) + 1,
            "searches": len(NEEDLES) * (len(places) + 1),
            "found": sum(sum(row.values()) for row in found.values()),
            "table": found,
            "questions_to_the_keeper": quiet.told["asked"],
            "errors_shown": quiet.errors,
            "objects_of_the_keeper": looked,
            "kit_asked_for_host_or_user": quiet.asked_by_the_kit,
            "control": {
                what: sorted(place for place, data in control.items() if hits(needle, data))
                for what, needle in NEEDLES.items()
            },
            "two_sessions": unlinkable(),
        }


def main() -> None:
    """Search, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    found = table()
    if options.json:
        print(json.dumps(found, indent=1))
        return
    for what, row in found["table"].items():
        print(f"{what:<28}" + " ".join(f"{count:>3}" for count in row.values()))
    print(f"{found['found']} found in {found['searches']} searches.")


if __name__ == "__main__":
    main()
