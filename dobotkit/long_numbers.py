"""Texts with a number by which somebody is known: not told, and not taken as a name.

Tickets, badges, library and identity cards carry their number in a code beside the print, and a
program may call a thing by one. So no text goes through in which six or more digits stand in a
row, or that reads as a machine-readable zone does.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["says_a_number"]

# Digits of any script. What only groups them does not part them: 123-45-6789; but with spaces it
# takes more of them, and a comma does: 200 100 and 230, 90 are places on a table.
_BETWEEN: Final = r"-./_'\u2010-\u2015\u2019\u00b7\u200b\u2060"
_DIGITS: Final = re.compile(rf"\d(?:[{_BETWEEN}]?\d){{5}}|\d(?:[{_BETWEEN}\s]{{0,3}}\d){{7}}")
# A machine-readable zone (ICAO Doc 9303-3): letters, digits and fillers, 30 and more in a line.
# Part of a line is enough. One expression that keeps nothing of what it has looked at.
_ZONE: Final = re.compile(r"(?=[A-Z0-9<]{20})[A-Z0-9]*<[A-Z0-9]*<", re.IGNORECASE)


def says_a_number(text: str) -> bool:
    """Whether a text has such a number in it, or a line of a machine-readable zone.

    Parameters
    ----------
    text:
        All that a printed code says, or what a program calls something.
    """
    return _DIGITS.search(text) is not None or _ZONE.search(text) is not None
