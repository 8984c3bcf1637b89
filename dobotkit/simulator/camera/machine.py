"""The arm in the picture: its links as solids.

The arm reports the height of its wrist and says that the tool is there, too; a real one
stands lower, and the cup hangs below its wrist. So that the cup is seen where the arm
says that it is, all of the arm is drawn :data:`HANGS` mm higher than its own frame has it.
Widths and heights of the links are judged by eye: nothing depends on them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import Final

import numpy as np

from dobotkit.simulator.camera.solids import Paint, Solid, box, column, drum, prism, tube, turned
from dobotkit.simulator.profile import MAGICIAN, Joints

__all__ = ["HANGS", "machine"]

HANGS: Final = 50.0
"""How far the cup hangs below the wrist, in mm."""

# The z of the upper side of its foot.
_BASE: Final = -62.0 + HANGS

_SHELL: Final[Paint] = (0.56, 0.57, 0.56)
_PLATE: Final[Paint] = (0.42, 0.41, 0.40)
_DARK: Final[Paint] = (0.060, 0.056, 0.052)
_METAL: Final[Paint] = (0.34, 0.33, 0.32)
_CUP: Final[Paint] = (0.030, 0.030, 0.032)
_HOSE: Final[Paint] = (0.10, 0.085, 0.075)
_LAMP: Final[Paint] = (0.20, 0.62, 0.16)

_Spot = tuple[float, float, float]
_Flat = tuple[float, float]


class _Plane:
    """The upright plane in which the links move: along it, aside of it to the left, up."""

    def __init__(self, j1: float) -> None:
        self.j1 = j1
        self._c, self._s = cos(radians(j1)), sin(radians(j1))

    def place(self, along: float, aside: float, up: float) -> _Spot:
        c, s = self._c, self._s
        return along * c - aside * s, along * s + aside * c, up + HANGS

    def beam(self, ends: tuple[_Flat, _Flat], *sizes: tuple[float, float], past: float) -> Solid:
        """A beam between two spots (along, up), at each end as wide and high as a size says."""
        (a, b), (c, d) = ends
        far = hypot(c - a, d - b)
        u, v = (c - a) / far, (d - b) / far
        rings = []
        for (x, y), (wide, high), sense in zip(ends, sizes, (-past, past), strict=True):
            half, width = high / 2, wide / 2
            cut = min(half, width) * 0.5
            ring = (
                (width, half - cut), (width - cut, half), (cut - width, half),
                (-width, half - cut), (-width, cut - half), (cut - width, -half),
                (width - cut, -half), (width, cut - half),
            )  # fmt: skip
            x0, y0 = x + u * sense, y + v * sense
            rings.append(np.array([self.place(x0 - v * h, w, y0 + u * h) for w, h in ring]))
        return tube((rings[0], rings[1]), _SHELL, gloss=0.25)

    def panel(self, ends: tuple[_Flat, _Flat], above: float, paint: Paint, wide: float) -> Solid:
        """A thin plate along the upper side of a beam, from a fifth to four fifths of it."""
        (a, b), (c, d) = ends
        far = hypot(c - a, d - b)
        u, v = (c - a) / far, (d - b) / far
        rings = []
        for part in (0.22, 0.8):
            x, y = a + (c - a) * part, b + (d - b) * part
            ring = ((wide / 2, 0.0), (wide / 2, 1.2), (-wide / 2, 1.2), (-wide / 2, 0.0))
            rings.append(
                np.array([self.place(x - v * (above + h), w, y + u * (above + h)) for w, h in ring])
            )
        return tube((rings[0], rings[1]), paint, gloss=0.15)

    def axle(self, at: _Flat, wide: float, radius: float, paint: Paint = _DARK) -> Solid:
        """The cap of a joint: a drum across the plane."""
        ends = (self.place(at[0], -wide / 2, at[1]), self.place(at[0], wide / 2, at[1]))
        return drum(ends, radius, paint, sides=14, gloss=0.15)


@lru_cache(maxsize=4)
def machine(joints: Joints, desk: float, tool: str = "cup") -> tuple[Solid, ...]:
    """Return the arm at these joint angles, standing on a desk at a height.

    Parameters
    ----------
    joints:
        J1 to J4 in degrees.
    desk:
        The z on which its base stands, in mm.
    tool:
        ``"cup"`` or ``"gripper"``: the last three solids.
    """
    j1, j2, j3, j4 = joints
    plane = _Plane(j1)
    elbow = (MAGICIAN.upper_arm * sin(radians(j2)), MAGICIAN.upper_arm * cos(radians(j2)))
    wrist = (
        elbow[0] + MAGICIAN.forearm * cos(radians(j3)),
        elbow[1] - MAGICIAN.forearm * sin(radians(j3)),
    )
    upper, fore = ((0.0, 0.0), elbow), (elbow, wrist)
    found = [
        *_foot(desk),
        *_turret(plane),
        plane.beam(upper, (38.0, 46.0), (32.0, 36.0), past=0.0),
        plane.axle(elbow, 46.0, 17.0),
        _bare(plane.axle(elbow, 49.0, 7.0, _METAL)),
        plane.beam(fore, (34.0, 32.0), (28.0, 24.0), past=0.0),
        _bare(plane.panel(fore, 15.0, _DARK, 17.0)),
        plane.axle(wrist, 40.0, 13.0),
    ]
    ahead = MAGICIAN.tool[0]
    found += _head(plane, wrist, ahead)
    x, y, z = plane.place(wrist[0] + ahead, 0.0, wrist[1] - HANGS)
    if tool == "cup":
        found += _hose(plane, elbow, wrist, ahead)
    return (*found, *_tool((x, y, z), j1 + j4, tool))


def _bare(solid: Solid) -> Solid:
    return replace(solid, casts=False)


@lru_cache(maxsize=2)
def _foot(desk: float) -> tuple[Solid, ...]:
    """What stands on the desk and never moves."""
    a, b = 68.0, 52.0
    foot = ((a, b), (b, a), (-b, a), (-a, b), (-a, -b), (-b, -a), (b, -a), (a, -b))
    roof = [(u * 0.9, v * 0.9) for u, v in foot]
    return (
        prism(foot, desk, _BASE - 8.0, _SHELL, gloss=0.2),
        prism(foot, _BASE - 8.0, _BASE, _PLATE, gloss=0.2, roof=roof),
        _bare(box((69.0, 0.0, _BASE - 34.0), (1.6, 14.0, 5.0), 0.0, _LAMP)),
    )


def _turret(plane: _Plane) -> tuple[Solid, ...]:
    """What turns on the foot."""
    x, y, _ = plane.place(0.0, 0.0, 0.0)
    outline = ((44.0, 30.0), (24.0, 46.0), (-44.0, 46.0), (-44.0, -46.0), (24.0, -46.0))
    foot = turned((*outline, (44.0, -30.0)), plane.j1, x, y)
    return (
        column((0.0, 0.0, _BASE), 112.0, 26.0, _DARK, sides=20, angle=plane.j1),
        prism(foot, _BASE + 26.0, _BASE + 98.0, _SHELL, gloss=0.2),
    )


def _head(plane: _Plane, wrist: _Flat, ahead: float) -> list[Solid]:
    """What is kept level at the wrist, and carries the tool."""
    x, y, z = plane.place(wrist[0], 0.0, wrist[1])
    front, half, nose = ahead + 17.0, 15.0, 9.0
    outline = (
        (-6.0, -half), (front - 7.0, -half), (front, -nose), (front, nose),
        (front - 7.0, half), (-6.0, half),
    )  # fmt: skip
    foot = turned(outline, plane.j1, x, y)
    u, v, _ = plane.place(wrist[0] + ahead, 0.0, 0.0)
    return [
        prism(foot, z - 11.0, z + 9.0, _SHELL, gloss=0.25),
        _bare(column((u, v, z + 9.0), 21.0, 5.0, _DARK, sides=14, gloss=0.2)),
        _bare(column((u, v, z + 14.0), 7.0, 2.0, _METAL, sides=8, gloss=0.4)),
    ]


def _hose(plane: _Plane, elbow: _Flat, wrist: _Flat, ahead: float) -> list[Solid]:
    """The hose that leads air to the cup, in an easy bend beside the links."""
    start = (elbow[0] + 8.0, elbow[1] + 20.0)
    end = (wrist[0] + ahead, wrist[1] - 16.0)
    over = ((start[0] + end[0]) / 2 + 14.0, max(start[1], end[1]) + 30.0)
    parts = np.linspace(0.0, 1.0, 6)
    spots = [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * over[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * over[1] + t * t * end[1],
            14.0 + 26.0 * t * (1 - t),
        )
        for t in parts
    ]
    places = [plane.place(along, aside, up) for along, up, aside in spots]
    return [_bare(drum(pair, 2.4, _HOSE, sides=5)) for pair in pairwise(places)]


def _tool(tip: _Spot, turn: float, tool: str) -> list[Solid]:
    """What hangs below the wrist, down to the tip: three solids."""
    x, y, z = tip
    top = HANGS - 11.0
    if tool == "gripper":
        opening = MAGICIAN.contact.finger_opening
        thick, wide = MAGICIAN.contact.finger_thickness, MAGICIAN.contact.finger_width
        long = MAGICIAN.contact.finger_length
        c, s = cos(radians(turn)), sin(radians(turn))
        out = (opening + thick) / 2
        fingers = [
            box((x - s * side * out, y + c * side * out, z), (wide, thick, long), turn, _METAL)
            for side in (-1, 1)
        ]
        palm = box((x, y, z + long), (22.0, opening + 2 * thick, top - long), turn, _DARK)
        return [palm, *fingers]
    radius = MAGICIAN.contact.cup_radius
    return [
        box((x, y, z + 17.0), (23.0, 23.0, top - 17.0), turn, _DARK, gloss=0.1),
        column((x, y, z + 7.0), 8.0, 10.0, _METAL, sides=8, gloss=0.4),
        column(tip, 2 * radius, 7.0, _CUP, top=1.1 * radius, sides=16),
    ]
