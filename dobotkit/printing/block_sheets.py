"""Blocks of 25 mm: stickers with markers for cubes that are there, and cubes of paper."""

from __future__ import annotations

from typing import Final

from dobotkit.markers import INKS, MARKER_SHARE, STICKER_SHARE, Mark
from dobotkit.printing.desk_sheets import TRUE_SIZE
from dobotkit.printing.paper import Paper, Sheets

__all__ = ["BLOCK_MM", "blocks_pdf"]

BLOCK_MM: Final = 25.0
"""How long an edge of a block is."""

Point2 = tuple[float, float]

_STICKER_MM: Final = BLOCK_MM * STICKER_SHARE
_COLUMNS, _ROWS = 8, 4
_PITCH: Final = (30.0, 32.0)
_COLOURS: Final = ("red", "green", "blue", "yellow", "orange", "purple")
_TAB_MM: Final = 6.0
# The faces of a net, in edges from its middle: a row of four, one above and one below.
_FACES: Final = ((-1.5, 0.0), (-0.5, 0.0), (0.5, 0.0), (1.5, 0.0), (-0.5, 1.0), (-0.5, -1.0))
_NETS: Final = ((-62.0, 42.0), (62.0, 42.0), (-62.0, -46.0), (62.0, -46.0))


def blocks_pdf(paper: Paper) -> bytes:
    """Return a sheet of stickers, and sheets of nets of six colours."""
    sheets = Sheets(paper, "dobotkit: blocks")
    _stickers(sheets)
    for first in range(0, len(_COLOURS), len(_NETS)):
        sheets.next()
        _nets(sheets, _COLOURS[first : first + len(_NETS)])
    return sheets.pdf()


def _stickers(sheets: Sheets) -> None:
    sheets.words("dobotkit: stickers for blocks of 25 mm", (0, 90), 4.6, bold=True)
    sheets.words(
        f"Cut each square of {_STICKER_MM:g} mm out along its line, and glue it on top of a block, "
        "in the middle: an edge of the block's own colour stays to be seen.",
        (0, 83),
        3.2,
    )
    for number in range(_COLUMNS * _ROWS):
        row, column = divmod(number, _COLUMNS)
        x = (column - (_COLUMNS - 1) / 2) * _PITCH[0]
        y = 56 - row * _PITCH[1]
        sheets.box((x, y), _STICKER_MM, _STICKER_MM)
        sheets.mark(Mark(number + 1, (0.0, 0.0), BLOCK_MM * MARKER_SHARE), (x, y))
        sheets.words(str(number + 1), (x, y - _STICKER_MM / 2 - 4), 3, grey=True)
    sheets.ruler((0, -78))
    sheets.words(TRUE_SIZE, (0, -86), 2.8, grey=True)


def _nets(sheets: Sheets, colours: tuple[str, ...]) -> None:
    sheets.words("dobotkit: blocks of paper, 25 mm", (0, 96), 4.6, bold=True)
    sheets.words(
        "On thick paper. Cut along the outer lines, fold along the dashed ones, glue the white "
        "tabs inside. A sticker goes on top.",
        (0, 90.5),
        3.2,
    )
    for colour, place in zip(colours, _NETS, strict=False):
        _net(sheets, colour, place)
    sheets.ruler((0, -95))
    sheets.words(TRUE_SIZE, (0, -101.5), 2.8, grey=True)


def _net(sheets: Sheets, colour: str, place: Point2) -> None:
    faces = [(place[0] + BLOCK_MM * x, place[1] + BLOCK_MM * y) for x, y in _FACES]
    half = BLOCK_MM / 2
    lids = faces[4:]
    # On the row's last face, and on the three free edges of each lid: where a tab is, the
    # paper is folded and not cut.
    tabs = [((faces[3][0] + half, faces[3][1]), (1, 0))]
    for x, y in lids:
        away = 1 if y > place[1] else -1
        tabs += [
            ((x - half, y), (-1, 0)),
            ((x + half, y), (1, 0)),
            ((x, y + away * half), (0, away)),
        ]
    for middle, out in tabs:
        _tab(sheets, middle, out)
    folded = {_tenths(middle) for middle, _ in tabs}
    for x, y in faces:
        sheets.box((x, y), BLOCK_MM, BLOCK_MM, fill=INKS[colour], cut=False)
    whole = {_tenths(face) for face in faces}
    for x, y in faces:
        for step_x, step_y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            middle = (x + step_x * half, y + step_y * half)
            beyond = _tenths((x + step_x * BLOCK_MM, y + step_y * BLOCK_MM))
            along = (step_y * half, step_x * half)
            sheets.line(
                (middle[0] - along[0], middle[1] - along[1]),
                (middle[0] + along[0], middle[1] + along[1]),
                0.15,
                dashed=beyond in whole or _tenths(middle) in folded,
            )
    sheets.words(colour, (place[0] + 1.6 * BLOCK_MM, place[1] - BLOCK_MM), 3.4, grey=True)


def _tenths(place: Point2) -> tuple[int, int]:
    return (round(10 * place[0]), round(10 * place[1]))


def _tab(sheets: Sheets, middle: Point2, away: tuple[int, int]) -> None:
    half, slope = BLOCK_MM / 2, _TAB_MM
    along = (away[1], away[0])
    corners = [
        (middle[0] + along[0] * shift + away[0] * out, middle[1] + along[1] * shift + away[1] * out)
        for shift, out in ((-half, 0.0), (-half + slope, slope), (half - slope, slope), (half, 0.0))
    ]
    sheets.outline(corners)
