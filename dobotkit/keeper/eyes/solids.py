"""Cuboids and cylinders on a table, and the outline that a camera sees of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.opencv import cv2

__all__ = ["FREE", "PLACED", "Solid", "corners_of", "hull_of", "samples_of"]

Doubles = NDArray[np.float64]

PLACED: Final = ("x", "y", "angle")
"""What is not known of a block of the usual size on a known level."""

FREE: Final = ("x", "y", "angle", "length", "width", "tall")
"""What is not known of a block of any size on a known level."""

_ROUND: Final = 28


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

    def moved(self, names: tuple[str, ...], steps: Doubles) -> Solid:
        """The same, with numbers added to some of its attributes."""
        changed = {n: getattr(self, n) + float(s) for n, s in zip(names, steps, strict=True)}
        if self.kind == "cylinder" and "length" in changed:
            changed["width"] = changed["length"]
        return replace(self, **changed)


@lru_cache(maxsize=2)
def corners_of(kind: str) -> Doubles:
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


def table_from_unit(solid: Solid, unit: Doubles) -> Doubles:
    """Points of a body of size 1, (n, 3), as points in mm in the arm's frame."""
    turn = math.radians(solid.angle)
    along, across = math.cos(turn), math.sin(turn)
    u, v = unit[:, 0] * solid.length, unit[:, 1] * solid.width
    return np.column_stack(
        [
            solid.x + along * u - across * v,
            solid.y + across * u + along * v,
            solid.z + unit[:, 2] * solid.tall,
        ]
    )


def hull_of(solid: Solid, calibration: Calibration) -> NDArray[np.float32]:
    """The outline of a body in the picture: (n, 2) pixels, in order."""
    seen = calibration.image_from_table(table_from_unit(solid, corners_of(solid.kind)))
    return cv2.convexHull(seen.astype(np.float32)).reshape(-1, 2)


def samples_of(
    solid: Solid, calibration: Calibration, names: tuple[str, ...], count: int
) -> tuple[Doubles, Doubles, Doubles, NDArray[np.bool_]]:
    """Points along the edges that a camera sees of a body, and how they move.

    Parameters
    ----------
    solid:
        The body as it is believed to be.
    calibration:
        Of the camera.
    names:
        Attributes of it that are to be found.
    count:
        How many points, about.

    Returns
    -------
    points : ndarray
        (n, 2) pixels.
    normals : ndarray
        (n, 2), of length 1; across the edge, outwards.
    moves : ndarray
        (n, len(names)): pixels along the normal for one mm or degree.
    inner : ndarray
        (n,) bool: an edge between the top and a side, within the outline.
    """
    unit = corners_of(solid.kind)
    half = len(unit) // 2
    seen = calibration.image_from_table(table_from_unit(solid, unit))
    hull = cv2.convexHull(seen.astype(np.float32), returnPoints=False).ravel()
    edges = list(zip(hull, np.roll(hull, -1), strict=True))
    around = {frozenset((int(a), int(b))) for a, b in edges}
    # The rim of the top where it is not the outline: there a side comes into view.
    rim = [(half + k, half + (k + 1) % half) for k in range(half)]
    inside = [pair for pair in rim if frozenset(pair) not in around]
    pairs = np.array([*edges, *inside], dtype=int)
    is_inner = np.arange(len(pairs)) >= len(edges)
    long = np.linalg.norm(seen[pairs[:, 0]] - seen[pairs[:, 1]], axis=1)
    share = np.maximum(np.round(long / max(long.sum(), 1e-6) * count), 1).astype(int)
    which = np.repeat(np.arange(len(pairs)), share)
    place = np.arange(len(which)) - np.repeat(np.cumsum(share) - share, share)
    at = ((place + 0.5) / share[which])[:, None]
    body = unit[pairs[which, 0]] * (1 - at) + unit[pairs[which, 1]] * at
    ends = seen[pairs[which, 1]] - seen[pairs[which, 0]]
    normals = np.column_stack([ends[:, 1], -ends[:, 0]])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    points_3d = table_from_unit(solid, body)
    stack = [points_3d]
    step = 0.5
    for name in names:
        other = solid.moved((name,), np.array([step]))
        stack.append(table_from_unit(other, body))
    flat = calibration.image_from_table(np.vstack(stack)).reshape(len(stack), -1, 2)
    points = flat[0]
    middle = seen.mean(0)
    outwards = np.sign(((points - middle) * normals).sum(1))
    normals *= np.where(outwards == 0, 1.0, outwards)[:, None]
    moves = ((flat[1:] - points[None]) * normals[None]).sum(2).T / step
    return points, normals, moves, is_inner[which]
