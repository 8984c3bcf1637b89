"""Specimen cards by the markers in their corners.

All cards of one layout carry the same four numbers. Which markers belong to one card follows from
geometry: each marker alone tells how its card lies, and so about where the other three are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.found_card import FoundCard, covers_mostly, is_convex
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.opencv import cv2

__all__ = ["cards_by_marks"]

Doubles = NDArray[np.float64]

# A marker's place is foretold to this share of its distance: a card seen aslant shrinks with it.
_AWAY: Final = 0.3
# All corners of one card's markers fit one view of it, to this share of a marker's side.
_FITS: Final = 0.12
_FITS_PX: Final = 1.5
# How sure a card is of which so many markers are seen.
_SURE: Final = (0.0, 0.7, 0.93, 0.97, 0.99)
# Two finds that share so much of the smaller one are one card.
_SAME: Final = 0.85
_SAME_ALONE: Final = 0.5
# More markers of a layout than this are not paired: a sheet full of them keeps nobody busy.
_MOST: Final = 64


class _Plan(NamedTuple):
    """A layout, as far as it is needed here: all in mm, x to the right and y down."""

    name: str
    outline: Doubles
    marks: dict[int, Doubles]


class _Group(NamedTuple):
    members: tuple[int, ...]
    corners: Doubles
    error: float


def cards_by_marks(marks: Sequence[FoundMark]) -> list[FoundCard]:
    """Find the cards to which markers belong.

    Parameters
    ----------
    marks:
        All that :func:`~dobotkit.keeper.eyes.marks.find_marks` has found in a frame.

    Returns
    -------
    list of FoundCard
        Those of which most markers are seen first. Each marker belongs to one card.
    """
    found: list[FoundCard] = []
    for plan in _plans():
        own = [m for m in marks if m.family == "aruco" and m.number in plan.marks][:_MOST]
        free = set(range(len(own)))
        for group in sorted(_groups(plan, own), key=lambda one: (-len(one.members), one.error)):
            if not free.issuperset(group.members):
                continue
            free.difference_update(group.members)
            card = FoundCard(
                np.asarray(group.corners, np.float32),
                upright=True,
                layout=plan.name,
                found_by="markers",
                sure=_SURE[len(group.members)],
            )
            # A marker that fits its own card badly is not another card there; but a card may lie
            # below another one.
            same = _SAME_ALONE if len(group.members) == 1 else _SAME
            if not any(covers_mostly(card, other, same) for other in found):
                found.append(card)
    return sorted(found, key=lambda one: -one.sure)


@lru_cache(maxsize=1)
def _plans() -> tuple[_Plan, ...]:
    found = []
    for name, layout in LAYOUTS.items():
        width, height = layout.size_mm
        outline = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        marks = {mark.number: np.array(mark.corners_mm) for mark in layout.marks}
        found.append(_Plan(name, outline, marks))
    return tuple(found)


def _groups(plan: _Plan, own: Sequence[FoundMark]) -> list[_Group]:
    """All sets of markers that could be of one card, each marker at least with itself."""
    found: dict[tuple[int, ...], _Group] = {}
    tried: set[tuple[int, ...]] = set()
    # What each of them says of the whole card.
    moves = [_affine(plan.marks[mark.number], mark.corners_px) for mark in own]
    by_number: dict[int, list[int]] = {}
    for index, mark in enumerate(own):
        by_number.setdefault(mark.number, []).append(index)
    for first, mark in enumerate(own):
        near = {
            number: [
                index
                for index in by_number.get(number, ())
                if _foretells(plan, moves[first], mark, own[index])
                and _foretells(plan, moves[index], own[index], mark)
            ]
            for number in plan.marks
            if number != mark.number
        }
        choices: list[list[int | None]] = [[first]]
        choices += [[None, *those[:3]] for those in near.values()]
        for some in product(*choices):
            members = tuple(sorted(index for index in some if index is not None))
            if members in tried:
                continue
            tried.add(members)
            fitted = _fitted(plan, [own[index] for index in members])
            if fitted is not None:
                found[members] = _Group(members, *fitted)
    return list(found.values())


def _foretells(plan: _Plan, move: Doubles, mark: FoundMark, other: FoundMark) -> bool:
    """Whether another marker is about where this one says by its move, and turned as it is."""
    expected = _moved(move, plan.marks[other.number])
    away = float(np.linalg.norm(expected.mean(0) - other.corners_px.mean(0)))
    far = float(np.linalg.norm(expected.mean(0) - mark.corners_px.mean(0)))
    if away > _AWAY * far:
        return False
    along, theirs = expected[1] - expected[0], other.corners_px[1] - other.corners_px[0]
    lengths = float(np.linalg.norm(along) * np.linalg.norm(theirs))
    # Not turned against it by more than about thirty degrees.
    return float(along @ theirs) > 0.85 * lengths > 0.0


def _affine(flat: Doubles, seen: Doubles) -> Doubles:
    """The affine map (3, 2) that takes four places nearest to four pixels."""
    ones = np.column_stack([flat, np.ones(len(flat))])
    return np.asarray(np.linalg.lstsq(ones, seen, rcond=None)[0])


def _moved(move: Doubles, places: Doubles) -> Doubles:
    return np.asarray(np.column_stack([places, np.ones(len(places))]) @ move)


def _fitted(plan: _Plan, marks: Sequence[FoundMark]) -> tuple[Doubles, float] | None:
    """The card's corners in the picture, and how far off the markers' corners are in pixels."""
    flat = np.concatenate([plan.marks[mark.number] for mark in marks])
    seen = np.concatenate([mark.corners_px for mark in marks])
    if len(marks) == 1:
        # So small a square says nothing about perspective over the whole card.
        move = _affine(flat, seen)
        corners, again = _moved(move, plan.outline), _moved(move, flat)
    else:
        view, _ = cv2.findHomography(flat, seen)
        if view is None:
            return None
        corners = np.asarray(cv2.perspectiveTransform(plan.outline[None], view)[0])
        again = np.asarray(cv2.perspectiveTransform(flat[None], view)[0])
    error = float(np.sqrt(((again - seen) ** 2).sum(1).mean()))
    side = min(float(np.linalg.norm(mark.corners_px[1] - mark.corners_px[0])) for mark in marks)
    is_fit = np.isfinite(corners).all() and is_convex(corners)
    return (corners, error) if is_fit and error <= max(_FITS_PX, _FITS * side) else None
