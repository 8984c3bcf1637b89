"""The picture of the limits: letters, the same edge twice, and what was refused."""

import math
from dataclasses import replace

import pytest

from dobotkit.arm.reach import Reach
from dobotkit.widgets.drawing import draw
from dobotkit.widgets.limits import draw_limits
from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.refusal import refused_way
from dobotkit.widgets.shapes import Area, Dot, Line, Words
from dobotkit.widgets.sight import Refused
from tests.widgets.test_drawing import REACH, shapes, sight_of, words

WINDOW = (-150.0, -170.0, 350.0, 190.0)


def sight(*target, refused=None):
    return replace(sight_of(*target), edges=REACH.edges(), refused=refused)


def letters(panel):
    """Where each letter stands."""
    return {
        shape.words: shape.at
        for shape in panel.backdrop
        if isinstance(shape, Words) and shape.words in list("ABCDEF")
    }


def test_every_edge_has_the_same_letter_in_both_panels():
    side, angles = draw_limits(sight(200, 0, 50)).panels
    assert list(letters(side)) == list(letters(angles)) == list("ABCDEF")
    for edge, letter in zip(REACH.edges(), "ABCDEF", strict=True):
        assert letters(side)[letter] in edge.places
        j2, j3 = letters(angles)[letter][0] / 3, -letters(angles)[letter][1] / 3
        assert (j2, j3) in [pytest.approx(pair) for pair in edge.angles]


def test_every_edge_is_called_by_a_name_too():
    _, angles = draw_limits(sight(200, 0, 50)).panels
    assert {
        "rear arm upright",
        "rear arm lowest",
        "forearm highest",
        "forearm straight down",
        "stretched",
        "folded",
    } <= set(words(angles))


def test_two_corners_are_cut_off():
    _, angles = draw_limits(sight(200, 0, 50)).panels
    [area] = [shape for shape in angles.backdrop if isinstance(shape, Area)]
    corners = {(round(u / 3), round(-v / 3)) for u, v in area.points}
    assert {(0, -10), (45, -10), (85, 30), (85, 90), (20, 90), (0, 70)} <= corners
    assert not corners & {(85, -10), (0, 90)}


def test_everything_is_inside_its_panel():
    for target in [(200, 0, 50), (111, 0, -10), (328, 0, 0), (260, 0, 140), (230, 0, -95)]:
        for panel in draw_limits(sight(*target)).panels:
            left, bottom, right, top = panel.window
            for shape in (*panel.backdrop, *panel.arm):
                points = shape.points if isinstance(shape, Line | Area) else (shape.at,)
                for u, v in points:
                    assert left <= u <= right
                    assert bottom <= v <= top


def test_all_styles_are_in_both_palettes():
    refused = Refused((330, 0, 0), (330, 0, 0), (84.0, 27.2))
    for panel in draw_limits(sight(200, 0, 50, refused=refused)).panels:
        for shape in (*panel.backdrop, *panel.arm):
            assert shape.style in PALETTE["light"]
            assert shape.style in PALETTE["dark"]


def test_a_refused_target_is_beyond_the_line_of_its_limit():
    j2, j3 = 84.0, 27.2
    refused = Refused((330, 0, 0), (330, 0, 0), (j2, j3))
    side, angles = draw_limits(sight(200, 0, 50, refused=refused)).panels
    assert shapes(side, Dot, "refused")[0].at == (330, 0)
    assert shapes(angles, Dot, "refused")[0].at == pytest.approx((3 * j2, -3 * j3))


def test_a_target_that_no_angles_reach_is_not_in_the_panel_of_angles():
    refused = Refused((400, 0, 0), (400, 0, 0))
    _, angles = draw_limits(sight(200, 0, 50, refused=refused)).panels
    assert shapes(angles, Dot, "refused") == []


def test_a_way_is_marked_where_it_fails_and_where_it_would_have_ended():
    refused = Refused((150, 200, 50), (150, -98, 50), (-0.2, 40.0))
    side, top = draw(sight(150, -200, 50, refused=refused)).panels
    trouble, target = (dot.at for dot in shapes(top, Dot, "refused"))
    assert trouble == (98, 150)
    assert target == (-200, 150)
    assert "!" in words(top)
    assert "refused" in words(top)
    # From the side both ends are one place: only the trouble is seen there.
    [only] = shapes(side, Dot, "refused")
    assert only.at == pytest.approx((math.hypot(150, 98), 50))
    assert shapes(side, Line, "refused-cross") == []


@pytest.mark.parametrize(
    "target", [(400, 0), (1e6, 3), (0, 1e9), (-2000, -2000), (200, -300), (345, 50)]
)
def test_a_target_outside_is_marked_inside_with_an_arrow_towards_it(target):
    marks = refused_way((200, 50), target, target, WINDOW)
    [disc] = [shape for shape in marks if isinstance(shape, Dot)]
    u, v = disc.at
    assert WINDOW[0] + 12 <= u <= WINDOW[2] - 12
    assert WINDOW[1] + 12 <= v <= WINDOW[3] - 12
    # On the way to the target, not somewhere else.
    along = math.dist((200, 50), (u, v)) + math.dist((u, v), target)
    assert along == pytest.approx(math.dist((200, 50), target))
    lines = [shape for shape in marks if isinstance(shape, Line) and shape.style == "refused-cross"]
    assert len(lines) == 3  # two of the cross, one arrow


def test_a_target_inside_has_no_arrow():
    marks = refused_way((200, 50), (300, 100), (300, 100), WINDOW)
    assert len([shape for shape in marks if shape.style == "refused-cross"]) == 2


def test_an_arm_that_stands_outside_keeps_its_marks_in_finite_places():
    marks = refused_way((345, 50), (345, 185), (345, 185), WINDOW)
    for shape in marks:
        points = shape.points if isinstance(shape, Line) else (shape.at,)
        assert all(math.isfinite(value) for point in points for value in point)


def test_another_tool_has_its_own_edge():
    reach = Reach((22.0, 0.0, 0.0))
    picture = draw_limits(replace(sight(200, 0, 50), edges=reach.edges()))
    assert letters(picture.panels[0])["B"] != letters(draw_limits(sight(200, 0, 50)).panels[0])["B"]
