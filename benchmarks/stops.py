"""How long it takes from a stop, in each of the ways to stop, until the arm is at rest.

The arm goes there and back at 100 mm/s when the stop comes, at a random instant. Each figure
is from the request (the click, the line, the signal) to the last movement that the witness
at the arm has seen; so braking is in it. How long that alone takes is the first figure:
there the arm is told by nobody but the witness.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.deaths import PID, child_of, lab_with, notebook
from benchmarks.losses import SAMPLE_S, Loss, WatchedArm
from tests.browser import RunningLab
from tests.lab.wire import Kernel, ask, request

__all__ = ["stops"]

# {before} runs once, when the arm is open. It is told when the arm was lost, and goes on.
_THERE_AND_BACK = """
import threading, time
from dobotkit import Arm, show
arm = Arm()
arm.speed(100, 400)
{before}
print("begin", flush=True)
try:
    while True:
        arm.move_to(200, 60, 50); arm.move_to(200, -60, 50)
except Exception as error:
    print("raised", time.monotonic(), type(error).__name__, flush=True)
"""
# Another thread says when it asks.
_THREAD = """
def later():
    time.sleep({seconds})
    print("asked", time.monotonic(), flush=True)
    arm.stop()
threading.Thread(target=later).start()
"""
_SHOWN = "display(show(arm))"
# Who is halted sends nothing more: only a move that goes on for long needs the watchdog.
_FOR_LONG = "arm.move_to(200, -60, 50); arm.speed(5, 400)"
_WATCHDOG_S = 15.0
_SAMPLES_OF_LABS = 2  # a lab for each: of these so many times fewer

Stop = Callable[[Kernel], object]


class _Bench:
    """A lab with an arm, and what was measured there."""

    def __init__(self, arm: WatchedArm, lab: RunningLab, chance: random.Random) -> None:
        self.arm, self.lab = arm, lab
        self._chance = chance

    def instant(self) -> float:
        """Return how many seconds to wait: some way into the motion."""
        return self._chance.uniform(0.3, 1.3)

    def stop(self, kernel: Kernel, act: Stop, before: str = "") -> Loss:
        """Let the arm go there and back, stop it, and say what it did from then on."""
        kernel.start(_THERE_AND_BACK.format(before=before))
        kernel.wait_for("begin")
        time.sleep(self.instant())
        index, moment = self.arm.index, time.monotonic()
        act(kernel)
        return self.arm.after(moment, index, patience=_WATCHDOG_S, keeper_lives=True)


def _calmly(kernel: Kernel) -> None:
    """See the program end, where it has not."""
    request(kernel.lab, f"/api/kernels/{kernel.id}/interrupt", method="POST")
    kernel.run("pass")


# The ways after which the notebook goes on.


def _by_the_page(lab: RunningLab) -> Stop:
    """Open the keeper's page as a browser does; return what its button does."""
    said = len(lab.said)
    lab.type("page", "file://")
    address = next(line for line in lab.said[said:] if line.startswith("file://"))
    text = Path(unquote(urlsplit(address).path)).read_text(encoding="utf-8")
    host, visit = re.search(r"http://([\d.:]+)/#([\w-]+)", text).groups()  # type: ignore[union-attr]

    def post(path: str, question: object, token: str = "") -> Any:  # noqa: ANN401 - JSON
        connection = http.client.HTTPConnection(host, timeout=_WATCHDOG_S)
        head = {"Content-Type": "application/json", "X-Keeper-Token": token}
        connection.request("POST", path, json.dumps(question), head)
        answer = connection.getresponse()
        data = json.loads(answer.read())
        connection.close()
        if answer.status != http.client.OK:
            raise RuntimeError(data)
        return data

    session = post("/session", {"visit": visit})["session"]
    return lambda _: post("/stop", {"arm": ""}, session)


def _by_the_button(bench: _Bench, kernel: Kernel) -> Loss:
    """Click below the picture, as JupyterLab does: in a subshell of the kernel."""
    made = kernel.send("create_subshell_request", {}, channel="control")
    subshell = kernel.answer(made, "create_subshell_reply")["content"]["subshell_id"]
    shown = kernel.answer(kernel.start(_THERE_AND_BACK.format(before=_SHOWN)), "display_data")
    view = shown["content"]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
    kernel.wait_for("begin")
    time.sleep(bench.instant())
    click = {"comm_id": view, "data": {"method": "custom", "content": {"do": "stop"}}}
    index, moment = bench.arm.index, time.monotonic()
    kernel.send("comm_msg", click, subshell_id=subshell)
    return bench.arm.after(moment, index, patience=_WATCHDOG_S, keeper_lives=True)


def _by_a_thread(bench: _Bench, kernel: Kernel) -> Loss:
    kernel.start(_THERE_AND_BACK.format(before=_THREAD.format(seconds=bench.instant())))
    index = bench.arm.index
    moment = float(kernel.wait_for("asked").split()[1])
    return bench.arm.after(moment, index, patience=_WATCHDOG_S, keeper_lives=True)


def _unplugged(bench: _Bench, kernel: Kernel) -> Loss:
    """Pull the cable; the figure is when the notebook is told. The arm goes on by itself."""
    kernel.start(_THERE_AND_BACK.format(before=""))
    kernel.wait_for("begin")
    time.sleep(bench.instant())
    index, moment = bench.arm.index, time.monotonic()
    bench.arm.unplug()
    told = float(kernel.wait_for("raised").split()[1])
    bench.arm.plug_in()
    loss = bench.arm.after(moment, index, patience=_WATCHDOG_S, keeper_lives=True)
    # An arm that was away waits for the teacher's word again.
    bench.lab.type("allow desk", "may move now")
    return Loss(loss.moving, loss.travel_mm, told - moment, loss.commands, loss.port_free)


def _in_one_notebook(bench: _Bench, found: dict[str, list[Loss]], times: int) -> None:
    lab = bench.lab
    page = _by_the_page(lab)

    def interrupt(kernel: Kernel) -> None:
        request(lab, f"/api/kernels/{kernel.id}/interrupt", method="POST")

    def window(_: Kernel) -> None:
        lab.type("stop", "All arms were told to stop.")

    ways: dict[str, Callable[[Kernel], Loss]] = {
        "braking alone": lambda kernel: bench.stop(kernel, lambda _: bench.arm.brake()),
        "interrupt of the kernel": lambda kernel: bench.stop(kernel, interrupt),
        "another thread": lambda kernel: _by_a_thread(bench, kernel),
        "button in the notebook": lambda kernel: _by_the_button(bench, kernel),
        "the keeper's page": lambda kernel: bench.stop(kernel, page),
        "the lab's window": lambda kernel: bench.stop(kernel, window),
        "unplugged: told after": lambda kernel: _unplugged(bench, kernel),
    }
    with notebook(lab) as kernel:
        for _ in range(times):
            for way, stop in ways.items():
                found.setdefault(way, []).append(stop(kernel))
                _calmly(kernel)


# The ways after which it does not.


def _with_the_notebook(bench: _Bench, found: dict[str, list[Loss]], times: int) -> None:
    lab = bench.lab

    def restart(kernel: Kernel, _: int) -> None:
        ask(lab, f"/api/kernels/{kernel.id}/restart", method="POST")

    ways: dict[str, tuple[Callable[[Kernel, int], object], str]] = {
        "restart of the kernel": (restart, ""),
        "kill -9 of the kernel": (lambda _, pid: os.kill(pid, signal.SIGKILL), ""),
        "kernel halted": (lambda _, pid: os.kill(pid, signal.SIGSTOP), _FOR_LONG),
    }
    for _ in range(times):
        for way, (act, before) in ways.items():
            with notebook(lab) as kernel:
                pid = int(kernel.run(PID))
                loss = bench.stop(kernel, lambda one, act=act, pid=pid: act(one, pid), before)  # type: ignore[misc]
                found.setdefault(way, []).append(loss)
                if way == "kernel halted":
                    os.kill(pid, signal.SIGKILL)


def _with_the_lab(chance: random.Random, found: dict[str, list[Loss]], times: int) -> None:
    ways: dict[str, Callable[[RunningLab], object]] = {
        "closing the lab (Ctrl-C)": lambda lab: lab.process.send_signal(signal.SIGINT),
        "kill -9 of the lab": lambda lab: lab.process.kill(),
        "kill -9 of the server": lambda lab: child_of(lab.process, "dobotkit.lab.tethered").kill(),
    }
    for _ in range(times):
        for way, act in ways.items():
            with _bench(chance) as bench, contextlib.closing(Kernel(bench.lab)) as kernel:
                loss = bench.stop(kernel, lambda _, act=act, lab=bench.lab: act(lab))  # type: ignore[misc]
                found.setdefault(way, []).append(loss)


@contextlib.contextmanager
def _bench(chance: random.Random) -> Iterator[_Bench]:
    with (
        tempfile.TemporaryDirectory(prefix="dobotkit-") as folder,
        WatchedArm(Path(folder) / "arm") as arm,
        lab_with(arm) as lab,
    ):
        yield _Bench(arm, lab, chance)


def stops(chance: random.Random, times: int) -> dict[str, Any]:
    """Stop so many times in each way, the ways in turn; half as often where a lab dies of it."""
    found: dict[str, list[Loss]] = {}
    with _bench(chance) as bench:
        _in_one_notebook(bench, found, times)
        _with_the_notebook(bench, found, times)
    _with_the_lab(chance, found, max(2, times // _SAMPLES_OF_LABS))
    return {"seen_every_s": SAMPLE_S, **{way: _summary(some) for way, some in found.items()}}


def _summary(losses: list[Loss]) -> dict[str, Any]:
    seconds = [loss.travel_s for loss in losses]
    return {
        "times": len(losses),
        "while_moving": sum(loss.moving for loss in losses),
        "median_s": round(statistics.median(seconds), 3),
        "p95_s": round(statistics.quantiles(seconds, n=20, method="inclusive")[-1], 3),
        "most_s": round(max(seconds), 3),
        "most_travel_mm": round(max(loss.travel_mm for loss in losses), 1),
    }
