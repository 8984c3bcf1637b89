"""A desk to cheat at: a lease on a simulated arm, watched every few milliseconds."""

from __future__ import annotations

import itertools
import math
import struct

from dobotkit.arm.ports import open_port
from dobotkit.arm.wire import encode
from dobotkit.errors import ArmError
from dobotkit.keeper.envelope import Box, Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.simulator.clock import ManualClock

FLOOR = -30.0
TOWER = Box(name="tower", low=(150, 40, -200), high=(260, 90, 60))
SPEED = 100.0
STEP = 0.004

_names = itertools.count()


class WatchedDesk:
    """A lease, and a witness that looks at the simulated arm itself."""

    def __init__(self, **more: object) -> None:
        self.envelope = Envelope(speed=SPEED, floor={"suction": FLOOR}, keep_out=(TOWER,), **more)
        port = open_port(f"dobotsim://cheat{next(_names)}?pace=instant")
        self.arm = port.arm
        self.lease = Lease(port, self.envelope, may_move=lambda: None, may_home=lambda: None)
        self.clock = ManualClock(start=self.arm.time)
        self.arm.use_clock(self.clock)
        self.refusals: list[ArmError] = []
        self.crimes: list[str] = []
        self._last = self._place()

    def _place(self) -> tuple[float, float, float]:
        # From the joints and the tool that is really fitted: what the arm says of itself
        # depends on what it was told about its tool.
        j1, j2, j3, _ = self.arm.pose()[4:]
        a, b, c = map(math.radians, (j1, j2, j3))
        h = 135 * math.sin(b) + 147 * math.cos(c) + 59.7
        return h * math.cos(a), h * math.sin(a), 135 * math.cos(b) - 147 * math.sin(c)

    def send(self, number: int, ctrl: int, layout: str = "<", *values: float) -> bytes:
        """Write one frame; what is refused is noted."""
        return self.raw(encode(number, ctrl, struct.pack(layout, *values)))

    def raw(self, data: bytes) -> bytes:
        try:
            return self.lease.write(data)
        except ArmError as error:
            self.refusals.append(error)
            return b""

    def run(self, seconds: float = 3.0, *, stop_when_idle: bool = True) -> None:
        """Let time pass, and note whatever is out of bounds."""
        for _ in range(int(seconds / STEP)):
            self.clock.advance(STEP)
            place = self._place()
            speed = math.dist(place, self._last) / STEP
            self._last = place
            if place[2] < FLOOR - 0.5:
                self.crimes.append(f"in the table: {place}")
            if TOWER.depth(*place) > 0.5:
                self.crimes.append(f"in the tower: {place}")
            if speed > SPEED * 1.02 and not self.homing:
                self.crimes.append(f"too fast: {speed:.0f} mm/s at {place}")
            if stop_when_idle and self.arm.idle:
                return

    homing = False


def start_somewhere(desk: WatchedDesk) -> None:
    """Bring the arm to (200, 0, 50) in an honest way."""
    desk.send(84, 3, "<B4f", 2, 200, 0, 50, 0)
    desk.run(5)
    assert not desk.refusals
    assert math.dist(desk._place(), (200, 0, 50)) < 0.01
