"""What benchmarks of several parts have in common: each part is a module with a ``measure``.

A part may have ``GOALS``, which are told with its result, and ``WHOLE``, what it is given for as
much as is promised. It says ``"met": False`` where it judges that a goal is not met.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["ms_of", "run"]

_ROOT = Path(__file__).resolve().parents[1]


def run(about: str | None, room: str) -> None:
    """Measure the parts that were asked for, print what came of it, and end the program.

    Parameters
    ----------
    about:
        The program's docstring.
    room:
        The folder of the parts, in ``benchmarks/``.
    """
    sys.path.insert(0, str(_ROOT))
    names = _parts(room)
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
    parser.add_argument("--part", nargs="+", choices=names, default=names, metavar="PART")
    parser.add_argument("--whole", action="store_true", help="as much as is promised")
    options = parser.parse_args()
    found = {name: _measured(room, name, whole=options.whole) for name in options.part}
    machine = {"python": platform.python_version(), "system": platform.platform(terse=True)}
    print(json.dumps({"machine": machine, **found}, indent=None if options.json else 1))
    sys.exit(not all(map(_is_well, found.values())))


def ms_of(work: Callable[[], object]) -> float:
    """Do some work, and return how long that took, in milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def _parts(room: str) -> list[str]:
    """Return the names of all parts: modules that have a ``measure``."""
    return sorted(
        path.stem
        for path in (_ROOT / "benchmarks" / room).glob("*.py")
        if "\ndef measure(" in path.read_text(encoding="utf-8")
    )


def _measured(room: str, name: str, *, whole: bool) -> dict[str, Any]:
    """Run one part; an error is its result, so that the others are measured all the same."""
    began = time.monotonic()
    try:
        part = importlib.import_module(f"benchmarks.{room}.{name}")
        # What it is told for as much as is promised; without that it measures a little.
        options = getattr(part, "WHOLE", {}) if whole else {}
        # What a part says on its way is not its result.
        with contextlib.redirect_stdout(sys.stderr):
            result = part.measure(**options)
        result = {"goals": getattr(part, "GOALS", {}), **result}
    except Exception as error:  # noqa: BLE001 - told, and the next part begins
        result = {"failed": f"{type(error).__name__}: {error}"}
    return {**result, "seconds": round(time.monotonic() - began, 1)}


def _is_well(found: dict[str, Any]) -> bool:
    """Whether a part has run, and every goal that it judges itself is met."""
    inner = [one for one in found.values() if isinstance(one, dict)]
    return "failed" not in found and found.get("met", True) and all(map(_is_well, inner))
