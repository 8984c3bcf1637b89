"""How SPECIMEN cards of Utopia are laid out: as data, for drawing and for reading.

All in mm in the card's frame: its origin is the card's upper left corner, x runs to the right
and y down, as the card is read. A rectangle is (x, y, width, height).

The machine-readable zone lies along the lower edge, as ICAO Doc 9303 wants it: characters of
OCR-B's size, ten to the inch. Above its ends, and in the card's upper corners, are markers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = [
    "CARD_NUMBERS",
    "FAULTS",
    "FIRST_YEAR",
    "ISSUER",
    "LARGEST_CLASS",
    "LAST_YEAR",
    "LAYOUTS",
    "MARK_NUMBERS",
    "PITCH_MM",
    "CardMark",
    "Layout",
    "Rectangle",
    "is_reserved",
]

Rectangle = tuple[float, float, float, float]

ISSUER: Final = "UTO"
"""Utopia: ICAO Doc 9303 keeps these letters for specimens; no state has them."""

CARD_NUMBERS: Final = range(800, 900)
"""Numbers of markers, in the dictionary of :mod:`dobotkit.markers`, that are for cards alone."""

PITCH_MM: Final = 2.54
"""From one character of a machine-readable zone to the next: ten to the inch."""

LARGEST_CLASS: Final = 60
"""As many cards of a class are printed at once."""

FIRST_YEAR, LAST_YEAR = 2000, 2090
"""SPECIMEN cards are drawn for a day of these years."""

FAULTS: Final = ("expired", "check digit", "altered date", "not reserved", "other state")
"""What can be wrong with a card, by name.

``"expired"``: it was valid once. ``"check digit"``: one digit of the machine-readable zone was
read or typed wrongly. ``"altered date"``: somebody printed an earlier birth date over the field,
and left the zone. ``"not reserved"``, ``"other state"``: it is none of Utopia's SPECIMENs.
"""

_RESERVED: Final = re.compile("XUT[0-9]{6}")


def is_reserved(number: str) -> bool:
    """Tell whether a document number is one of those that only SPECIMEN cards bear.

    ``XUT`` and six digits. It stands in the machine-readable zone, and check digits cover it:
    a word printed on a card proves nothing.
    """
    return _RESERVED.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class CardMark:
    """A marker on a card.

    Attributes
    ----------
    number:
        Its number in the dictionary, one of :data:`CARD_NUMBERS`.
    middle_mm:
        Where its middle is.
    size_mm:
        How wide and high its black square is; at least 1.4 mm around it are white.
    """

    number: int
    middle_mm: tuple[float, float]
    size_mm: float

    @property
    def corners_mm(self) -> tuple[tuple[float, float], ...]:
        """Its corners: top left, top right, bottom right, bottom left."""
        (x, y), half = self.middle_mm, self.size_mm / 2
        return (
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where what is on a kind of card.

    Attributes
    ----------
    name:
        What it is called: a key of :data:`LAYOUTS`.
    document:
        ``"student card"``, ``"residence card"`` or ``"passport page"``.
    mrz:
        The format of its machine-readable zone: ``"TD1"``, ``"TD2"`` or ``"TD3"``.
    document_code:
        What that zone begins with.
    size_mm:
        Width and height. Its corners are round, with `corner_mm`.
    marks:
        Four markers: top left, top right, bottom right, bottom left.
    mrz_lines:
        A rectangle for each line of the zone; its characters fill the width, and stand in the
        middle of the height.
    zones:
        Where each printed field's value stands, in one line, without what it is called:
        ``"surname"``, ``"given names"``, ``"number"``, ``"birth"``, ``"expiry"``,
        ``"sex"``, ``"nationality"``, and ``"own script"`` for a name in other letters.
    portrait:
        Where the picture of the face is.
    code:
        Where the code is, and which: ``"QR"`` or ``"PDF417"``.
    title, word:
        Where the names of state and document stand, and the word SPECIMEN.
    emblem:
        Where the state's emblem is.
    """

    name: str
    document: str
    mrz: Literal["TD1", "TD2", "TD3"]
    document_code: str
    size_mm: tuple[float, float]
    marks: tuple[CardMark, CardMark, CardMark, CardMark]
    mrz_lines: tuple[Rectangle, ...]
    zones: Mapping[str, Rectangle]
    portrait: Rectangle
    code: tuple[Rectangle, Literal["QR", "PDF417"]]
    title: Rectangle
    word: Rectangle
    emblem: Rectangle
    corner_mm: float = 3.2


# From an edge of the card to the markers beside it.
_MARGIN: Final = 2.0


def _marks(
    first: int, size: tuple[float, float], marker: float, lower: float
) -> tuple[CardMark, CardMark, CardMark, CardMark]:
    """Four markers: two in the upper corners, two that end at a height above the zone."""
    left, right = _MARGIN + marker / 2, size[0] - _MARGIN - marker / 2
    top, bottom = _MARGIN + marker / 2, lower - marker / 2
    return (
        CardMark(first, (left, top), marker),
        CardMark(first + 1, (right, top), marker),
        CardMark(first + 2, (right, bottom), marker),
        CardMark(first + 3, (left, bottom), marker),
    )


def _lines(
    width: float, characters: int, tops: tuple[float, ...], high: float
) -> tuple[Rectangle, ...]:
    wide = characters * PITCH_MM
    return tuple(((width - wide) / 2, top, wide, high) for top in tops)


# An identity card (ID-1 of ISO/IEC 7810), a large one (ID-2), and a passport's page (ID-3).
_ID1: Final = (85.6, 54.0)
_ID2: Final = (105.0, 74.0)
_ID3: Final = (125.0, 88.0)
_TD1_LINES: Final = _lines(_ID1[0], 30, (38.3, 42.6, 46.9), 4.0)
_TD2_LINES: Final = _lines(_ID2[0], 36, (59.2, 65.2), 4.8)
_TD3_LINES: Final = _lines(_ID3[0], 44, (72.2, 78.6), 5.0)

_STUDENT: Final = Layout(
    name="student",
    document="student card",
    mrz="TD1",
    document_code="IS",
    size_mm=_ID1,
    marks=_marks(800, _ID1, 9.8, 36.4),
    mrz_lines=_TD1_LINES,
    zones={
        "surname": (36.0, 10.8, 35.8, 3.2),
        "given names": (36.0, 16.2, 35.8, 3.2),
        "own script": (36.0, 19.5, 35.8, 2.9),
        "birth": (36.0, 25.0, 18.0, 2.9),
        "sex": (56.6, 25.0, 6.0, 2.9),
        "nationality": (64.0, 25.0, 8.0, 2.9),
        "number": (36.0, 30.4, 18.0, 2.9),
        "expiry": (56.6, 30.4, 15.4, 2.9),
    },
    portrait=(14.0, 9.4, 20.2, 25.2),
    code=((74.4, 15.0, 8.4, 8.4), "QR"),
    title=(14.0, 2.0, 58.0, 6.0),
    word=(36.0, 34.3, 36.0, 2.3),
    emblem=(2.9, 14.0, 8.0, 10.4),
)

_PUPIL: Final = Layout(
    name="pupil",
    document="student card",
    mrz="TD1",
    document_code="IS",
    size_mm=_ID1,
    marks=_marks(804, _ID1, 9.8, 36.4),
    mrz_lines=_TD1_LINES,
    zones={
        "surname": (14.0, 10.8, 35.8, 3.2),
        "given names": (14.0, 16.2, 35.8, 3.2),
        "own script": (14.0, 19.5, 35.8, 2.9),
        "birth": (14.0, 25.0, 18.0, 2.9),
        "sex": (34.6, 25.0, 6.0, 2.9),
        "nationality": (42.0, 25.0, 8.0, 2.9),
        "number": (14.0, 30.4, 18.0, 2.9),
        "expiry": (34.6, 30.4, 15.4, 2.9),
    },
    portrait=(51.8, 9.4, 20.2, 25.2),
    code=((2.8, 15.0, 8.4, 8.4), "QR"),
    title=(14.0, 2.0, 58.0, 6.0),
    word=(14.0, 34.3, 36.0, 2.3),
    emblem=(74.7, 14.0, 8.0, 10.4),
)

_RESIDENCE: Final = Layout(
    name="residence",
    document="residence card",
    mrz="TD1",
    document_code="IR",
    size_mm=_ID1,
    marks=_marks(808, _ID1, 9.8, 36.4),
    mrz_lines=_TD1_LINES,
    zones={
        "surname": (31.6, 8.7, 25.6, 2.8),
        "given names": (31.6, 13.2, 25.6, 2.8),
        "own script": (31.6, 16.0, 25.6, 2.7),
        "number": (58.0, 8.7, 14.0, 2.8),
        "nationality": (58.0, 13.2, 7.0, 2.8),
        "sex": (67.2, 13.2, 4.8, 2.8),
        "birth": (31.6, 21.4, 15.6, 2.8),
        "expiry": (48.4, 21.4, 15.6, 2.8),
    },
    portrait=(14.0, 8.0, 15.8, 17.4),
    code=((19.3, 27.0, 47.0, 9.0), "PDF417"),
    title=(14.0, 2.0, 58.0, 4.6),
    word=(58.0, 17.2, 14.0, 2.3),
    emblem=(2.9, 14.0, 8.0, 10.4),
)

_PERMIT: Final = Layout(
    name="permit",
    document="residence card",
    mrz="TD2",
    document_code="IR",
    size_mm=_ID2,
    marks=_marks(812, _ID2, 11.2, 57.0),
    mrz_lines=_TD2_LINES,
    zones={
        "surname": (45.0, 13.8, 44.0, 3.5),
        "given names": (45.0, 20.2, 44.0, 3.5),
        "own script": (45.0, 23.9, 44.0, 3.4),
        "birth": (45.0, 30.6, 19.6, 3.4),
        "sex": (67.0, 30.6, 6.0, 3.4),
        "nationality": (76.4, 30.6, 11.0, 3.4),
        "number": (45.0, 37.2, 19.6, 3.4),
        "expiry": (67.0, 37.2, 19.6, 3.4),
    },
    portrait=(16.4, 12.6, 25.6, 32.6),
    code=((42.9, 46.4, 46.2, 9.9), "PDF417"),
    title=(16.0, 2.4, 73.0, 7.4),
    word=(16.4, 49.4, 23.6, 5.4),
    emblem=(2.6, 18.4, 10.0, 13.0),
)

_PASSPORT: Final = Layout(
    name="passport",
    document="passport page",
    mrz="TD3",
    document_code="P",
    size_mm=_ID3,
    marks=_marks(816, _ID3, 11.2, 69.4),
    mrz_lines=_TD3_LINES,
    zones={
        "nationality": (54.0, 15.2, 14.0, 3.8),
        "number": (84.0, 15.2, 24.0, 3.8),
        "surname": (54.0, 22.8, 54.0, 3.8),
        "given names": (54.0, 30.4, 54.0, 3.8),
        "own script": (54.0, 34.4, 54.0, 3.8),
        "birth": (54.0, 42.2, 24.0, 3.8),
        "sex": (84.0, 42.2, 8.0, 3.8),
        "expiry": (54.0, 49.8, 24.0, 3.8),
    },
    portrait=(16.4, 14.0, 34.0, 43.0),
    code=((54.0, 58.0, 52.0, 10.4), "PDF417"),
    title=(16.4, 2.4, 92.0, 8.0),
    word=(16.4, 60.0, 34.0, 8.0),
    emblem=(2.6, 22.0, 10.0, 13.0),
)

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {one.name: one for one in (_STUDENT, _PUPIL, _RESIDENCE, _PERMIT, _PASSPORT)}
)
"""Every layout, by its name."""

MARK_NUMBERS: Final[Mapping[int, tuple[str, int]]] = MappingProxyType(
    {
        mark.number: (layout.name, place)
        for layout in LAYOUTS.values()
        for place, mark in enumerate(layout.marks)
    }
)
"""Which layout a marker's number belongs to, and which of its four markers it is."""
