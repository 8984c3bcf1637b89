"""Which texts of printed codes are not told: numbers by which somebody is known.

Tickets, badges, library and identity cards carry their number in a code beside the print. So a
code is covered like a card, and its text not told, if six or more digits stand in a row in it, or
if it reads as a machine-readable zone does, wherever it lies.
"""

from __future__ import annotations

import ctypes
import re
import sys
from typing import Final

__all__ = ["overwrite", "says_a_number"]

# Digits of any script. What only groups them does not part them: 123-45-6789; but with spaces it
# takes more of them, and a comma does: 200 100 and 230, 90 are places on a table.
_BETWEEN: Final = r"-./_'\u2010-\u2015\u2019\u00b7\u200b\u2060"
_DIGITS: Final = re.compile(rf"\d(?:[{_BETWEEN}]?\d){{5}}|\d(?:[{_BETWEEN}\s]{{0,3}}\d){{7}}")
# A machine-readable zone (ICAO Doc 9303-3): letters, digits and fillers, 30 and more in a line.
# Part of a line is enough. One expression that keeps nothing of what it has looked at.
_ZONE: Final = re.compile(r"(?=[A-Z0-9<]{20})[A-Z0-9]*<[A-Z0-9]*<", re.IGNORECASE)


def says_a_number(text: str) -> bool:
    """Whether a code's text is one that is not told.

    Parameters
    ----------
    text:
        All that a code says.
    """
    return _DIGITS.search(text) is not None or _ZONE.search(text) is not None


def overwrite(text: str) -> None:
    """Overwrite the letters of a text in memory, where this Python lets that be done.

    Nobody may use the text afterwards. CPython keeps small blocks for itself when they are given
    back, with what stood in them; so this text is gone before that.

    Parameters
    ----------
    text:
        Made just now, of more than one letter, and known to nobody else.
    """
    if sys.implementation.name != "cpython" or len(text) < 2:  # noqa: PLR2004 - one letter is shared
        return
    highest = max(map(ord, text))
    wide = 1 if highest < 1 << 8 else 2 if highest < 1 << 16 else 4
    # The letters and a zero are the last that belongs to a text (PEP 393). Where they begin, a new
    # one of the same form tells: the size of this one may count its UTF-8 as well, kept elsewhere.
    size = wide * len(text)
    begin = (chr(highest) * len(text)).__sizeof__() - size - wide
    ctypes.memset(id(text) + begin, ord("?"), size)
