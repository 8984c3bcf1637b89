"""Bins, and what lies in them: found by its markers, because its paint may be the bin's own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.below_marks import label_below
from dobotkit.keeper.eyes.candidates import Candidate
from dobotkit.keeper.eyes.fitting import Fit
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.keeper.eyes.guessing import bin_of
from dobotkit.keeper.eyes.judging import judged
from dobotkit.keeper.eyes.marks import FoundMark, find_marks, lie_of
from dobotkit.keeper.eyes.paints import PLAIN
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import USUAL_MM, Solid, hull_of
from dobotkit.markers import LARGEST_THING_NUMBER, MARKER_SHARE
from dobotkit.opencv import cv2

__all__ = ["find_bins", "lies_in", "with_things_in_bins"]

# No block and no two of them are seen as large as the smallest bin, in mm².
_LARGE_MM2: Final = 3000.0

_BOTTOM_MM: Final = 2.0
"""How thick the bottom of a bin is."""

_SHARES: Final = {"block": MARKER_SHARE, "cylinder": MARKER_SHARE * 0.5**0.5}
# A marker's size tells a usual block or cylinder that lies or stands so high, to this share.
_SAME: Final = 0.08
_FLOORS: Final = (0, 1)
# Small markers on round tops are read in an enlarged part of the frame.
_TIMES: Final = 2
_MARGIN_PX: Final = 40
# Unmarked finds so near to a marked one are its own sides, in mm.
_SAME_PLACE_MM: Final = 22.0


def find_bins(sight: Sight, levels: Sequence[float]) -> list[Candidate]:
    """Find bins in what is large and of one paint.

    Parameters
    ----------
    sight:
        The frame.
    levels:
        The z of what things may stand on, the table's first, in mm.
    """
    large = [
        region
        for label in range(1, PLAIN + 1)
        for region in sight.regions.of_label(label)
        if region.area > _LARGE_MM2
    ]
    found = [bin_of(sight, region, levels) for region in large]
    return [one for one in found if one is not None and judged(one, sight) is not None]


def lies_in(home: Candidate, mark: FoundMark, sight: Sight) -> bool:
    """Tell whether a marker is on something usual that lies in a bin."""
    rays = sight.gaze.rays(mark.corners_px)
    x, y, _, _ = lie_of(sight.gaze.on_plane(rays, home.fit.solid.z + _BOTTOM_MM + USUAL_MM))
    return home.fit.solid.is_at(x, y)


def with_things_in_bins(
    found: Sequence[Candidate], marks: Sequence[FoundMark], sight: Sight
) -> list[Candidate]:
    """Add the marked blocks and cylinders that lie in the bins that were found.

    Parameters
    ----------
    found:
        What was found so far.
    marks:
        The markers in the frame.
    sight:
        The frame.
    """
    bins = [one for one in found if one.kind == "bin"]
    if not bins:
        return list(found)
    known = {one.marker for one in found if one.marker is not None}
    added: list[Candidate] = []
    for home in bins:
        for mark in _marks_about(home, marks, sight):
            if mark.number in known or mark.number > LARGEST_THING_NUMBER:
                continue
            one = _below(mark, home, sight)
            if one is not None:
                known.add(mark.number)
                added.append(one)
    kept = [one for one in found if one.marker is not None or one.kind == "bin"]
    kept += [one for one in found if one not in kept and not any(_same(one, a) for a in added)]
    return [*kept, *added]


def _marks_about(home: Candidate, marks: Sequence[FoundMark], sight: Sight) -> Iterator[FoundMark]:
    """The markers that were found, and those that only an enlarged picture of a bin tells."""
    yield from (mark for mark in marks if mark.family == "aruco")
    hull = hull_of(home.fit.solid, sight.gaze)
    height, width = sight.pixels.shape[:2]
    left, top = np.clip(np.floor(hull.min(0)) - _MARGIN_PX, 0, None).astype(int)
    right, low = np.minimum(np.ceil(hull.max(0)) + _MARGIN_PX, (width, height)).astype(int)
    part = sight.pixels[top:low, left:right]
    large = np.asarray(
        cv2.resize(part, None, fx=_TIMES, fy=_TIMES, interpolation=cv2.INTER_CUBIC), np.uint8
    )
    try:
        for mark in find_marks(large, ("aruco",)):
            corners = (mark.corners_px + 0.5) / _TIMES - 0.5 + (left, top)
            yield replace(mark, corners_px=corners)
    finally:
        wipe(large)


def _below(mark: FoundMark, home: Candidate, sight: Sight) -> Candidate | None:
    """The usual body below a marker that lies in a bin, if there is one."""
    rays = sight.gaze.rays(mark.corners_px)
    floor = home.fit.solid.z + _BOTTOM_MM
    for level in _FLOORS:
        z = floor + level * USUAL_MM
        x, y, angle, side = lie_of(sight.gaze.on_plane(rays, z + USUAL_MM))
        if not home.fit.solid.is_at(x, y):
            continue
        for kind, share in _SHARES.items():
            if abs(side / share / USUAL_MM - 1.0) < _SAME:
                solid = Solid(kind, x, y, z, angle)
                fit = Fit(solid, 0.0, 1.0, 0.0, 0.0)
                label = label_below(sight, mark, solid)
                one = replace(home, kind=kind, fit=fit, label=label, marker=mark.number)
                one = replace(one, stacked=level > 0)
                return judged(one, sight)
    return None


def _same(one: Candidate, marked: Candidate) -> bool:
    here, there = one.fit.solid, marked.fit.solid
    return math.dist((here.x, here.y), (there.x, there.y)) < _SAME_PLACE_MM
