"""What is printed on paper and found again in a picture: as data, for printing and for seeing.

Three frames. *Card*: the middle of a card, x to the right and y up as its words are read.
*Table*: the arm's own x and y, in mm. An *angle* tells how far a card's x axis is turned
from the table's x axis, in degrees, seen from above, counter-clockwise; cards are laid so
that somebody who stands opposite the arm, and looks at it, reads them upright (90°).

The corners of a marker are named in OpenCV's order: top left, top right, bottom right,
bottom left, as the card is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "BOARD",
    "BOARD_NUMBERS",
    "CHECK",
    "CORNERS",
    "DICTIONARY",
    "INKS",
    "LAID_BOARD",
    "LAID_CARDS",
    "LARGEST_THING_NUMBER",
    "MARKER_SHARE",
    "MODULES",
    "RIM_MM",
    "STEPS",
    "STICKER_SHARE",
    "Card",
    "Cross",
    "Laid",
    "Mark",
    "Patch",
]

Point2 = tuple[float, float]

DICTIONARY = "DICT_5X5_1000"
"""The name of the ArUco dictionary in ``cv2.aruco``, for cards, board and things."""

MODULES = 7
"""How many little squares a marker is wide: five that tell its number, and a black frame."""

LARGEST_THING_NUMBER = 249
"""Markers 0 to 249 stand on things."""

STICKER_SHARE = 0.88
"""How much of a thing's top its white sticker is wide and high: an edge keeps its colour."""

MARKER_SHARE = 0.72
"""How much of a thing's top the marker on that sticker is wide and high."""

RIM_MM = 60.0
"""How far the flat rim goes on beyond the edges of a table; cards lie there, things do not."""

INKS = {
    "red": (200, 30, 40),
    "green": (30, 140, 60),
    "blue": (30, 80, 180),
    "yellow": (245, 210, 30),
    "orange": (240, 130, 30),
    "purple": (120, 50, 150),
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "black": (20, 20, 20),
    "light grey": (190, 190, 190),
    "dark grey": (70, 70, 70),
}
"""What is printed for a colour, as red, green, blue of sRGB, 0 to 255."""

STEPS = ("white", "light grey", "grey", "dark grey", "black")
"""The patches without a colour, from the brightest to the darkest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An ArUco marker on a card.

    Attributes
    ----------
    number:
        Its number in :data:`DICTIONARY`.
    middle_mm:
        Where its middle is, in the card's frame.
    size_mm:
        How wide and high its black square is; at least one module of white is around it.
    """

    number: int
    middle_mm: Point2
    size_mm: float

    @property
    def corners_mm(self) -> tuple[Point2, Point2, Point2, Point2]:
        """Its four corners in the card's frame, in OpenCV's order."""
        (x, y), half = self.middle_mm, self.size_mm / 2
        return (
            (x - half, y + half),
            (x + half, y + half),
            (x + half, y - half),
            (x - half, y - half),
        )


@dataclass(frozen=True, slots=True)
class Patch:
    """A square of one colour on a card.

    Attributes
    ----------
    colour:
        A key of :data:`INKS`.
    middle_mm, size_mm:
        As of a :class:`Mark`.
    """

    colour: str
    middle_mm: Point2
    size_mm: float


@dataclass(frozen=True, slots=True)
class Cross:
    """A cross that the tip of the arm touches.

    Attributes
    ----------
    number:
        Printed beside it, from 1.
    middle_mm:
        Where its lines meet, in the card's frame.
    size_mm:
        How long its lines are.
    """

    number: int
    middle_mm: Point2
    size_mm: float = 10.0


@dataclass(frozen=True, slots=True)
class Card:
    """White paper with something printed on it.

    Attributes
    ----------
    name:
        What it is called, and what is printed on it for people.
    width_mm, height_mm:
        Its size, as it is read.
    marks, patches, crosses:
        What is printed on it.
    """

    name: str
    width_mm: float
    height_mm: float
    marks: tuple[Mark, ...] = ()
    patches: tuple[Patch, ...] = ()
    crosses: tuple[Cross, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A card that lies on the table.

    Attributes
    ----------
    card:
        Which one.
    place_mm:
        Where its middle is, x and y in the arm's frame.
    angle:
        How far it is turned, in degrees.
    """

    card: Card
    place_mm: Point2
    angle: float = 90.0

    def table_from_card(self, points_mm: Iterable[Point2]) -> tuple[Point2, ...]:
        """Where points of the card's frame are on the table, x and y in mm."""
        along, across = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        left, up = self.place_mm
        return tuple(
            (left + along * x - across * y, up + across * x + along * y) for x, y in points_mm
        )

    @property
    def outline_mm(self) -> tuple[Point2, ...]:
        """The four corners of its paper on the table, in the order of a marker's corners."""
        half_x, half_y = self.card.width_mm / 2, self.card.height_mm / 2
        return self.table_from_card(
            ((-half_x, half_y), (half_x, half_y), (half_x, -half_y), (-half_x, -half_y))
        )


_CARD_MARK_MM = 40.0
CORNERS = tuple(
    Card(f"corner {letter}", 56.0, 56.0, marks=(Mark(990 + number, (0.0, 0.0), _CARD_MARK_MM),))
    for number, letter in enumerate("ABCD")
)
"""The four corner cards: A near left, B far left, C far right, D near right of the arm."""

_PATCH_MM = 22.0
_PATCH_PITCH_MM = 26.0
_ROWS = (
    ("red", "yellow", "green", "white", "grey", "black"),
    ("orange", "blue", "purple", "light grey", "dark grey", "white"),
)
CHECK = Card(
    "check",
    220.0,
    56.0,
    marks=(Mark(994, (-80.0, 0.0), _CARD_MARK_MM),),
    patches=tuple(
        Patch(
            colour,
            (-37.0 + _PATCH_PITCH_MM * column, (0.5 - row) * _PATCH_PITCH_MM),
            _PATCH_MM,
        )
        for row, colours in enumerate(_ROWS)
        for column, colour in enumerate(colours)
    ),
)
"""The check card: a marker, and every colour that a thing can have, in this very light."""

LAID_CARDS = (
    Laid(CORNERS[0], (100.0, 250.0)),
    Laid(CORNERS[1], (360.0, 250.0)),
    Laid(CORNERS[2], (360.0, -250.0)),
    Laid(CORNERS[3], (100.0, -250.0)),
    Laid(CHECK, (360.0, 0.0)),
)
"""Where the cards lie on a usual table: on its rim, and they stay there."""

_PITCH_MM = 44.0
# The two corners nearest to the arm carry a cross instead: far apart, and within reach.
_CROSSES = (
    (-110.0, 66.0), (-88.0, -44.0), (0.0, -44.0), (0.0, 44.0), (88.0, -44.0), (110.0, 66.0),
)  # fmt: skip
_GRID = tuple(
    ((column - 2.5) * _PITCH_MM, (1.5 - row) * _PITCH_MM) for row in range(4) for column in range(6)
)
BOARD = Card(
    "board",
    279.0,
    210.0,
    marks=tuple(
        Mark(900 + count, middle, 30.0)
        for count, middle in enumerate(place for place in _GRID if place not in _CROSSES)
    ),
    crosses=tuple(Cross(number, place) for number, place in enumerate(_CROSSES, start=1)),
)
"""The board: a grid of markers, and crosses that the arm's tip touches.

Its size is what sheets of A4 and Letter have in common; both carry the same print.
"""

BOARD_NUMBERS = frozenset(mark.number for mark in BOARD.marks)
"""The numbers of the markers on the board."""

LAID_BOARD = Laid(BOARD, (222.0, 0.0))
"""Where the board is laid for a calibration: every cross within the arm's reach."""
