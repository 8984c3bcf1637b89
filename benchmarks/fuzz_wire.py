"""Both ends of the wire under a long fuzz: junk, random programs, bad lines.

    python benchmarks/fuzz_wire.py            a table
    python benchmarks/fuzz_wire.py --json     one JSON object

The checks are those of ``tests/fuzz``, where each stands with its reason; here
they run for longer. The same seed gives the same run, down to the digest. What
fails is told with its seed, and the program then ends with 1. Whatever takes
two minutes instead of seconds counts as a hang: it ends with a traceback.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import hashlib
import json
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import psutil

# The checks belong to the tests, which are not installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dobotkit.simulator.profiles import PROFILES
from tests.fuzz.firmware import Watched, hear_junk, run_program
from tests.fuzz.host import ALL_FAULTS, bad_line, power_cut, unplugging
from tests.fuzz.pupil import pupil

HANG_S = 120
COMMANDS = 10_000


class Fuzz:
    """Runs checks, each with a seed of its own, and keeps what failed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.failures: list[str] = []

    def check(self, name: str, n: int, do: Callable[[int], Any]) -> Any:  # noqa: ANN401  # what do() returns
        """Run one check under the watchdog."""
        seed = self.seed * 1_000_003 + n
        faulthandler.dump_traceback_later(HANG_S, exit=True)
        try:
            return do(seed)
        except Exception as error:  # noqa: BLE001  # any exception is a finding
            self.failures.append(f"{name}, seed {seed}: {type(error).__name__}: {error}")
            return None
        finally:
            faulthandler.cancel_dump_traceback_later()


class Stopwatch:
    """Notes the slowest answer of an arm."""

    def __init__(self) -> None:
        self.slowest_s = 0.0

    def put_on(self, watched: Watched) -> Watched:
        """Time every frame from now on."""
        receive = watched.arm.receive

        def timed(data: bytes) -> bytes:
            start = time.perf_counter()
            answer = receive(data)
            self.slowest_s = max(self.slowest_s, time.perf_counter() - start)
            return answer

        watched.arm.receive = timed  # type: ignore[method-assign]
        return watched


def fuzz_junk(fuzz: Fuzz, size: int) -> dict[str, Any]:
    """Let one arm hear so many bytes of junk."""
    piece = 10_000
    watched, clock = Watched(), Stopwatch()
    clock.put_on(watched)
    start = time.perf_counter()
    for n in range(max(1, size // piece)):
        fuzz.check("junk", n, lambda seed: hear_junk(watched, Random(seed), piece))
    fuzz.check("junk, recovery", 0, lambda _seed: watched.recovers())
    return {
        "bytes": size,
        "frames_in_it": watched.frames,
        "answers": watched.answers,
        "seconds": time.perf_counter() - start,
        "slowest_answer_ms": clock.slowest_s * 1000,
        "digest": watched.digest,
    }


def one_program(seed: int, clock: Stopwatch | None = None) -> Watched:
    """Run one program: every third on a clock that jumps, the profiles in turn."""
    profiles = list(PROFILES.values())
    watched = Watched(profiles[seed % len(profiles)], instant=seed % 3 == 0)
    if clock is not None:
        clock.put_on(watched)
    run_program(watched, Random(seed), COMMANDS)
    return watched


def fuzz_programs(fuzz: Fuzz, count: int) -> dict[str, Any]:
    """Run so many programs, each on an arm of its own; the first one twice."""
    digest, totals, clock = hashlib.sha256(), Counter[str](), Stopwatch()
    start = time.perf_counter()
    for n in range(count):
        watched = fuzz.check("program", n, lambda seed: one_program(seed, clock))
        if watched is not None:
            digest.update(watched.digest.encode())
            totals.update(frames=watched.frames, answers=watched.answers, places=watched.moves)
    seconds = time.perf_counter() - start
    twice = {str(fuzz.check("program", 0, lambda seed: one_program(seed).digest)) for _ in "ab"}
    return {
        "programs": count,
        "commands_each": COMMANDS,
        **totals,
        "seconds": seconds,
        "slowest_answer_ms": clock.slowest_s * 1000,
        "digest": digest.hexdigest()[:16],
        "same_seed_same_answers": len(twice) == 1,
    }


def fuzz_memory(fuzz: Fuzz, count: int) -> dict[str, float]:
    """Run programs and junk on one arm: how much memory grows after the first tenth."""
    watched, process = Watched(instant=True), psutil.Process()

    def some(seed: int) -> None:
        run_program(watched, Random(seed), COMMANDS // 4)
        hear_junk(watched, Random(seed), 20_000)

    for n in range(max(1, count // 10)):
        fuzz.check("memory", n, some)
    gc.collect()
    rss = process.memory_info().rss
    tracemalloc.start()
    traced = tracemalloc.get_traced_memory()[0]
    for n in range(count):
        fuzz.check("memory", n, some)
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] - traced
    tracemalloc.stop()
    return {
        "commands": count * COMMANDS // 4,
        "kept_kb": kept / 1e3,
        "rss_growth_mb": (process.memory_info().rss - rss) / 1e6,
    }


def fuzz_lines(fuzz: Fuzz, sessions: int) -> dict[str, dict[str, int]]:
    """Use ``Link`` and ``Arm`` over lines with each fault alone, all together, and worse."""
    kinds: dict[str, Callable[[int], Any]] = {
        kind: lambda seed, kind=kind: bad_line(seed, 200, [kind]) for kind in ALL_FAULTS
    }
    kinds |= {
        "all of these": lambda seed: bad_line(seed, 200),
        "cable pulled": lambda seed: unplugging(seed, 60),
        "arm switched off and on": lambda seed: power_cut(seed, 100),
    }
    table = {}
    for kind, do in kinds.items():
        outcomes, faults = Counter[str](), 0
        for n in range(sessions):
            program = fuzz.check(f"line, {kind}", n, do)
            if program is not None:
                outcomes += program.calls
                faults += program.line.faults.total()
        table[kind] = {"faults": faults, "calls": outcomes.total(), **outcomes}
    outcomes = Counter[str]()
    for n in range(sessions):
        outcomes += fuzz.check("pupil", n, lambda seed: pupil(seed, 60)) or Counter()
    table["verbs of Arm, all of these"] = {"calls": outcomes.total(), **outcomes}
    return table


def main() -> None:
    """Fuzz and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bytes", type=int, default=1_000_000, help="of junk")
    parser.add_argument("--programs", type=int, default=100, help="of ten thousand commands")
    parser.add_argument("--sessions", type=int, default=100, help="on each kind of bad line")
    options = parser.parse_args()
    fuzz = Fuzz(options.seed)
    figures: dict[str, Any] = {
        "seed": options.seed,
        "junk": fuzz_junk(fuzz, options.bytes),
        "programs": fuzz_programs(fuzz, options.programs),
        "memory": fuzz_memory(fuzz, max(1, options.programs // 5)),
        "lines": fuzz_lines(fuzz, options.sessions),
        "failures": fuzz.failures,
    }
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for part in ("junk", "programs", "memory"):
            print(part)
            for name, value in figures[part].items():
                shown = f"{value:,.2f}" if isinstance(value, float) else value
                print(f"  {name:24} {shown}")
        print("lines: calls by how they ended")
        for kind, row in figures["lines"].items():
            print(f"  {kind:26} " + "  ".join(f"{name} {n}" for name, n in row.items()))
        print(f"failures: {len(fuzz.failures)}", *fuzz.failures, sep="\n  ")
    sys.exit(bool(fuzz.failures))


if __name__ == "__main__":
    main()
