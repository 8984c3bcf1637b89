"""An arm at a table, for tests: programs as frames, on any clock."""

from __future__ import annotations

import struct
from dataclasses import replace

from dobotkit.simulator.clock import Clock, InstantClock, ManualClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy, Profile
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow, TableScene, Thing
from tests.simulator.host import MOVJ_XYZ, MOVL_XYZ, QUEUE, WRITE, frame

# After an alarm the queue goes on, so that a program has no end in the middle.
GOES_ON = replace(MAGICIAN, alarm_policy=AlarmPolicy.GO_ON, queue_depth=10_000)

HEIGHT = -70.0


class Bench:
    """One arm, its clock and its table."""

    def __init__(
        self,
        scene: str | TableScene,
        *,
        profile: Profile = MAGICIAN,
        clock: Clock | None = None,
        speed: float = 200.0,
        begin: float | None = None,
    ) -> None:
        self.clock = InstantClock() if clock is None else clock
        self.arm = Firmware(profile, self.clock)
        self.write(80, struct.pack("<8f", *[speed] * 4, *[400] * 4))
        self.write(81, struct.pack("<4f", speed, speed, 400, 400))
        self.write(83, struct.pack("<2f", 100, 100))
        self.go(220, 0, 60)
        if begin is None:
            self.finish()
        else:
            self.clock.advance(begin)
        self.arm.world.set_scene(load_scene(scene))

    def _send(self, number: int, ctrl: int, params: bytes) -> bytes:
        answer = self.arm.receive(frame(number, ctrl, params))
        assert answer, f"no answer to {number}"
        return answer

    def write(self, number: int, params: bytes) -> None:
        self._send(number, WRITE, params)

    def queue(self, number: int, params: bytes) -> None:
        self._send(number, QUEUE, params)

    def ptp(self, mode: int, x: float, y: float, z: float, r: float = 0.0) -> None:
        self.queue(84, struct.pack("<B4f", mode, x, y, z, r))

    def go(self, x: float, y: float, z: float, r: float = 0.0) -> None:
        """Queue a joint move."""
        self.ptp(MOVJ_XYZ, x, y, z, r)

    def line(self, x: float, y: float, z: float, r: float = 0.0) -> None:
        """Queue a straight move."""
        self.ptp(MOVL_XYZ, x, y, z, r)

    def suck(self, *, on: bool) -> None:
        self.queue(62, bytes((1, on)))

    def grip(self, *, on: bool) -> None:
        self.queue(63, bytes((1, on)))

    def wait(self, seconds: float) -> None:
        self.queue(110, struct.pack("<I", round(seconds * 1000)))

    def belt(self, mm_a_second: float) -> None:
        pulses = round(mm_a_second * 32000 / (3.1415926535898 * 36))
        self.queue(135, struct.pack("<2Bi", 0, 1, pulses))

    def clear_alarms(self) -> None:
        self.write(20, b"")

    def finish(self) -> None:
        """Let the arm do all that is queued."""
        while not self.arm.idle:
            if isinstance(self.clock, ManualClock):
                self.clock.advance(0.05)

    def pick(self, x: float, y: float, top: float, r: float = 0.0) -> None:
        """Suck up what is there, and lift it high."""
        self.line(x, y, 60, r)
        self.line(x, y, top, r)
        self.suck(on=True)
        self.wait(0.3)
        self.line(x, y, 60, r)
        self.finish()

    def place(self, x: float, y: float, z: float, r: float = 0.0) -> None:
        """Go there with the tip, and let go."""
        self.line(x, y, 60, r)
        self.line(x, y, z, r)
        self.suck(on=False)
        self.line(x, y, 60, r)
        self.finish()

    @property
    def table(self) -> TableNow:
        return self.arm.world.table_now()

    def __getitem__(self, name: str) -> Thing:
        return next(thing for thing in self.table.things if thing.name == name)


def scene_of(*things: Thing, **more: object) -> TableScene:
    """A scene that is checked when it is laid."""
    edges = (130.0, 330.0, -220.0, 220.0)
    return TableScene(title="a test", height=HEIGHT, edges=edges, things=things, **more)


def block(name: str, x: float, y: float, z: float = HEIGHT, **more: object) -> Thing:
    """A block of 25 mm, red unless told otherwise."""
    values = {"kind": "block", "colour": "red", "size": (25.0, 25.0, 25.0)} | more
    return Thing(name=name, place=(x, y, z), **values)
