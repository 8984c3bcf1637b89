"""The sheets of a desk: the board for calibrating, and the cards that stay on the table."""

from __future__ import annotations

from typing import Final

from dobotkit.markers import (
    BOARD,
    CHECK,
    CORNERS,
    LAID_BOARD,
    LAID_CARDS,
    Card,
    Laid,
)
from dobotkit.printing.paper import Paper, Sheets

__all__ = ["TRUE_SIZE", "board_pdf", "markers_pdf"]

Point2 = tuple[float, float]

TRUE_SIZE: Final = (
    "Print at 100 % (“actual size”, not “fit to page”), then measure: "
    "this ruler must be 100 mm long."
)

# The usual arm's foot, and the table that its lessons use, in the arm's frame.
_FOOT_MM: Final = 158.0
_TABLE_MM: Final = (130.0, 330.0, -220.0, 220.0)
# How large the plan is: mm of paper for one of the table.
_PLAN: Final = 0.32


def board_pdf(paper: Paper) -> bytes:
    """Return the board, on one sheet."""
    sheets = Sheets(paper, "dobotkit: board for calibrating")
    sheets.words("dobotkit board", (0, 91), 4.6, bold=True)
    sheets.words("This edge towards the arm.", (0, 85.2), 3.4)
    sheets.card(BOARD)
    sheets.words(
        f"Lay it flat. camera.calibrate(arm) asks for the tip of the arm on the crosses 1 to "
        f"{len(BOARD.crosses)}. Then take it away.",
        (0, -87.5),
        3.2,
    )
    sheets.ruler((0, -94.5))
    sheets.words(TRUE_SIZE, (0, -101.2), 2.8, grey=True)
    return sheets.pdf()


def markers_pdf(paper: Paper) -> bytes:
    """Return the cards that stay on the table, and a plan of where they lie."""
    sheets = Sheets(paper, "dobotkit: cards for the table")
    sheets.words("dobotkit: four corner cards and the check card", (0, 90), 4.6, bold=True)
    sheets.words("Cut along the thin lines, and keep the white around the markers.", (0, 84), 3.2)
    pitch = CORNERS[0].width_mm + 8
    for number, card in enumerate(CORNERS):
        _to_cut(sheets, card, ((number - 1.5) * pitch, 48.0))
    _to_cut(sheets, CHECK, (0.0, -22.0))
    sheets.words(
        "Print in colour, on paper that does not shine: the camera measures what red, "
        "green and blue look like on the check card, in the light of this room.",
        (0, -62),
        3.2,
    )
    sheets.words(
        "Do not write on the cards, and do not laminate them: they would glare.", (0, -67), 3.2
    )
    sheets.ruler((0, -84))
    sheets.words(TRUE_SIZE, (0, -92), 2.8, grey=True)
    sheets.next()
    _plan(sheets)
    return sheets.pdf()


def _to_cut(sheets: Sheets, card: Card, place: Point2) -> None:
    sheets.box(place, card.width_mm, card.height_mm)
    sheets.card(card, place)
    x, y = place
    sheets.words(card.name, (x + card.marks[0].middle_mm[0], y - card.height_mm / 2 + 0.9), 2.2)


def _plan(sheets: Sheets) -> None:
    """Draw where everything lies, seen from above, the arm at the top as the camera sees it."""
    sheets.words("Where the cards lie, seen from above", (0, 90), 4.6, bold=True)
    sheets.words(
        "The numbers are x and y in mm, as the arm itself counts: x away from its middle, y to "
        "its left. A centimetre more or less does no harm;",
        (0, 83),
        3.2,
    )
    sheets.words(
        "but once the camera is calibrated, no card may move: tape them to the table.", (0, 78), 3.2
    )

    def at(x: float, y: float) -> Point2:
        return (y * _PLAN, 50 - x * _PLAN)

    low_x, high_x, low_y, high_y = _TABLE_MM
    sheets.box(at(0, 0), _FOOT_MM * _PLAN, 0.75 * _FOOT_MM * _PLAN, fill=(225, 225, 225))
    sheets.words("arm", at(-8, 0), 4)
    sheets.words("0, 0", at(18, 0), 3)
    corners = [at(low_x, low_y), at(high_x, low_y), at(high_x, high_y), at(low_x, high_y)]
    sheets.outline(corners)
    sheets.words("the things of the lessons stand here", at(145, 0), 3, grey=True)
    board = LAID_BOARD.outline_mm
    for start, end in zip(board, (*board[1:], board[0]), strict=True):
        sheets.line(at(*start), at(*end), dashed=True)
    _name_it(sheets, LAID_BOARD, at(*LAID_BOARD.place_mm), "board, only while you calibrate")
    for laid in LAID_CARDS:
        sheets.outline([at(*corner) for corner in laid.outline_mm])
        _name_it(sheets, laid, at(*laid.place_mm), laid.card.name)
    sheets.words("camera: above this edge, looking back at the arm", at(425, 0), 3.2)


def _name_it(sheets: Sheets, laid: Laid, place: Point2, name: str) -> None:
    x, y = (f"{value:g}".replace("-", "−") for value in laid.place_mm)
    sheets.words(name, (place[0], place[1] + 0.8), 2.8)
    sheets.words(f"{x}, {y}", (place[0], place[1] - 3.2), 2.8)
