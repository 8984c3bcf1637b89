"""Points and poses in mm and degrees, boxes in pixels: frozen numbers.

The frame of points and poses is the arm's own: origin in the shoulder (where the three
motor axes meet), x forward, y to the left as the arm sees it, z up. The frame of boxes is
that of a picture: origin in its upper left corner, x to the right, y down.
"""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Box", "Point", "Pose"]


class Point(NamedTuple):
    """A point in mm, in the arm's frame."""

    x: float
    y: float
    z: float

    def distance_to(self, other: tuple[float, float, float]) -> float:
        """Straight distance to another point, in mm."""
        return math.dist(self, other)


class Pose(NamedTuple):
    """Where the arm is: position of the end effector in mm, angles in degrees.

    It unpacks in the order of ``pydobot``: ``x, y, z, r, j1, j2, j3, j4``.
    ``r`` is the turn of the end effector seen from above (``j1 + j4``); ``j2``
    is measured from the vertical, ``j3`` from the horizontal.
    """

    x: float
    y: float
    z: float
    r: float
    j1: float
    j2: float
    j3: float
    j4: float

    @property
    def position(self) -> Point:
        """The position of the end effector in mm."""
        return Point(self.x, self.y, self.z)

    @property
    def joints(self) -> tuple[float, float, float, float]:
        """The four joint angles in degrees."""
        return (self.j1, self.j2, self.j3, self.j4)

    def __repr__(self) -> str:
        return (
            f"Pose(x={self.x:.1f}, y={self.y:.1f}, z={self.z:.1f} mm, r={self.r:.1f}°; "
            f"j1={self.j1:.1f}°, j2={self.j2:.1f}°, j3={self.j3:.1f}°, j4={self.j4:.1f}°)"
        )


class Box(NamedTuple):
    """An upright box in a picture: its upper left corner, width and height, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, in pixels."""
        return (self.x + self.width / 2, self.y + self.height / 2)
