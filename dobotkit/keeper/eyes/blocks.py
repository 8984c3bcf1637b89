"""Finds what stands on a table: blocks, cylinders and bins, in mm in the arm's frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.below_marks import below_mark
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.candidates import Candidate, view_hull
from dobotkit.keeper.eyes.colours import Palette, printed_palette
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.guessing import of_region
from dobotkit.keeper.eyes.in_bins import find_bins, lies_in, with_things_in_bins
from dobotkit.keeper.eyes.judging import judged
from dobotkit.keeper.eyes.marks import FoundMark, find_marks
from dobotkit.keeper.eyes.paints import PLAIN
from dobotkit.keeper.eyes.reading import with_marker
from dobotkit.keeper.eyes.regions import Sight, regions_of
from dobotkit.keeper.eyes.solids import USUAL_MM, hull_of
from dobotkit.keeper.eyes.stacking import settled
from dobotkit.keeper.eyes.stands import as_told, forget, on_stand
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.opencv import cv2

__all__ = ["Found", "FoundBlock", "find_blocks"]


@dataclass(frozen=True, slots=True, eq=False)
class FoundBlock:
    """One thing on the table.

    Attributes
    ----------
    kind:
        ``"block"``, ``"cylinder"`` or ``"bin"``.
    colour:
        One of :data:`dobotkit.things.COLOURS`, or ``"unknown"``.
    position:
        The middle of its underside, x, y, z in mm in the arm's frame.
    angle:
        How far its length is turned from the x axis, in degrees, -45 to 45 where it is
        square and has no marker, else -180 to 180.
    size:
        Length, width, height in mm.
    marker:
        The number of the ArUco marker on it, or None.
    box_px:
        x, y, width, height in pixels of the frame.
    outline_px:
        (n, 2) float32: its outline in pixels of the frame.
    sure:
        0 to 1.
    stacked:
        Whether it stands on another block.
    hidden:
        The share of it that something hides, 0 to 1.
    """

    kind: str
    colour: str
    position: tuple[float, float, float]
    angle: float
    size: tuple[float, float, float]
    marker: int | None
    box_px: tuple[int, int, int, int]
    outline_px: NDArray[np.float32]
    sure: float
    stacked: bool
    hidden: float


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found on a table.

    Attributes
    ----------
    blocks:
        Blocks and cylinders, from left to right as the arm sees them.
    bins:
        What is open at the top.
    notes:
        What a reader should know, in words.
    """

    blocks: tuple[FoundBlock, ...]
    bins: tuple[FoundBlock, ...]
    notes: tuple[str, ...]


# Below as many markers a thing is looked for: a sheet full of them is no table.
_MOST_THINGS: Final = 48

_NO_CARD: Final = (
    "The check card with the patches of colour was not seen: colours are compared with how "
    "it is printed, and may be wrong. Lay it free, or move the arm aside, and look again."
)


def find_blocks(
    pixels: Pixels,
    calibration: Calibration,
    palette: Palette | None,
    *,
    marks: Sequence[FoundMark] | None = None,
    levels: Sequence[float] = (),
) -> Found:
    """Find the things on a calibrated table.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    calibration:
        Of the camera that took it.
    palette:
        What paints look like in this light; None where that was never measured.
    marks:
        What :func:`~dobotkit.keeper.eyes.marks.find_marks` found in it; looked for here if
        they are not given.
    levels:
        How high above the table furniture is that carries things, in mm: a belt's height.

    Returns
    -------
    Found
        Blocks, bins and notes.
    """
    marks = find_marks(pixels) if marks is None else marks
    notes = [] if palette is not None and palette.measured else [_NO_CARD]
    palette = palette or printed_palette()
    regions = regions_of(pixels, calibration, palette, marks)
    sight = Sight(pixels, Gaze.of(calibration), palette, regions)
    try:
        standing = _standing(sight, marks, levels)
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
        sight.derived.append(grey)
        read = [
            one if one.marker is not None else with_marker(one, sight, grey) for one in standing
        ]
        seen = [one for one in (judged(one, sight) for one in read) if one is not None]
        found = with_things_in_bins(seen, marks, sight)
    finally:
        sight.wipe()
    told = [_told(one, sight.gaze) for one in found]
    blocks = sorted(
        (b for b in told if b.kind in {"block", "cylinder"}),
        key=lambda b: (-b.position[1], b.position),
    )
    bins = sorted((b for b in told if b.kind == "bin"), key=lambda b: -b.position[1])
    # What is not sure about a block stands in the block itself: Scene.describe() says it.
    return Found(tuple(blocks), tuple(bins), tuple(notes))


def _standing(sight: Sight, marks: Sequence[FoundMark], levels: Sequence[float]) -> list[Candidate]:
    """What could be things, below markers and in regions of one paint, and stands somewhere."""
    ground = sight.gaze.ground
    # Bins first: what lies in them has their paint, or its markers make holes in them.
    large = find_bins(sight, [ground])
    stands = [as_told(one, levels) for one in large if one.kind == "stand"]
    bins = [one for one in large if one.kind == "bin"]
    told = [*(ground + level for level in levels), *(one.fit.solid.top for one in stands)]
    heights = [ground, ground + USUAL_MM, *told]
    towers = [*heights, ground + 2 * USUAL_MM, ground + 3 * USUAL_MM]
    found = list(bins)
    for one in stands:
        forget(one, sight)
    things = [m for m in marks if m.family == "aruco" and m.number <= LARGEST_THING_NUMBER]
    for mark in things[:_MOST_THINGS]:
        if not any(lies_in(one, mark, sight) for one in bins):
            below = below_mark(sight, mark, towers)
            found += [] if below is None else [below]
    # What belongs to these is not looked at once more.
    for one in found:
        hull = np.round(view_hull(one.fit.solid, sight)).astype(np.int32)
        cv2.fillConvexPoly(sight.regions.labels, hull, 0)
    for label in range(1, PLAIN + 1):
        for region in sight.regions.of_label(label):
            found += of_region(sight, region, heights)
    found = [on_stand(one, stands, sight) for one in found]
    return settled(found, sight, told)


def _told(one: Candidate, gaze: Gaze) -> FoundBlock:
    solid = one.fit.solid
    outline = hull_of(solid, gaze)
    low, high = np.floor(outline.min(0)), np.ceil(outline.max(0))
    return FoundBlock(
        kind=one.kind,
        colour=one.colour,
        position=(round(float(solid.x), 2), round(float(solid.y), 2), round(float(solid.z), 2)),
        angle=round(solid.angle, 1) + 0.0,
        size=(
            round(float(solid.length), 1),
            round(float(solid.width), 1),
            round(float(solid.tall), 1),
        ),
        marker=one.marker,
        box_px=(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])),
        outline_px=outline,
        sure=round(one.sure, 2),
        stacked=one.stacked,
        hidden=round(one.hidden, 2),
    )
