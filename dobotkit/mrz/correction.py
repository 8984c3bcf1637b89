"""Changing letters into digits, and digits into letters, where only the other may stand.

A reader takes O for 0. Where ICAO Doc 9303 permits no letters, or no digits, the place says
which of the two it must have been. This is a step of its own, because it changes what was
read: whoever takes it sees every change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dobotkit.mrz.grammar import allowed
from dobotkit.mrz.layout import LENGTHS
from dobotkit.mrz.reading import as_lines, kind_of

__all__ = ["LOOK_ALIKES", "Change", "Correction", "correct"]

#: What looks like what: for each character those it may have been, the likeliest first.
LOOK_ALIKES: Mapping[str, str] = MappingProxyType(
    {
        "0": "OD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B",
        "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One character that was changed.

    Parameters
    ----------
    line, position:
        Where, counted from 1.
    was, now:
        What stood there, and what stands there now.
    """

    line: int
    position: int
    was: str
    now: str


@dataclass(frozen=True, repr=False)
class Correction:
    """Lines after a correction, and what was changed in them.

    Parameters
    ----------
    lines:
        The lines, with the changes made. They may still be wrong.
    changes:
        Every change, in the order of the positions.
    """

    lines: tuple[str, ...]
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        return f"<mrz.Correction: {len(self.changes)} changed>"


def correct(lines: Sequence[str] | str) -> Correction:
    """Put digits where only digits may stand, and letters where only letters may.

    Where both may stand, as in a document number, nothing is changed: the place does not
    tell, and a guess would be the reader's and not the document's. What is no look-alike
    stays too, and :func:`read` says so.

    Parameters
    ----------
    lines:
        The lines, or one text with line breaks.

    Raises
    ------
    MrzLength
        So many lines of that length has no kind of zone.
    """
    found = as_lines(lines)
    kind = kind_of(found)
    changed, changes = [], []
    for line, text in enumerate(found, 1):
        characters = list(text)
        for position in range(1, LENGTHS[kind][1] + 1):
            was, may = characters[position - 1], allowed(kind, line, position)
            if was in may:
                continue
            now = next((one for one in LOOK_ALIKES.get(was, "") if one in may), None)
            if now is not None:
                characters[position - 1] = now
                changes.append(Change(line, position, was, now))
        changed.append("".join(characters))
    return Correction(tuple(changed), tuple(changes))
