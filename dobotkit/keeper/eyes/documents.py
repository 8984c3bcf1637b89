"""From what is written on a card to what may be said about it.

Whoever holds such text is a process that ends with the look (``card_process.py``). What comes
out here are answers to what was asked, in words of closed lists: no name, no number but two
digits, no date, no line.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from dobotkit import mrz
from dobotkit.card_layouts import ISSUER, LAYOUTS
from dobotkit.errors import MrzError
from dobotkit.keeper.eyes.specimen_only import is_specimen
from dobotkit.scene import CardAsk, CardFault, NotRead

__all__ = ["MayBeSaid", "Needed", "Read", "claims_of", "needed"]

# A printed field that is read less surely than this is not compared.
_READ: Final = 0.6
# And one that differs is called so only if it was read as surely as this: else it is unread.
_DIFFERS: Final = 0.9
# Of a name, so much has to be the same: accents and small letters are read less well.
_SAME_NAME: Final = 0.6
_AGES: Final[Mapping[CardAsk, int]] = MappingProxyType(
    {"over 13": 13, "over 14": 14, "over 16": 16, "over 18": 18}
)
_TROUBLES: Final[Mapping[str, NotRead]] = MappingProxyType(
    {"too small": "too small", "blurred": "blurred", "no specimen": "no specimen"}
)
# Letters and digits that look like each other, as one of them.
_FOLDED: Final = str.maketrans("OQDILZSGB", "000112568")
# Day, month and year with four digits.
_DAY_LETTERS: Final = 8


class Read(Protocol):
    """What was read on a card: see :class:`dobotkit.keeper.eyes.card_text.CardText`."""

    @property
    def zone(self) -> mrz.Zone | None:
        """The machine-readable zone; None if it could not be read."""

    @property
    def fields(self) -> Mapping[str, tuple[str, float]]:
        """What is printed in each zone of the layout, and how sure that is, from 0 to 1."""

    @property
    def code(self) -> str | None:
        """What its code says; None if there is none, or it could not be read."""

    @property
    def trouble(self) -> str | None:
        """Why it could not be read."""

    @property
    def sure(self) -> float:
        """How sure all of it is, from 0 to 1."""


class MayBeSaid(NamedTuple):
    """What may be said about a card.

    Attributes
    ----------
    claims:
        The fields of :class:`~dobotkit.claim_messages.ClaimsTold`, as JSON has them; None if
        nothing may be said.
    not_read:
        Why nothing is said.
    """

    claims: dict[str, Any] | None
    not_read: NotRead


class Needed(NamedTuple):
    """What has to be read beside the zone: what nobody needs is not read at all.

    Attributes
    ----------
    fields:
        Zones of the layout, by name.
    code:
        Whether its code as well.
    """

    fields: frozenset[str]
    code: bool


def needed(asks: Sequence[CardAsk]) -> Needed:
    """Say what has to be read of a card to answer some questions."""
    if "valid" in asks:
        return Needed(frozenset(_COMPARED), code=True)
    # An age is told if the printed birth date does not contradict it.
    ages = any(ask in _AGES for ask in asks)
    return Needed(frozenset({"birth"} if ages else ()), code=False)


def claims_of(text: Read, *, asks: Sequence[CardAsk], today: dt.date) -> MayBeSaid:
    """Say what may be said about a card: what was asked, and only of a specimen.

    Parameters
    ----------
    text:
        What was read on it.
    asks:
        What is asked.
    today:
        By which day it has expired or not, and somebody is old enough or not.
    """
    zone = text.zone
    if zone is None:
        return MayBeSaid(None, _TROUBLES.get(text.trouble or "", "unclear"))
    if not is_specimen(zone):
        return MayBeSaid(None, "no specimen")
    sure = round(min(1.0, max(0.0, text.sure)), 2)
    looked = _look_through(text, zone, today)
    said: dict[str, Any] = {"asked": list(asks), "sure": sure}
    for ask in asks:
        said |= _answer(ask, zone, looked, today)
    return MayBeSaid(said, "not asked")


def _answer(ask: CardAsk, zone: mrz.Zone, looked: _Looked, today: dt.date) -> dict[str, Any]:
    """Answer one question."""
    match ask:
        case "kind":
            return {"document": _document(zone)}
        case "valid":
            return {"valid": looked.valid, "faults": list(looked.faults)}
        case "expired":
            return {"expired": looked.expired}
        case "masked number":
            # What a check digit contradicts is nobody's number.
            return {"number_ends": zone.number[-2:] if _right(zone, "number") else None}
        case "issuing state":
            return {"issuing_state": ISSUER}
        case _:
            years = _AGES[ask]
            sure = _right(zone, "birth") and "birth" not in looked.differing
            return {f"over_{years}": zone.birth.age_at_least(years, today) if sure else None}


class _Looked(NamedTuple):
    valid: bool | None
    faults: tuple[CardFault, ...]
    expired: bool | None
    # Printed fields that differ from the zone.
    differing: frozenset[str]


def _look_through(text: Read, zone: mrz.Zone, today: dt.date) -> _Looked:
    """Say what speaks against a card."""
    expired = zone.expiry.is_past(today) if _right(zone, "expiry") else None
    compared = {name: _compare(name, text.fields.get(name), zone) for name in _COMPARED}
    differing = frozenset(name for name, same in compared.items() if same is False)
    faults: list[CardFault] = []
    if not zone.valid:
        faults.append("check digit")
    if expired:
        faults.append("expired")
    if differing:
        faults.append("printed")
    if text.code is not None and not _fits(text.code, zone):
        faults.append("code")
    if faults:
        return _Looked(False, tuple(faults), expired, differing)
    # Nothing speaks against it; but was there enough to look at?
    if any(compared[name] is None for name in _NEEDED):
        faults.append("unread")
    if expired is None:
        faults.append("date")
    return _Looked(None if faults else True, tuple(faults), expired, differing)


# What is compared with the zone, and what of it has to be read before a card is called valid:
# whoever scratches out a date does not make it right.
_COMPARED: Final = ("number", "birth", "expiry", "surname", "given names", "nationality")
_NEEDED: Final = ("number", "birth", "expiry")


def _compare(name: str, read: tuple[str, float] | None, zone: mrz.Zone) -> bool | None:
    """Whether a printed field says what the zone says; None if it was not read well enough."""
    if read is None or read[1] < _READ or not read[0].strip():
        return None
    said, sure = read
    if name in ("birth", "expiry"):
        same = _same_day(said, zone.birth if name == "birth" else zone.expiry)
    elif name in ("surname", "given names"):
        same = _same_name(said, zone.surname if name == "surname" else zone.given_names)
    else:
        wanted = zone.number if name == "number" else zone.nationality
        same = _folded(said) == _folded(wanted)
    if same is False and sure < _DIFFERS:
        return None
    return same


def _same_day(said: str, date: mrz.Date) -> bool | None:
    """Whether a printed date, day month year, is one of the zone; None if it is no date."""
    digits = _folded(said)
    if len(digits) != _DAY_LETTERS or not digits.isdecimal():
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[6:])
    known = ((date.day, day), (date.month, month), (date.year, year))
    return all(of_zone in (None, printed) for of_zone, printed in known)


def _same_name(said: str, name: str) -> bool | None:
    """Whether a printed name may be one of the zone; None if its letters have no other form."""
    try:
        written = mrz.transliterate(said).replace(mrz.FILLER, " ")
    except MrzError:
        return None
    # A long name is cut in the zone.
    return difflib.SequenceMatcher(None, written[: len(name)], name).ratio() >= _SAME_NAME


def _fits(code: str, zone: mrz.Zone) -> bool:
    """Whether a code says the lines of the zone, or the state and the number in it."""
    return code in ("\n".join(zone.lines), f"{zone.issuing_state}:{zone.number}")


def _folded(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum()).translate(_FOLDED)


def _right(zone: mrz.Zone, name: str) -> bool:
    """Whether no check digit over a field is wrong."""
    return all(check.right for check in zone.checks if check.name == name)


def _document(zone: mrz.Zone) -> str | None:
    """Which kind of document a zone belongs to; None if it is none of the kit's."""
    kinds = {
        layout.document
        for layout in LAYOUTS.values()
        if layout.mrz == zone.kind and layout.document_code == zone.document_code
    }
    return kinds.pop() if len(kinds) == 1 else None
