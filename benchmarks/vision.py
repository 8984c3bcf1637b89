"""How well, how fast and how frugally the kit sees.

    python benchmarks/vision.py                     all parts, short
    python benchmarks/vision.py --json              one JSON object
    python benchmarks/vision.py --part look soak    some of them
    python benchmarks/vision.py --whole             as many looks and scenes as are promised

Each part is a module of ``benchmarks/seeing`` with a function ``measure``, and can be run by
itself. Times are compared as ratios of medians, by turns within one run: a busy computer
says little in milliseconds. With ``--whole`` it takes more than an hour. It ends with status
1 if a part fails or a goal is not met.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEEING = ROOT / "benchmarks" / "seeing"


def parts() -> list[str]:
    """Return the names of all parts: modules that have a ``measure``."""
    return sorted(
        path.stem
        for path in SEEING.glob("*.py")
        if "\ndef measure(" in path.read_text(encoding="utf-8")
    )


def measured(name: str, *, whole: bool) -> dict[str, Any]:
    """Run one part; an error is its result, so that the others are measured all the same."""
    began = time.monotonic()
    try:
        part = importlib.import_module(f"benchmarks.seeing.{name}")
        # What it is told for as much as is promised; without that it measures a little.
        options = getattr(part, "WHOLE", {}) if whole else {}
        # What a part says on its way is not its result.
        with contextlib.redirect_stdout(sys.stderr):
            result = part.measure(**options)
        result = {"goals": getattr(part, "GOALS", {}), **result}
    except Exception as error:  # noqa: BLE001 - told, and the next part begins
        result = {"failed": f"{type(error).__name__}: {error}"}
    return {**result, "seconds": round(time.monotonic() - began, 1)}


def is_well(found: dict[str, Any]) -> bool:
    """Whether a part has run, and every goal that it judges itself is met."""
    inner = [one for one in found.values() if isinstance(one, dict)]
    return "failed" not in found and found.get("met", True) and all(map(is_well, inner))


def main() -> None:
    """Measure, and say what came of it."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
    parser.add_argument("--part", nargs="+", choices=parts(), default=parts(), metavar="PART")
    parser.add_argument("--whole", action="store_true", help="as much as is promised")
    options = parser.parse_args()
    found = {name: measured(name, whole=options.whole) for name in options.part}
    machine = {"python": platform.python_version(), "system": platform.platform(terse=True)}
    print(json.dumps({"machine": machine, **found}, indent=None if options.json else 1))
    sys.exit(not all(map(is_well, found.values())))


if __name__ == "__main__":
    main()
