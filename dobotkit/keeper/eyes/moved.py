"""Whether the camera, the table or a card has moved since the calibration."""

from __future__ import annotations

import statistics
from typing import Final

import numpy as np

from dobotkit.errors import CameraMoved
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import SeenMarks
from dobotkit.markers import CHECK, CORNERS

__all__ = ["STILL_PX", "refuse_if_moved"]

STILL_PX: Final = 1.0
"""How far the middle of a marker may be from where it was, in pixels of a picture 1280 wide.

Measured on rendered pictures (``benchmarks/seeing/calibration.py``): noise, and light from warm
to cold and over two exposure stops, move it by 0.07 pixels at the most. A pixel is about 0.6 mm
of the table, which is what a careful calibration is off by itself: less is not worth an alarm."""

_WIDTH: Final = 1280
_NAMES: Final = {mark.number: card.name for card in (*CORNERS, CHECK) for mark in card.marks}
_AGAIN = "Put it back, or calibrate again: camera.calibrate(arm)"


def refuse_if_moved(calibration: Calibration, seen: SeenMarks) -> None:
    """Compare where the cards are with where they were.

    Parameters
    ----------
    calibration:
        What may still hold.
    seen:
        The markers in the picture that it is to be used for.

    Raises
    ------
    CameraMoved
        A card is somewhere else in the picture, or none is seen at all. Cards that
        something hides are passed over as long as one is there.
    """
    cards = calibration.cards_px
    if not cards:
        return
    off = {
        number: float(np.linalg.norm(np.mean(seen[number] - cards[number], axis=0)))
        for number in cards
        if number in seen
    }
    if not off:
        raise CameraMoved(
            "None of the cards on the table can be seen, so nobody can tell whether the "
            "camera has moved.",
            "Move the arm aside, make light, lay the cards back; else camera.calibrate(arm)",
        )
    still = STILL_PX * calibration.size[0] / _WIDTH
    moved = {number: pixels for number, pixels in off.items() if pixels > still}
    if not moved:
        return
    how_far = f"{statistics.median(moved.values()):.1f} pixels"
    if 2 * len(moved) > len(off) or len(off) == 1:
        raise CameraMoved(
            f"The camera or the table has moved since the calibration: {len(moved)} of "
            f"{len(off)} cards are {how_far} away from where they were.",
            _AGAIN,
        )
    names = " and ".join(f"“{_NAMES.get(number, str(number))}”" for number in moved)
    which = f"The card {names} is" if len(moved) == 1 else f"The cards {names} are"
    raise CameraMoved(f"{which} {how_far} away from the place of the calibration.", _AGAIN)
