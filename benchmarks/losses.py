"""What is lost when a process dies in mid-program, seen at the arm itself.

The arm is a simulated one on a pseudo-terminal, at its real pace: for the keeper it
is a real port. It stands in the process that looks on, and is sampled all the time.
"""

from __future__ import annotations

import itertools
import math
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import serial

from dobotkit.arm.wire import QUEUED, WRITE, encode
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer

__all__ = ["MOVES", "SAMPLE_S", "Loss", "WatchedArm", "program"]

MOVES = 30
# How often the witness looks; shorter travels it does not see (s).
SAMPLE_S = 0.004
_REST_S = 10.0


def program(step_mm: float) -> str:
    """Return a program of 30 moves there and back, at the speed that schools are allowed."""
    return f"""
from dobotkit import Arm
arm = Arm()
arm.speed(100, 400)
print("begin", flush=True)
for k in range({MOVES // 2}):
    arm.move_by(y={step_mm:g})
    arm.move_by(y=-{step_mm:g})
print("end", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """What the arm did after a death.

    Attributes
    ----------
    moving:
        Whether it was moving at that moment.
    travel_mm, travel_s:
        How far it went on, and for how long.
    commands:
        How many commands ended after that moment.
    port_free:
        Whether the port could be opened again; None where a keeper lives on, which
        holds it: the next notebook gets the arm from that one.
    """

    moving: bool
    travel_mm: float
    travel_s: float
    commands: int
    port_free: bool | None


class WatchedArm:
    """An arm at a port of this computer, and a witness.

    Parameters
    ----------
    link:
        Where the port is to be found, also after it was unplugged and plugged in again.
    """

    def __init__(self, link: Path | None = None) -> None:
        self._link = link
        self.firmware = Firmware(clock=clock_for_pace("instant"))
        self.firmware.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 200, 0, 50, 0)))
        self.firmware.use_clock(clock_for_pace("real", start=self.firmware.time))
        self.plug_in()
        self._samples: list[tuple[float, tuple[float, float, float]]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._server.close()

    def plug_in(self) -> None:
        """Make the port."""
        self._server = PtyServer(Line(self.firmware), link=self._link)
        self.address = self._server.address

    def unplug(self) -> None:
        """Take the port away; the arm goes on with what it was told."""
        self._server.close()

    @property
    def place(self) -> tuple[float, float, float]:
        """Where it is, in mm."""
        x, y, z = self.firmware.pose()[:3]
        return x, y, z

    def brake(self) -> None:
        """Stop it past everybody, as its own control would."""
        self.firmware.receive(encode(242, WRITE, b""))

    @property
    def index(self) -> int:
        """How many commands it has done."""
        answer = self.firmware.receive(encode(246, 0, b""))
        return int.from_bytes(answer[5:13], "little")

    def after(
        self, death: float, index: int, *, patience: float = _REST_S, keeper_lives: bool = False
    ) -> Loss:
        """Wait until the arm is at rest, and say what it did after that moment.

        Parameters
        ----------
        death:
            The monotonic time.
        index:
            ``index`` at that time.
        patience:
            How long to wait for rest, and for the port to be free, in seconds.
        keeper_lives:
            Whether a keeper holds the port on.
        """
        end = time.monotonic() + patience
        while not self._at_rest() and time.monotonic() < end:
            time.sleep(0.01)
        later = [sample for sample in self._samples if sample[0] >= death]
        moved = [
            (moment, math.dist(place, before))
            for (_, before), (moment, place) in itertools.pairwise(later)
            if place != before
        ]
        return Loss(
            moving=bool(moved),
            travel_mm=sum(distance for _, distance in moved),
            travel_s=moved[-1][0] - death if moved else 0.0,
            commands=max(self.index - index, 0),
            port_free=None if keeper_lives else self._is_free(end),
        )

    def _at_rest(self) -> bool:
        recent = [place for _, place in self._samples[-100:]]
        return self.firmware.idle and len(set(recent)) <= 1

    def _is_free(self, end: float) -> bool:
        while True:
            try:
                serial.Serial(self.address, timeout=0.1, exclusive=True).close()
            except serial.SerialException:
                if time.monotonic() > end:
                    return False
                time.sleep(0.05)
            else:
                return True

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self._samples.append((time.monotonic(), self.place))
