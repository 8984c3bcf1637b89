"""What the keeper costs and what it saves, in one run.

::

    python benchmarks/keeper.py --json
    python benchmarks/keeper.py --json --quick   # some minutes: too few to be figures

``pose()`` and waited moves directly and through the keeper, side by side, also on a wire
of 115 200 baud; how long it takes to start, and its memory; hostile messages; programs
that cheat; how long the arm takes to rest in each of the ways to stop it; and kill -9 of
kernel, of server and of keeper at random instants of a program of 30 moves.

Each part can be left out with a 0. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.calls import calls, start_and_memory
from benchmarks.cheats import cheats
from benchmarks.deaths import deaths
from benchmarks.fuzz_keeper import fuzz
from benchmarks.stops import stops

# Rounds of calls, hostile messages, stops in each way, deaths of each kind.
_WHOLE = {"rounds": 9, "fuzz": 100_000, "stops": 20, "kills": 100}
_QUICK = {"rounds": 2, "fuzz": 2000, "stops": 2, "kills": 4}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--rounds", type=int, help="rounds of calls, in which the sides take turns")
    parser.add_argument("--fuzz", type=int, help="hostile messages")
    parser.add_argument("--stops", type=int, help="stops in each way")
    parser.add_argument("--kills", type=int, help="deaths of each kind")
    options = parser.parse_args()
    many = dict(_QUICK if options.quick else _WHOLE)
    many |= {name: value for name in many if (value := getattr(options, name)) is not None}
    found = measure(many, quick=options.quick)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


def measure(many: dict[str, int], *, quick: bool) -> dict[str, Any]:
    """Return all figures; one part after the other, so that none disturbs another."""
    threading.stack_size(256 * 1024)
    chance = random.Random(5)  # noqa: S311 - the same each time
    parts = {
        "calls": lambda: calls(many["rounds"]) if many["rounds"] else None,
        "keeper": start_and_memory,
        "fuzz": lambda: fuzz(chance, many["fuzz"]) if many["fuzz"] else None,
        "cheats": lambda: cheats(slow_ones=not quick),
        "rest_after_stop": lambda: stops(chance, many["stops"]) if many["stops"] else None,
        "kill_9": lambda: deaths(chance, many["kills"]) if many["kills"] else None,
    }
    found: dict[str, Any] = {}
    minutes: dict[str, float] = {}
    for name, part in parts.items():
        begun = time.monotonic()
        figures = part()
        if figures is not None:
            found[name] = figures
            minutes[name] = round((time.monotonic() - begun) / 60, 1)
    return found | {"minutes": minutes}


if __name__ == "__main__":
    main()
