"""SPECIMEN cards on paper: one of every kind, or a whole class, each card another one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dobotkit.card_layouts import LAYOUTS
from dobotkit.printing.desk_sheets import TRUE_SIZE
from dobotkit.printing.paper import Paper, Sheets
from dobotkit.simulator.specimens import Specimen, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cards_pdf", "class_of"]

# Layouts of a class, all of one size: every fifth card is that of somebody grown up.
_CLASS: Final = ("student", "pupil", "student", "pupil", "residence")
# From one class to the next: the people of the first two seeds can all be told apart.
_SEEDS_APART: Final = 50
# Of ten cards, which have something wrong; others have expired, as real ones do.
_FAULTS: Final = {5: "check digit", 8: "altered date"}
_GAP_MM: Final = 3.0
_COLUMNS, _ROWS = 3, 3
_HIGH_MM: Final = 84.0
_KEY_ROWS: Final = 30
# Where the columns of the teacher's list begin, from the middle.
_KEY_COLUMNS: Final = (-98.0, -60.0, -16.0, 22.0, 84.0)
_KEY_PITCH: Final = 5.2


def class_of(many: int, seed: int, on: dt.date) -> list[Specimen]:
    """Return the cards of a class.

    Parameters
    ----------
    many:
        How many cards: no two have a person, a name or a number in common.
    seed:
        1 or more: which class.
    on:
        The day from which ages are counted.
    """
    first = 1 + (seed - 1) * _SEEDS_APART
    return [
        Specimen(
            first + count, layout=_CLASS[count % len(_CLASS)], on=on, fault=_FAULTS.get(count % 10)
        )
        for count in range(many)
    ]


def cards_pdf(paper: Paper, *, many: int | None, seed: int, on: dt.date) -> bytes:
    """Return sheets of cards; without `many` one of every layout.

    A class has a last sheet for the teacher: what is right and wrong about which card.
    """
    sheets = Sheets(paper, "dobotkit: SPECIMEN cards")
    if many is None:
        first = 1 + (seed - 1) * _SEEDS_APART
        cards = [Specimen(first + count, layout=name, on=on) for count, name in enumerate(LAYOUTS)]
        _frame(sheets, "dobotkit: SPECIMEN cards of Utopia, one of every kind")
        _row(sheets, cards[:3], _HIGH_MM)
        _row(sheets, cards[3:], _HIGH_MM - cards[0].design.size_mm[1] - _GAP_MM)
        return sheets.pdf()
    cards = class_of(many, seed, on)
    a_sheet = _COLUMNS * _ROWS
    whole = -(-many // a_sheet)
    for number in range(whole):
        part = cards[number * a_sheet : (number + 1) * a_sheet]
        _frame(sheets, f"dobotkit: SPECIMEN cards of Utopia, sheet {number + 1} of {whole}")
        for row in range(0, len(part), _COLUMNS):
            high = part[0].design.size_mm[1] + _GAP_MM
            _row(sheets, part[row : row + _COLUMNS], _HIGH_MM - row // _COLUMNS * high)
        sheets.next()
    for start in range(0, many, _KEY_ROWS):
        if start:
            sheets.next()
        _key(sheets, cards[start : start + _KEY_ROWS], start)
    return sheets.pdf()


def _frame(sheets: Sheets, title: str) -> None:
    sheets.words(f"{title}. Cut along the thin lines.", (0, 88), 3.4, bold=True)
    sheets.ruler((0, -92))
    sheets.words(TRUE_SIZE, (0, -100.5), 2.8, grey=True)


def _row(sheets: Sheets, cards: Sequence[Specimen], top: float) -> None:
    """Lay cards side by side, their upper edges at a height."""
    wide = sum(card.design.size_mm[0] for card in cards) + _GAP_MM * (len(cards) - 1)
    # A row that is not full begins where full ones do.
    if len({card.design.size_mm for card in cards}) == 1:
        wide = _COLUMNS * cards[0].design.size_mm[0] + (_COLUMNS - 1) * _GAP_MM
    left = -wide / 2
    for card in cards:
        width, height = card.design.size_mm
        middle = (left + width / 2, top - height / 2)
        sheets.picture(draw(card), middle, width, height)
        sheets.box(middle, width, height)
        left += width + _GAP_MM


def _key(sheets: Sheets, cards: Sequence[Specimen], start: int) -> None:
    """List what is printed on the cards, so that a teacher knows what a reader should say."""
    sheets.words("For the teacher: what is true of these cards", (0, 90), 4.6, bold=True)
    sheets.words("Nobody on them exists. Ages count from the day on which a card is read.", (0, 84))
    heads = ("document no.", "kind", "born", "valid until", "what is wrong with it")
    for place, head in zip(_KEY_COLUMNS, heads, strict=True):
        sheets.words(head, (place, 75), 3.2, bold=True)
    for row, card in enumerate(cards):
        y = 69 - row * _KEY_PITCH
        sheets.words(str(start + row + 1), (_KEY_COLUMNS[0] - 17, y), 2.8, grey=True)
        texts = (
            card.document_number,
            card.design.document,
            f"{card.birth:%d %m %Y}",
            f"{card.expiry:%d %m %Y}",
            _wrong(card),
        )
        for place, text in zip(_KEY_COLUMNS, texts, strict=True):
            sheets.words(text, (place, y), 3.2)


def _wrong(card: Specimen) -> str:
    if card.fault == "check digit":
        return "a wrong digit in the lines at the bottom"
    if card.fault == "altered date":
        return "the printed birth date is not the one at the bottom"
    return "expired" if card.expired else ""
