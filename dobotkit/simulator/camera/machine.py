"""The arm in the picture: its links as solids.

The arm reports the height of its wrist and says that the tool is there, too; a real one
stands lower, and the cup hangs below its wrist. So that the cup is seen where the arm
says that it is, all of the arm is drawn :data:`HANGS` mm higher than its own frame has it.
Widths and heights of the links are measured from pictures: nothing depends on them.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final

import numpy as np

from dobotkit.simulator.camera.solids import Paint, Solid, box, column, drum, tube
from dobotkit.simulator.profile import MAGICIAN, Joints

__all__ = ["HANGS", "machine"]

HANGS: Final = 50.0
"""How far the cup hangs below the wrist, in mm."""

_SHELL: Final[Paint] = (0.60, 0.60, 0.58)
_DARK: Final[Paint] = (0.060, 0.056, 0.052)
_METAL: Final[Paint] = (0.34, 0.33, 0.32)
_CUP: Final[Paint] = (0.030, 0.030, 0.032)

_Spot = tuple[float, float, float]


class _Plane:
    """The upright plane in which the links move: along it, aside of it to the left, up."""

    def __init__(self, j1: float) -> None:
        self._c, self._s = cos(radians(j1)), sin(radians(j1))

    def place(self, along: float, aside: float, up: float) -> _Spot:
        c, s = self._c, self._s
        return along * c - aside * s, along * s + aside * c, up + HANGS

    def bar(self, one: tuple[float, float], other: tuple[float, float], **size: float) -> Solid:
        """A beam between two spots (along, up), as wide and high as ``size`` says."""
        (a, b), (c, d) = one, other
        far = np.hypot(c - a, d - b)
        u, v = (c - a) / far, (d - b) / far
        half, width = size["high"] / 2, size["wide"] / 2
        cut = min(half, width) * 0.45
        ring = (
            (width, half - cut), (width - cut, half), (cut - width, half), (-width, half - cut),
            (-width, cut - half), (cut - width, -half), (width - cut, -half), (width, cut - half),
        )  # fmt: skip
        ends = [
            np.array([self.place(x - v * h, w, y + u * h) for w, h in ring])
            for x, y in (
                (a - u * size["past"], b - v * size["past"]),
                (c + u * size["past"], d + v * size["past"]),
            )
        ]
        return tube((ends[0], ends[1]), _SHELL, gloss=0.2)

    def axle(self, at: tuple[float, float], wide: float, radius: float) -> Solid:
        """The cap of a joint: a drum across the plane."""
        ends = (self.place(at[0], -wide / 2, at[1]), self.place(at[0], wide / 2, at[1]))
        return drum(ends, radius, _DARK, gloss=0.15)


def machine(joints: Joints, desk: float, tool: str = "cup") -> list[Solid]:
    """Return the arm at these joint angles, standing on a desk at a height.

    Parameters
    ----------
    joints:
        J1 to J4 in degrees.
    desk:
        The z on which its base stands, in mm.
    tool:
        ``"cup"`` or ``"gripper"``.
    """
    j1, j2, j3, j4 = joints
    plane = _Plane(j1)
    ahead = MAGICIAN.tool[0]
    elbow = (MAGICIAN.upper_arm * sin(radians(j2)), MAGICIAN.upper_arm * cos(radians(j2)))
    wrist = (
        elbow[0] + MAGICIAN.forearm * cos(radians(j3)),
        elbow[1] - MAGICIAN.forearm * sin(radians(j3)),
    )
    base = -62.0 + HANGS
    found = [
        box((0.0, 0.0, desk), (136.0, 136.0, base - desk), 0.0, _SHELL, gloss=0.2),
        column((0.0, 0.0, base), 118.0, 30.0, _DARK, angle=j1),
    ]
    x, y, _ = plane.place(0.0, 0.0, 0.0)
    found.append(box((x, y, base + 30.0), (74.0, 96.0, 72.0), j1, _SHELL, gloss=0.2))
    found += [
        plane.bar((0.0, 0.0), elbow, wide=34.0, high=44.0, past=4.0),
        plane.axle(elbow, 58.0, 21.0),
        plane.bar(elbow, wrist, wide=36.0, high=34.0, past=0.0),
        plane.axle(wrist, 50.0, 15.0),
    ]
    x, y, z = plane.place(wrist[0] + (ahead + 16.0) / 2, 0.0, wrist[1] - 13.0)
    found.append(box((x, y, z), (ahead + 16.0, 32.0, 26.0), j1, _SHELL, gloss=0.2))
    x, y, z = plane.place(wrist[0] + ahead, 0.0, wrist[1] - HANGS)
    found += _tool((x, y, z), j1 + j4, tool)
    return found


def _tool(tip: _Spot, turn: float, tool: str) -> list[Solid]:
    """What hangs below the wrist, down to the tip."""
    x, y, z = tip
    top = HANGS - 13.0
    if tool == "gripper":
        opening = MAGICIAN.contact.finger_opening
        thick, wide = MAGICIAN.contact.finger_thickness, MAGICIAN.contact.finger_width
        long = MAGICIAN.contact.finger_length
        c, s = cos(radians(turn)), sin(radians(turn))
        out = (opening + thick) / 2
        fingers = [
            box((x + c * side * out, y + s * side * out, z), (thick, wide, long), turn, _METAL)
            for side in (-1, 1)
        ]
        palm = box((x, y, z + long), (opening + 2 * thick, 22.0, top - long), turn, _DARK)
        return [*fingers, palm]
    radius = MAGICIAN.contact.cup_radius
    return [
        column(tip, 2 * radius, 7.0, _CUP, top=1.1 * radius, sides=18),
        column((x, y, z + 7.0), 9.0, 9.0, _METAL, sides=14, gloss=0.4),
        box((x, y, z + 16.0), (24.0, 24.0, top - 16.0), turn, _DARK, gloss=0.1),
    ]
