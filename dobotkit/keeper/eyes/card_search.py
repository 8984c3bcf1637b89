"""Looks for cards beside everything else, and not without end.

What finds them (``cards.py``, ``cards_on_table.py``) is plain arithmetic and has no limit of its
own. So it works on a copy in a thread of its own: whoever waits for it waits no longer than they
want to, and a search that fails or is late shows nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from dobotkit.errors import CardFinderFailed
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Corners
from dobotkit.keeper.eyes.card_marks import all_card_marks
from dobotkit.keeper.eyes.card_places import is_surely_one
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.cards_on_table import cards_on_table
from dobotkit.keeper.eyes.found_card import FoundCard, covers_mostly
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.stray_marks import covers_of_strays, marks_beside

__all__ = ["CardSearch"]

LIMIT_S: Final = 10.0
"""Nobody waits longer for a search that takes some hundredths of a second."""

# Two finds that share so much of the smaller one are the same card.
_SAME: Final = 0.6
# Two at once are no slower than one after the other; one that hangs has its place for good.
_places: Final = threading.BoundedSemaphore(2)


class CardSearch:
    """One search, which begins at once and beside whatever its caller does meanwhile.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red. They are read before this returns, and not afterwards.
    marks:
        The markers in them; None if nobody has looked for markers.
    calibration:
        Where the table is, on which cards have a size in mm; None if nobody knows.
    """

    def __init__(
        self,
        pixels: Pixels,
        marks: Sequence[FoundMark] | None,
        calibration: Calibration | None = None,
    ) -> None:
        # Its own: who is late must not find the frame of somebody else there.
        self._copy = pixels.copy()
        self._marks = marks
        self._calibration = calibration
        self._done = threading.Event()
        self._found: list[FoundCard] = []
        self._strays: list[Corners] = []
        self._error: CardFinderFailed | None = None
        threading.Thread(target=self._run, name="cards", daemon=True).start()

    def cards(self, timeout_s: float = LIMIT_S) -> list[FoundCard]:
        """Wait for what is found; the surest first.

        Raises
        ------
        CardFinderFailed
            The search failed, or took too long.
        """
        if not self._done.wait(timeout_s):
            raise _failed(f"Looking for cards took longer than {timeout_s:.0f} seconds.")
        if self._error is not None:
            raise self._error
        return self._found

    @property
    def strays(self) -> list[Corners]:
        """What is to be covered beside :meth:`cards`: nobody knows for sure that it is one."""
        return self._strays if self._done.is_set() else []

    def _run(self) -> None:
        try:
            if not _places.acquire(timeout=LIMIT_S):
                self._error = _failed("Looking for cards has not ended for other pictures.")
                return
            try:
                self._found = self._search()
            finally:
                _places.release()
        except Exception:  # noqa: BLE001 - whatever it says, its words are not passed on
            self._error = _failed("Looking for cards failed.")
        finally:
            wipe(self._copy)
            self._done.set()

    def _search(self) -> list[FoundCard]:
        small = all_card_marks(self._copy)
        found = find_cards(self._copy, marks=self._marks, small=small)
        if self._calibration is not None:
            found = self._with_flat(found, self._calibration)
        more = marks_beside(self._copy, found, small)
        self._strays = covers_of_strays([*small, *more, *(self._marks or ())], found)
        return found

    def _with_flat(self, found: list[FoundCard], calibration: Calibration) -> list[FoundCard]:
        """Return these cards, and those that lie on the table; each once, the surest first."""
        # One whose size does not fit was seen askew: its place is told better on the table.
        known = [card for card in found if is_surely_one(card, calibration)]
        flat = cards_on_table(self._copy, calibration, known=known, marks=self._marks or ())
        rest = [
            card
            for card in found
            if card in known or not any(covers_mostly(card, one, _SAME) for one in flat)
        ]
        return sorted([*rest, *flat], key=lambda card: -card.sure)


def _failed(what: str) -> CardFinderFailed:
    return CardFinderFailed(what, "Look again. If it happens again, take away what is unusual.")
