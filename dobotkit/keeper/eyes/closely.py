"""How the virtual camera looks at one place of the table from near by.

It stays where it hangs, turns to the place and zooms in on it. Where it hangs was measured; how
far it turns and zooms it knows by itself: so places in mm hold in the picture from near by too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from dobotkit.errors import CameraMoved, WrongValue
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.near import Near
from dobotkit.markers import RIM_MM
from dobotkit.simulator.camera.rig import NEAR_MM, Rig
from dobotkit.things import TableNow

__all__ = ["aimed", "calibration_of_rig", "closely", "lens_of_rig"]

# A card is what somebody meant by a place that is no farther from its middle than half its
# length, and a little more: they may have read it off a picture.
_MEANT: Final = 0.6


def aimed(near: Near, cards: Iterable[FoundCard], calibration: Calibration) -> Near:
    """Return where to look so that the card that lies there fills the picture, upright.

    Parameters
    ----------
    near:
        Where somebody wants to look.
    cards:
        What was found in a picture of the whole table.
    calibration:
        Of that picture.

    Returns
    -------
    Near
        The same place if no card is near it.
    """
    best, least = near, math.inf
    for card in cards:
        corners = calibration.table_from_image(card.corners, calibration.height_mm)
        middle = corners.mean(axis=0)
        away = math.dist(middle, (near.x, near.y))
        # The first side is a long one, whether or not it is the upper one.
        left_top, right_top, right_low, left_low = corners
        along = (right_top + right_low - left_top - left_low) / 2
        across = (left_top + right_top - left_low - right_low) / 2
        angle = math.degrees(math.atan2(along[1], along[0]))
        length, width = math.hypot(*along), math.hypot(*across)
        if not away < min(least, _MEANT * length):  # nor where it is nowhere on the table
            continue
        x, y = middle.tolist()
        best, least = Near(x, y, angle, (length, width)), away
    return best


def closely(rig: Rig, near: Near, table: TableNow, *, moved: bool) -> Rig:
    """Return a rig that is turned to a place, and zoomed in on it.

    Parameters
    ----------
    rig:
        What sees the whole table.
    near:
        Where to look.
    table:
        What is looked at.
    moved:
        Whether the camera hangs somewhere else than where it was measured.

    Raises
    ------
    CameraMoved
        It would look past the place.
    WrongValue
        The place is not on the table.
    """
    if moved:
        raise CameraMoved(
            "The camera has moved since the calibration: looking closely, it would miss the place.",
            "Calibrate again: camera.calibrate(arm)",
        )
    x_low, x_high, y_low, y_high = table.edges
    on_x = x_low - RIM_MM <= near.x <= x_high + RIM_MM
    if not (on_x and y_low - RIM_MM <= near.y <= y_high + RIM_MM):
        raise WrongValue(
            f"x={near.x:.0f}, y={near.y:.0f} mm is not on the table, and nothing is there to look "
            "at closely.",
            f"The table goes from x={x_low:g} to {x_high:g} and from y={y_low:g} to {y_high:g} mm.",
        )
    return rig.closely((near.x, near.y, table.height), near.size_mm or NEAR_MM, near.angle)


def calibration_of_rig(rig: Rig, table: TableNow) -> Calibration:
    """Return how a rig sees a table, by what it knows of itself."""
    x_low, x_high, y_low, y_high = table.edges
    polygon = ((x_low, y_low), (x_high, y_low), (x_high, y_high), (x_low, y_high))
    return Calibration(
        lens_of_rig(rig),
        rig.rvec,
        rig.tvec,
        table.height,
        np.array(polygon),
        None,
        "where it hangs, how far it is turned and zoomed",
    )


def lens_of_rig(rig: Rig) -> Lens:
    """Return the lens of a rig, as its data sheet says."""
    return Lens(
        (rig.focal_px, rig.focal_px),
        rig.middle_px,
        rig.distortion,
        (rig.width, rig.height),
        "its data sheet",
    )
