"""The body below a marker: the marker tells where its top is, the picture how high that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.candidates import Candidate, badness, raised
from dobotkit.keeper.eyes.fitting import Fit, fit, weighed
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.keeper.eyes.marks import FoundMark, lie_of
from dobotkit.keeper.eyes.paints import PLAIN, TABLE, colour_index
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import FREE, USUAL_MM, Solid, hull_of
from dobotkit.keeper.eyes.underneath import paint_below
from dobotkit.keeper.eyes.windows import window_of
from dobotkit.markers import MARKER_SHARE, STICKER_SHARE
from dobotkit.opencv import cv2

__all__ = ["below_mark", "label_below"]

# On a round top the marker is as large as fits into it.
_SHARES: Final = {"block": MARKER_SHARE, "cylinder": MARKER_SHARE * 0.5**0.5}
# A usual one's size, told by its marker, is wrong by no more.
_SAME: Final = 0.045
_TALLS: Final = (0.8, 15.0, 25.0, 40.0)
_TRIED: Final = 3
_REACHES_PX: Final = (9.0, 6.0, 4.0, 3.0)
# A usual body that fits as well as this is the one.
_GOOD_PX: Final = 0.8
_CARRIED_PX: Final = 1.7
# Where a cube fits as well as this, it is one: an outline alone would bend it a little.
_CUBE_PX: Final = 0.5
_FLAT_MM: Final = 5.0
_SIZES: Final = (10.0, 130.0)
# The sticker about a marker, as a share of the marker.
_STICKER: Final = STICKER_SHARE / MARKER_SHARE
# Of what is seen beside the sticker, so much has its thing's paint.
_LEAST: Final = 0.25
# What bank cards are longer than wide.
_CARD: Final = 86.0 / 54.0
_SQUARE: Final = ((1.0, 1.0),)
# Of these heights there are other things than cubes: cards, and bricks.
_FORMS: Final = {
    0.8: (*_SQUARE, (_CARD, 1.0), (1.0, _CARD)),
    25.0: (*_SQUARE, (1.4, 1.0), (1.0, 1.4), (1.9, 1.0), (1.0, 1.9)),
}


Lie = Callable[[float], tuple[float, float, float, float]]


def below_mark(sight: Sight, mark: FoundMark, levels: Sequence[float]) -> Candidate | None:
    """Find the body that carries a marker.

    Parameters
    ----------
    sight:
        The frame.
    mark:
        The marker of a thing.
    levels:
        The z of what things may stand on, the table's first, in mm.

    Returns
    -------
    Candidate or None
        None if no body could carry it.
    """
    gaze = sight.gaze
    rays = gaze.rays(mark.corners_px)

    def lie(z_mm: float) -> tuple[float, float, float, float]:
        return lie_of(gaze.on_plane(rays, z_mm))

    guesses = list(_usual(lie, levels))
    x, y, angle, side = lie(levels[0] + USUAL_MM)
    side /= MARKER_SHARE
    about = guesses or [Solid("block", x, y, levels[0], angle, side, side)]
    label = label_below(sight, mark, about[0])
    field = window_of(sight, np.concatenate([hull_of(one, sight.gaze) for one in about]), label)
    fits = [weighed(guess, field, sight.gaze) for guess in guesses]
    fits = [raised(one) if one.solid.z > levels[0] else one for one in fits]
    certain = [one for one in fits if one.cost < _limit(one.solid, sight)]
    if not certain:
        fits += _other(sight, lie, label, levels[0])
    if not fits:
        return None
    best = min(certain or fits, key=badness)

    def lower() -> Fit | None:
        low = [one for one in fits if one.solid.z == levels[0]]
        return min((*low, *_other(sight, lie, label, levels[0])), key=badness, default=None)

    return Candidate(best.solid.kind, best, label, field, mark.number, lower)


def _limit(solid: Solid, sight: Sight) -> float:
    """How badly a usual body may fit and be believed, in pixels."""
    raised_ = solid.z > sight.gaze.ground
    return _CARRIED_PX if raised_ and paint_below(solid, sight) is not None else _GOOD_PX


def _usual(lie: Lie, levels: Sequence[float]) -> Iterator[Solid]:
    """Blocks and cylinders of the usual size whose marker would look like that."""
    for z in levels:
        x, y, angle, side = lie(z + USUAL_MM)
        for kind, share in _SHARES.items():
            if abs(side / share / USUAL_MM - 1.0) < _SAME:
                yield Solid(kind, x, y, z, angle)


def _other(sight: Sight, lie: Lie, label: int, ground: float) -> list[Fit]:
    """Bodies of another size on the table, and flat cards."""
    cube = _cube("block", _SHARES["block"], lie, ground)
    if _SIZES[0] < cube.width < _SIZES[1]:
        seen = weighed(cube, window_of(sight, hull_of(cube, sight.gaze), label), sight.gaze)
        if seen.cost < _CUBE_PX:
            return [seen]
    return _any_form(sight, lie, label, ground)


def _any_form(sight: Sight, lie: Lie, label: int, ground: float) -> list[Fit]:
    """Bodies on the table whose sides may all differ."""
    found = []
    for kind, share in _SHARES.items():
        guesses = [_cube(kind, share, lie, ground)]
        for tall in _TALLS:
            x, y, angle, side = lie(ground + tall)
            for longer, wider in _FORMS.get(tall, _SQUARE) if kind == "block" else _SQUARE:
                sides = (side / share * longer, side / share * wider)
                guesses.append(Solid(kind, x, y, ground, angle, *sides, tall))
        tried = []
        for solid in guesses:
            if _SIZES[0] < solid.width < _SIZES[1]:
                field = window_of(sight, hull_of(solid, sight.gaze), label)
                tried.append((weighed(solid, field, sight.gaze), field))
        tried.sort(key=lambda pair: pair[0].cost)
        for start, field in tried[:_TRIED]:
            names = FREE if kind == "block" else ("length", "tall", "x", "y")
            best = fit(start.solid, field, sight.gaze, names, reaches_px=_REACHES_PX)
            best = min((best, start), key=badness)
            if best.solid.tall > _FLAT_MM:
                # Where the marker lies is known better than where an outline does.
                x, y, angle, _ = lie(best.solid.top)
                best = replace(best, solid=replace(best.solid, x=x, y=y, angle=angle))
            found.append(best)
            if badness(best) < _GOOD_PX:
                return found
    return found


def _cube(kind: str, share: float, lie: Lie, ground: float) -> Solid:
    """The body on the table that is as tall as it is wide."""
    tall = USUAL_MM
    for _ in range(4):
        x, y, angle, side = lie(ground + tall)
        tall = side / share
    return Solid(kind, x, y, ground, angle, tall, tall, tall)


def label_below(sight: Sight, mark: FoundMark, body: Solid) -> int:
    """The paint that is seen most of a body, beside the sticker on it."""
    hull = hull_of(body, sight.gaze)
    height, width = sight.pixels.shape[:2]
    low = np.clip(np.floor(hull.min(0)), 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(hull.max(0)) + 1, low + 2, (width, height)).astype(int)
    index = colour_index(sight.pixels[low[1] : high[1], low[0] : high[0]])
    labels = np.take(sight.regions.paints.labels, index)
    wipe(index)
    sight.derived.append(labels)
    mask = np.zeros(labels.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(hull - low).astype(np.int32), 1)
    middle = mark.corners_px.mean(0)
    sticker = middle + (mark.corners_px - middle) * _STICKER - low
    cv2.fillConvexPoly(mask, np.round(sticker).astype(np.int32), 0)
    counts = np.bincount(labels[mask > 0], minlength=TABLE + 1)[1:PLAIN]
    best = int(np.argmax(counts))
    return best + 1 if counts[best] > _LEAST * float(mask.sum()) else PLAIN
