"""One arm to test, simulated or real, and the box in which the tests may move it."""

from __future__ import annotations

import itertools
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from dobotkit import Arm
from dobotkit.arm.link import MOVL_XYZ, PTP
from dobotkit.arm.reach import Reach
from dobotkit.errors import TooFast
from tests.real_arm.findings import Findings

__all__ = ["SLOW", "Bench", "BenchArm", "Box"]

# mm/s, mm/s²; for the one joint move degrees/s, degrees/s²: 8°/s at 290 mm are 40 mm/s.
SLOW, GENTLE = 50.0, 100.0
JOINT_SLOW, JOINT_GENTLE = 8.0, 16.0
PTP_JOINT_PARAMS = 80
MOVJ_XYZ = 1
# Where home is with any tool: z of the wrist for the joints (0, 45, 45, 0), in mm.
HOME_HEIGHT = -8.5
LOWEST_FLOOR, HIGHEST_FLOOR = -60.0, 30.0

_names = itertools.count()


class Box(NamedTuple):
    """Where the tests may send the arm: (low, high) in mm for each axis.

    It begins 20 mm above the floor and lies well inside the reach, 160 to
    220 mm in front of the base beyond the tool.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    z: tuple[float, float]

    @classmethod
    def above(cls, floor: float, reach: Reach) -> Box:
        """The box above a floor (the lowest z of the wrist in mm), for an arm with its tool."""
        ahead = round(reach.tool[0])
        box = cls((ahead + 160.0, ahead + 220.0), (-40.0, 40.0), (floor + 20.0, floor + 70.0))
        for corner in itertools.product(*box):
            assert reach.contains((*corner, 0.0)), f"{corner} of the box is out of reach"
        return box

    @property
    def middle(self) -> tuple[float, float, float]:
        x, y, z = ((low + high) / 2 for low, high in self)
        return x, y, z

    def holds(self, place: tuple[float, ...]) -> bool:
        """Whether a place (x, y, z, …) is inside."""
        return all(low <= v <= high for v, (low, high) in zip(place, self, strict=False))

    def spots(self) -> list[tuple[float, float, float]]:
        """Places all over the box, each a short way from the one before."""
        (x0, x1), (y0, y1), (z0, z1) = self
        x, y, z = self.middle
        return [(x1, y, z), (x1, y1 / 2, z1), (x, y1, z), (x0, y, z0), (x, y0, z), (x, y, z)]


class BenchArm(Arm):
    """An arm that goes slowly and stays in its box, whatever a test asks for."""

    __slots__ = ("_box",)

    def __init__(self, address: str, floor: float) -> None:
        super().__init__(address)
        self._box = Box.above(floor, self.reach)
        self.speed(SLOW, GENTLE)
        joints = struct.pack("<8f", *[JOINT_SLOW] * 4, *[JOINT_GENTLE] * 4)
        self._link.tell(PTP_JOINT_PARAMS, joints)

    @property
    def box(self) -> Box:
        return self._box

    def speed(self, velocity: float = SLOW, acceleration: float = GENTLE) -> None:
        if velocity > SLOW or acceleration > GENTLE:
            raise TooFast("This is faster than the tests may be.", f"At most {SLOW:g} mm/s.")
        super().speed(velocity, acceleration)

    def _check_way(self, start: tuple[float, ...], target: tuple[float, ...]) -> None:
        super()._check_way(start, target)
        assert self._box.holds(target), f"a test wanted to leave its box: {target}"

    def queue_ptp(self, target: tuple[float, float, float], *, by_joints: bool = False) -> int:
        """Queue a move to a place in the box, without waiting; return its index."""
        assert self._box.holds(target), f"a test wanted to leave its box: {target}"
        params = struct.pack("<B4f", MOVJ_XYZ if by_joints else MOVL_XYZ, *target, 0.0)
        return self._link.enqueue(PTP, params).place


@dataclass
class Bench:
    """Where the arm of a test comes from.

    Parameters
    ----------
    address:
        Of the real arm; empty for a simulated one.
    floor:
        The wrist never goes below this height, in mm.
    allow:
        Asks the person whether the arm may move; called once.
    """

    address: str
    floor: float
    allow: Callable[[], bool]

    def __post_init__(self) -> None:
        self.findings = Findings()
        self._allowed: bool | None = None
        self._homed = False
        self._name = f"dobotsim://both{next(_names)}"

    @property
    def is_real(self) -> bool:
        return bool(self.address)

    def open(self, *, pace: str = "20") -> BenchArm:
        """Open the arm. ``pace``: how fast its time passes, if it is simulated."""
        return BenchArm(self.address or f"{self._name}?pace={pace}", self.floor)

    def now(self, arm: BenchArm) -> float:
        """The time in which the arm lives, in seconds."""
        return time.monotonic() if self.is_real else arm._link.ser.arm.time

    def may_move(self) -> None:
        """Skip the test unless the person has allowed the arm to move; asks once."""
        if self._allowed is None:
            self._allowed = self.allow()
        if not self._allowed:
            pytest.skip("nobody allowed the arm to move")

    def get_ready(self, arm: BenchArm) -> None:
        """Ask before the first motion, home once, and go to the middle of the box."""
        self.may_move()
        codes = arm._link.alarms()
        if codes:
            self.findings.alarms.update(codes)
            arm._link.clear_alarms()
        if not self._homed and self.may_home:
            self.home(arm)
        arm.move_to(*arm.box.middle)

    @property
    def may_home(self) -> bool:
        """Whether home lies above the floor."""
        return self.floor <= HOME_HEIGHT

    def home(self, arm: BenchArm) -> float:
        """Home the arm; return how long it took, in seconds."""
        start = self.now(arm)
        arm.home()
        self._homed = True
        self.findings.home_s = self.now(arm) - start
        return self.findings.home_s
