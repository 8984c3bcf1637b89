"""Whether two texts say the same: a typing mistake that was corrected, or something else."""

from __future__ import annotations

import difflib
import re

__all__ = ["says_something_else", "tells_the_same"]

# A mistake in a shorter word may be another word.
_SHORTEST = 4
# One letter away from another of them, or from a word that says the opposite.
_WEIGHTY = frozenset({"never", "ever", "nobody", "none", "only", "once", "must", "cannot"})
_LEAST_ALIKE = 0.5


def tells_the_same(old: str, new: str) -> bool:
    """Whether only spaces, capitals, punctuation or one letter of long words differ.

    A number, a short word, a word more or fewer, and words such as "never" always count.
    """
    before, after = _words(old), _words(new)
    return len(before) == len(after) and all(map(_is_same_word, before, after))


def says_something_else(old: str, new: str) -> bool:
    """Whether less than half of a text's words is still there, in their order."""
    return difflib.SequenceMatcher(None, _words(old), _words(new)).ratio() < _LEAST_ALIKE


def _words(text: str) -> list[str]:
    # Addresses stay whole: what stands between their parts is not punctuation.
    return [word.strip(".,;:!?()\"'") for word in re.findall(r"\S+", text.casefold())]


def _is_same_word(old: str, new: str) -> bool:
    if old == new:
        return True
    if min(len(old), len(new)) < _SHORTEST or not (old + new).isalpha():
        return False
    return not {old, new} & _WEIGHTY and _is_one_slip(old, new)


def _is_one_slip(old: str, new: str) -> bool:
    """One letter more, fewer or another, or two neighbours in the wrong order."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    rest, other = old[start:], new[start:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (len(rest) > 1 and len(other) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
