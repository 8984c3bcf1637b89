"""kill -9 of kernel, of server and of keeper, at random instants of a program of 30 moves."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil

from benchmarks.losses import MOVES, Loss, WatchedArm, program
from tests.browser import RunningLab
from tests.lab.wire import Kernel, request

__all__ = ["PID", "child_of", "deaths", "lab_with", "notebook"]

# Long enough to reach the speed that schools are allowed.
STEP_MM = 30
PID = "import os; print(os.getpid())"
# Labs that run at the same time: nearly all of a death's time is waiting. That the others
# need the computer meanwhile makes the figures worse, and never better.
AT_ONCE = 4
# A keeper that dies more often within a minute is not started again.
_DEATHS_OF_A_KEEPER = 4
# How long what belonged to a lab may take to end (s).
_ENDS_S = 10.0

_ROOT = Path(__file__).resolve().parents[1]


def lab_with(arm: WatchedArm) -> RunningLab:
    """A lab with this arm, which may move."""
    lab = RunningLab("--arm", arm.address, variables={"PYTHONPATH": str(_ROOT)})
    lab.type("allow desk", "may move now")
    return lab


@contextlib.contextmanager
def notebook(lab: RunningLab) -> Iterator[Kernel]:
    """A kernel of this lab, until the end of the block."""
    kernel = Kernel(lab)
    try:
        yield kernel
    finally:
        kernel.close()
        # The server may have died.
        with contextlib.suppress(OSError):
            request(lab, f"/api/kernels/{kernel.id}", method="DELETE")


def child_of(process: subprocess.Popen[str], words: str) -> psutil.Process:
    """The child process with these words in its command."""
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if words in " ".join(child.cmdline()):
                return child
    raise LookupError(words)


class _Deaths:
    """What came of many deaths; several threads write to it."""

    def __init__(self, program_s: float, chance: random.Random) -> None:
        self.losses: list[Loss] = []
        self.left_running = 0
        self._program_s = program_s
        self._chance = chance

    def die(self, arm: WatchedArm, kernel: Kernel, pid: int, *, keeper_lives: bool = True) -> None:
        """Run the program, kill a process at a random instant of it, and look.

        Where a keeper lives on, or is started again, it holds the port. That the arm is
        free again shows in the next program: it would not begin.
        """
        kernel.start(program(STEP_MM))
        kernel.wait_for("begin")
        time.sleep(self._chance.uniform(0, self._program_s))
        index, death = arm.index, time.monotonic()
        os.kill(pid, signal.SIGKILL)
        self.losses.append(arm.after(death, index, keeper_lives=keeper_lives))

    @contextlib.contextmanager
    def lab(self) -> Iterator[tuple[WatchedArm, RunningLab]]:
        """A lab, of which nothing should be left."""
        with WatchedArm() as arm:
            with lab_with(arm) as lab:
                yield arm, lab
                ours = psutil.Process(lab.process.pid).children(recursive=True)
            _, alive = psutil.wait_procs(ours, timeout=_ENDS_S)
            self.left_running += len(alive)

    def summary(self) -> dict[str, Any]:
        """Return the figures."""
        travel = [loss.travel_mm for loss in self.losses]
        rest = [loss.travel_s for loss in self.losses]
        return {
            "deaths": len(self.losses),
            "while_moving": sum(loss.moving for loss in self.losses),
            "travel_mm": _figures(travel, 2),
            "rest_after_s": _figures(rest, 3),
            "most_commands_ended_after": max(loss.commands for loss in self.losses),
            "port_not_free": sum(loss.port_free is False for loss in self.losses),
            "left_running": self.left_running,
        }


def _figures(some: list[float], digits: int) -> dict[str, float]:
    return {"median": round(statistics.median(some), digits), "most": round(max(some), digits)}


def _of_kernels(deaths: _Deaths, times: int) -> None:
    with deaths.lab() as (arm, lab):
        for _ in range(times):
            with notebook(lab) as kernel:
                pid = int(kernel.run(PID))
                deaths.die(arm, kernel, pid)


def _of_keepers(deaths: _Deaths, times: int) -> None:
    for begun in range(0, times, _DEATHS_OF_A_KEEPER):
        with deaths.lab() as (arm, lab):
            for _ in range(min(_DEATHS_OF_A_KEEPER, times - begun)):
                lab.type("allow desk", "may move now")
                with notebook(lab) as kernel:
                    deaths.die(arm, kernel, child_of(lab.process, "dobotkit.keeper.process").pid)


def _of_servers(deaths: _Deaths, times: int) -> None:
    for _ in range(times):
        with deaths.lab() as (arm, lab), contextlib.closing(Kernel(lab)) as kernel:
            server = child_of(lab.process, "dobotkit.lab.tethered").pid
            ours = psutil.Process(lab.process.pid).children(recursive=True)
            deaths.die(arm, kernel, server, keeper_lives=False)
            # A lab without its server ends: before somebody ends it.
            _, alive = psutil.wait_procs(ours, timeout=_ENDS_S)
            deaths.left_running += len(alive)


def _undisturbed() -> float:
    """The positive control: how long the program takes when nobody dies, in seconds."""
    with WatchedArm() as arm, lab_with(arm) as lab, notebook(lab) as kernel:
        index = arm.index
        number = kernel.start(program(STEP_MM))
        kernel.wait_for("begin")
        begun = time.monotonic()
        kernel.wait_for("end")
        if arm.index - index < MOVES:
            raise RuntimeError(f"only {arm.index - index} commands of {number} have ended")
        return time.monotonic() - begun


def deaths(chance: random.Random, times: int) -> dict[str, Any]:
    """Kill each so many times; several labs at a time."""
    program_s = _undisturbed()
    found: dict[str, Any] = {
        "program": f"{MOVES} moves of {STEP_MM} mm at 100 mm/s, which take {program_s:.1f} s",
    }
    for name, kill in (("kernel", _of_kernels), ("server", _of_servers), ("keeper", _of_keepers)):
        some, begun = _Deaths(program_s, chance), time.monotonic()
        shares = [len(range(k, times, AT_ONCE)) for k in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(kill, some, share) for share in shares if share]:
                done.result()
        found[name] = some.summary() | {"minutes": round((time.monotonic() - begun) / 60, 1)}
    return found
