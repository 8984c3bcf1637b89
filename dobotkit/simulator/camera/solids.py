"""Solids without dents, as a camera draws them: corners and flat faces with a paint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.card_faces import CardFace

__all__ = [
    "Decal", "Face", "Paint", "Solid",
    "box", "column", "drum", "hull_of", "prism", "tube", "turned",
]  # fmt: skip

Spot = tuple[float, float]
Paint = tuple[float, float, float]
"""Which share of blue, green and red light a surface sends back, 0 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A flat face.

    Attributes
    ----------
    corners:
        Which corners of its solid, counter-clockwise as seen from outside.
    normal:
        The direction that it faces, (3,), of length 1.
    paint:
        Its paint.
    """

    corners: tuple[int, ...]
    normal: NDArray[np.float64]
    paint: Paint


@dataclass(frozen=True, slots=True, eq=False)
class Decal:
    """Something flat that sticks on the topmost face of a solid, or lies on the table.

    Attributes
    ----------
    corners:
        Top left, top right, bottom right, bottom left as it is read, (4, 3), in mm.
    paint:
        Its paint; where it has a print, that of the print's ink.
    print:
        How much of the ink is seen, (k, l), 0 to 1, float32; None where all of it is.
    face:
        A picture in colours that is laid over the paint; None where there is none.
    """

    corners: NDArray[np.float64]
    paint: Paint
    print: NDArray[np.float32] | None = None
    face: CardFace | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A solid without dents.

    Attributes
    ----------
    corners:
        Places, (n, 3), in mm.
    faces:
        Its faces.
    gloss:
        How much of the lamp is seen in it, 0 to 1.
    decals:
        What sticks on its topmost face, which is then the first of its faces.
    ground:
        Whether shadows are seen on its topmost face.
    casts:
        Whether it throws a shadow of its own: thin parts, and what is within the shadow of
        others, need not.
    """

    corners: NDArray[np.float64]
    faces: tuple[Face, ...]
    gloss: float = 0.0
    decals: tuple[Decal, ...] = ()
    ground: bool = False
    casts: bool = True

    @property
    def low(self) -> float:
        """Its lowest z, in mm."""
        return float(self.corners[:, 2].min())

    @property
    def high(self) -> float:
        """Its highest z, in mm."""
        return float(self.corners[:, 2].max())


# A cross product by hand: numpy's own takes several times as long for so few.
_YZX, _ZXY = (1, 2, 0), (2, 0, 1)


def _faces(
    corners: NDArray[np.float64], rings: Sequence[tuple[int, ...]], paint: Paint
) -> tuple[Face, ...]:
    first = corners[[ring[:3] for ring in rings]]
    step, following = first[:, 1] - first[:, 0], first[:, 2] - first[:, 1]
    normals = step[:, _YZX] * following[:, _ZXY] - step[:, _ZXY] * following[:, _YZX]
    normals /= np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    return tuple(Face(ring, normal, paint) for ring, normal in zip(rings, normals, strict=True))


def prism(
    foot: Sequence[Spot],
    low: float,
    high: float,
    paint: Paint,
    *,
    roof: Sequence[Spot] | None = None,
    gloss: float = 0.0,
    decals: tuple[Decal, ...] = (),
    ground: bool = False,
) -> Solid:
    """Stand a footprint, counter-clockwise from above, between two heights.

    ``roof`` is its outline at the upper height, where that is another one.
    """
    count = len(foot)
    corners = np.array(
        [(x, y, low) for x, y in foot] + [(x, y, high) for x, y in roof or foot], float
    )
    rings = [tuple(range(count, 2 * count)), tuple(reversed(range(count)))]
    rings += [(i, (i + 1) % count, (i + 1) % count + count, i + count) for i in range(count)]
    return Solid(corners, _faces(corners, rings, paint), gloss, decals, ground)


def box(
    place: tuple[float, float, float],
    size: tuple[float, float, float],
    angle: float,
    paint: Paint,
    *,
    gloss: float = 0.0,
    decals: tuple[Decal, ...] = (),
    ground: bool = False,
) -> Solid:
    """Stand a box on the centre of its underside, its length turned from the x axis."""
    a, b = size[0] / 2, size[1] / 2
    foot = turned(((a, b), (-a, b), (-a, -b), (a, -b)), angle, place[0], place[1])
    return prism(
        foot, place[2], place[2] + size[2], paint, gloss=gloss, decals=decals, ground=ground
    )


def column(
    place: tuple[float, float, float],
    diameter: float,
    height: float,
    paint: Paint,
    *,
    sides: int = 24,
    top: float | None = None,
    angle: float = 0.0,
    gloss: float = 0.0,
    decals: tuple[Decal, ...] = (),
    ground: bool = False,
) -> Solid:
    """Stand a round column on the centre of its underside; ``top`` is its upper diameter."""

    def ring(across: float) -> list[Spot]:
        turns = (2 * pi * i / sides + radians(angle) for i in range(sides))
        return [
            (place[0] + across / 2 * cos(turn), place[1] + across / 2 * sin(turn)) for turn in turns
        ]

    roof = None if top is None else ring(top)
    foot, high = ring(diameter), place[2] + height
    return prism(foot, place[2], high, paint, roof=roof, gloss=gloss, decals=decals, ground=ground)


def drum(
    ends: tuple[Sequence[float], Sequence[float]],
    radius: float,
    paint: Paint,
    *,
    sides: int = 16,
    gloss: float = 0.0,
) -> Solid:
    """Lay a round bar between two places."""
    one, other = np.array(ends[0], float), np.array(ends[1], float)
    along = (other - one) / np.linalg.norm(other - one)
    aside = np.cross(along, (0.0, 0.0, 1.0))
    if np.linalg.norm(aside) < 1e-6:  # noqa: PLR2004 - it stands upright
        aside = np.array((1.0, 0.0, 0.0))
    aside = aside / np.linalg.norm(aside)
    upward = np.cross(aside, along)
    turns = 2 * pi * np.arange(sides) / sides
    ring = radius * (np.outer(np.cos(turns), aside) + np.outer(np.sin(turns), upward))
    return tube((one + ring, other + ring), paint, gloss=gloss)


def tube(
    rings: tuple[NDArray[np.float64], NDArray[np.float64]], paint: Paint, *, gloss: float = 0.0
) -> Solid:
    """Join two outlines, (n, 3) each, corner to corner."""
    count = len(rings[0])
    corners = np.vstack(rings)
    loops = [tuple(range(count)), tuple(reversed(range(count, 2 * count)))]
    loops += [(i, i + count, (i + 1) % count + count, (i + 1) % count) for i in range(count)]
    faces = _faces(corners, loops, paint)
    inside = corners.mean(axis=0) - corners[faces[0].corners[0]]
    if faces[0].normal @ inside > 0:
        faces = _faces(corners, [loop[::-1] for loop in loops], paint)
    return Solid(corners, faces, gloss)


def turned(points: Iterable[Spot], degrees: float, x: float, y: float) -> list[Spot]:
    """Turn a drawing about its origin, and lay that at a place."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return [(x + a * c - b * s, y + a * s + b * c) for a, b in points]


def hull_of(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outline of some points, (n, 2)."""
    found = cv2.convexHull(points.astype(np.float32))
    return np.asarray(found[:, 0], np.float64)
