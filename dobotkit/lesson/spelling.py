"""What somebody may have meant: the nearest spelling among known names."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable

__all__ = ["nearest"]

# Letters in common, 0 to 1. Below this a suggestion puzzles more than it helps;
# two swapped letters in a short word (amr for arm) are just above it.
_ALIKE = 0.65


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like ``name``, or None.

    Capitals and underscores do not count: ``MoveTo`` finds ``move_to``.
    """
    by_folded: dict[str, list[str]] = {}
    for candidate in sorted(known):
        if candidate != name:
            by_folded.setdefault(_folded(candidate), []).append(candidate)
    folded = _folded(name)
    letters = Counter(folded)
    matches = difflib.get_close_matches(folded, by_folded, cutoff=_ALIKE)
    if not matches:
        return None
    # Amr is as much like Camera as like Arm, which is as long as it; and as much like mrz,
    # which has other letters.
    best = max(
        matches,
        key=lambda match: (
            _likeness(match, folded),
            -abs(len(match) - len(folded)),
            (letters & Counter(match)).total(),
        ),
    )
    # Of Arm and arm, the one that is written more like it.
    return max(by_folded[best], key=lambda candidate: _likeness(name, candidate))


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(" ", "").casefold()
