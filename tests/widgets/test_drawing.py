"""The picture as data: what is drawn is where the arm is."""

import math
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.arm.kinematics import skeleton
from dobotkit.arm.reach import Reach
from dobotkit.geometry import Pose
from dobotkit.widgets.drawing import draw
from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.shapes import Area, Dot, Line, Words
from dobotkit.widgets.sight import Sight, from_above, from_side
from dobotkit.widgets.still import to_svg
from dobotkit.widgets.trail import Trail

REACH = Reach()
SVG = "{http://www.w3.org/2000/svg}"


def sight_of(x, y, z, r=0.0, **more):
    joints = REACH.joints_for((x, y, z, r))
    return Sight(
        name="Simulated arm",
        pose=Pose(x, y, z, r, *joints),
        skeleton=tuple(skeleton(*joints)),
        outline=tuple(REACH.outline()),
        radii=tuple(REACH.radii(z)),
        sweep=REACH.limits.j1,
        **more,
    )


def shapes(panel, kind, style):
    return [
        shape
        for shape in (*panel.backdrop, *panel.arm)
        if isinstance(shape, kind) and shape.style == style
    ]


def words(panel):
    return [shape.words for shape in (*panel.backdrop, *panel.arm) if isinstance(shape, Words)]


@pytest.mark.parametrize("target", [(200, 0, 50), (220, 80, 20), (150, -180, -40), (300, 0, 0)])
def test_the_tip_is_where_the_pose_says(target):
    side, top = draw(sight_of(*target)).panels
    x, y, z = target
    assert shapes(side, Dot, "tip")[0].at == pytest.approx((math.hypot(x, y), z))
    assert shapes(top, Dot, "tip")[0].at == pytest.approx((-y, x))


def test_from_above_is_seen_by_somebody_behind_the_arm():
    assert from_above(100, 0) == (0, 100)  # forward is up
    assert from_above(0, 100) == (-100, 0)  # the arm's left is left


def test_the_side_view_turns_with_the_arm():
    assert from_side((0, 200, 10), 90.0) == pytest.approx((200, 10))


def test_the_links_are_as_long_as_they_are():
    side, _ = draw(sight_of(200, 0, 50)).panels
    [link] = shapes(side, Line, "link")
    lengths = [math.dist(a, b) for a, b in pairwise(link.points)]
    assert lengths == pytest.approx([135, 147])


def test_the_reachable_area_is_shaded_in_both_views():
    side, top = draw(sight_of(200, 0, 50)).panels
    assert len(shapes(side, Area, "reach")[0].points) > 50
    [ring] = shapes(top, Area, "reach")
    near, far = REACH.radii(50)[0]
    distances = [math.hypot(u, v) for u, v in ring.points]
    assert min(distances) == pytest.approx(near)
    assert max(distances) == pytest.approx(far)


def test_suction_is_told_by_word_shape_and_colour():
    off, _ = draw(sight_of(200, 0, 50)).panels
    on, _ = draw(sight_of(200, 0, 50, suction=True)).panels
    assert "suction off" in words(off)
    assert "suction on" in words(on)
    assert not shapes(off, Line, "air")
    assert shapes(on, Line, "air")
    assert shapes(off, Area, "cup-off")
    assert shapes(on, Area, "cup-on")
    closed, _ = draw(sight_of(200, 0, 50, gripping=True)).panels
    assert "suction off, gripper closed" in words(closed)


def test_every_style_is_in_both_palettes():
    picture = draw(sight_of(200, 0, 50, suction=True, side_trail=((1, 2), (3, 4))))
    used = {shape.style for panel in picture.panels for shape in (*panel.backdrop, *panel.arm)}
    used |= {style for style, _ in picture.legend} | {"page", "frame", "heading", "title"}
    assert used <= PALETTE["light"].keys()
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def over(colour, below):
    """A colour with alpha (#rrggbbaa) on another."""
    alpha = int(colour[7:9] or "ff", 16) / 255
    mixed = [
        round(int(colour[i : i + 2], 16) * alpha + int(below[i : i + 2], 16) * (1 - alpha))
        for i in (1, 3, 5)
    ]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_lines_can_be_told_from_what_is_behind_them(theme):
    styles = PALETTE[theme]
    page = styles["page"]["fill"]
    grounds = [page, over(styles["reach"]["fill"], page)]
    for name in ("heading", "title", "words", "loud"):
        for ground in [*grounds, styles["table"]["fill"]]:
            assert contrast(styles[name]["fill"], ground) >= 4.5, (name, ground)
    assert contrast(styles["tick"]["fill"], page) >= 4.5
    for name in ("path", "link-edge", "stem", "air", "axis", "tip"):
        for ground in grounds:
            assert contrast(styles[name]["stroke"], ground) >= 3, (name, ground)
    assert contrast(styles["reach"]["stroke"], page) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_still_is_a_valid_picture_with_a_title_and_a_description(theme):
    picture = draw(sight_of(200, 0, 50, suction=True, top_trail=((0, 1), (2, 3))))
    svg = to_svg(picture, description="x < 3 & y > 4", theme=theme)
    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == "Simulated arm"
    assert root.find(f"{SVG}desc").text == "x < 3 & y > 4"
    texts = [element.text for element in root.iter(f"{SVG}text")]
    for panel in picture.panels:
        assert set(words(panel)) <= set(texts)
    assert not any("http" in value for element in root.iter() for value in element.attrib.values())


def test_what_is_sent_is_plain_and_small():
    picture = draw(sight_of(200, 0, 50))
    for data in (picture.backdrop_data(), picture.arm_data()):
        assert only_plain(data)


def only_plain(data):
    if isinstance(data, dict):
        return all(isinstance(key, str) and only_plain(value) for key, value in data.items())
    if isinstance(data, list):
        return all(map(only_plain, data))
    return isinstance(data, (str, int, float))


SPOTS = st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), max_size=60)


class TestTrail:
    @given(spots=SPOTS)
    def test_no_point_is_farther_from_the_line_than_the_tolerance(self, spots):
        trail = Trail(tolerance=0.5, length=1000)
        for spot in spots:
            trail.add(spot)
        sides = list(pairwise(trail.points))
        for spot in spots:
            near = min(
                (distance(spot, *side) for side in sides),
                default=math.dist(spot, trail.points[0]),
            )
            assert near <= 0.5 + 1e-6

    @given(spots=SPOTS)
    def test_it_begins_and_ends_where_the_arm_did(self, spots):
        trail = Trail()
        for spot in spots:
            trail.add(spot)
        if spots:
            assert trail.points[0] == spots[0]
            assert trail.points[-1] == pytest.approx(spots[-1])

    def test_a_straight_line_is_two_points(self):
        trail = Trail()
        for i in range(90):
            trail.add((i, 2 * i))
        assert trail.points == ((0, 0), (89, 178))

    def test_a_slow_curve_is_not_straightened(self):
        trail = Trail(tolerance=0.5)
        for i in range(181):
            angle = math.radians(i)
            trail.add((100 * math.cos(angle), 100 * math.sin(angle)))
        assert max(distance((0, 100), *side) for side in pairwise(trail.points)) > 50
        assert min(distance((0, 100), *side) for side in pairwise(trail.points)) <= 0.5

    def test_the_oldest_corners_are_forgotten(self):
        trail = Trail(length=10)
        for i in range(1000):
            trail.add((i, 100 * (i % 2)))
        assert len(trail.points) <= 10
        assert trail.points[-1] == (999, 100)


def distance(point, start, end):
    du, dv = end[0] - start[0], end[1] - start[1]
    square = du * du + dv * dv
    if square == 0:
        return math.dist(point, start)
    part = ((point[0] - start[0]) * du + (point[1] - start[1]) * dv) / square
    part = min(1.0, max(0.0, part))
    return math.dist(point, (start[0] + part * du, start[1] + part * dv))
