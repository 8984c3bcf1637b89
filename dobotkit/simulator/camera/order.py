"""What hides what: solids in the order in which they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.painting import Window
    from dobotkit.simulator.camera.solids import Solid

__all__ = ["farthest_first"]

# Solids that are farther inside each other than this (mm) have no order.
_INSIDE: Final = -1.5


def farthest_first(
    solids: Sequence[Solid], windows: Sequence[Window], eye: NDArray[np.float64]
) -> list[int]:
    """Return the numbers of solids so that each one comes after what it hides.

    Between two solids without dents that do not touch there is a plane, along a face of
    one of them nearly always; the one on the eye's side of it is nearer. Where solids hide
    each other in a ring, or are inside each other, the one whose middle is farther off
    comes first.
    """
    shapes = [_Shape(solid, eye) for solid in solids]
    behind: list[set[int]] = [set() for _ in solids]
    for one, window in enumerate(windows):
        for other in range(one):
            if not window.meets(windows[other]):
                continue
            if _is_nearer(shapes[one], shapes[other], eye):
                behind[one].add(other)
            else:
                behind[other].add(one)
    found: list[int] = []
    left = set(range(len(solids)))
    while left:
        free = [one for one in left if not behind[one] & left]
        chosen = max(free or left, key=lambda one: shapes[one].away)
        found.append(chosen)
        left.remove(chosen)
    return found


class _Shape:
    """A solid, and what is asked of it often."""

    def __init__(self, solid: Solid, eye: NDArray[np.float64]) -> None:
        self.corners = solid.corners
        self.normals = np.array([face.normal for face in solid.faces]).T
        # How far it reaches in the directions of its own faces.
        self.reach = (self.corners @ self.normals).max(axis=0)
        self.from_eye = eye @ self.normals
        self.low, self.high = solid.low, solid.high
        self.away = float(np.linalg.norm(self.corners.mean(axis=0) - eye))


def _is_nearer(one: _Shape, other: _Shape, eye: NDArray[np.float64]) -> bool:
    # Most lie one above the other.
    if one.low >= other.high:
        return bool(eye[2] > one.low)
    if other.low >= one.high:
        return bool(eye[2] <= other.low)
    best, nearer = _INSIDE, one.away < other.away
    for shape, against, sense in ((one, other, True), (other, one, False)):
        low = (against.corners @ shape.normals).min(axis=0)
        # A face of a shape looks away from it: what is on its other side is beyond it.
        gap = low - shape.reach
        widest = int(gap.argmax())
        if gap[widest] > best:
            best = float(gap[widest])
            nearer = bool(shape.from_eye[widest] < low[widest] - best / 2) == sense
    return nearer
