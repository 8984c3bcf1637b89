from __future__ import annotations

import numpy as np
import pytest

from dobotkit.errors import CalibrationFailed, CameraMoved
from dobotkit.keeper.camera_place import hull
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.moved import refuse_if_moved
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.markers import BOARD, LAID_BOARD, LAID_CARDS, Laid
from dobotkit.opencv import cv2
from tests.keeper.eyes.camera_above import GRID_MM, HEIGHT, LENS, camera_at, marks_seen, worst_mm


def with_heights(z: float) -> np.ndarray:
    return np.column_stack([GRID_MM, np.full(len(GRID_MM), z)])


def test_pixels_are_those_of_opencv():
    camera = camera_at()
    pixels, _ = cv2.projectPoints(
        with_heights(-30.0),
        camera.rvec.copy(),
        camera.tvec.copy(),
        camera.camera_matrix,
        camera.distortion,
    )
    assert camera.image_from_table(with_heights(-30.0)) == pytest.approx(pixels[:, 0], abs=1e-9)
    turn, _ = cv2.Rodrigues(camera.rvec.copy())
    assert camera.rotation == pytest.approx(turn, abs=1e-12)
    assert camera.camera_place_mm == pytest.approx((150.0, 30.0, 640.0))


@pytest.mark.parametrize("z", [HEIGHT, HEIGHT + 25.0, HEIGHT + 50.0])
@pytest.mark.parametrize(
    "distortion", [(0.0,) * 5, (-0.15, 0.05, 0.001, -0.001, 0.0), (0.1, -0.2, 0.0, 0.002, 0.05)]
)
def test_there_and_back_is_the_same_place(z: float, distortion: tuple[float, ...]):
    lens = Lens((900.0, 910.0), (650.0, 350.0), distortion, (1280, 720), "its makers")  # type: ignore[arg-type]
    camera = camera_at(lens=lens)
    pixels = camera.image_from_table(with_heights(z))
    assert camera.table_from_image(pixels, z) == pytest.approx(GRID_MM, abs=1e-8)


def test_each_point_may_have_a_height_of_its_own():
    camera = camera_at()
    heights = np.linspace(-70.0, 20.0, len(GRID_MM))
    pixels = camera.image_from_table(np.column_stack([GRID_MM, heights]))
    assert camera.table_from_image(pixels, heights) == pytest.approx(GRID_MM, abs=1e-8)


def test_the_top_of_a_block_is_not_where_the_table_below_it_is():
    # By similar triangles: 25 of 710 mm nearer to the camera, 180 mm aside of it.
    camera = camera_at((50.0, 0.0, 640.0), (230.0, 0.0, HEIGHT))
    pixel = camera.image_from_table([(230.0, 0.0, HEIGHT + 25.0)])
    (x, y) = camera.table_from_image(pixel, HEIGHT)[0]
    assert (x, y) == pytest.approx((50 + 180 * 710 / 685, 0.0), abs=1e-6)


def test_what_is_behind_the_camera_or_above_the_horizon_has_no_place():
    camera = camera_at((150.0, 0.0, 100.0), (1000.0, 0.0, 90.0))
    assert np.isnan(camera.image_from_table([(-500.0, 0.0, 0.0)])).all()
    # The picture's upper half shows the sky.
    assert np.isnan(camera.table_from_image([(640.0, 10.0)], HEIGHT)).all()
    assert np.isfinite(camera.table_from_image([(640.0, 700.0)], HEIGHT)).all()


def test_beyond_what_the_lens_shows_there_is_no_direction():
    # A strong barrel: its picture ends at a circle; further out it shows nothing.
    lens = Lens(
        (500.0, 500.0), (320.0, 240.0), (-0.4, 0.0, 0.0, 0.0, 0.0), (640, 480), "its makers"
    )
    assert np.isnan(lens.directions(np.array([[320.0 + 310.0, 240.0]]))).all()
    assert np.isfinite(lens.directions(np.array([[320.0 + 250.0, 240.0]]))).all()


def test_a_calibration_cannot_be_changed():
    camera = camera_at()
    with pytest.raises(ValueError, match="read-only"):
        camera.tvec[0] = 1.0
    with pytest.raises(AttributeError):
        camera.height_mm = 0.0  # type: ignore[misc]


def test_the_outline_follows_the_bent_lines_of_the_lens():
    found = calibration_from_cards(marks_seen(camera_at()), LENS, HEIGHT)
    outline = found.polygon_px
    back = found.table_from_image(outline, HEIGHT)
    low, high = back.min(axis=0), back.max(axis=0)
    assert low == pytest.approx((72.0, -278.0), abs=0.1)
    assert high == pytest.approx((388.0, 278.0), abs=0.1)
    on_an_edge = np.isclose(back, low, atol=0.1) | np.isclose(back, high, atol=0.1)
    assert on_an_edge.any(axis=1).all()


@pytest.mark.parametrize("above", [0.0, 25.0, 50.0])
def test_the_cards_tell_where_the_camera_hangs(above: float):
    truth = camera_at()
    exact = calibration_from_cards(marks_seen(truth), LENS, HEIGHT)
    assert worst_mm(exact, truth, above) < 0.001
    noisy = calibration_from_cards(marks_seen(truth, noise_px=0.2), LENS, HEIGHT)
    assert worst_mm(noisy, truth, above) < 0.5
    assert noisy.error_mm is not None
    assert 0.02 < noisy.error_mm < 0.5


@pytest.mark.parametrize(
    "place", [(450.0, 0.0, 500.0), (230.0, 1.0, 700.0), (200.0, -300.0, 450.0)]
)
def test_from_wherever_the_camera_looks(place: tuple[float, float, float]):
    truth = camera_at(place)
    found = calibration_from_cards(marks_seen(truth, noise_px=0.1), LENS, HEIGHT)
    assert found.camera_place_mm == pytest.approx(place, abs=2.0)


def test_a_hidden_card_is_done_without_and_two_are_too_few():
    truth = camera_at()
    seen = marks_seen(truth)
    del seen[990], seen[994]
    found = calibration_from_cards(seen, LENS, HEIGHT)
    assert worst_mm(found, truth, 25.0) < 0.001
    assert found.error_mm is None
    del seen[991]
    with pytest.raises(CalibrationFailed, match="sees 2 cards of the 5"):
        calibration_from_cards(seen, LENS, HEIGHT)


def test_a_card_that_lies_elsewhere_shows_in_the_error():
    laid = [*LAID_CARDS[:1], Laid(LAID_CARDS[1].card, (357.0, 247.0)), *LAID_CARDS[2:]]
    found = calibration_from_cards(marks_seen(camera_at(), laid), LENS, HEIGHT)
    assert found.error_mm is not None
    assert found.error_mm > 2.0


def test_what_does_not_fit_together_is_refused():
    seen = marks_seen(camera_at())
    seen[990], seen[992] = seen[992], seen[990]
    with pytest.raises(CalibrationFailed, match="does not fit together"):
        calibration_from_cards(seen, LENS, HEIGHT)


def test_an_outline_has_no_dent():
    outline = hull([(0.0, 0.0), (4.0, 0.0), (2.0, 1.0), (4.0, 3.0), (0.0, 3.0), (2.0, 0.0)])
    assert outline == [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0)]


def test_noise_does_not_move_a_camera():
    found = calibration_from_cards(marks_seen(camera_at(), noise_px=0.2), LENS, HEIGHT)
    for seed in range(2, 30):
        refuse_if_moved(found, marks_seen(camera_at(), noise_px=0.2, seed=seed))


def test_a_camera_that_was_pushed_is_noticed():
    found = calibration_from_cards(marks_seen(camera_at()), LENS, HEIGHT)
    pushed = camera_at((151.5, 30.0, 640.0), (231.5, 0.0, HEIGHT))
    with pytest.raises(CameraMoved, match=r"The camera or the table has moved.* 5 of 5 cards"):
        refuse_if_moved(found, marks_seen(pushed))


def test_a_card_that_was_pushed_is_named():
    found = calibration_from_cards(marks_seen(camera_at()), LENS, HEIGHT)
    laid = [*LAID_CARDS[:1], Laid(LAID_CARDS[1].card, (361.5, 250.0)), *LAID_CARDS[2:]]
    with pytest.raises(CameraMoved, match=r"The card “corner B” is 2\.\d pixels away"):
        refuse_if_moved(found, marks_seen(camera_at(), laid))


def test_one_card_in_sight_is_enough_and_none_is_not():
    seen = marks_seen(camera_at())
    found = calibration_from_cards(seen, LENS, HEIGHT)
    refuse_if_moved(found, {992: seen[992]})
    with pytest.raises(CameraMoved, match="None of the cards"):
        refuse_if_moved(found, {7: seen[992]})


def test_the_board_is_no_card_that_stays():
    truth = camera_at()
    found = calibration_from_cards(marks_seen(truth, [*LAID_CARDS, LAID_BOARD]), LENS, HEIGHT)
    assert sorted(found.cards_px) == [990, 991, 992, 993, 994]
    refuse_if_moved(found, marks_seen(truth, [*LAID_CARDS, Laid(BOARD, (200.0, 20.0))]))
