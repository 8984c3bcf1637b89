"""Numbers about a class from which no small group can be worked out.

A count is shown if at least ``K`` people are counted, and at least ``K`` are not
(two-sided: "all but two have finished" is as telling as "two have not"), and if neither
follows for another group from everything that was shown of this class before: that is
primary suppression, secondary (complementary) suppression and a defence against
differencing in one, because :mod:`~dobotkit.keeper.people.trackers` looks at all shown
counts together. What is shown is rounded to a multiple of ``ROUND_TO``.

Why a count is hidden is said with one rule for all three reasons. Which of them it was
would be an answer: hidden for its own size, or only to protect another, tells which of
the two is the small one [1]_. (Even so a refusal says something; LIMITS.md.)

And time: what is counted is the class as it was at one moment. A new moment comes after
five minutes at the earliest, and only when ``K`` people have come, gone or changed an
answer; else who watches the numbers while one child answers would see the answer.

Not covered: that a number is refused at all is decided from the true counts, and so tells
something (simulatable auditing [4]_ would not, and would show hardly anything of so small a
class); who is counted can take herself out, and then looks at groups of four; several pupils
who put the numbers of their sessions together; that two groups of five or more happen to
have all given the same answer; that nobody of those who changed an answer changed this one.

References
----------
.. [1] A. Hundepohl et al., "Statistical Disclosure Control", Wiley 2012, chapter 4.
.. [2] L. Willenborg, T. de Waal, "Elements of Statistical Disclosure Control", Springer
   2001: rounding, and why it alone does not suffice.
.. [3] Statistics New Zealand publishes its census counts rounded to multiples of 3.
.. [4] K. Kenthapadi, N. Mishra, K. Nissim, "Simulatable auditing", PODS 2005, 118-127.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from dobotkit.keeper.people.trackers import MOST_NUMBERS, isolates

__all__ = ["EVERY_S", "ROUND_TO", "Guard", "K", "Number", "Rule", "Where", "fits", "rounded"]

K: Final = 5
"""The smallest group about which anything is shown."""

ROUND_TO: Final = 3
"""Shown counts are multiples of this.

So that a number that moves while one pupil answers does not say so each time, and looks
no more exact than it is. The nearest multiple, always the same: drawn anew each time,
the true count would be the mean of many answers. 3, because in a class of two dozen
5 would leave three numbers to show.
"""

EVERY_S: Final = 300.0
"""Seconds between two moments of which numbers are shown."""

Rule = Literal["shown", "small-class", "small-group", "enough-asked"]

Record = Mapping[str, str]
Where = Mapping[str, frozenset[str]]
"""For some attributes, the values that are counted; others may have any value."""


def rounded(count: int) -> int:
    """Return the multiple of ``ROUND_TO`` that is nearest."""
    return ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)


@dataclass(frozen=True, slots=True)
class Number:
    """A count that is shown, or hidden.

    Attributes
    ----------
    shown:
        Rounded; None if it is hidden.
    rule:
        Why it is hidden, or ``"shown"``.
    earlier:
        How many counts had been shown of this class when it was asked for.
    """

    shown: int | None
    rule: Rule
    earlier: int


@dataclass(slots=True)
class _Moment:
    """The class as it was when it was looked at."""

    at: float
    records: dict[int, Record] = field(default_factory=dict)


class Guard:
    """What may be said about one class; remembers what was said.

    Parameters
    ----------
    attributes:
        What is known of everybody, each with all its possible values.
    clock:
        Seconds.
    k:
        The smallest group about which anything is shown.
    visible:
        What everybody in the room can see of everybody: who asks how many of the chess
        club have finished knows already who is in it. How many that are counts as shown,
        so that those who have not finished are looked at as well.

    Attributes
    ----------
    log:
        Which counts were shown, in order.
    """

    def __init__(
        self,
        attributes: Mapping[str, tuple[str, ...]],
        clock: Callable[[], float],
        *,
        k: int = K,
        visible: Collection[str] = (),
    ) -> None:
        self._clock = clock
        self._visible = frozenset(visible)
        self._k = k
        self._attributes = dict(attributes)
        self._moment: _Moment | None = None
        self.log: list[Where] = []
        # Each size of the class and each count that was shown has a bit. A person is what
        # it was counted in, and so is each kind of people that could be.
        self._known = 0
        self._shown = 0
        self._bits: dict[int, int] = {}
        self._gone: list[int] = []
        self._kinds: dict[tuple[str, ...], int] = dict.fromkeys(
            itertools.product(*self._attributes.values()), 0
        )
        # For each size: the counts of those people.
        self._counts_of: dict[int, int] = {}

    def look(self, records: Mapping[int, Record]) -> float:
        """Look at the class again if it is time to; return how old the last look is, in seconds."""
        now = self._clock()
        if self._moment is None or (
            now - self._moment.at >= EVERY_S and self._changed(records) >= self._k
        ):
            before = set(self._bits)
            self._moment = _Moment(now, {who: dict(one) for who, one in records.items()})
            self._gone.extend(self._bits.pop(who) for who in before - set(records))
            for who in records:
                self._bits.setdefault(who, 0)
            self._everybody_sees_the_size()
        return now - self._moment.at

    @property
    def size(self) -> int:
        """How many people were in the class at the last look; everybody can see that anyhow."""
        return len(self._moment.records) if self._moment else 0

    @property
    def seen(self) -> Mapping[int, Record]:
        """The class as it was at the last look, without who was forgotten since."""
        return dict(self._people())

    def count(self, where: Where) -> Number:
        """Return how many people are as ``where`` says, if that may be shown."""
        if self.size < self._k:
            return Number(None, "small-class", len(self.log))
        people = self._people()
        counted = {who for who, one in people.items() if fits(one, where)}
        if not self._new(where):
            return Number(rounded(len(counted)), "shown", len(self.log))
        if (self._known | self._shown).bit_count() > MOST_NUMBERS - 2:
            return Number(None, "enough-asked", len(self.log))
        if not self._k <= len(counted) <= self.size - self._k:
            return Number(None, "small-group", len(self.log))
        group = {name: values for name, values in where.items() if name in self._visible}
        new = [where] if group == where or not self._new(group) else [group, where]
        if self._would_isolate(new):
            return Number(None, "small-group", len(self.log))
        earlier = len(self.log)
        for one in new:
            self._put(one, 1 << self._asked)
        self.log.append(dict(where))
        return Number(rounded(len(counted)), "shown", earlier)

    def table(self, cells: Iterable[Where]) -> list[Number]:
        """Return the counts of a table, as many of them as may be shown.

        The large ones are asked for first: what has to be hidden so that something else
        cannot be worked out is then a small one, which says least.
        """
        asked = list(cells)
        people = self._people().values()
        sizes = [sum(fits(one, where) for one in people) for where in asked]
        numbers: dict[int, Number] = {}
        for index in sorted(range(len(asked)), key=lambda i: (-sizes[i], i)):
            numbers[index] = self.count(asked[index])
        return [numbers[index] for index in range(len(asked))]

    def forget(self, who: int) -> bool:
        """Forget one person, also in what was looked at; return whether there was one.

        Of a person who was counted it stays which counts that was, without anything else:
        else the next count would tell, by what it lacks, who has gone. From now on no
        count includes the person.
        """
        if self._moment is None or self._moment.records.pop(who, None) is None:
            return False
        self._gone.append(self._bits.pop(who))
        self._everybody_sees_the_size()
        return True

    @property
    def _asked(self) -> int:
        return (self._known | self._shown).bit_length()

    def _people(self) -> dict[int, Record]:
        return self._moment.records if self._moment else {}

    def _changed(self, records: Mapping[int, Record]) -> int:
        before = self._people()
        return sum(before.get(who) != records.get(who) for who in {*before, *records})

    def _everybody_sees_the_size(self) -> None:
        bit = 1 << self._asked
        for who in self._bits:
            self._bits[who] |= bit
        self._known |= bit
        self._counts_of[bit] = 0

    def _put(self, where: Where, bit: int) -> None:
        for who, one in self._people().items():
            if fits(one, where):
                self._bits[who] |= bit
        for kind in self._kinds:
            if self._fits_kind(kind, where):
                self._kinds[kind] |= bit
        self._shown |= bit
        self._counts_of[max(self._counts_of)] |= bit

    def _would_isolate(self, new: Sequence[Where]) -> bool:
        bits = [1 << self._asked + index for index in range(len(new))]
        columns: dict[int, int] = {}
        for person in self._gone:
            columns[person] = columns.get(person, 0) + 1
        for who, one in self._people().items():
            now = sum(bit * fits(one, where) for bit, where in zip(bits, new, strict=True))
            columns[self._bits[who] | now] = columns.get(self._bits[who] | now, 0) + 1
        # Nobody may be of a kind, or only one, who has come late or has gone since.
        latest = max(self._counts_of)
        for sizes in {person & self._known for person in columns}:
            counts = self._counts(sizes) | sum(bits) * bool(sizes & latest)
            for kind, before in self._kinds.items():
                now = sum(
                    bit * self._fits_kind(kind, where) for bit, where in zip(bits, new, strict=True)
                )
                columns.setdefault(sizes | (before | now) & counts, 0)
        return isolates(columns, self._known, self._shown | sum(bits), self._k)

    def _counts(self, sizes: int) -> int:
        counts = 0
        for size, bits in self._counts_of.items():
            if sizes & size:
                counts |= bits
        return counts

    def _fits_kind(self, kind: tuple[str, ...], where: Where) -> bool:
        return fits(dict(zip(self._attributes, kind, strict=True)), where)

    def _new(self, where: Where) -> bool:
        """Whether this count was not shown before, of the class as it is looked at."""
        if not where:
            return False
        now = self._counts_of[max(self._counts_of)]
        return not any(
            now >> at & 1
            and all(
                bits >> at & 1 == self._fits_kind(kind, where) for kind, bits in self._kinds.items()
            )
            for at in range(now.bit_length())
        )


def fits(one: Record, where: Where) -> bool:
    """Whether somebody is counted."""
    return all(one[name] in values for name, values in where.items())
