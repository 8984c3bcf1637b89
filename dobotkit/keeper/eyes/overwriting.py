"""Overwrites a text that was told to nobody: a code's, in which a long number stands."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["overwrite"]


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
