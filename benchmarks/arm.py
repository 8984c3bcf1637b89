"""How long one ``pose()`` takes, by client, side by side on one pseudo-terminal.

Clients: a bare framed exchange (write, read, no checks), ``Link``, pydobot,
and pydobotplus and pydobotpp where they are installed::

    pip install --no-deps pydobotplus==0.1.2 pydobotpp==0.1.6
    python benchmarks/arm.py --json

Machines are noisy, so the clients take turns and medians are compared as
ratios within one run. Needs a system with pseudo-terminals (Linux, macOS).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pydobot
import serial

from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.arm.wire import QUEUED, WRITE, encode

GET_POSE = encode(10, 0, b"")
# GetPose and its answer, ten bits a byte.
WIRE_S = (len(GET_POSE) + 38) * 10 / 115_200
ROUNDS = 7


class Client(NamedTuple):
    """A way to ask for the pose: how to connect, ask and leave, and how often a round."""

    connect: Callable[[str], Any]
    pose: Callable[[Any], object]
    close: Callable[[Any], object]
    repeats: int


def bare_exchange(port: serial.Serial) -> bytes:
    """Ask and read by length, without looking at what came."""
    port.write(GET_POSE)
    head = port.read(3)
    return port.read(head[2] + 1)


def clients() -> dict[str, Client]:
    """All clients that are installed."""
    found = {
        "bare": Client(open_port, bare_exchange, lambda port: port.close(), 200),
        "link": Client(lambda path: Link(open_port(path)), Link.pose, Link.close, 200),
        "pydobot": Client(pydobot.Dobot, pydobot.Dobot.pose, pydobot.Dobot.close, 2),
    }
    for name in ("pydobotplus", "pydobotpp"):
        with contextlib.suppress(ImportError):
            module = importlib.import_module(name)
            found[name] = Client(
                module.Dobot,
                lambda arm: arm.get_pose(),
                # Their close() either waits for the queue or leaves the port open.
                lambda arm: arm._ser.close(),  # noqa: SLF001  # no public way
                100,
            )
    return found


@contextlib.contextmanager
def simulator(*options: str) -> Iterator[str]:
    """A simulated arm on a pseudo-terminal, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "dobotkit", "sim", "--pty", f"{folder}/arm"]
        with subprocess.Popen(  # noqa: S603  # our own command
            [*command, "--pace", "instant", *options], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None  # noqa: S101  # for the type checker
            yield process.stdout.readline().split()[1]
            process.terminate()


def measure(path: str) -> dict[str, dict[str, float]]:
    """Median seconds of connect() and pose() of every client, taking turns."""
    found = clients()
    connects: dict[str, list[float]] = {name: [] for name in found}
    poses: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, client in found.items():
            start = time.perf_counter()
            arm = client.connect(path)
            connects[name].append(time.perf_counter() - start)
            client.pose(arm)
            for _ in range(client.repeats):
                start = time.perf_counter()
                client.pose(arm)
                poses[name].append(time.perf_counter() - start)
            client.close(arm)
    return {
        name: {
            "connect_ms": statistics.median(connects[name]) * 1000,
            "pose_ms": statistics.median(poses[name]) * 1000,
        }
        for name in found
    }


def leave_a_move(path: str) -> None:
    """Leave a move in a stopped queue, as a program does that was ended in the middle."""
    port = open_port(path)
    for frame in (
        encode(241, WRITE, b""),
        encode(84, QUEUED, struct.pack("<B4f", 1, 200, 100, 50, 0)),
    ):
        port.write(frame)
        port.read(frame[2] + 4)
    port.close()


def moves_on_connect(connect: Callable[[str], Any]) -> bool:
    """Whether the arm's pose changes when a client connects to an arm with an old queue."""
    with simulator() as path:
        leave_a_move(path)
        port = open_port(path)
        before = bare_exchange(port)
        port.close()
        client = connect(path)
        time.sleep(0.5)
        after = bare_exchange(client.ser)
        client.ser.close()
    return before != after


def run() -> dict[str, Any]:
    """All figures, with the goals that they are held against."""
    with simulator() as path:
        pty = measure(path)
    with simulator("--baud", "115200") as path:
        wire = measure(path)
    link, bare, stock = pty["link"]["pose_ms"], pty["bare"]["pose_ms"], pty["pydobot"]["pose_ms"]
    on_wire = wire["link"]["pose_ms"]
    return {
        "pty": pty,
        "wire_115200": wire,
        "wire_time_ms": WIRE_S * 1000,
        "link_over_bare_on_pty": link / bare,
        "pydobot_over_link_on_pty": stock / link,
        "link_over_wire_time": on_wire / (WIRE_S * 1000),
        "pydobot_over_link_on_wire": wire["pydobot"]["pose_ms"] / on_wire,
        "link_connect_ms": pty["link"]["connect_ms"],
        "link_moves_on_connect": moves_on_connect(lambda path: Link(open_port(path))),
        # Positive control: what Link must not do is really seen here.
        "pydobot_moves_on_connect": moves_on_connect(pydobot.Dobot),
        "goals": {
            "link_over_bare_on_pty": "<= 1.5",
            "link_over_wire_time": "<= 1.2",
            "pydobot_over_link_on_wire": ">= 40",
            "link_connect_ms": "< 50",
            "link_moves_on_connect": "false",
            "pydobot_moves_on_connect": "true",
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wants_json = parser.parse_args().json
    figures = run()
    if wants_json:
        print(json.dumps(figures, indent=1))
        return
    for place in ("pty", "wire_115200"):
        print(place)
        for name, row in figures[place].items():
            print(f"  {name:12} pose {row['pose_ms']:8.3f} ms  connect {row['connect_ms']:8.1f} ms")
    for name, goal in figures["goals"].items():
        print(f"{name}: {figures[name]}  (goal {goal})")


if __name__ == "__main__":
    main()
