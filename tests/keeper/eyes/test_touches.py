from __future__ import annotations

import math
import re

import numpy as np
import pytest

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import GOOD_MM
from dobotkit.keeper.eyes.calibrating import calibrated
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.lens_from_board import lens_from_looks
from dobotkit.keeper.eyes.touches import Touch, board_under
from dobotkit.markers import BOARD, LAID_BOARD, LAID_CARDS, Laid
from dobotkit.opencv import cv2
from tests.keeper.eyes.camera_above import HEIGHT, LENS, camera_at, marks_seen, worst_mm

TURNED = Laid(BOARD, (219.0, 12.0), 83.0)
MIDDLES = [cross.middle_mm for cross in BOARD.crosses]


def touches(
    laid: Laid = TURNED, *, noise_mm: float = 0.0, seed: int = 1, stretch: float = 1.0
) -> list[Touch]:
    chance = np.random.default_rng(seed)
    places = laid.table_from_card((stretch * x, stretch * y) for x, y in MIDDLES)
    return [
        Touch(cross.number, x + slip[0], y + slip[1], HEIGHT + slip[2])
        for cross, (x, y) in zip(BOARD.crosses, places, strict=True)
        for slip in [chance.normal(0.0, noise_mm, 3)]
    ]


def test_exact_touches_find_the_board_exactly():
    fit = board_under(touches())
    assert fit.laid.place_mm == pytest.approx(TURNED.place_mm)
    assert fit.laid.angle == pytest.approx(TURNED.angle)
    assert fit.height_mm == pytest.approx(HEIGHT)
    assert fit.error_mm == pytest.approx(0.0, abs=1e-9)
    assert fit.notes == ()


def test_the_error_of_unsteady_touches_is_about_theirs():
    errors = [board_under(touches(noise_mm=0.5, seed=seed)).error_mm for seed in range(40)]
    # In x and y together, and a little more, since the others are unsteady as well.
    assert 0.5 * math.sqrt(2) < np.median(errors) < 0.5 * math.sqrt(2) * 1.6
    assert not any(board_under(touches(noise_mm=0.5, seed=seed)).notes for seed in range(40))


@pytest.mark.parametrize("number", [cross.number for cross in BOARD.crosses])
def test_one_bad_touch_is_named(number: int):
    slipped = [
        touch._replace(x=touch.x + 5.0) if touch.number == number else touch
        for touch in touches(noise_mm=0.3)
    ]
    notes = board_under(slipped).notes
    assert notes[0].startswith(f"Cross {number} does not fit the others")
    assert f"Touch cross {number} again." in notes[0]


def test_a_board_that_was_printed_too_small_is_named():
    notes = board_under(touches(stretch=0.97, noise_mm=0.2)).notes
    (share,) = re.findall(r"The crosses are ([\d.]+) % as far apart", " ".join(notes))
    assert float(share) == pytest.approx(97.0, abs=0.4)
    assert any("actual size" in note for note in notes)


def test_an_arm_that_stands_askew_is_named():
    tilted = [touch._replace(z=touch.z + 0.02 * touch.y) for touch in touches()]
    (note,) = board_under(tilted).notes
    assert "rises by 4.0 mm over 200 mm" in note


def test_an_arm_that_stands_a_little_askew_is_not_named():
    # A hole: places at the edge are then seen on a plane that is 1 mm too high or too low.
    tilted = [touch._replace(z=touch.z + 0.01 * touch.y) for touch in touches()]
    assert board_under(tilted).notes == ()


def test_crosses_that_were_mixed_up_are_refused():
    one, two, *others = touches()
    mixed = [one._replace(number=two.number), two._replace(number=one.number), *others]
    with pytest.raises(CalibrationFailed, match="mixed up"):
        board_under(mixed)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (touches()[:3], "3 crosses of the board were touched; at least 4"),
        ([*touches()[:4], touches()[0]], "touched twice"),
        ([*touches()[:4], Touch(9, 1.0, 2.0, 3.0)], "at least 4"),
        ([touch._replace(x=math.nan) for touch in touches()], "do not fit"),
    ],
)
def test_what_is_no_set_of_touches_is_refused(chosen: list[Touch], words: str):
    with pytest.raises(CalibrationFailed, match=words):
        board_under(chosen)


@pytest.mark.parametrize("above", [0.0, 25.0, 50.0])
def test_the_whole_of_it(above: float):
    truth = camera_at()
    seen = marks_seen(truth, [*LAID_CARDS, TURNED], noise_px=0.15)
    result = calibrated(seen, LENS, touches(noise_mm=0.3))
    assert worst_mm(result.calibration, truth, above) < 1.2
    assert result.calibration.error_mm is not None
    assert 0.2 < result.calibration.error_mm < 1.2
    assert result.calibration.notes == ()
    assert result.calibration.height_mm == pytest.approx(HEIGHT, abs=0.5)


def test_the_cards_are_measured_wherever_they_lie():
    laid = [
        Laid(one.card, (one.place_mm[0] + 7.0, one.place_mm[1] - 9.0), one.angle + 25.0)
        for one in LAID_CARDS
    ]
    seen = marks_seen(camera_at(), [*laid, TURNED])
    found = calibrated(seen, LENS, touches()).calibration
    for one, measured in zip(laid, found.laid, strict=True):
        assert measured.card is one.card
        assert measured.place_mm == pytest.approx(one.place_mm, abs=0.01)
        assert measured.angle == pytest.approx(one.angle, abs=0.01)


def test_false_touches_do_not_widen_what_is_shown():
    truth = camera_at()
    seen = marks_seen(truth, [*LAID_CARDS, TURNED])
    honest = calibrated(seen, LENS, touches()).calibration
    far = Laid(BOARD, (-150.0, 290.0), -77.0)
    false = calibrated(seen, LENS, touches(far)).calibration
    assert np.linalg.norm(false.polygon_mm.mean(axis=0) - honest.polygon_mm.mean(axis=0)) > 100.0
    outline = honest.polygon_px.astype(np.float32)
    for x, y in false.polygon_px:
        assert abs(cv2.pointPolygonTest(outline, (x, y), measureDist=True)) < 0.5


def test_a_bad_calibration_says_so():
    seen = marks_seen(camera_at(), [*LAID_CARDS, TURNED])
    found = calibrated(seen, LENS, touches(noise_mm=2.5)).calibration
    assert found.error_mm is not None
    assert found.error_mm > GOOD_MM
    assert found.notes[0].startswith("This calibration is bad: places are off by about")


def test_too_little_in_sight_is_refused():
    seen = marks_seen(camera_at(), [*LAID_CARDS, TURNED])
    few = {number: four for number, four in seen.items() if not 905 <= number <= 921}
    with pytest.raises(CalibrationFailed, match="sees 5 of the board's 22 markers"):
        calibrated(few, LENS, touches())
    no_cards = {number: four for number, four in seen.items() if number < 990}
    with pytest.raises(CalibrationFailed, match="none of the cards"):
        calibrated(no_cards, LENS, touches())


STRAIGHT_DOWN = ((222.0, 0.0, 640.0), (222.0, 1.0, HEIGHT))
ASLANT = [
    ((500.0, 100.0, 500.0), (222.0, 0.0, HEIGHT)),
    ((222.0, -400.0, 400.0), (222.0, 0.0, HEIGHT)),
]


def looks(*cameras: tuple) -> list[dict[int, np.ndarray]]:
    return [
        marks_seen(camera_at(*camera), [LAID_BOARD], noise_px=0.1, seed=seed)
        for seed, camera in enumerate(cameras)
    ]


def test_looks_aslant_tell_the_lens():
    lens = lens_from_looks(looks(STRAIGHT_DOWN, *ASLANT), (1280, 720))
    assert lens.notes == ()
    assert lens.focal_px[0] == pytest.approx(LENS.focal_px[0], rel=0.005)
    assert lens.middle_px == pytest.approx(LENS.middle_px, abs=6.0)
    assert lens.distortion[0] == pytest.approx(LENS.distortion[0], abs=0.02)
    assert lens.source == "3 looks at the board"


def test_one_look_straight_down_does_not_tell_how_wide_the_lens_is():
    (down,) = looks(STRAIGHT_DOWN)
    lens = lens_from_looks([down], (1280, 720))
    assert lens.focal_px == Lens.usual((1280, 720)).focal_px
    assert "how wide it looks was taken to be what most webcams have" in lens.notes[0]
    assert "Lay a book under one edge" in lens.notes[0]
    truth = camera_at(*STRAIGHT_DOWN)
    seen = marks_seen(truth, [*LAID_CARDS, LAID_BOARD])
    found = calibrated(seen, lens, touches(LAID_BOARD)).calibration
    # As it says: on the table right, above it not quite.
    assert worst_mm(found, truth, 0.0) < 1.0
    assert 1.0 < worst_mm(found, truth, 25.0) < 3.0
    assert lens.notes[0] in found.notes


def test_a_look_without_the_board_is_refused():
    with pytest.raises(CalibrationFailed, match="fewer than 6 can be seen"):
        lens_from_looks([marks_seen(camera_at())], (1280, 720))


def test_a_board_that_is_bent_is_refused():
    (flat,) = looks(STRAIGHT_DOWN)
    chance = np.random.default_rng(3)
    bent = {number: four + chance.normal(0.0, 6.0, 2) for number, four in flat.items()}
    with pytest.raises(CalibrationFailed, match="not where those of a flat sheet"):
        lens_from_looks([bent], (1280, 720))
