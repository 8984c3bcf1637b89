"""Cuboids and cylinders on a table, and the outline that a camera sees of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.opencv import cv2

__all__ = [
    "FREE",
    "PLACED",
    "USUAL_MM",
    "Edges",
    "Solid",
    "edges_of",
    "hull_of",
    "points_of",
    "top_of",
]

Doubles = NDArray[np.float64]

USUAL_MM: Final = 25.0
"""The edge of a usual block, and the diameter and height of a usual cylinder."""

PLACED: Final = ("x", "y", "angle")
"""What is not known of a block of the usual size on a known level."""

FREE: Final = ("x", "y", "angle", "length", "width", "tall")
"""What is not known of a block of any size on a known level."""

_ROUND: Final = 28
# For the slope of a pixel's way: mm, degrees.
_SMALL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Solid:
    """A body that stands upright.

    Attributes
    ----------
    kind:
        ``"block"`` or ``"cylinder"``.
    x, y, z:
        The middle of its underside, in mm.
    angle:
        How far its length is turned from the x axis, in degrees.
    length, width, tall:
        In mm.
    """

    kind: str
    x: float
    y: float
    z: float
    angle: float = 0.0
    length: float = 25.0
    width: float = 25.0
    tall: float = 25.0

    @property
    def top(self) -> float:
        """The z of its top, in mm."""
        return self.z + self.tall

    def is_at(self, x: float, y: float) -> bool:
        """Whether a place, in mm, is within its length and width, seen from above."""
        turn = math.radians(self.angle)
        dx, dy = x - self.x, y - self.y
        along = abs(dx * math.cos(turn) + dy * math.sin(turn))
        across = abs(dy * math.cos(turn) - dx * math.sin(turn))
        return along <= self.length / 2 and across <= self.width / 2

    def moved(self, names: tuple[str, ...], steps: Doubles) -> Solid:
        """The same, with numbers added to some of its attributes; never without a size."""
        changed = {n: getattr(self, n) + float(s) for n, s in zip(names, steps, strict=True)}
        for name in ("length", "width", "tall"):
            if name in changed:
                changed[name] = max(changed[name], 0.5)
        if self.kind == "cylinder" and "length" in changed:
            changed["width"] = changed["length"]
        return replace(self, **changed)


@lru_cache(maxsize=2)
def _unit(kind: str) -> Doubles:
    """The corners of a body of size 1 × 1 × 1 about the middle of its underside: (n, 3).

    The first half is the underside, the second half the top, in the same order.
    """
    if kind == "cylinder":
        turn = np.arange(_ROUND) * 2 * math.pi / _ROUND
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) / 2
    else:
        ring = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
    low = np.column_stack([ring, np.zeros(len(ring))])
    return np.vstack([low, low + np.array([0.0, 0.0, 1.0])])


def _placed(solid: Solid, unit: Doubles) -> Doubles:
    """Points of a body of size 1, (n, 3), as points in mm in the arm's frame."""
    turn = math.radians(solid.angle)
    along, across = math.cos(turn), math.sin(turn)
    u, v = unit[:, 0] * solid.length, unit[:, 1] * solid.width
    found = np.empty((len(unit), 3))
    found[:, 0] = solid.x + along * u - across * v
    found[:, 1] = solid.y + across * u + along * v
    found[:, 2] = solid.z + unit[:, 2] * solid.tall
    return found


def points_of(solid: Solid) -> Doubles:
    """The corners of a body: (n, 3) in mm, first those of its underside."""
    return _placed(solid, _unit(solid.kind))


def top_of(solid: Solid, share: float = 1.0) -> Doubles:
    """The corners of its top, (n, 3) in mm; of a part of it about its middle."""
    unit = _unit(solid.kind)
    half = unit[len(unit) // 2 :]
    return _placed(solid, half * np.array([share, share, 1.0]))


def hull_of(solid: Solid, gaze: Gaze) -> NDArray[np.float32]:
    """The outline of a body in the picture: (n, 2) pixels, in order."""
    seen = gaze.image_from_table(points_of(solid)).astype(np.float32)
    return np.asarray(cv2.convexHull(seen), np.float32).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Points along the edges that a camera sees of a body, and how they move.

    Attributes
    ----------
    points:
        (n, 2) pixels.
    normals:
        (n, 2), of length 1; across the edge, outwards.
    moves:
        (n, k): pixels along the normal for one mm or degree of each of k attributes.
    inner:
        (n,) bool: an edge between the top and a side, within the outline.
    body:
        (n, 3): the points on a body of size 1.
    """

    points: Doubles
    normals: Doubles
    moves: Doubles
    inner: NDArray[np.bool_]
    body: Doubles

    def of(self, solid: Solid, gaze: Gaze) -> Edges:
        """The same points of a body that moved a little."""
        return replace(self, points=gaze.image_from_table(_placed(solid, self.body)))


def edges_of(solid: Solid, gaze: Gaze, names: tuple[str, ...], count: int) -> Edges:
    """Lay points along the edges that a camera sees of a body.

    Parameters
    ----------
    solid:
        The body as it is believed to be.
    gaze:
        Of the camera.
    names:
        Attributes of it that are to be found.
    count:
        How many points, about.
    """
    unit = _unit(solid.kind)
    half = len(unit) // 2
    seen = gaze.image_from_table(_placed(solid, unit))
    hull = np.asarray(cv2.convexHull(seen.astype(np.float32), returnPoints=False)).ravel()
    corners = hull.tolist()
    pairs = list(zip(corners, corners[1:] + corners[:1], strict=True))
    around = set(pairs)
    # The rim of the top where it is not the outline: there a side comes into view.
    rim = ((half + k, half + (k + 1) % half) for k in range(half))
    pairs += [(a, b) for a, b in rim if (a, b) not in around and (b, a) not in around]
    ab = np.array(pairs, dtype=int)
    start, way = seen[ab[:, 0]], seen[ab[:, 1]] - seen[ab[:, 0]]
    long = np.hypot(way[:, 0], way[:, 1])
    share = np.maximum((long * (count / max(float(long.sum()), 1e-6))).astype(int), 1)
    which = np.repeat(np.arange(len(ab)), share)
    place = np.arange(len(which)) - np.repeat(np.cumsum(share) - share, share)
    at = ((place + 0.5) / share[which])[:, None]
    first, second = unit[ab[which, 0]], unit[ab[which, 1]]
    body = first + (second - first) * at
    normals = np.empty_like(way)
    normals[:, 0], normals[:, 1] = way[:, 1], -way[:, 0]
    normals /= np.maximum(long, 1e-9)[:, None]
    middle = seen.mean(0)
    outwards = ((start + way / 2 - middle) * normals).sum(1)
    normals[outwards < 0] *= -1.0
    here = _placed(solid, body)
    steps = np.stack([here, *(here + _SMALL * _slope(solid, body, here, n) for n in names)])
    flat = gaze.image_from_table(steps.reshape(-1, 3)).reshape(len(steps), -1, 2)
    across = normals[which]
    moves = ((flat[1:] - flat[0]) * across).sum(2).T / _SMALL
    return Edges(flat[0], across, moves, which >= len(hull), body)


def _slope(solid: Solid, body: Doubles, here: Doubles, name: str) -> Doubles:
    """How points of a body move with one of its attributes: (n, 3) mm for one mm or degree."""
    found = np.zeros_like(here)
    turn = math.radians(solid.angle)
    along, across = math.cos(turn), math.sin(turn)
    if name == "x":
        found[:, 0] = 1.0
    elif name == "y":
        found[:, 1] = 1.0
    elif name == "z":
        found[:, 2] = 1.0
    elif name == "tall":
        found[:, 2] = body[:, 2]
    elif name == "angle":
        found[:, 0] = -math.radians(1.0) * (here[:, 1] - solid.y)
        found[:, 1] = math.radians(1.0) * (here[:, 0] - solid.x)
    if name == "length":
        found[:, 0], found[:, 1] = along * body[:, 0], across * body[:, 0]
    if name == "width" or (name == "length" and solid.kind == "cylinder"):
        found[:, 0] -= across * body[:, 1]
        found[:, 1] += along * body[:, 1]
    return found
