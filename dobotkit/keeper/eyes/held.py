"""Keeps covers where they were for a moment, so that no face shows between two pictures.

A finder blinks: somebody turns their head, the light changes, and for one picture of ten it
finds nothing. In a live picture that is enough to be recognised. So a face that was found stays
covered a little longer, and the cover grows as the face may have moved.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from dobotkit.keeper.eyes.held_cards import PAUSE_S, HeldCards
from dobotkit.keeper.eyes.hiding import Rectangle

__all__ = ["HELD_S", "PAUSE_S", "Held"]

HELD_S: Final = 0.7
"""So long a face stays covered after it was found for the last time."""

# The same face is not farther away from one picture to the next, in widths of it.
_SAME: Final = 0.75
# And a cover grows by so much of its face within HELD_S, even if that stood still.
_RESTLESS: Final = 0.3
# At most: what goes faster than this is another face, in widths a second.
_FASTEST: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Known:
    face: Rectangle
    moment: float
    # In pixels a second.
    speed: float = 0.0

    def now(self, moment: float) -> Rectangle:
        """Where it may be by now: its box, grown on all sides."""
        x, y, width, height = self.face
        age = moment - self.moment
        more = max(width, height) * _RESTLESS * min(1.0, age / HELD_S)
        more += min(self.speed, _FASTEST * width) * min(age, HELD_S)
        return (x - more, y - more, width + 2 * more, height + 2 * more)


class Held:
    """What one camera has covered lately. It knows places, and nothing else about anybody.

    Parameters
    ----------
    clock:
        Tells the time in seconds.

    Attributes
    ----------
    cards:
        Where cards were lately.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._size = (0, 0)
        self._last = -math.inf
        self._known: tuple[_Known, ...] = ()
        self.cards = HeldCards(clock)

    def forget(self) -> None:
        """Hold nothing of what was before."""
        self._forget_faces()
        self.cards.forget()

    def _forget_faces(self) -> None:
        self._known = ()

    def with_held(
        self, found: Iterable[Rectangle], size: tuple[int, int], *, live: bool
    ) -> list[Rectangle]:
        """Return what to cover now: what was found, and what was lately.

        Parameters
        ----------
        found:
            The boxes of the faces that were found in this picture, in its pixels.
        size:
            Its width and height. With another size the pixels mean other places.
        live:
            Whether this is one picture of many. Then what was found in the one before stays
            covered in this one, however long that took.
        """
        now, before = self._clock(), self._last
        if size != self._size or now - before > PAUSE_S:
            self._forget_faces()
        self._size, self._last = size, now
        new: list[_Known] = []
        missed = list(self._known)
        for face in found:
            same = min(missed, key=lambda one: _apart(one.face, face), default=None)
            if same is None or _apart(same.face, face) > _SAME:
                new.append(_Known(face, now))
                continue
            missed.remove(same)
            new.append(_Known(face, now, _speed(same, face, now)))
        held = [
            one for one in missed if now - one.moment <= HELD_S or (live and one.moment == before)
        ]
        self._known = (*new, *held)
        return [one.now(now) for one in self._known]


def _apart(one: Rectangle, other: Rectangle) -> float:
    """How far the middles of two faces are apart, in widths of the larger."""
    x, y = (one[n] + one[n + 2] / 2 - other[n] - other[n + 2] / 2 for n in (0, 1))
    return math.hypot(x, y) / max(one[2], other[2], 1.0)


def _speed(before: _Known, face: Rectangle, now: float) -> float:
    away = _apart(before.face, face) * max(before.face[2], face[2], 1.0)
    return away / max(now - before.moment, 1e-3)
