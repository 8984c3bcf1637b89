"""``Drawing``: what it takes for points, and that moving it keeps its shape."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import Drawing
from dobotkit.drawing.thin import distance, thinned
from dobotkit.errors import NotDrawable

SQUARE = [(200, -30), (260, -30), (260, 30), (200, 30), (200, -30)]

coordinates = st.floats(-400, 400, width=32)
spots = st.tuples(coordinates, coordinates)
drawings = st.lists(st.lists(spots, min_size=1, max_size=20), min_size=1, max_size=5).map(Drawing)


def places(drawing):
    return [spot for stroke in drawing.strokes for spot in stroke]


class TestWhatItTakes:
    @pytest.mark.parametrize(
        "points",
        [
            [(1, 2), (3, 4)],
            ([1, 2], [3, 4]),
            [[(1, 2), (3, 4)]],
            iter([(1, 2), (3, 4)]),
            np.array([[1, 2], [3, 4]]),
            np.array([[[1, 2], [3, 4]]]),
            Drawing([(1, 2), (3, 4)]),
        ],
    )
    def test_one_stroke(self, points):
        assert Drawing(points).strokes == (((1.0, 2.0), (3.0, 4.0)),)

    def test_several_strokes(self):
        drawing = Drawing([[(0, 0), (30, 40)], [(5, 5)], [(0, 0), (0, 10)]])
        assert len(drawing.strokes) == 3
        assert drawing.length == 60
        assert drawing.box == (0, 30, 0, 40)
        assert repr(drawing) == "Drawing(3 strokes, 60 mm of line, x 0 to 30, y 0 to 40 mm)"

    @pytest.mark.parametrize(
        ("points", "words"),
        [
            ([], "no points"),
            ([[]], "Stroke 1 has no points"),
            ([[(1, 2)], []], "Stroke 2 has no points"),
            (7, "has to be a list, and 7 is none"),
            ("abc", "has to be a list"),
            ({1: 2}, "has to be a list"),
            ([1, 2], "Point 1 has to be a list, and 1 is none"),
            ([(1, 2), 3], "Point 2 has to be a list, and 3 is none"),
            ([(1, 2), "ab"], "Point 2 has to be a list"),
            ([(1,)], "Point 1 has 1 number, and"),
            ([(1, 2), (1, 2, 3)], "Point 2 has 3 numbers, and"),
            ([[(1, 2)], [(1, "2")]], "Stroke 2, point 1 holds '2', which is no number"),
            ([(1, None)], "Point 1 holds None"),
            ([(1, math.nan)], "Point 1 holds nan, which is no place"),
            ([(math.inf, 1)], "Point 1 holds inf"),
            ([[(1, 2)], 3], "Stroke 2 has to be a list, and 3 is none"),
            (np.zeros((100_001, 2)), "at most 100000"),
        ],
    )
    def test_what_is_no_drawing(self, points, words):
        with pytest.raises(NotDrawable, match=words):
            Drawing(points)

    def test_a_height_is_told_where_it_belongs(self):
        with pytest.raises(NotDrawable) as caught:
            Drawing([(200, 0, -60)])
        assert "arm.draw(points, z=-60)" in caught.value.advice

    def test_it_cannot_be_changed_and_can_be_compared(self):
        assert Drawing(SQUARE) == Drawing([SQUARE])
        assert len({Drawing(SQUARE), Drawing(SQUARE)}) == 1
        with pytest.raises(AttributeError):
            Drawing(SQUARE).strokes = ()


class TestShape:
    @settings(deadline=None, max_examples=40)
    @given(drawings, coordinates, coordinates)
    def test_moved(self, drawing, dx, dy):
        moved = drawing.moved(x=dx, y=dy)
        for (x, y), (u, v) in zip(places(drawing), places(moved), strict=True):
            assert (u, v) == (x + dx, y + dy)
        assert moved.length == pytest.approx(drawing.length, abs=1e-6)

    @settings(deadline=None, max_examples=40)
    @given(drawings, st.floats(0.01, 100))
    def test_scaled(self, drawing, factor):
        scaled = drawing.scaled(factor)
        assert scaled.length == pytest.approx(drawing.length * factor, abs=1e-6)
        assert scaled.box.centre == pytest.approx(drawing.box.centre, abs=1e-6)

    @settings(deadline=None, max_examples=40)
    @given(drawings, st.floats(-720, 720))
    def test_turned(self, drawing, degrees):
        turned = drawing.turned(degrees)
        assert turned.length == pytest.approx(drawing.length, abs=1e-6)

    def test_turned_to_the_left(self):
        [[_, tip]] = Drawing([(0, 0), (10, 0)]).turned(90).strokes
        assert tip == pytest.approx((5, 5))

    @settings(deadline=None, max_examples=40)
    @given(drawings)
    def test_fit(self, drawing):
        fitted = drawing.fit(x=(200, 280), y=(-40, 40))
        box = fitted.box
        assert 200 - 1e-6 <= box.x_low <= box.x_high <= 280 + 1e-6
        assert -40 - 1e-6 <= box.y_low <= box.y_high <= 40 + 1e-6
        assert box.centre == pytest.approx((240, 0), abs=1e-6)
        if drawing.length > 1e-3:  # it fills the rectangle in one direction
            assert max(box.x_high - box.x_low, box.y_high - box.y_low) == pytest.approx(80)
            # Angles and ratios stay: only one factor.
            factor = fitted.length / drawing.length
            assert box.x_high - box.x_low == pytest.approx(
                factor * (drawing.box.x_high - drawing.box.x_low), abs=1e-6
            )

    @pytest.mark.parametrize("room", [(1, 1), (1, math.nan), 5, (1, 2, 3), ("a", "b")])
    def test_fit_wants_room(self, room):
        with pytest.raises(NotDrawable, match="which is no range"):
            Drawing(SQUARE).fit(x=room, y=(-40, 40))

    @pytest.mark.parametrize("factor", [0, -1, math.inf, math.nan])
    def test_scaled_wants_a_factor(self, factor):
        with pytest.raises(NotDrawable):
            Drawing(SQUARE).scaled(factor)

    def test_together(self):
        both = Drawing(SQUARE, left_out=["text"]) + Drawing([(0, 0)], left_out=["text"])
        assert len(both.strokes) == 2
        assert both.left_out == ("text",)
        assert repr(both).endswith("\nNot drawn: text.")
        with pytest.raises(TypeError):
            both + SQUARE


class TestThinned:
    @settings(deadline=None, max_examples=40)
    @given(st.lists(spots, min_size=1, max_size=60).map(tuple), st.floats(0.01, 50))
    def test_every_point_is_near_what_is_left(self, stroke, tolerance):
        left = thinned(stroke, tolerance)
        assert left[0] == stroke[0]
        assert left[-1] == stroke[-1]
        pieces = list(pairwise(left)) or [(left[0], left[0])]
        for spot in stroke:
            assert min(distance(spot, a, b) for a, b in pieces) <= tolerance * (1 + 1e-9)

    @settings(deadline=None, max_examples=40)
    @given(st.lists(spots, min_size=1, max_size=60).map(tuple), st.floats(0.01, 50))
    def test_what_is_left_was_there_in_this_order(self, stroke, tolerance):
        rest = iter(stroke)
        assert all(spot in rest for spot in thinned(stroke, tolerance))

    def test_there_and_back_stays(self):
        assert thinned(((0, 0), (10, 0), (0, 0)), 0.1) == ((0, 0), (10, 0), (0, 0))

    def test_a_blot_becomes_a_dot(self):
        assert thinned(((0, 0), (0.05, 0), (0, 0)), 0.1) == ((0, 0),)

    def test_a_long_line_is_no_trouble(self):
        stroke = tuple((math.cos(k / 500) * 50, math.sin(k / 500) * 50) for k in range(20_000))
        assert len(thinned(stroke, 0.1)) < 1000
