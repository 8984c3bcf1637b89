"""What lesson 09 uses after a no: a door without a camera, and what was seen at another one.

::

    from dobotkit.lesson import on_paper

    door = on_paper.Door()      # no camera, no permission, no keeper
    with door.visitors(why="see whether somebody comes back") as visitors:
        door.invite(8)
        print(visitors.look())

Nothing is compared here. How similar the faces of three drawn people were to each other was
measured once, with the camera, and stands in this file; what is told has the same type and the
same words, so that every step of the lesson goes on. Who says no loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import Final, NamedTuple, Self

from dobotkit.errors import VisitorsForgotten, WrongValue
from dobotkit.geometry import Box
from dobotkit.scene import Forgotten, Picture, Sightings, Visitor
from dobotkit.visitor_messages import LABELS, LASTS_S
from dobotkit.visitors import check_threshold

__all__ = ["Door", "Visitors"]

_NOTE: Final = "On paper: no camera has looked, and nothing was compared."
_THRESHOLD: Final = 0.56

# Similarities as they were measured with the virtual camera: of a person to the first time
# that he or she came, in the order of visits; of two people; and of a photo to its person.
_AGAIN: Final[Mapping[int, tuple[float, ...]]] = {
    8: (0.90, 0.93, 0.91),
    12: (0.92, 0.94, 0.89),
    30: (0.93, 0.93, 0.94),
}
_STRANGERS: Final[Mapping[frozenset[int], float]] = {
    frozenset((8, 12)): 0.38,
    frozenset((8, 30)): 0.31,
    frozenset((12, 30)): 0.43,
}
_PHOTO: Final = 0.90


class _Guest(NamedTuple):
    number: int
    photo: bool


class Door:
    """A door without a camera: it knows how three drawn people were compared at another one."""

    on = False

    def __init__(self) -> None:
        self._there: tuple[_Guest, ...] = ()

    def invite(self, *people: int, photo: bool = False) -> None:
        """Let somebody come to the door; who was there goes.

        Parameters
        ----------
        *people:
            Their numbers: 8, 12 and 30 are written down.
        photo:
            Not they come, but somebody who holds a photo of them.

        Raises
        ------
        WrongValue
            Of one of them nothing was written down.
        """
        known = ", ".join(map(str, _AGAIN))
        for number in people:
            if isinstance(number, bool) or number not in _AGAIN:
                raise WrongValue(
                    f"On paper there is no visitor {number!r:.20}.", f"There are only: {known}."
                )
        if not people or len(set(people)) < len(people):
            raise WrongValue(
                "On paper each visitor comes once at a time, and somebody has to come.",
                f"Invite one or more of {known}: door.invite(8)",
            )
        self._there = tuple(_Guest(number, photo) for number in people)

    def say_goodbye(self) -> None:
        """Let everybody go."""
        self._there = ()

    def visitors(self, *, why: str) -> Visitors:
        """Read what was written down, for the lines of one ``with``.

        Parameters
        ----------
        why:
            What for: every answer is bound to it.

        Raises
        ------
        WrongValue
            That is no reason.
        """
        if not isinstance(why, str) or not why.strip():
            raise WrongValue(
                f"Comparing needs a reason, and {why!r:.40} is none.",
                'Say what for: door.visitors(why="see whether somebody comes back")',
            )
        return Visitors(self, why.strip())

    def close(self) -> None:
        """Let everybody go, as a camera that is closed does not see anybody."""
        self.say_goodbye()

    @property
    def there(self) -> tuple[_Guest, ...]:
        """Who stands at the door."""
        return self._there

    def __repr__(self) -> str:
        return "<a door on paper: no camera, nothing is compared>"


class Visitors:
    """The same as a camera's visitors, from what was written down."""

    def __init__(self, door: Door, why: str) -> None:
        self._door = door
        self._why = why
        # Whose place in the drawer it is; the letter is the place.
        self._drawer: list[int] = []
        self._visits = {number: cycle(values) for number, values in _AGAIN.items()}
        self._threshold = _THRESHOLD
        self._begun = False

    @property
    def why(self) -> str:
        """What for."""
        return self._why

    @property
    def on(self) -> bool:
        """Whether the block runs."""
        return self._begun

    @property
    def count(self) -> int:
        """How many visitors it would remember."""
        return len(self._drawer)

    @property
    def seconds_left(self) -> int:
        """How long until it would be forgotten by itself (s); 0 when the block is over."""
        return int(LASTS_S) if self._begun else 0

    @property
    def threshold(self) -> float:
        """From which similarity on it counts as the same visitor, from 0 to 1."""
        return self._threshold

    @threshold.setter
    def threshold(self, threshold: float | None) -> None:
        self._threshold = _THRESHOLD if threshold is None else check_threshold(threshold)

    def look(self) -> Sightings:
        """Tell of each visitor whether he or she was there before, in this block.

        Raises
        ------
        VisitorsForgotten
            The block is over.
        """
        self._check()
        taken: set[int] = set()
        told = [self._told(guest, at, taken) for at, guest in enumerate(self._door.there)]
        return Sightings(
            self._why,
            [one for one in told if one is not None],
            Picture(b"", 0, 0, _NOTE),
            unnamed=told.count(None),
            notes=(_NOTE,),
        )

    def forget(self) -> Forgotten:
        """Forget all visitors, and go on: the next one is A again.

        Raises
        ------
        VisitorsForgotten
            The block is over.
        """
        self._check()
        gone = Forgotten(len(self._drawer))
        self._drawer.clear()
        return gone

    def _told(self, guest: _Guest, at: int, taken: set[int]) -> Visitor | None:
        """Tell of one visitor, if a letter is left; two in one look are two visitors."""
        alike = {
            place: self._similarity(guest, number)
            for place, number in enumerate(self._drawer)
            if place not in taken
        }
        place = max(alike, key=lambda one: alike[one], default=None)
        similarity = None if place is None else alike[place]
        before = similarity is not None and similarity >= self._threshold
        if place is None or not before:
            place = len(self._drawer)
            if place == len(LABELS):
                return None
            self._drawer.append(guest.number)
        taken.add(place)
        return Visitor(
            self._why,
            LABELS[place],
            seen_before=before,
            similarity=similarity,
            threshold=self._threshold,
            box=Box(200.0 + 300.0 * at, 200.0, 150.0, 200.0),
            score=0.93,
        )

    def _similarity(self, guest: _Guest, number: int) -> float:
        if guest.number != number:
            return _STRANGERS[frozenset((guest.number, number))]
        return _PHOTO if guest.photo else next(self._visits[number])

    def _check(self) -> None:
        if not self._begun:
            raise VisitorsForgotten(
                "This block is over, and its visitors are forgotten.",
                'Begin again: with door.visitors(why="…") as visitors:',
            )

    def __enter__(self) -> Self:
        self._begun = True
        return self

    def __exit__(self, *_: object) -> None:
        self._begun = False
        self._drawer.clear()

    def __repr__(self) -> str:
        return f"<Visitors on paper, {'on' if self._begun else 'off'}: {self._why}>"
