"""A calibration as the plain numbers of a desk file, and back."""

from __future__ import annotations

import numpy as np

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import CameraPlace, CardPlace
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import corners_of
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import outline_mm
from dobotkit.markers import CHECK, CORNERS, Laid

__all__ = ["calibration_of", "place_of"]

# Of a picture 1280 wide. A card printed at 95 % is 2 pixels off; what was made up, by hundreds.
_FITS_PX, _WIDTH = 6.0, 1280

_CARDS = {card.marks[0].number: card for card in (*CORNERS, CHECK)}


def place_of(calibration: Calibration) -> CameraPlace:
    """Return a calibration as plain numbers; a thousandth of a pixel is enough."""
    lens = calibration.lens
    cards = tuple(
        CardPlace(
            number=laid.card.marks[0].number,
            place=_two(laid.place_mm),
            angle=round(laid.angle, 3),
            corners=_four(calibration.cards_px[laid.card.marks[0].number]),
        )
        for laid in calibration.laid
        if laid.card.marks[0].number in calibration.cards_px
    )
    return CameraPlace(
        size=lens.size,
        focal=lens.focal_px,
        middle=lens.middle_px,
        distortion=lens.distortion,
        turn=_three(calibration.rvec),
        shift=_three(calibration.tvec),
        height=round(calibration.height_mm, 3),
        error=round(calibration.error_mm or 0.0, 3),
        made_of=calibration.made_of,
        cards=cards,
    )


def calibration_of(place: CameraPlace) -> Calibration:
    """Return the calibration that these numbers are.

    Raises
    ------
    CalibrationFailed
        By its own numbers its cards are not seen where it has seen them: somebody has
        changed the file, or the board was printed in another size than the cards.
    """
    laid = tuple(Laid(_CARDS[card.number], card.place, card.angle) for card in place.cards)
    calibration = Calibration(
        Lens(place.focal, place.middle, place.distortion, place.size, "the desk file"),
        np.array(place.turn),
        np.array(place.shift),
        place.height,
        outline_mm(laid),
        place.error,
        place.made_of,
        laid,
        {card.number: np.array(card.corners) for card in place.cards},
    )
    if not _fits(calibration):
        raise CalibrationFailed(
            "What is known of the camera's place does not fit together: by its own numbers the "
            "cards would be seen somewhere else.",
            "Print cards and board at 100 %, and measure again: camera.calibrate(arm)",
        )
    return calibration


def _fits(calibration: Calibration) -> bool:
    _, places_mm, seen_px = corners_of(calibration.laid, calibration.cards_px)
    on_it = np.column_stack([places_mm, np.full(len(places_mm), calibration.height_mm)])
    with np.errstate(all="ignore"):
        off = np.abs(calibration.image_from_table(on_it) - seen_px)
    return bool(np.all(off <= _FITS_PX * calibration.size[0] / _WIDTH))


def _two(pair: tuple[float, float]) -> tuple[float, float]:
    return (round(float(pair[0]), 3), round(float(pair[1]), 3))


def _three(three: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in three)
    return (x, y, z)


def _four(
    corners: np.ndarray,
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]:
    a, b, c, d = (_two((x, y)) for x, y in corners.tolist())
    return (a, b, c, d)
