"""Where the virtual camera sees things: against OpenCV, and to parts of a pixel."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.markers import LAID_BOARD, LAID_CARDS
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.camera.hard import HARD, hard_rig
from dobotkit.simulator.camera.lens import view_of
from tests.simulator.camera.tables import HEIGHT, PLAIN, SMALL, block, table

PLACES = np.random.default_rng(3).uniform((60, -280, -90), (400, 280, 120), (60, 3))


def opencv_sees(rig, places):
    seen, _ = cv2.projectPoints(
        places, rig.rvec, rig.tvec, rig.camera_matrix, np.array(rig.distortion)
    )
    return seen.reshape(-1, 2)


@pytest.mark.parametrize(
    "rig",
    [Rig.usual(), SMALL, SMALL.bumped(), Rig.usual().bumped(3)]
    + [hard_rig(name, SMALL) for name in HARD],
)
def test_places_are_seen_where_opencv_sees_them(rig):
    assert np.abs(rig.image_from_table(PLACES) - opencv_sees(rig, PLACES)).max() < 1e-6


@settings(max_examples=40, deadline=None)
@given(
    position=st.tuples(st.floats(200, 700), st.floats(-300, 300), st.floats(150, 700)),
    aim=st.tuples(st.floats(100, 350), st.floats(-150, 150)),
    roll=st.floats(-180, 180),
)
def test_so_they_are_from_anywhere(position, aim, roll):
    rig = replace(SMALL, position_mm=position, looks_at_mm=(*aim, HEIGHT), roll=roll)
    middle = np.array([(*aim, HEIGHT)])
    near = middle + np.random.default_rng(1).uniform(-60, 60, (9, 3)) * (1, 1, 0.2)
    assert np.abs(rig.image_from_table(near) - opencv_sees(rig, near)).max() < 1e-4
    if rig.distortion[2:4] != (0, 0):
        straight_ahead = replace(rig, distortion=(0.0,) * 5).image_from_table(middle)
        assert np.abs(straight_ahead - rig.middle_px).max() < 1e-6


def test_half_a_turn_is_a_turn_too():
    rig = replace(SMALL, position_mm=(230, 0, 400), looks_at_mm=(230, 0, -70))
    assert np.abs(cv2.Rodrigues(rig.rvec)[0] - rig.rotation).max() < 1e-9


def test_each_pixel_knows_the_ray_that_it_gets():
    for rig in (SMALL, hard_rig("lens", SMALL)):
        view = view_of(rig)
        x, y = view.plane(HEIGHT)
        rows, columns = np.mgrid[20:460:40, 20:620:40].reshape(2, -1)
        places = np.column_stack((x[rows, columns], y[rows, columns]))
        seen = rig.image_from_table(np.column_stack((places, np.full(len(places), HEIGHT))))
        assert np.abs(seen - np.column_stack((columns, rows))).max() < 0.01


def light_of(picture, rig):
    """How much light made the values of a picture."""
    return (picture.astype(float) / 255) ** rig.gamma


@pytest.mark.parametrize("angle", [0.0, 17.0, 45.0])
def test_edges_are_where_they_belong_to_a_tenth_of_a_pixel(angle):
    # How much red light a blue sheet takes away, pixel by pixel, tells its size and middle.
    rig = replace(PLAIN, light=replace(PLAIN.light, ambient=1.0))
    sheet = block("blue", 231.3, 40.7, size=(60.0, 40.0, 0.02), kind="card", angle=angle)
    blue = light_of(render(table(sheet), None, rig, cards=()), rig)[..., 2]
    plain = light_of(render(table(), None, rig, cards=()), rig)[..., 2]
    [(u, v)] = rig.image_from_table(np.array([(231.3, 40.7, HEIGHT)])).astype(int)
    inside = blue[v - 4 : v + 5, u - 4 : u + 5].mean()
    share = np.clip((plain - blue) / (plain - inside), 0, 1)
    share[share < 0.02] = 0
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    corners = np.array([(30, 20), (-30, 20), (-30, -20), (30, -20)]) @ ((c, s), (-s, c))
    places = np.column_stack((np.add(corners, (231.3, 40.7)), np.full(4, HEIGHT)))
    seen = rig.image_from_table(places).astype(np.float32)
    about = cv2.arcLength(seen, closed=True)
    # An area that is off by the outline times a tenth is what edges a tenth off make.
    assert abs(share.sum() - cv2.contourArea(seen)) < 0.1 * about
    rows, columns = np.mgrid[: rig.height, : rig.width]
    middle = ((share * columns).sum() / share.sum(), (share * rows).sum() / share.sum())
    weighed = cv2.moments(seen)
    truth = (weighed["m10"] / weighed["m00"], weighed["m01"] / weighed["m00"])
    assert np.hypot(*np.subtract(middle, truth)) < 0.05


def test_printed_markers_are_found_where_they_lie():
    rig = Rig.usual()
    laid = (*LAID_CARDS, LAID_BOARD)
    picture = render(table(), None, rig, cards=laid)
    detector = cv2.aruco.ArucoDetector(
        cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000),
    )
    corners, numbers, _ = detector.detectMarkers(picture)
    found = dict(zip(numbers.ravel().tolist(), corners, strict=True))
    marks = [(one, mark) for one in laid for mark in one.card.marks]
    assert found.keys() == {mark.number for _, mark in marks}
    for one, mark in marks:
        places = [(x, y, HEIGHT) for x, y in one.table_from_card(mark.corners_mm)]
        seen = rig.image_from_table(np.array(places))
        # OpenCV's own corners are whole pixels; their middle is better.
        assert np.hypot(*(found[mark.number][0].mean(axis=0) - seen.mean(axis=0))) < 0.6
        assert np.abs(found[mark.number][0] - seen).max() < 2.0
