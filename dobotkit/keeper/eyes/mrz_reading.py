"""Reads a machine-readable zone: its lines, by the rules of ICAO Doc 9303 and its check digits.

A document number mixes letters and digits, and there the network takes O for 0 and the like.
Where a check digit is wrong, look-alikes are exchanged in numbers and optional data, one or two
at a time, as far as the network would not rule them out. If exactly one such repair makes every
check digit right, it is taken; if several do, nobody knows, and that is the answer. A number as
the issuer of specimens writes it is never repaired: then a wrong check digit is what stands on
the card, or what cannot be read.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from dobotkit import mrz
from dobotkit.card_layouts import is_reserved
from dobotkit.errors import MrzError
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.text import Scores, read_scores

__all__ = ["MrzRead", "read_zone", "settle"]

# So wide are lines made for the network: two steps and a half for each character, or more.
_WIDTHS: Final[Mapping[int, int]] = MappingProxyType({30: 640, 36: 640, 44: 800})

# Which characters are taken for each other.
_ALIKE: Final = ("O0QD", "I1L", "S5", "Z2", "B8", "G6")
_REPAIRED: Final = ("number", "optional", "optional_2")
# Natural logarithms: how much worse than the best text another may be and still be thought of;
# how much better it has to be than all others if no check digit tells; and to be called wrong.
_POSSIBLE: Final = 12.0
_CLEAR: Final = 1.5
_CERTAIN: Final = 4.0
_SWAPS: Final = 2


@dataclass(frozen=True, repr=False)
class MrzRead:
    """What was read of a zone.

    Attributes
    ----------
    zone:
        None if it cannot be told. Its check digits may be wrong: then that is certain.
    sure:
        0 to 1.
    repaired:
        How many look-alikes were exchanged.
    """

    zone: mrz.Zone | None
    sure: float
    repaired: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines; none if it cannot be told."""
        return self.zone.lines if self.zone else ()

    def __repr__(self) -> str:
        return f"<zone that was read: {self.zone!r}>"


class _Swap(NamedTuple):
    line: int
    position: int
    now: str
    loss: float


def read_zone(strips: Sequence[Pixels], kind: mrz.Kind) -> MrzRead:
    """Read the lines of a zone.

    Parameters
    ----------
    strips:
        A picture of each line, the right way up: (h, w, 3), uint8, blue, green, red. There is
        nothing else in it, and a little room at its ends.
    kind:
        Which kind of zone it is.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    count, length = mrz.LENGTHS[kind]
    every: list[Scores] = []
    try:
        for line, strip in zip(range(1, count + 1), strips, strict=True):
            allowed = [mrz.allowed(kind, line, one) for one in range(1, length + 1)]
            every.append(read_scores(strip, allowed, width=_WIDTHS[length]))
        return settle(kind, every)
    finally:
        for scores in every:
            scores.wipe()


def settle(kind: mrz.Kind, every: Sequence[Scores]) -> MrzRead:
    """Say what stands in a zone, from how good each character is at each position of its lines."""
    best = [scores.best for scores in every]
    lines = tuple(one.text for one in best)
    sure = min(one.sure for one in best)
    zone = _parsed(lines)
    if zone is None:
        return MrzRead(None, sure)
    unchecked = min(
        (
            every[place.line - 1].gap(position - 1)
            for field in mrz.FIELDS[kind].values()
            for place in [field.place]
            for position in range(place.first, place.last + 1)
            if not mrz.covered_by(kind, place.line, position) and not field.name.endswith("_check")
        ),
        default=np.inf,
    )
    if unchecked < _CLEAR:
        return MrzRead(None, sure)
    if zone.valid:
        # Some look-alikes have the same check digits, 6 and G, 1 and L: the picture decides.
        rivals = (one for one in _repairs(kind, every, lines, _CERTAIN))
        return MrzRead(None, sure) if any(rivals) else MrzRead(zone, sure)
    if is_reserved(zone.number):
        return MrzRead(zone, sure) if _is_certain(kind, every, zone) else MrzRead(None, sure)
    fitting = list(itertools.islice(_repairs(kind, every, lines, _POSSIBLE), 2))
    if len(fitting) == 1:
        (swaps,) = fitting
        return MrzRead(_parsed(_swapped(lines, swaps)), sure, len(swaps))
    certain = not fitting and _is_certain(kind, every, zone)
    return MrzRead(zone if certain else None, sure)


def _is_certain(kind: mrz.Kind, every: Sequence[Scores], zone: mrz.Zone) -> bool:
    """Whether a wrong check digit is one that stands there, and not one that was misread."""
    known = is_reserved(zone.number)
    number = mrz.FIELDS[kind]["number"].place
    for check in zone.checks:
        if check.right:
            continue
        own = mrz.Place(check.line, check.position, check.position)
        for place in (*check.covers, own):
            for position in range(place.first, place.last + 1):
                scores = every[place.line - 1]
                # A digit of such a number is no letter.
                among = None
                if known and (place.line, position) in number:
                    among = (
                        string.digits if zone.number[position - number.first].isdigit() else None
                    )
                if scores.gap(position - 1, among) < _CERTAIN:
                    return False
    return True


def _repairs(
    kind: mrz.Kind, every: Sequence[Scores], lines: tuple[str, ...], limit: float
) -> Iterator[tuple[_Swap, ...]]:
    """Yield what may be exchanged so that every check digit is right."""
    swaps = list(_swaps(kind, every, lines, limit))
    for count in range(1, _SWAPS + 1):
        for some in itertools.combinations(swaps, count):
            places = {(one.line, one.position) for one in some}
            if len(places) < count or sum(one.loss for one in some) > limit:
                continue
            zone = _parsed(_swapped(lines, some))
            if zone is not None and zone.valid:
                yield some


def _swaps(
    kind: mrz.Kind, every: Sequence[Scores], lines: tuple[str, ...], limit: float
) -> Iterator[_Swap]:
    for name in _REPAIRED:
        field = mrz.FIELDS[kind].get(name)
        if field is None:
            continue
        place = field.place
        for position in range(place.first, place.last + 1):
            was = lines[place.line - 1][position - 1]
            scores = every[place.line - 1]
            for now in {one for some in _ALIKE if was in some for one in some if one != was}:
                loss = scores.loss(position - 1, now)
                if loss <= limit:
                    yield _Swap(place.line, position, now, loss)


def _parsed(lines: tuple[str, ...]) -> mrz.Zone | None:
    """Return a zone, also with wrong check digits; None if it has a 31st of February."""
    try:
        return mrz.parse(lines)
    except MrzError:
        return None


def _swapped(lines: tuple[str, ...], swaps: Sequence[_Swap]) -> tuple[str, ...]:
    found = [list(one) for one in lines]
    for one in swaps:
        found[one.line - 1][one.position - 1] = one.now
    return tuple("".join(one) for one in found)
