"""A made-up class for lesson 11: two dozen pupils who do not exist, and who may be counted.

They are drawn with a seed, so that the lesson can say what there is to be found; no number
in here comes from a real class. Every session has a class of its own, with its own memory of
what was shown of it: what one pupil asks takes nothing away from another.
"""

from __future__ import annotations

import functools
import random
import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from dobotkit.class_messages import (
    ATTRIBUTES,
    Asked,
    ClassAsk,
    ClassJoined,
    ClassList,
    ClassNumber,
    ClassNumbers,
    ClassOpen,
    ClassPupil,
    CountClass,
    CountOpenly,
    JoinClass,
    LeaveClass,
    ListOpenly,
)
from dobotkit.keeper.people.aggregate import ROUND_TO, Guard, K, Where, fits
from dobotkit.keeper.people.holder import Key
from dobotkit.keeper.people.words import draw
from dobotkit.people_messages import HeldEntry

__all__ = ["VISIBLE", "MadeUpClasses", "invented"]

VISIBLE = ("club", "travel", "glasses")
"""What everybody in a classroom can see of everybody; only "finished" is not seen."""

_PUPILS = 24
# Found by trying: in this class there is one with glasses in the chess club, who has not
# finished; and none of the four counts that give it away is below five.
_SEED = 58750
_GLASSES = ("no", "no", "no", "yes")

ClassTell = ClassNumbers | ClassOpen | ClassList | ClassJoined

# The invented pupils have numbers here; the drawn one has this.
_YOU = -1


def _drawn(rng: random.Random) -> dict[str, str]:
    return {
        "club": rng.choice(ATTRIBUTES["club"]),
        "travel": rng.choice(ATTRIBUTES["travel"]),
        "glasses": rng.choice(_GLASSES),
        "finished": rng.choice(ATTRIBUTES["finished"]),
    }


@functools.cache
def invented() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the pupils of the made-up class: a pseudonym, and what is invented about each."""
    rng = random.Random(_SEED)  # noqa: S311 - the same class for everybody, and no secret
    answers = [_drawn(rng) for _ in range(_PUPILS)]
    names: list[str] = []
    for _ in answers:
        names.append(draw(rng, names))
    return tuple(zip(names, map(MappingProxyType, answers), strict=True))


class _Class:
    """The made-up class of one session."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.guard = Guard(ATTRIBUTES, clock, visible=VISIBLE)
        self.you: dict[str, str] = {}

    @property
    def pupils(self) -> dict[int, Mapping[str, str]]:
        """Everybody by number."""
        pupils: dict[int, Mapping[str, str]] = {
            number: answers for number, (_, answers) in enumerate(invented())
        }
        return pupils | ({_YOU: self.you} if self.you else {})

    def count(self, cells: Iterable[Asked]) -> ClassNumbers:
        """Count what may be shown."""
        age = self.guard.look(self.pupils)
        numbers = self.guard.table(_where(cell) for cell in cells)
        return ClassNumbers(
            numbers=tuple(
                ClassNumber(shown=one.shown, rule=one.rule, earlier=one.earlier) for one in numbers
            ),
            size=self.guard.size,
            age=age,
            smallest=K,
            multiple=ROUND_TO,
        )

    def count_openly(self, cells: Iterable[Asked]) -> ClassOpen:
        """Count exactly."""
        pupils = self.pupils.values()
        counts = tuple(sum(fits(one, _where(cell)) for one in pupils) for cell in cells)
        return ClassOpen(counts=counts, size=len(pupils))

    def list_openly(self) -> ClassList:
        """List everybody."""
        you = [_pupil("you", self.you)] if self.you else []
        return ClassList(pupils=(*(_pupil(*one) for one in invented()), *you))

    def join(self, rng: random.Random) -> ClassJoined:
        """Be one of it; who is one already stays as they are."""
        self.you = self.you or _drawn(rng)
        return ClassJoined(pupil=_pupil("you", self.you))

    def leave(self) -> ClassJoined:
        """Be none of it any more."""
        self.you = {}
        self.guard.forget(_YOU)
        return ClassJoined(pupil=None)


class MadeUpClasses:
    """The made-up classes of all sessions.

    Parameters
    ----------
    clock:
        Seconds.
    """

    rows = ("class-character", "class-number")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._classes: dict[Key, _Class] = {}
        # What is drawn for who joins is told to nobody beforehand.
        self._chance = random.SystemRandom()
        # One after the other, for all sessions: counting keeps a processor busy, and what
        # brakes an arm has to find it free.
        self._counting = threading.Lock()

    def work(self, key: Key, ask: ClassAsk) -> Callable[[], ClassTell]:
        """Return what answers a question about the class of one session, when it is called.

        It takes a while, and has of the session nothing but its class: it may be called when
        the session is over.
        """
        if key not in self._classes:
            self._classes[key] = _Class(self._clock)
        group = self._classes[key]
        work: Callable[[], ClassTell]
        match ask:
            case CountClass(cells=cells):
                work = functools.partial(group.count, cells)
            case CountOpenly(cells=cells):
                work = functools.partial(group.count_openly, cells)
            case ListOpenly():
                work = group.list_openly
            case JoinClass():
                work = functools.partial(group.join, self._chance)
            case LeaveClass():
                work = group.leave
        return functools.partial(self._in_turn, work)

    def _in_turn(self, work: Callable[[], ClassTell]) -> ClassTell:
        with self._counting:
            return work()

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return what a session has in its made-up class."""
        if key not in self._classes:
            return ()
        group = self._classes[key]
        you = tuple(
            HeldEntry(row="class-character", what=f"your drawn pupil: {name}", value=value)
            for name, value in group.you.items()
        )
        shown = HeldEntry(
            row="class-number",
            what="counts that the shield has shown, and remembers",
            value=str(len(group.guard.log)),
        )
        return (*you, shown)

    def delete(self, key: Key) -> int:
        """Forget a session's class, with its drawn pupil and all that was shown of it."""
        gone = len(self.access(key))
        self._classes.pop(key, None)
        return gone


def _pupil(pseudonym: str, answers: Mapping[str, str]) -> ClassPupil:
    return ClassPupil.model_validate({"pseudonym": pseudonym, **answers})


def _where(asked: Asked) -> Where:
    given = {name: frozenset(getattr(asked, name)) for name in ATTRIBUTES}
    # To allow every value is to ask nothing.
    return {
        name: values
        for name, values in given.items()
        if values and values != frozenset(ATTRIBUTES[name])
    }
