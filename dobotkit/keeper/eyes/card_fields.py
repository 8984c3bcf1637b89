"""What is printed on a specimen card beside its zone for machines: fields, each in its place.

Each is read by what may stand there: a date has three numbers, a nationality three letters. A
name in the letters of another script is not read: no claim needs it, and the network knows but
few of them.
"""

from __future__ import annotations

import functools
import operator
import string
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from dobotkit import mrz
from dobotkit.card_layouts import Layout, Rectangle
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.letter_marks import most_alike, settle_marks, speaks_against
from dobotkit.keeper.eyes.text import Line, read_line, read_one_of
from dobotkit.opencv import cv2

__all__ = ["FIELDS", "cut", "read_fields", "ways_to_write"]

# Latin letters with their marks, up to U+017F, and what stands between parts of a name. The
# Icelandic Ð is left out: printed it is the same as the Croatian Đ.
_CAPITALS: Final = "".join(
    one for one in map(chr, range(0x41, 0x180)) if one.isalpha() and one.isupper() and one != "Ð"
)
_SMALL: Final = "".join(
    one for one in map(chr, range(0x41, 0x180)) if one.isalpha() and not one.isupper()
)
_BETWEEN: Final = " -'’."
_DAY: Final = ("0123", string.digits, " ", "01", string.digits, " ", "12", *[string.digits] * 3)

FIELDS: Final[Mapping[str, str | Sequence[str]]] = MappingProxyType(
    {
        "surname": _CAPITALS + _BETWEEN,
        "given names": _CAPITALS + _SMALL + _BETWEEN,
        "birth": _DAY,
        "expiry": _DAY,
        "sex": ("FMX",),
        "nationality": (string.ascii_uppercase,) * 3,
        # Of specimens alone is anything printed read: three letters, six digits.
        "number": (string.ascii_uppercase,) * 3 + (string.digits,) * 6,
    }
)
"""Which fields are read, and what may stand there: at each position, or at all."""

# Around a field, in mm: to the left and right, above and below.
_BESIDE, _ABOVE = 1.0, 0.5
# A word is looked for so much around the place where it should be.
_AROUND_WORD: Final = 0.6
# A name in which so many ways have been tried is read without.
_MOST_WAYS: Final = 16
# Where the ink ends is cut off what follows; so much darker than the paper is ink.
_INK: Final = 0.4
_FAINT: Final = 24
_AFTER: Final = 1.2


def read_fields(
    flat: Pixels, layout: Layout, px_per_mm: float, zone: mrz.Zone, wanted: Collection[str]
) -> dict[str, Line]:
    """Read the printed fields of a card.

    The zone for machines has the names too, without marks on letters. It settles which letters
    they were where the picture leaves that open; a name that the picture shows to be another
    one is read as it is.

    Parameters
    ----------
    flat:
        The card as if seen from straight above, (h, w, 3), uint8, blue, green, red.
    layout:
        Where what is on it.
    px_per_mm:
        Of `flat`.
    zone:
        What was read of its zone.
    wanted:
        Which fields.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    found: dict[str, Line] = {}
    for name, what in FIELDS.items():
        if name not in wanted or name not in layout.zones:
            continue
        strip = cut(flat, layout.zones[name], px_per_mm, _BESIDE, _ABOVE)
        written = strip[:, : _ends(strip, px_per_mm)]
        if isinstance(what, str):
            said, capitals = _names_of(zone)[name], name == "surname"
            ways = [] if zone.name_cut else ways_to_write(said, capitals=capitals)
            line = read_one_of(written, ways, what)
            plain = said if capitals else said.title()
            field = cut(flat, layout.zones[name], px_per_mm, _AROUND_WORD, _AROUND_WORD)
            high = layout.zones[name][3] * px_per_mm
            found[name] = _with_marks(field, high, line, plain, ways)
        else:
            found[name] = read_line(written, allowed=what)
    return found


def _with_marks(
    field: Pixels, height: float, line: Line, plain: str, ways: Sequence[Sequence[str]]
) -> Line:
    """Return a name with those letters and marks that look most like what is printed.

    `plain` is the name as the zone has it, without marks.
    """
    if not line.text or not ways:
        return line
    # Two letters of a zone may be one on paper: then all that follows stands elsewhere.
    known = any(_is_written_so(line.text, way) for way in ways)
    texts = [line.text if known else plain]
    for two, one in _in_one():
        texts += [text.replace(two, one) for text in texts if two in text]
        texts += [text.replace(one, two) for text in texts if one in text]
    texts = [one for one in texts if any(_is_written_so(one, way) for way in ways)]
    text = most_alike(field, height, list(dict.fromkeys([line.text, *texts]))[:_MOST_WAYS])
    if not known and (text == line.text or speaks_against(field, height, text)):
        return line
    way = next(way for way in ways if _is_written_so(text, way))
    return line._replace(text=settle_marks(field, height, text, way))


def _is_written_so(text: str, way: Sequence[str]) -> bool:
    return len(way) == len(text) and all(map(operator.contains, way, text))


@functools.cache
def _in_one() -> tuple[tuple[str, str], ...]:
    """Two letters of a zone, and one letter that may stand for them on paper; both cases."""
    found = [(two, one) for two, ones in _written_so().items() for one in ones if len(two) > 1]
    return tuple(found) + tuple((two.lower(), one.lower()) for two, one in found)


def _names_of(zone: mrz.Zone) -> dict[str, str]:
    return {"surname": zone.surname, "given names": zone.given_names}


@functools.cache
def _written_so() -> Mapping[str, str]:
    """Which capitals stand in a zone as these letters."""
    found: dict[str, str] = {}
    for one in _CAPITALS:
        found.setdefault(mrz.transliterate(one), "")
        found[mrz.transliterate(one)] += one
    return MappingProxyType(found)


def ways_to_write(name: str, *, capitals: bool) -> list[list[str]]:
    """List how a name of a zone may be written: at each position, which letters may stand.

    Parameters
    ----------
    name:
        As it stands in a zone, with spaces between its parts.
    capitals:
        Whether it is written in capitals; else each part begins with one.
    """
    so = _written_so()
    ways: list[list[str]] = [[]]
    # Where each way is in the name.
    at = [0]
    done: list[list[str]] = []
    while ways and len(done) < _MOST_WAYS:
        way, place = ways.pop(), at.pop()
        if place == len(name):
            done.append(way)
            continue
        first = capitals or place == 0 or name[place - 1] == " "
        if name[place] == " ":
            ways.append([*way, " -"])
            at.append(place + 1)
            continue
        for length in (2, 1):  # the last that is laid down is the first that is taken up
            letters = so.get(name[place : place + length], "")
            if letters and len(name[place : place + length]) == length:
                ways.append([*way, letters if first else letters.lower()])
                at.append(place + length)
    return done


def cut(
    flat: Pixels, place: Rectangle, px_per_mm: float, beside: float, above: float = 0.0
) -> Pixels:
    """Return a view of a place of a card, with so much around it (mm)."""
    x, y, wide, high = place
    rows, columns = flat.shape[:2]
    top, low = (y - above) * px_per_mm, (y + high + above) * px_per_mm
    left, right = (x - beside) * px_per_mm, (x + wide + beside) * px_per_mm
    return flat[
        max(0, round(top)) : min(rows, round(low)), max(0, round(left)) : min(columns, round(right))
    ]


def _ends(strip: Pixels, px_per_mm: float) -> int:
    """Return the column after which nothing is written; the width if that cannot be told."""
    width = int(strip.shape[1])
    grey = np.asarray(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), np.uint8)
    darkest = np.percentile(grey, 10, axis=0)
    paper, ink = float(np.percentile(darkest, 90)), float(darkest.min())
    wipe(grey)
    if paper - ink < _FAINT:
        return width
    dark = np.flatnonzero(darkest < paper - _INK * (paper - ink))
    return min(width, int(dark[-1]) + max(1, round(_AFTER * px_per_mm)))
