"""The four edges of a card, near where it was guessed: straight lines in the picture.

On gravel and grass there are edges everywhere, but few that go on in a straight line; a card has
stripes and frames of its own, which go on as well, but then its shape is not that of a card.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.card_shape import likeness
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.opencv import cv2

__all__ = ["Edges", "best_edges"]

Doubles = NDArray[np.float64]

# Along a side so many places are looked at, and across it so many.
_PLACES: Final = 20
_STEPS: Final = 25
# The round corners of a card are left out.
_ENDS: Final = (0.09, 0.91)
# A line that both ends could move, against each other, by no more than so many steps.
_TWIST: Final = 9
# As many lines of a side are tried with those of the others.
_LINES: Final = 3
_APART: Final = 2
_OUTER: Final = 0.15
# How much the shape of a card counts, 0 to 1, beside what the edges say.
_SHAPED: Final = 0.6
_ONE_WAY: Final = 0.5
# From one side of an edge to its middle.
_WIDE_PX: Final = 1.3
# A difference of brightness that is an edge for certain, of 255, and one that is none.
_CLEAR: Final = (7.0, 34.0)


class Edges(NamedTuple):
    """Four edges.

    Attributes
    ----------
    corners:
        (4, 2) pixels, in the order of the guess.
    sides:
        (4,) how much of each side has an edge in the picture, 0 to 1: top, right, bottom, left.
    shape:
        How much it looks like a card, 0 to 1.
    """

    corners: Doubles
    sides: Doubles
    shape: float


def best_edges(pixels: Pixels, guess: Doubles, *, inwards: float, outwards: float) -> Edges | None:
    """Find the edges of a card near a guess.

    Parameters
    ----------
    pixels:
        uint8 (h, w, 3), without noise as far as possible.
    guess:
        (4, 2) pixels, clockwise.
    inwards, outwards:
        How far from the guess each edge may be, in pixels.
    """
    starts, ends = guess, np.roll(guess, -1, 0)
    sides = ends - starts
    lengths = np.linalg.norm(sides, axis=1, keepdims=True)
    if lengths.min() < 1.0:
        return None
    normals = np.column_stack([sides[:, 1], -sides[:, 0]]) / lengths
    reach = np.linspace(-inwards, outwards, _STEPS)
    clear, signed = _strengths(pixels, starts, sides, normals, reach)
    first, last, along = _pairs()
    # How much of each line is borne out: (pairs, 4 sides, 1 and 3 colours). What is taken at once
    # lies side by side.
    planes = np.concatenate([clear[..., None], signed], 3).transpose(1, 2, 0, 3)
    means = planes.reshape(_PLACES * _STEPS, -1).take(along, 0).mean(1).reshape(-1, 4, 4)
    # Whatever lies around a card, it is brighter than that in most places, or darker in most.
    score = ((1 - _ONE_WAY) * means[..., 0] + _ONE_WAY * np.abs(means[..., 1:]).max(2)).T
    lines, said = [], []
    for side in range(4):
        chosen = _chosen(score[side], first, last)
        said.append(score[side, chosen])
        one = starts[side] + reach[first[chosen], None] * normals[side]
        other = ends[side] + reach[last[chosen], None] * normals[side]
        lines.append(_through(one, other))
    picks = np.stack(np.meshgrid(*[np.arange(len(one)) for one in said], indexing="ij"), -1)
    picks = picks.reshape(-1, 4)
    quads = _crossed([lines[side][picks[:, side]] for side in range(4)])
    each = np.stack([said[side][picks[:, side]] for side in range(4)], 1)
    size = (pixels.shape[1], pixels.shape[0])
    shape = likeness(quads, size)
    area = np.maximum(np.abs(_areas(quads)), 1.0)
    worth = (each.mean(1) + 0.5 * each.min(1)) * (1 - _SHAPED + _SHAPED * shape)
    # Of two frames that are borne out alike the outer one is the card, the inner one its print.
    worth = worth + _OUTER * np.log(area / area.max())
    worth = np.where(np.isfinite(quads).all((1, 2)), worth, -1.0)
    best = int(np.argmax(worth))
    if not np.isfinite(quads[best]).all():
        return None
    return Edges(quads[best], each[best], float(shape[best]))


def _strengths(
    pixels: Pixels, starts: Doubles, sides: Doubles, normals: Doubles, reach: Doubles
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How clear an edge along each side is at each place and step: (4, places, steps), 0 to 1.

    And the same for each colour, from dark to bright or back: (4, places, steps, 3), -1 to 1.
    """
    shares = np.linspace(*_ENDS, _PLACES)
    at = (
        starts[:, None, None]
        + shares[None, :, None, None] * sides[:, None, None]
        + reach[None, None, :, None] * normals[:, None, None]
    ).astype(np.float32)
    flat = at.reshape(-1, _STEPS, 2)
    seen = cv2.remap(
        pixels, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    rise = np.zeros(seen.shape, np.float32)
    # However fine the steps are: an edge in a picture is some pixels wide.
    by = max(1, round(_WIDE_PX / float(reach[1] - reach[0])))
    rise[:, by:-by] = seen[:, 2 * by :] - seen[:, : -2 * by]
    seen.fill(0)
    # What is beyond the picture is no edge.
    height, width = pixels.shape[:2]
    outside = (
        (flat[..., 0] < 0)
        | (flat[..., 1] < 0)
        | (flat[..., 0] > width - 1)
        | (flat[..., 1] > height - 1)
    )
    rise[outside] = 0.0
    low, high = _CLEAR
    clear = np.clip((np.abs(rise).max(2) - low) / (high - low), 0.0, 1.0)
    clear = clear.reshape(4, _PLACES, _STEPS)
    # Some steps to either side together: a line of print has paper on both sides of it.
    wide = np.zeros_like(rise)
    wide[:, 2:-2] = (rise[:, 1:-3] + rise[:, 3:-1]) / 2 + rise[:, 2:-2] / 2
    signed = np.sign(wide) * np.clip((np.abs(wide) - low) / (high - low), 0.0, 1.0)
    signed = signed.reshape(4, _PLACES, _STEPS, 3)
    # Half a step beside is as good.
    wider = clear.copy()
    wider[..., 1:] = np.maximum(wider[..., 1:], 0.8 * clear[..., :-1])
    wider[..., :-1] = np.maximum(wider[..., :-1], 0.8 * clear[..., 1:])
    return wider, signed


@lru_cache(maxsize=1)
def _pairs() -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """All lines: at which step they begin and end, (n,), and where they are between.

    (n, places): which of all places and steps, one place after the other, they go through.
    """
    first, last = (one.ravel() for one in np.meshgrid(np.arange(_STEPS), np.arange(_STEPS)))
    usual = np.abs(first - last) <= _TWIST
    first, last = first[usual], last[usual]
    shares = np.linspace(*_ENDS, _PLACES)
    between = first[:, None] * (1 - shares) + last[:, None] * shares
    along = np.round(between).astype(np.intp) + np.arange(_PLACES) * _STEPS
    return first, last, along


def _chosen(
    score: NDArray[np.float32], first: NDArray[np.intp], last: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The best lines of a side that are not nearly the same."""
    chosen: list[int] = []
    left = score.copy()
    while len(chosen) < _LINES:
        best = int(np.argmax(left))
        if left[best] <= 0 and chosen:
            break
        chosen.append(best)
        near = (np.abs(first - first[best]) <= _APART) & (np.abs(last - last[best]) <= _APART)
        left[near] = -1.0
    return np.array(chosen)


def _through(one: Doubles, other: Doubles) -> Doubles:
    """Lines (n, 3) through pairs of places (n, 2)."""
    whole = [np.column_stack([at, np.ones(len(at))]) for at in (one, other)]
    return np.cross(whole[0], whole[1])


def _areas(quads: Doubles) -> Doubles:
    x, y = quads[..., 0], quads[..., 1]
    return np.asarray((x * np.roll(y, -1, 1) - y * np.roll(x, -1, 1)).sum(1) / 2)


def _crossed(lines: list[Doubles]) -> Doubles:
    """Corners (n, 4, 2) where lines cross: each corner ends one side, and begins the next."""
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = [np.cross(lines[side - 1], lines[side]) for side in range(4)]
        return np.stack([one[:, :2] / one[:, 2:] for one in corners], 1)
