"""A calibration as numbers: back as it was, or not at all."""

from __future__ import annotations

import pytest

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import CameraPlace, Places
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import calibration_of, place_of
from dobotkit.keeper.eyes.shared import SharedEye
from tests.keeper.eyes.camera_above import HEIGHT, LENS, camera_at, marks_seen

HONEST = calibration_from_cards(marks_seen(camera_at(), noise_px=0.3), LENS, HEIGHT)


def changed(**parts: object) -> CameraPlace:
    return CameraPlace.model_validate(place_of(HONEST).model_dump() | parts)


def farther_out(share: float) -> list[dict[str, object]]:
    cards = place_of(HONEST).model_dump()["cards"]
    return [card | {"place": tuple(share * one for one in card["place"])} for card in cards]


def test_what_was_measured_comes_back():
    again = calibration_of(place_of(HONEST))
    points = [(150.0, -100.0, HEIGHT), (300.0, 200.0, HEIGHT + 25)]
    assert abs(again.image_from_table(points) - HONEST.image_from_table(points)).max() < 0.01
    assert abs(again.polygon_mm - HONEST.polygon_mm).max() < 0.01


@pytest.mark.parametrize(
    "parts",
    [
        {"cards": farther_out(2.0)},
        {"cards": farther_out(1.1)},
        {"focal": (50.0, 50.0)},
        {"distortion": (4.0, -3.0, 0.5, 1.0, 2.0)},
        {"height": HEIGHT + 200},
    ],
    ids=["places far out", "places a little out", "lens", "bent", "height"],
)
def test_numbers_that_do_not_fit_together_are_none(parts):
    """What is shown goes by the places, what has moved by the pixels: both have to agree."""
    with pytest.raises(CalibrationFailed, match="does not fit together"):
        calibration_of(changed(**parts))


class NoCamera:
    kind, name = "usb", "none"


def test_what_does_not_fit_together_is_not_offered_to_the_teacher():
    places = Places()
    eye = SharedEye(NoCamera(), places)
    laid = [
        type(one)(one.card, tuple(2 * at for at in one.place_mm), one.angle) for one in HONEST.laid
    ]
    forged = type(HONEST)(
        HONEST.lens, HONEST.rvec, HONEST.tvec, HEIGHT, HONEST.polygon_mm, 0.1, "a test",
        tuple(laid), HONEST.cards_px,
    )  # fmt: skip
    with pytest.raises(CalibrationFailed):
        eye.learn("1280x720", forged)
    assert places.waiting is None
    eye.learn("1280x720", HONEST)
    assert places.waiting is not None
