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
    middles = [solid.corners.mean(axis=0) for solid in solids]
    away = [float(np.linalg.norm(middle - eye)) for middle in middles]
    behind: list[set[int]] = [set() for _ in solids]
    for one in range(len(solids)):
        for other in range(one):
            if not windows[one].meets(windows[other]):
                continue
            if _is_nearer(solids[one], solids[other], eye, closer=away[one] < away[other]):
                behind[one].add(other)
            else:
                behind[other].add(one)
    found: list[int] = []
    left = set(range(len(solids)))
    while left:
        free = [one for one in left if not behind[one] & left]
        chosen = max(free or left, key=lambda one: away[one])
        found.append(chosen)
        left.remove(chosen)
    return found


def _is_nearer(one: Solid, other: Solid, eye: NDArray[np.float64], *, closer: bool) -> bool:
    normals = np.array([face.normal for solid in (one, other) for face in solid.faces]).T
    mine, its, from_eye = one.corners @ normals, other.corners @ normals, eye @ normals
    above = mine.min(axis=0) - its.max(axis=0)
    below = its.min(axis=0) - mine.max(axis=0)
    up, down = int(above.argmax()), int(below.argmax())
    if max(above[up], below[down]) < _INSIDE:
        return closer
    if above[up] >= below[down]:
        return bool(from_eye[up] > (mine.min(axis=0) + its.max(axis=0))[up] / 2)
    return bool(from_eye[down] < (its.min(axis=0) + mine.max(axis=0))[down] / 2)
