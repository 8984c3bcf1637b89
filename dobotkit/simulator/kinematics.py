"""Where the end effector is for given joint angles, and back.

The formulas are the firmware's own: they reproduce the poses that real arms
reported to 0.00002 mm. The origin is the shoulder, where the motor axes
meet; x forward, y left, z up. J2 is measured from the vertical; J3 from the
horizontal, downwards, and not from J2, because of the parallelogram linkage.
"""

from __future__ import annotations

from math import acos, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

from dobotkit.simulator.profile import Joints, Profile

__all__ = ["Linkage", "Target", "Tool"]

Target = tuple[float, float, float, float]
"""x, y, z in mm and r in degrees."""

Tool = tuple[float, float, float]
"""Offset forward, left and down from the wrist to the end effector, in mm."""

_NAMES = ("j1", "j2", "j3", "j4")


class Linkage:
    """The links and joints of one model of arm."""

    def __init__(self, profile: Profile) -> None:
        self._upper = profile.upper_arm
        self._fore = profile.forearm
        slack = profile.limit_tolerance
        j1, j2, j3, j4 = profile.low
        self._low = (j1 - slack, j2 - slack, j3 - slack, j4 - slack)
        j1, j2, j3, j4 = profile.high
        self._high = (j1 + slack, j2 + slack, j3 + slack, j4 + slack)
        self._stretch = profile.stretch + slack
        self._fold = profile.fold + slack

    def span(self, tool: Tool) -> float:
        """Return how far from the origin the end effector can be at most, in mm."""
        return self._upper + self._fore + hypot(*tool)

    def forward(self, joints: Joints, tool: Tool) -> Target:
        """Return x, y, z, r of the end effector."""
        j1, j2, j3, j4 = joints
        ahead, aside, down = tool
        turn, back, front = radians(j1), radians(j2), radians(j3)
        reach = self._upper * sin(back) + self._fore * cos(front) + ahead
        east, north = cos(turn), sin(turn)
        return (
            reach * east - aside * north,
            reach * north + aside * east,
            self._upper * cos(back) - self._fore * sin(front) - down,
            j1 + j4,
        )

    def inverse(self, target: Target, tool: Tool) -> Joints | None:
        """Return the joint angles for a target, or None if the links are too short or long.

        Limits are not looked at: see :meth:`broken_limit`.
        """
        x, y, z, r = target
        ahead, aside, down = tool
        square = x * x + y * y - aside * aside
        if not square >= 0:
            return None
        reach = sqrt(square)
        u = reach - ahead
        w = z + down
        d = hypot(u, w)
        upper, fore = self._upper, self._fore
        if not d > 0:
            return None
        cosine = (upper * upper + d * d - fore * fore) / (2 * upper * d)
        if not -1 <= cosine <= 1:
            return None
        # atan2, where the maker's code divides: the wrist may be behind the axis.
        rise = atan2(w, u) + acos(cosine)
        j1 = degrees(atan2(y, x) - atan2(aside, reach))
        return (
            j1,
            degrees(pi / 2 - rise),
            degrees(atan2(upper * sin(rise) - w, u - upper * cos(rise))),
            r - j1,
        )

    def broken_limit(self, joints: Joints) -> str | None:
        """Return which limit these angles break, or None.

        The names are ``j1`` to ``j4``, ``j2-j3`` (stretched too far) and
        ``j3-j2`` (folded too far).
        """
        j1, j2, j3, j4 = joints
        low, high = self._low, self._high
        # Asked for every mm of a straight line, so no loop. A NaN breaks a limit.
        if (
            low[0] <= j1 <= high[0]
            and low[1] <= j2 <= high[1]
            and low[2] <= j3 <= high[2]
            and low[3] <= j4 <= high[3]
            and j2 - j3 <= self._stretch
            and j3 - j2 <= self._fold
        ):
            return None
        for name, angle, least, most in zip(_NAMES, joints, low, high, strict=True):
            if not least <= angle <= most:
                return name
        return "j2-j3" if j2 > j3 else "j3-j2"
