"""All that was found in one frame, and which of it is told at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dobotkit.card_layouts import CARD_NUMBERS
from dobotkit.geometry import Box
from dobotkit.keeper.eyes.blocks import Found, FoundBlock
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Corners, Told, lies_on
from dobotkit.keeper.eyes.card_places import is_surely_one
from dobotkit.keeper.eyes.codes import FoundCode
from dobotkit.keeper.eyes.drawn import Drawn
from dobotkit.keeper.eyes.faces import FoundFace
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.markers import INKS, LARGEST_THING_NUMBER

__all__ = ["Seen", "drawn_from", "on_no_card", "people_of", "shown_of"]

# Of what has no clear colour, in a picture that is drawn: red, green, blue.
_UNCLEAR: Final = (160, 160, 160)
# A face is one that is printed on a card if so much of it lies there, and it is no larger than
# this share of the card: behind a poster that is taken for a card somebody may sit.
_ON_CARD: Final = 0.6
_LARGEST: Final = 0.5
# What is at least so large, as a share of the card, and lies there, is the card itself.
_AS_LARGE: Final = 0.4


class Seen(NamedTuple):
    """What was found in one frame.

    Attributes
    ----------
    marks, found, codes:
        Markers; blocks and bins; printed codes.
    faces, cards:
        None if they could not be looked for.
    said:
        What may be said of some cards, by the card's id.
    """

    marks: list[FoundMark]
    found: Found
    codes: list[FoundCode]
    faces: list[FoundFace] | None
    cards: Sequence[FoundCard] | None
    said: dict[int, Told]


def on_no_card(seen: Seen, shapes: Sequence[Corners]) -> Seen:
    """Leave out what lies on a card, and so belongs to what is printed there.

    A white card can be taken for a low block or a bin: that is left out as well. What is much
    smaller than a card is told all the same, with the marker on it: a block may stand on a card.

    Parameters
    ----------
    seen:
        All that was found.
    shapes:
        What is covered of cards, in pixels.
    """
    of_blocks = {one.marker for one in seen.found.blocks}

    def is_free(mark: FoundMark) -> bool:
        if mark.family == "aruco" and mark.number in CARD_NUMBERS:
            return False
        return (mark.family == "aruco" and mark.number in of_blocks) or not any(
            lies_on(Box(*mark.box_px), shape) for shape in shapes
        )

    def is_thing(one: FoundBlock) -> bool:
        box = Box(*one.box_px)
        return one.marker is not None or not any(
            lies_on(box, shape, _ON_CARD) and box.width * box.height >= _AS_LARGE * _area(shape)
            for shape in shapes
        )

    found = replace(
        seen.found,
        blocks=tuple(filter(is_thing, seen.found.blocks)),
        bins=tuple(filter(is_thing, seen.found.bins)),
    )
    return seen._replace(marks=[one for one in seen.marks if is_free(one)], found=found)


def people_of(
    faces: Sequence[FoundFace], cards: Sequence[FoundCard], calibration: Calibration | None
) -> list[FoundFace]:
    """Return the faces that are no pictures on cards.

    Something with four straight edges may be a window, with somebody behind it. Where nothing but
    edges was found, it is a card if it lies flat on the table and has the size of one.

    Parameters
    ----------
    faces, cards:
        All that were found.
    calibration:
        Where the table is; None if nobody knows.
    """
    shapes = [card.corners for card in cards if is_surely_one(card, calibration)]
    return [face for face in faces if not any(_is_printed_on(face, shape) for shape in shapes)]


def _is_printed_on(face: FoundFace, shape: Corners) -> bool:
    box = Box(*face.box)
    return box.width * box.height <= _LARGEST * _area(shape) and lies_on(box, shape, _ON_CARD)


def _area(shape: Corners) -> float:
    (across, down), (x, y) = shape[2] - shape[0], shape[3] - shape[1]
    return abs(float(across * y - down * x)) / 2


def shown_of(seen: Seen, is_shown: Callable[[Box], bool]) -> Seen:
    """Leave out what is printed where the picture shows nothing: it may be on somebody's badge.

    The kit's own cards and board are told all the same, with what stands on found blocks: one
    has to see why a card is missing, and they are on nobody.
    """
    of_blocks = {one.marker for one in seen.found.blocks}

    def is_ours(mark: FoundMark) -> bool:
        desk = mark.number > LARGEST_THING_NUMBER
        return mark.family == "aruco" and (desk or mark.number in of_blocks)

    return seen._replace(
        marks=[one for one in seen.marks if is_ours(one) or is_shown(Box(*one.box_px))],
        codes=[one for one in seen.codes if is_shown(Box(*one.box_px))],
    )


def drawn_from(seen: Seen) -> list[Drawn]:
    """Return what to draw where the camera's own picture may not be shown."""
    things = (*seen.found.bins, *seen.found.blocks)
    marks = [mark for mark in seen.marks if mark.number not in {one.marker for one in things}]
    shown = [Drawn(Box(*one.box_px), INKS.get(one.colour, _UNCLEAR)[::-1]) for one in things]
    shown += [Drawn(Box(*mark.box_px)) for mark in marks]
    shown += [Drawn(Box(*code.box_px)) for code in seen.codes]
    return shown
