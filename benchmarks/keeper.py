"""What the keeper costs and what it saves, in one run.

::

    python benchmarks/keeper.py --json
    python benchmarks/keeper.py --json --kills 20 --fuzz 10000   # a few minutes

``pose()`` and waited moves directly and through the keeper, side by side; the same on
a wire of 115 200 baud; how long it takes to start, and its memory; how an arm comes to
rest in each of the ways in which a program ends; kill -9 of kernel, of server and of
keeper at random instants of a program of 30 moves; and hostile messages.

Machines are noisy, so that the two sides take turns and medians are compared within
one run. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import connection as connections
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402

from benchmarks.hostile import hostile_messages  # noqa: E402
from benchmarks.losses import MOVES, PROGRAM, PROGRAM_S, Loss, WatchedArm  # noqa: E402
from dobotkit import client as client_module  # noqa: E402
from dobotkit.arm.arm import Arm  # noqa: E402
from dobotkit.client import Client  # noqa: E402
from dobotkit.finding_keeper import VARIABLE, knock  # noqa: E402
from dobotkit.keeping import StandingKeeper  # noqa: E402
from dobotkit.messages import (  # noqa: E402
    ArmAnswered,
    ArmOpened,
    OpenArm,
    Refused,
    WriteArm,
    read_answer,
)
from dobotkit.our_end import OurEnd  # noqa: E402
from tests.browser import RunningLab  # noqa: E402
from tests.lab.wire import Kernel, ask, request  # noqa: E402

ROUNDS = 9
BAUD = 115_200
POSE = bytes.fromhex("aaaa020a00f6")

chance = random.Random(5)  # noqa: S311 - the same each time


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


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of so many calls takes."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def there_and_back(arm: Arm) -> Callable[[], None]:
    """A waited move of 4 mm, each time the other way."""
    state = {"y": 2.0}

    def move() -> None:
        state["y"] = -state["y"]
        arm.move_to(200, state["y"], 50)

    return move


def side_by_side(direct: Arm, kept: Arm) -> dict[str, Any]:
    """`pose` and waited moves of two arms, taking turns."""
    found = {}
    works = {
        "pose": (direct.pose, kept.pose, 60),
        "waited_move": (there_and_back(direct), there_and_back(kept), 10),
    }
    for name, (one, other, times) in works.items():
        one(), other()
        spent: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            spent[0].extend(milliseconds(one, times))
            spent[1].extend(milliseconds(other, times))
        first, second = map(statistics.median, spent)
        found[name] = {
            "direct_ms": round(first, 4),
            "through_keeper_ms": round(second, 4),
            "added_ms": round(second - first, 4),
            "ratio": round(second / first, 3),
        }
    return found


def in_memory() -> dict[str, Any]:
    """The simulated arm in this process and in the keeper, without any wire or waiting."""
    with keeper_for("dobotsim://desk"):
        direct, kept = Arm("dobotsim://here?pace=instant"), Arm("keeper://desk?pace=instant")
        with direct, kept:
            return side_by_side(direct, kept)


@contextlib.contextmanager
def wire() -> Iterator[str]:
    """An arm at the other end of a cable of 115 200 baud, in a process of its own."""
    serve = [sys.executable, "-m", "dobotkit.simulator.serve", "--baud", str(BAUD)]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        serve, stdin=pipe, stdout=pipe, text=True
    ) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError
        yield server.stdout.readline().split()[1]
        server.stdin.close()


def on_a_wire() -> dict[str, Any]:
    """The same on two cables of 115 200 baud; the moves take their time."""
    with wire() as one, wire() as other, keeper_for(other) as keeper:
        keeper.tell("allow desk")
        with Arm(one) as direct, Arm("keeper://desk") as kept:
            return side_by_side(direct, kept)


def start_and_memory() -> dict[str, Any]:
    """How long a keeper takes to start, and how much memory it has with an arm open."""
    starts, sizes = [], []
    for _ in range(5):
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
        "start_s": round(statistics.median(starts), 3),
        "slowest_start_s": round(max(starts), 3),
        "memory_mib": round(statistics.median(sizes), 1),
    }


# Deaths


def child_of(process: subprocess.Popen[str], words: str) -> psutil.Process:
    """The child process with these words in its command."""
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if words in " ".join(child.cmdline()):
                return child
    raise LookupError(words)


def begin(kernel: Kernel) -> None:
    """Start the program, and wait for a random instant of it."""
    kernel.start(PROGRAM)
    kernel.wait_for("begin")
    time.sleep(chance.uniform(0, PROGRAM_S))


def kill(arm: WatchedArm, pid: int, *, keeper_lives: bool = False) -> Loss:
    """Kill a process now, and look what the arm does."""
    index, death = arm.index, time.monotonic()
    os.kill(pid, signal.SIGKILL)
    return arm.after(death, index, keeper_lives=keeper_lives)


def lab_with(arm: WatchedArm) -> RunningLab:
    """A lab with this arm, which may move."""
    lab = RunningLab("--arm", arm.address, variables={"PYTHONPATH": str(ROOT)})
    lab.type("allow desk", "may move now")
    return lab


def killed_kernels(times: int) -> list[Loss]:
    """One lab; its kernel is killed again and again."""
    losses = []
    with WatchedArm() as arm, lab_with(arm) as lab:
        for _ in range(times):
            kernel = Kernel(lab)
            pid = int(kernel.run("import os; print(os.getpid())"))
            begin(kernel)
            losses.append(kill(arm, pid, keeper_lives=True))
            kernel.close()
            request(lab, f"/api/kernels/{kernel.id}", method="DELETE")
    return losses


def killed_keepers(times: int) -> list[Loss]:
    """A lab for every five, which starts its keeper again."""
    losses: list[Loss] = []
    while len(losses) < times:
        with WatchedArm() as arm, lab_with(arm) as lab:
            for _ in range(min(4, times - len(losses))):
                lab.type("allow desk", "may move now")
                kernel = Kernel(lab)
                begin(kernel)
                pid = child_of(lab.process, "dobotkit.keeper.process").pid
                # The next one holds the port as soon as the first has gone.
                losses.append(kill(arm, pid, keeper_lives=True))
                kernel.close()
                request(lab, f"/api/kernels/{kernel.id}", method="DELETE")
    return losses


def killed_servers(times: int) -> tuple[list[Loss], int]:
    """A lab for each; also how many processes of them were left running."""
    losses, left = [], 0
    for _ in range(times):
        with WatchedArm() as arm, lab_with(arm) as lab:
            kernel = Kernel(lab)
            begin(kernel)
            processes = psutil.Process(lab.process.pid).children(recursive=True)
            losses.append(kill(arm, child_of(lab.process, "dobotkit.lab.tethered").pid))
            kernel.close()
            _, alive = psutil.wait_procs(processes, timeout=10)
            left += len(alive)
    return losses, left


def summary(losses: list[Loss]) -> dict[str, Any]:
    """Figures of many deaths."""
    travel = [loss.travel_mm for loss in losses]
    rest = [loss.travel_s for loss in losses]
    return {
        "deaths": len(losses),
        "while_moving": sum(loss.moving for loss in losses),
        "travel_mm": {"median": round(statistics.median(travel), 2), "most": round(max(travel), 2)},
        "rest_after_s": {"median": round(statistics.median(rest), 3), "most": round(max(rest), 3)},
        "commands_ended_after": max(loss.commands for loss in losses),
        "port_not_free": sum(loss.port_free is False for loss in losses),
    }


def deaths(times: int) -> dict[str, Any]:
    """Kernel, server and keeper, each killed so many times."""
    servers, left = killed_servers(times)
    return {
        "program": f"{MOVES} moves of 8 mm, at 100 mm/s",
        "kernel": summary(killed_kernels(times)),
        "server": summary(servers) | {"left_running": left},
        "keeper": summary(killed_keepers(times)),
    }


# Ways to stop

_LONG_MOVE = """
from dobotkit import Arm
arm = Arm()
arm.speed(60, 400)
import threading
print("begin", flush=True)
{before}
while True:
    arm.move_to(200, 60, 50); arm.move_to(200, -60, 50)
"""


def stop_latency(times: int) -> dict[str, Any]:
    """Seconds from asking until the arm is at rest, braking included, in each way."""
    found: dict[str, list[float]] = {}
    with WatchedArm() as arm, lab_with(arm) as lab:

        def measure(way: str, act: Callable[[Kernel, int], object], before: str = "") -> None:
            for _ in range(times):
                kernel = Kernel(lab)
                pid = int(kernel.run("import os; print(os.getpid())"))
                kernel.start(_LONG_MOVE.format(before=before))
                kernel.wait_for("begin")
                time.sleep(0.6)
                index, moment = arm.index, time.monotonic()
                act(kernel, pid)
                loss = arm.after(moment, index, patience=15, keeper_lives=True)
                found.setdefault(way, []).append(loss.travel_s)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
                kernel.close()
                request(lab, f"/api/kernels/{kernel.id}", method="DELETE")

        def rest(path: str) -> Callable[[Kernel, int], object]:
            return lambda kernel, _: ask(lab, f"/api/kernels/{kernel.id}/{path}", method="POST")

        def interrupt(kernel: Kernel, _: int) -> None:
            request(lab, f"/api/kernels/{kernel.id}/interrupt", method="POST")

        thread = "threading.Timer(0.6, arm.stop).start()"
        measure("arm.stop() in a thread", lambda *_: None, before=thread)
        measure("interrupt", interrupt)
        measure("restart", rest("restart"))
        measure("kill -9 of the kernel", lambda _, pid: os.kill(pid, signal.SIGKILL))
        measure("halted (SIGSTOP)", lambda _, pid: os.kill(pid, signal.SIGSTOP))
    for _ in range(times):
        for way, act in (
            ("closing the lab", signal.SIGINT),
            ("kill -9 of the lab", signal.SIGKILL),
        ):
            with WatchedArm() as arm, lab_with(arm) as lab:
                kernel = Kernel(lab)
                kernel.start(_LONG_MOVE.format(before=""))
                kernel.wait_for("begin")
                time.sleep(0.6)
                index, moment = arm.index, time.monotonic()
                lab.process.send_signal(act)
                found.setdefault(way, []).append(arm.after(moment, index).travel_s)
                kernel.close()
    return {
        way: {"median_s": round(statistics.median(some), 3), "most_s": round(max(some), 3)}
        for way, some in found.items()
    }


# Hostile messages


def fuzz(number: int) -> dict[str, Any]:
    """Hostile messages to a notebook's channel, and hostile callers without the key."""
    with keeper_for("dobotsim://desk") as keeper:
        honest = Client(OurEnd(knock(keeper.where)))
        honest.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)

        def pose() -> bytes:
            frames = WriteArm(arm="desk", frames=POSE, stops=0)
            return honest.ask(frames, ArmAnswered).reply

        before, process = pose(), psutil.Process(keeper.pid)
        threads, memory = process.num_threads(), process.memory_info().rss
        refused = 0
        connection = knock(keeper.where)
        for data in hostile_messages(chance, number):
            connection.send_bytes(data)
            refused += isinstance(read_answer(connection.recv_bytes()).tell, Refused)
        connection.close()
        callers = number // 100
        for _ in range(callers):
            call_without_key(keeper.where.rpartition("#")[0])
        time.sleep(6)  # who has said nothing is sent away after five
        unchanged = pose() == before
        honest.close()
        return {
            "messages": number,
            "refused": refused,
            "callers_without_key": callers,
            "keeper_lives": not keeper.has_died,
            "arm_unchanged": unchanged,
            "threads_more": process.num_threads() - threads,
            "memory_more_mib": round((process.memory_info().rss - memory) / 2**20, 1),
        }


def call_without_key(address: str) -> None:
    """Connect, and say something that is no answer to the challenge, or nothing."""
    if chance.random() < 0.5:
        with contextlib.suppress(OSError, EOFError):
            connection = connections.Client(address)
            connection.send_bytes(chance.randbytes(chance.randrange(300)))
            connection.close()
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as raw:
        raw.connect(address)
        raw.sendall(chance.randbytes(chance.randrange(1, 300)))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--kills", type=int, default=100, help="deaths of each kind")
    parser.add_argument("--stops", type=int, default=5, help="stops of each kind")
    parser.add_argument("--fuzz", type=int, default=100_000, help="hostile messages")
    options = parser.parse_args()
    threading.stack_size(256 * 1024)
    found = {
        "in_memory": in_memory(),
        "on_a_wire_of_115200_baud": on_a_wire(),
        **start_and_memory(),
    }
    if options.fuzz:
        found["fuzz"] = fuzz(options.fuzz)
    if options.stops:
        found["rest_after_stop"] = stop_latency(options.stops)
    if options.kills:
        found["kill_9"] = deaths(options.kills)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
