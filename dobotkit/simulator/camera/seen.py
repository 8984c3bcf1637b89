"""What of each solid turns towards a camera, and where in the picture it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.camera.painting import Outline, outlines_of
from dobotkit.simulator.camera.solids import hull_of

if TYPE_CHECKING:
    from dobotkit.simulator.camera.lens import View
    from dobotkit.simulator.camera.solids import Decal, Face, Solid

__all__ = ["Seen", "look_at"]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A solid as it is seen.

    Attributes
    ----------
    solid:
        Which one.
    around:
        The outline of all of it.
    faces:
        The faces that turn towards the camera, and the outline of each, if it has one.
    top:
        The outline of the first of all its faces; None where that turns away.
    decals:
        What sticks on that, and its outline.
    """

    solid: Solid
    around: Outline
    faces: tuple[tuple[Face, Outline | None], ...]
    top: Outline | None
    decals: tuple[tuple[Decal, Outline], ...]


def look_at(view: View, solids: Sequence[Solid]) -> list[Seen]:
    """Return those solids that are in the picture, in the same order."""
    counts = [len(solid.corners) for solid in solids]
    if not counts:
        return []
    straight = np.split(
        view.straight(np.vstack([solid.corners for solid in solids])), np.cumsum(counts)[:-1]
    )
    wanted: list[np.ndarray] = []
    turned: list[list[Face]] = []
    for solid, spots in zip(solids, straight, strict=True):
        around = hull_of(spots[:, :2])
        wanted.append(np.column_stack((around, np.full(len(around), spots[:, 2].min()))))
        towards = [
            face
            for face in solid.faces
            if face.normal @ (view.eye - solid.corners[face.corners[0]]) > 0
        ]
        turned.append(towards)
        wanted += [spots[list(face.corners)] for face in towards]
        wanted += [view.straight(decal.corners) for decal in solid.decals]
    outlines = iter(outlines_of(view, wanted))
    found = []
    for solid, towards in zip(solids, turned, strict=True):
        whole = next(outlines)
        faces = tuple((face, next(outlines)) for face in towards)
        decals = tuple((decal, next(outlines)) for decal in solid.decals)
        if whole is None or not faces:
            continue
        top = faces[0][1] if faces[0][0] is solid.faces[0] else None
        shown = tuple((decal, outline) for decal, outline in decals if outline is not None)
        found.append(Seen(solid, whole, faces, top, shown if top is not None else ()))
    return found
