"""Where a found card lies on the table, in mm."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.card_layouts import LAYOUTS
from dobotkit.geometry import Box, Point
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Told
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.scene import Card

__all__ = ["card_from", "is_surely_one"]

# ISO/IEC 7810: ID-1, as bank cards; ID-2; ID-3, as passports. Width, height and how thick, in mm.
_FORMATS: Final = ((85.6, 53.98), (105.0, 74.0), (125.0, 88.0))
_THICK_MM: Final = 0.76
# A card that measures so much otherwise than it should is not seen flat on the table.
_OFF: Final = 0.12
# What of no known format is taken for a card that lies there, in mm: shorter and longer side.
_SMALLEST, _LARGEST = 25.0, 250.0


def card_from(found: FoundCard, calibration: Calibration | None, told: Told | None = None) -> Card:
    """Return what is told of a card.

    Parameters
    ----------
    found:
        Where it is in the frame.
    calibration:
        Where the table is; None if nobody knows.
    told:
        What may be said about it, if somebody has asked.
    """
    card = _lying(found, calibration)
    if told is None:
        return card
    return replace(card, claims=told.claims, not_read=told.not_read)


def is_surely_one(found: FoundCard, calibration: Calibration | None) -> bool:
    """Whether more speaks for a card than four edges: print on it, or its size on the table.

    Boxes, windows and a whole table have four edges too. They are covered as well, where somebody
    could be harmed otherwise; but a bin that is there is told all the same.
    """
    if found.found_by != "outline":
        return True
    size = card_from(found, calibration).size
    return size is not None and size[:2] in _FORMATS


def _lying(found: FoundCard, calibration: Calibration | None) -> Card:
    box, sure = Box(*map(float, found.box)), min(1.0, max(0.0, float(found.sure)))
    nowhere = Card(box, found_by=found.found_by, sure=sure)
    if calibration is None:
        return nowhere
    places = calibration.table_from_image(found.corners, calibration.height_mm + _THICK_MM)
    if not np.isfinite(places).all():
        return nowhere
    sides = np.linalg.norm(np.roll(places, -1, 0) - places, axis=1)
    if (abs(sides[:2] - sides[2:]) > _OFF * sides.max()).any():
        return nowhere
    size = _size(found, float(sides[::2].mean()), float(sides[1::2].mean()))
    if size is None:
        return nowhere
    x, y = map(float, places.mean(0))
    along = places[1] - places[0] + places[2] - places[3]
    angle = math.degrees(math.atan2(along[1], along[0]))
    if not found.upright:
        # It may be the other way round: one of the two is told.
        angle = (angle + 90.0) % 180.0 - 90.0
    return Card(
        box, Point(x, y, calibration.height_mm), angle, (*size, _THICK_MM), found.found_by, sure
    )


def _size(found: FoundCard, wide: float, high: float) -> tuple[float, float] | None:
    """Return the card's width and height, of a known format if it has one."""
    known = _FORMATS if found.layout is None else (LAYOUTS[found.layout].size_mm,)
    for size in known:
        if abs(wide / size[0] - 1) <= _OFF and abs(high / size[1] - 1) <= _OFF:
            return size
    if found.layout is None and _SMALLEST <= high <= wide <= _LARGEST:
        return (wide, high)
    return None
