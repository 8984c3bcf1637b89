"""When cards are looked for in a live picture, and what stays covered until then.

A search for cards takes longer than one for faces, and cards lie still nearly always. So a live
picture is searched every third time, and covers stay where they were in between. A card of ours
is followed by its markers, which are found in each picture anyway. Any other may have been moved:
its cover grows. Where somebody real holds cards into a camera, a third is too seldom: there a
picture that has changed since the last search is searched as well.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.card_cover import Corners, grown, padded
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.opencv import cv2

__all__ = ["EVERY", "PAUSE_S", "CardCovers", "HeldCards"]

EVERY: Final = 3
"""Of so many live pictures one is searched for cards, at least."""

PAUSE_S: Final = 5.0
"""A live picture that comes later than this after the one before is another one."""

# So long a card stays covered after it was found for the last time, and until it was missed in
# so many searches.
_HELD_S: Final = 0.7
_MISSED: Final = 2
# The same card is not farther away from one picture to the next, in lengths of it.
_SAME: Final = 0.75
# A cover grows by so many lengths of its card in a second, and by so many at most; and as the
# card moved lately, not faster than so many lengths a second.
_RESTLESS: Final = 0.5
_MOST: Final = 0.5
_FASTEST: Final = 4.0
# A picture has changed if the mean of one of its fields, so many across, did by this, of 255.
_FIELDS: Final = 24
_CHANGED: Final = 6


class CardCovers(NamedTuple):
    """What is known of cards and private codes in one picture.

    Attributes
    ----------
    cards:
        Those that were found, in this picture or lately; the surest first.
    shapes:
        What is to be covered of cards, in pixels.
    codes:
        And of codes that hold a long number, and of what may belong to cards that were not found.
    """

    cards: tuple[FoundCard, ...]
    shapes: tuple[Corners, ...]
    codes: tuple[Corners, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    corners: Corners
    moment: float
    # None for a code, and for what belongs to a card that was not found.
    card: FoundCard | None
    # In pixels a second.
    speed: float = 0.0
    missed: int = 0

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]).clip(1.0))

    def now(self, moment: float) -> Corners:
        """Where it may be by now, with a rim."""
        rim = self.corners if self.card is None else padded(self.card)
        age = max(0.0, moment - self.moment)
        if not age:
            return grown(rim, 4.0) if self.card is None else rim
        more = min(_RESTLESS * age, _MOST) * self.length
        more += min(self.speed, _FASTEST * self.length) * min(age, _HELD_S)
        return grown(rim, more)


class HeldCards:
    """Where one camera has found cards lately. It knows places, and nothing that stands on a card.

    Parameters
    ----------
    clock:
        Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """Hold nothing of what was before."""
        self._known: tuple[_Known, ...] = ()
        self._since = 0
        self._size = (0, 0)
        self._last = -math.inf
        # The mean grey of each field of the picture that was searched last.
        self._fields: NDArray[np.int16] | None = None

    def is_due(self, pixels: Pixels, *, live: bool, watched: bool) -> bool:
        """Whether this picture is to be searched.

        Parameters
        ----------
        pixels:
            (h, w, 3) uint8, blue, green, red.
        live:
            Whether it is one of many; any other is searched.
        watched:
            Whether to search it also if it has changed since it was searched last.
        """
        height, width = pixels.shape[:2]
        self._since += 1
        stale = self._clock() - self._last > PAUSE_S or (width, height) != self._size
        if not live or stale or self._since >= EVERY:
            return True
        return watched and self._has_changed(pixels)

    def with_held(
        self,
        pixels: Pixels,
        cards: Sequence[FoundCard],
        codes: Sequence[Corners],
        *,
        searched: bool,
        live: bool,
    ) -> CardCovers:
        """Return what to cover now: what was found, and what was lately.

        Parameters
        ----------
        pixels:
            The picture; none of them is kept, but for the mean grey of large fields.
        cards:
            What was found; where it was not searched, those alone whose markers were seen.
        codes:
            Where codes are that hold a long number, and what else may belong to a card.
        searched:
            Whether it was.
        live:
            Whether it is one of many. What was found before in others is not held in one that is
            none: it was searched itself.
        """
        now, size = self._clock(), (pixels.shape[1], pixels.shape[0])
        if size != self._size or now - self._last > PAUSE_S:
            self._known = ()
        self._size, self._last = size, now
        if searched:
            self._since = 0
            self._fields = _fields_of(pixels)
        new: list[_Known] = []
        missed = list(self._known)
        for found in (
            *(_Known(card.corners, now, card) for card in cards),
            *(_Known(shape, now, None) for shape in codes),
        ):
            same = min(missed, key=lambda one: _apart(one, found), default=None)
            if same is None or _apart(same, found) > _SAME:
                new.append(found)
                continue
            missed.remove(same)
            new.append(replace(found, speed=_speed(same, found)))
        if searched:
            missed = [replace(one, missed=one.missed + 1) for one in missed]
        held = [
            one for one in missed if live and (one.missed < _MISSED or now - one.moment <= _HELD_S)
        ]
        self._known = (*new, *held)
        told = [one.card for one in self._known if one.card is not None and not one.missed]
        return CardCovers(
            tuple(sorted(told, key=lambda card: -card.sure)),
            tuple(one.now(now) for one in self._known if one.card is not None),
            tuple(one.now(now) for one in self._known if one.card is None),
        )

    def _has_changed(self, pixels: Pixels) -> bool:
        before, now = self._fields, _fields_of(pixels)
        if before is None or before.shape != now.shape:
            return True
        return bool((np.abs(before - now) > _CHANGED).any())


def _fields_of(pixels: Pixels) -> NDArray[np.int16]:
    """Return the mean grey of fields of a picture: too large to show what is on a card."""
    height, width = pixels.shape[:2]
    size = (min(_FIELDS, width), max(1, min(height, round(_FIELDS * height / width))))
    means = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.int16)
    return np.asarray(means.mean(axis=2), np.int16)


def _apart(one: _Known, other: _Known) -> float:
    """How far the middles of two are apart, in lengths of the longer; a code is no card."""
    if (one.card is None) != (other.card is None):
        return math.inf
    away = float(np.linalg.norm(one.corners.mean(0) - other.corners.mean(0)))
    return away / max(one.length, other.length)


def _speed(before: _Known, now: _Known) -> float:
    away = float(np.linalg.norm(now.corners - before.corners, axis=1).max())
    # Held still, corners are told a little otherwise each time.
    return max(0.0, away - 2.0) / max(now.moment - before.moment, 1e-2)
