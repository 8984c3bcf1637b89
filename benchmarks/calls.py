"""What a call costs directly and through the keeper, side by side; and the keeper itself."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from dobotkit import client as client_module
from dobotkit.arm.arm import Arm
from dobotkit.client import Client
from dobotkit.finding_keeper import VARIABLE, knock
from dobotkit.keeping import StandingKeeper
from dobotkit.messages import ArmOpened, OpenArm
from dobotkit.our_end import OurEnd

__all__ = ["calls", "keeper_for", "start_and_memory"]

BAUD = 115_200
ROUNDS = 9
# Of each: how many a round. A move that takes its time is not made as often.
POSES, MOVES, SLOW_MOVES = 40, 8, 2
_STEP_MM = 4.0


@contextlib.contextmanager
def keeper_for(address: str) -> Iterator[StandingKeeper]:
    """A keeper with one arm; the `Arm` of this process finds it."""
    with tempfile.TemporaryDirectory(prefix="dobotkit-") as folder:
        keeper = StandingKeeper(Path(folder), mode="school", arms={"desk": address})
        keeper.start()
        os.environ[VARIABLE] = keeper.where
        try:
            yield keeper
        finally:
            client_module.disconnect()
            del os.environ[VARIABLE]
            keeper.stop()


def calls(rounds: int = ROUNDS) -> dict[str, Any]:
    """``pose`` and waited moves: arms in this computer's memory, and at the end of a cable.

    ``instant``: moves take no time, so that the rest shows. ``real``: as in a lesson.
    """
    found: dict[str, Any] = {}
    for pace in ("instant", "real"):
        # First the direct ones: where there is a keeper, nobody opens a port past it.
        with (
            Arm(f"dobotsim://one?pace={pace}") as one,
            Arm(f"dobotsim://two?pace={pace}") as two,
            keeper_for("dobotsim://desk"),
            Arm(f"keeper://desk?pace={pace}") as kept,
        ):
            found[f"in_memory_{pace}"] = _side_by_side((one, two, kept), pace, rounds)
        with contextlib.ExitStack() as stack:
            first, second, third = (stack.enter_context(_cable(pace)) for _ in range(3))
            one, two = (stack.enter_context(Arm(address)) for address in (first, second))
            stack.enter_context(keeper_for(third)).tell("allow desk")
            kept = stack.enter_context(Arm("keeper://desk"))
            name = f"cable_of_{BAUD}_baud_{pace}"
            found[name] = _side_by_side((one, two, kept), pace, rounds)
    return found


@contextlib.contextmanager
def _cable(pace: str) -> Iterator[str]:
    """An arm at the other end of a cable, in a process of its own; its address."""
    with tempfile.TemporaryDirectory(prefix="dobotkit-") as folder:
        path = Path(folder) / "arm"
        line = ["--pty", str(path), "--pace", pace, "--baud", str(BAUD)]
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dobotkit", "sim", *line], stdout=subprocess.PIPE
        ) as server:
            try:
                if server.stdout is None or b"ready" not in server.stdout.readline():
                    raise RuntimeError
                yield str(path)
            finally:
                server.terminate()


def _side_by_side(arms: tuple[Arm, Arm, Arm], pace: str, rounds: int) -> dict[str, Any]:
    """Two arms directly and one through the keeper; the two say how far chance goes."""
    for arm in arms:
        # All the same: an arm of the keeper would have the speeds of its desk.
        arm.speed(100, 100)
        arm.move_to(200, _STEP_MM, 50)
    moves = SLOW_MOVES if pace == "real" else MOVES
    return {
        "pose": _compare([arm.pose for arm in arms], POSES, rounds),
        "waited_move": _compare([_there_and_back(arm) for arm in arms], moves, rounds),
    }


def _there_and_back(arm: Arm) -> Callable[[], None]:
    """A waited move of 8 mm, each time the other way."""
    state = {"y": _STEP_MM}

    def move() -> None:
        state["y"] = -state["y"]
        arm.move_to(200, state["y"], 50)

    return move


def _compare(works: list[Callable[[], object]], times: int, rounds: int) -> dict[str, float]:
    """Let each work take turns with the others; medians in milliseconds."""
    spent: list[list[float]] = [[] for _ in works]
    for turn in range(rounds):
        for k in range(len(works)):
            # Who begins changes: the first of a round finds another computer than the last.
            which = (turn + k) % len(works)
            for _ in range(times):
                start = time.perf_counter()
                works[which]()
                spent[which].append((time.perf_counter() - start) * 1000)
    direct, again, kept = map(statistics.median, spent)
    return {
        "direct_ms": round(direct, 4),
        "through_keeper_ms": round(kept, 4),
        "added_ms": round(kept - direct, 4),
        "ratio": round(kept / direct, 3),
        "ratio_of_two_direct_ones": round(again / direct, 3),
        "calls_each": rounds * times,
    }


def start_and_memory(times: int = 5) -> dict[str, Any]:
    """How long a keeper takes to answer, from nothing; and its memory with an arm open."""
    starts, sizes = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="dobotkit-") as folder:
            keeper = StandingKeeper(Path(folder), mode="school", arms={"desk": "dobotsim://desk"})
            begin = time.perf_counter()
            keeper.start()
            client = Client(OurEnd(knock(keeper.where)))
            starts.append(time.perf_counter() - begin)
            client.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)
            sizes.append(psutil.Process(keeper.pid).memory_info().rss / 2**20)
            client.close()
            keeper.stop()
    return {
        "start_s": {"median": round(statistics.median(starts), 3), "most": round(max(starts), 3)},
        "memory_mib": {"median": round(statistics.median(sizes), 1), "most": round(max(sizes), 1)},
        "times": times,
    }
