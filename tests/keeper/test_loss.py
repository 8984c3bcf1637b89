"""Notebook, server, keeper and lab die or are interrupted in mid-program: what the arm does.

A real lab, with an arm at a port that another process of this computer watches.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import time

import psutil
import pytest

from benchmarks.losses import WatchedArm, program
from tests.browser import RunningLab
from tests.keeper.wires import wait_until
from tests.lab.wire import Kernel, ask, request

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal"),
]

PID = "import os; print(os.getpid())"
PROGRAM = program(8)
# Of which it takes more than that.
PROGRAM_S = 4.0
# Two moves: what may be in the arm.
TWO_MOVES_MM = 17.0

chance = random.Random()  # noqa: S311 - random instants


class Bench:
    """A lab with one arm at a port."""

    def __init__(self, arm: WatchedArm) -> None:
        self.arm = arm
        self.lab = RunningLab("--arm", arm.address)
        self.allow()

    def allow(self) -> None:
        """Give the teacher's word."""
        self.lab.type("allow desk", "may move now")

    def processes(self, words: str) -> list[psutil.Process]:
        found = []
        for process in psutil.Process(self.lab.process.pid).children(recursive=True):
            try:
                if words in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    @property
    def keeper(self) -> psutil.Process:
        (keeper,) = self.processes("dobotkit.keeper.process")
        return keeper

    @property
    def server(self) -> psutil.Process:
        (server,) = self.processes("dobotkit.lab.tethered")
        return server

    def die(self, pid: int, *, keeper_lives: bool = True):
        """Kill a process now; what the arm does after that."""
        index, death = self.arm.index, time.monotonic()
        os.kill(pid, signal.SIGKILL)
        return self.arm.after(death, index, keeper_lives=keeper_lives)

    def is_free(self) -> bool:
        """Whether another notebook can have the arm."""
        kernel = Kernel(self.lab)
        said = kernel.run("from dobotkit import Arm; arm = Arm(); print(arm.pose() is not None)")
        kernel.run("arm.close()")
        kernel.close()
        return said == "True\n"


@pytest.fixture(scope="module")
def bench():
    with WatchedArm() as arm:
        bench = Bench(arm)
        with bench.lab:
            yield bench


@pytest.fixture
def kernel(bench):
    kernel = Kernel(bench.lab)
    yield kernel
    kernel.close()
    request(bench.lab, f"/api/kernels/{kernel.id}", method="DELETE")


def begin(kernel: Kernel) -> str:
    number = kernel.start(PROGRAM)
    kernel.wait_for("begin")
    time.sleep(chance.uniform(0.1, PROGRAM_S * 0.7))
    return number


def error_of(kernel: Kernel, number: str) -> dict:
    while True:
        message = json.loads(kernel._socket.recv())
        if message["parent_header"].get("msg_id") == number and message["msg_type"] == "error":
            return message["content"]


def test_the_program_ends_when_nobody_dies(bench, kernel):
    """The positive control: undisturbed, all of its moves are made."""
    index = bench.arm.index
    assert kernel.run(PROGRAM).split() == ["begin", "end"]
    assert bench.arm.index - index >= 30


def test_a_kernel_that_is_killed(bench, kernel):
    pid = int(kernel.run(PID))
    begin(kernel)
    loss = bench.die(pid)
    assert loss.travel_mm < TWO_MOVES_MM
    assert loss.travel_s < 2
    assert bench.is_free()


def test_a_kernel_that_is_killed_and_leaves_children(bench, kernel):
    pid = int(kernel.run(PID))
    children = json.loads(
        kernel.run(
            "import json, multiprocessing, os, subprocess, time\n"
            "some = [subprocess.Popen(['sleep', '60'], close_fds=False).pid]\n"
            "p = multiprocessing.get_context('fork').Process(target=time.sleep, args=(60,))\n"
            "p.start(); some.append(p.pid)\n"
            "child = os.fork()\n"
            "if not child:\n"
            "    time.sleep(60); os._exit(0)\n"
            "some.append(child)\n"
            "print(json.dumps(some))\n"
        )
    )
    begin(kernel)
    # They hold all that was open in the kernel at the moment at which it dies. The lab ends
    # them after it, sooner or later than the arm is let go.
    assert all(psutil.pid_exists(child) for child in children)
    loss = bench.die(pid)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    assert loss.travel_mm < TWO_MOVES_MM
    assert bench.is_free()


def test_an_interrupt_while_a_move_runs(bench, kernel):
    number = begin(kernel)
    index, moment = bench.arm.index, time.monotonic()
    request(bench.lab, f"/api/kernels/{kernel.id}/interrupt", method="POST")
    assert error_of(kernel, number)["ename"] == "KeyboardInterrupt"
    loss = bench.arm.after(moment, index, patience=1.5)
    assert loss.travel_mm < TWO_MOVES_MM
    assert not loss.port_free  # the keeper holds it
    assert kernel.run("print(arm.move_by(z=1))") == "None\n"


def test_a_restart(bench, kernel):
    first = int(kernel.run(PID))
    begin(kernel)
    index, moment = bench.arm.index, time.monotonic()
    ask(bench.lab, f"/api/kernels/{kernel.id}/restart", method="POST")
    loss = bench.arm.after(moment, index, keeper_lives=True)
    assert loss.travel_mm < TWO_MOVES_MM
    kernel.close()
    again = Kernel(bench.lab, kernel.id)
    assert int(again.run(PID)) != first
    assert again.run("from dobotkit import Arm; arm = Arm(); print(arm.is_simulated)") == "False\n"
    again.run("arm.close()")
    again.close()


def test_a_keeper_that_is_killed_and_followed_by_another(bench, kernel):
    number = begin(kernel)
    said = len(bench.lab.said)
    loss = bench.die(bench.keeper.pid)
    # Nobody can stop it any more: what is in it runs out.
    assert loss.travel_mm < 2 * TWO_MOVES_MM
    assert loss.commands <= 2
    error = error_of(kernel, number)
    assert error["ename"] == "KeeperGone"
    assert len(error["traceback"]) == 2
    assert "Kernel → Restart" in error["traceback"][1]
    wait_until(
        lambda: any("A new one is started" in line for line in bench.lab.said[said:]),
        "the lab says nothing",
    )
    with pytest.raises(AssertionError, match="KeeperGone"):
        kernel.run("Arm()")
    ask(bench.lab, f"/api/kernels/{kernel.id}/restart", method="POST")
    kernel.close()
    again = Kernel(bench.lab, kernel.id)
    again.run("from dobotkit import Arm; arm = Arm()")
    # The new one knows nothing of what the old one was told.
    with pytest.raises(AssertionError, match="WordNeeded"):
        again.run("arm.move_by(z=1)")
    bench.allow()
    assert again.run("arm.move_by(z=1); print('ok')") == "ok\n"
    again.close()


def test_a_second_notebook_is_told_who_has_the_arm(bench, kernel):
    kernel.run("from dobotkit import Arm; arm = Arm()")
    second = Kernel(bench.lab)
    with pytest.raises(AssertionError, match="in use by another notebook, since"):
        second.run("from dobotkit import Arm; arm = Arm()")
    kernel.run("arm.close()")
    second.run("arm = Arm(); arm.close()")
    second.close()


def test_stop_in_the_window_of_the_lab(bench, kernel):
    number = begin(kernel)
    index, moment = bench.arm.index, time.monotonic()
    bench.lab.type("stop", "All arms were told to stop.")
    error = error_of(kernel, number)
    assert error["ename"] == "ArmStopped"
    assert "in the window of the lab" in error["traceback"][0]
    assert bench.arm.after(moment, index, patience=1.5).travel_mm < TWO_MOVES_MM
    for line, answer in (
        ("allow", "Say which arm, for example  allow desk"),
        ("allow left", "There is: desk."),
        ("help", "allow desk  let the arm desk move"),
    ):
        bench.lab.type(line, answer)


def all_gone(processes: list[psutil.Process]) -> bool:
    return not [one for one in processes if one.is_running() and one.status() != "zombie"]


@pytest.mark.parametrize("who", ["server", "lab"])
def test_a_server_or_a_lab_that_is_killed(who):
    with WatchedArm() as arm:
        bench = Bench(arm)
        with bench.lab:
            kernel = Kernel(bench.lab)
            begin(kernel)
            some = psutil.Process(bench.lab.process.pid).children(recursive=True)
            assert len(some) >= 3
            pid = bench.server.pid if who == "server" else bench.lab.process.pid
            loss = bench.die(pid, keeper_lives=False)
            assert loss.travel_mm < TWO_MOVES_MM
            assert loss.port_free
            kernel.close()
            wait_until(lambda: all_gone(some), "something is left running")


def test_closing_the_lab_in_mid_program():
    with WatchedArm() as arm:
        bench = Bench(arm)
        with bench.lab:
            kernel = Kernel(bench.lab)
            begin(kernel)
            some = psutil.Process(bench.lab.process.pid).children(recursive=True)
            index, moment = arm.index, time.monotonic()
            assert bench.lab.end() == 0
            loss = arm.after(moment, index)
            assert loss.travel_mm < TWO_MOVES_MM
            assert loss.port_free
            assert all_gone(some)
            kernel.close()
