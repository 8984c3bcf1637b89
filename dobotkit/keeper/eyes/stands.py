"""Large flat bodies that things stand on, as a conveyor belt: the picture tells their height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.candidates import Candidate, is_usual, lifted, placed, view_hull
from dobotkit.keeper.eyes.fitting import fit
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.opencv import cv2

__all__ = ["as_told", "forget", "on_stand"]

# What stands on it may fit so much worse there than on the table, in pixels.
_WORSE_PX: Final = 0.6
# A marker's size tells a height so well, in mm.
_LEVEL_MM: Final = 9.0
_LEVEL: Final = 4.0
# The picture tells the height of a stand so well, in mm: half the pixels tell it half as well.
_SEEN_MM: Final = 9.0


def as_told(stand: Candidate, levels: Sequence[float]) -> Candidate:
    """The same stand, as high as it is known to be, if it is known.

    Parameters
    ----------
    stand:
        As it was fitted.
    levels:
        How high above the table furniture is, in mm.
    """
    solid = stand.fit.solid
    near = [level for level in levels if abs(level - solid.tall) < _SEEN_MM]
    if not near:
        return stand
    tall = min(near, key=lambda level: abs(level - solid.tall))
    return replace(stand, fit=replace(stand.fit, solid=replace(solid, tall=tall)))


def forget(stand: Candidate, sight: Sight) -> None:
    """Take a stand's own paint out of the view, and leave what stands on it."""
    labels = sight.regions.labels
    mask = np.zeros(labels.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(view_hull(stand.fit.solid, sight)).astype(np.int32), 1)
    labels[(mask > 0) & (labels == stand.label)] = 0


def on_stand(one: Candidate, stands: Sequence[Candidate], sight: Sight) -> Candidate:
    """The same candidate, on the stand where it is seen, if it is seen on one."""
    if one.kind not in {"block", "cylinder"}:
        return one
    if one.marker is not None:
        return _marked(one, stands, sight)
    for stand in stands:
        top = stand.fit.solid.top
        start = lifted(one.fit.solid, top, sight.gaze)
        if not stand.fit.solid.is_at(start.x, start.y) or abs(one.fit.solid.z - top) < 1.0:
            continue
        if not is_usual(start):
            start = replace(start, length=25.0, width=25.0, tall=25.0)
        best = fit(start, one.field, sight.gaze, placed(start))
        if best.cost < one.fit.cost + _WORSE_PX:
            return replace(one, kind=best.solid.kind, fit=best, lower=None)
    return one


def _marked(one: Candidate, stands: Sequence[Candidate], sight: Sight) -> Candidate:
    """A usual body whose marker's size leaves open whether it stands on a stand or a block."""
    solid = one.fit.solid
    for stand in stands:
        z = stand.fit.solid.top
        high = lifted(replace(solid, z=solid.top), z + solid.tall, sight.gaze)
        near = is_usual(solid) and abs(solid.z - z) < _LEVEL_MM
        if near and stand.fit.solid.is_at(high.x, high.y):
            return replace(one, fit=replace(one.fit, solid=replace(high, z=z)))
    return one
