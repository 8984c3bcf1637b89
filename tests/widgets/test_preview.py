"""The picture of a route, before and while it is drawn."""

import math
import xml.etree.ElementTree as ET

import pytest

from dobotkit import Arm, Drawing, show
from dobotkit.arm.pen import Progress
from dobotkit.errors import NothingToShow
from dobotkit.widgets.bar import Bar
from dobotkit.widgets.ink import Ink
from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.preview import PaperPicture, picture_of_drawing, picture_of_route
from dobotkit.widgets.shapes import Area, Dot, Line, Words
from dobotkit.widgets.still import to_svg
from dobotkit.widgets.under_way import UnderWay
from tests.arm.bench import fresh_address
from tests.widgets.test_drawing import SVG, contrast, only_plain, over, shapes, words

TWO = [[(200, -30), (260, -30)], [(260, 30), (200, 30)]]
FAR = [(240, -40), (240, 40), (340, 0)]


@pytest.fixture
def arm():
    with Arm(fresh_address()) as arm:
        arm.move_to(220, 0, -40)
        yield arm


@pytest.fixture
def route(arm):
    return arm.preview(TWO, z=-60)


class TestPreview:
    def test_pen_down_is_solid_and_pen_up_is_dashed(self, route):
        picture = picture_of_route(route)
        for panel in picture.panels:
            assert len(shapes(panel, Line, "pen-down")) == 2
            assert shapes(panel, Line, "pen-up")
        for theme in ("light", "dark"):
            assert "dash" in PALETTE[theme]["pen-up"]
            assert "dash" not in PALETTE[theme]["pen-down"]
        assert dict(picture.legend)["pen-up"] == "pen up"

    def test_it_is_upright_for_who_stands_behind_the_arm(self, route):
        _, enlarged = picture_of_route(route).panels
        first, second = (line.points for line in shapes(enlarged, Line, "pen-down"))
        assert first[0][0] > 0 > second[0][0]  # y = −30 is on the right
        assert first[-1][1] > first[0][1]  # x grows upwards

    def test_both_panels_show_the_same_in_mm(self, route):
        whole, enlarged = picture_of_route(route).panels
        small, large = (shapes(panel, Line, "pen-down")[0].points for panel in (whole, enlarged))
        factor = math.dist(large[0], large[-1]) / math.dist(small[0], small[-1])
        assert factor > 5
        assert math.dist(small[0], small[-1]) == pytest.approx(60 * 0.62)

    def test_start_and_end(self, route):
        _, enlarged = picture_of_route(route).panels
        assert {"start", "end"} <= set(words(enlarged))
        [start], [end] = shapes(enlarged, Dot, "mark"), shapes(enlarged, Area, "mark")
        lines = shapes(enlarged, Line, "pen-down")
        assert start.at == pytest.approx(lines[0].points[0])
        middle = [sum(values) / 4 for values in zip(*end.points, strict=True)]
        assert middle == pytest.approx(lines[-1].points[-1])

    def test_a_closed_line_starts_and_ends_in_one_place(self, arm):
        closed = [*FAR[:2], (260, 0), FAR[0]]
        _, enlarged = picture_of_route(arm.preview(closed, z=-60)).panels
        assert "start and end" in words(enlarged)

    def test_what_cannot_be_reached_is_told_by_mark_word_and_colour(self, arm):
        picture = picture_of_route(arm.preview(FAR, z=-60))
        for panel in picture.panels:
            assert shapes(panel, Line, "beyond")
            assert shapes(panel, Line, "cross")
        assert "✕ marks what cannot be reached" in words(picture.panels[1])
        assert ("beyond", "cannot be reached") in picture.legend
        fine = picture_of_route(arm.preview(TWO, z=-60))
        assert not any(shapes(panel, Line, "beyond") for panel in fine.panels)
        assert "beyond" not in dict(fine.legend)

    def test_the_numbers_at_the_edge_are_mm(self, route):
        _, enlarged = picture_of_route(route).panels
        lines = shapes(enlarged, Line, "pen-down")
        ticks = {shape.words: shape.at for shape in shapes(enlarged, Words, "tick")}
        u, _ = ticks["−20"]
        left, right = lines[1].points[0][0], lines[0].points[0][0]  # y = 30 and y = −30
        assert (u - left) / (right - left) == pytest.approx(50 / 60)
        assert ticks["220"][1] == pytest.approx(
            lines[0].points[0][1] + (lines[0].points[-1][1] - lines[0].points[0][1]) / 3
        )

    @pytest.mark.parametrize(
        "points", [[(220, 0)], [(220, 0), (220, 0.1)], [(170, -150), (170, 150)]]
    )
    def test_tiny_and_wide_ones(self, arm, points):
        for panel in picture_of_route(arm.preview(points, z=-60)).panels:
            left, bottom, right, top = panel.window
            for shape in shapes(panel, Line, "pen-down"):
                assert all(left <= u <= right and bottom <= v <= top for u, v in shape.points)
            assert len(shapes(panel, Words, "tick")) < 30

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_lines_can_be_told_from_what_is_behind_them(self, theme):
        styles = PALETTE[theme]
        page = styles["page"]["fill"]
        for ground in (page, over(styles["reach"]["fill"], page)):
            for name in ("pen-down", "pen-up", "planned", "beyond", "cross", "mark"):
                assert contrast(styles[name]["stroke"], ground) >= 3, (name, ground)


class TestShow:
    def test_a_route_says_itself_in_words(self, route):
        view = show(route)
        assert view.status == repr(view) == route.words()
        assert only_plain(view.backdrop)
        assert only_plain(view.moving)

    def test_a_drawing(self):
        view = show(Drawing(TWO))
        assert view.status.startswith("Drawing(2 strokes, 120 mm of line")
        [panel] = picture_of_drawing(Drawing(TWO)).panels
        assert len(shapes(panel, Line, "pen-down")) == 2

    def test_a_list_of_points_needs_an_arm(self):
        with pytest.raises(NothingToShow) as caught:
            show(FAR)
        assert "show(arm.preview(points))" in caught.value.advice

    def test_in_the_still_lines_are_cut_at_the_edge_and_words_are_not(self, route):
        root = ET.fromstring(to_svg(picture_of_route(route), description=""))  # noqa: S314  # our own
        inner = list(root.iter(f"{SVG}svg"))[1:]
        assert len(inner) == 2
        assert not any(list(element.iter(f"{SVG}text")) for element in inner)
        assert all(element.get("viewBox").split()[2] == element.get("width") for element in inner)


class TestInk:
    LONG = tuple((200 + i / 10, math.sin(i / 30) * 20) for i in range(600))

    def test_it_is_thin_and_right(self):
        ink = Ink()
        [line] = ink.thinned((self.LONG,))
        assert line[0] == self.LONG[0]
        assert line[-1] == self.LONG[-1]
        assert 10 < len(line) == ink.points < 100

    def test_it_grows_and_goes_with_the_paper(self):
        ink = Ink()
        dot, other = ((230.0, 5.0),), ((240.0, 5.0), (250.0, 5.0))
        assert ink.thinned(()) == ()
        assert ink.thinned((dot,)) == (dot,)
        assert ink.thinned((dot, other)) == (dot, other)
        longer = (*other, (250.0, 20.0))
        assert ink.thinned((dot, longer)) == (dot, longer)
        assert ink.thinned((other,)) == (other,)  # new paper
        assert ink.thinned(()) == ()
        assert ink.points == 0

    def test_the_arm_s_picture_shows_it(self, arm):
        view = show(arm)
        legend = view.backdrop["legend"]
        arm.use_tool("pen")
        arm.draw(TWO, z=-60)
        view.refresh()
        [_, top] = view.moving["panels"]
        lines = [shape["points"] for shape in top if shape["style"] == "pen-down"]
        assert lines == [[[30, 200], [30, 260]], [[-30, 260], [-30, 200]]]
        assert view.status.endswith("; pen fitted; 2 lines on the paper.")
        assert view.backdrop["legend"] == [*legend, ["pen-down", "drawn with the pen"]]
        arm.paper.new()
        arm.pose()
        view.refresh()
        assert not [shape for shape in view.moving["panels"][1] if shape["style"] == "pen-down"]
        assert view.backdrop["legend"] == legend
        view.close()

    def test_a_pen_is_no_cup(self, arm):
        view = show(arm)
        arm.use_tool("pen")
        view.refresh()
        side, top = view._portrait.picture().panels
        assert "pen" in words(side)
        assert shapes(side, Area, "pen")
        assert not [*shapes(side, Area, "cup-off"), *shapes(top, Dot, "cup-off")]
        view.close()


class TestUnderWay:
    def test_the_paper_while_it_is_drawn(self, route, arm):
        pose = arm.last_pose
        paper = PaperPicture(route, ())
        [panel] = paper.now((), pose, over=False).panels
        assert len(shapes(panel, Line, "planned")) == 2
        assert "pen up" in words(panel)
        down = paper.now(TWO[:1], pose._replace(z=-60), over=False)
        assert "pen down" in words(down.panels[0])
        assert len(shapes(down.panels[0], Line, "pen-down")) == 1
        done = paper.now(TWO, pose, over=True)
        assert not {"pen up", "pen down"} & set(words(done.panels[0]))

    def test_what_is_on_the_paper_already_stays_in_view(self, route, arm):
        older = (((180.0, 0.0), (180.0, 90.0)),)
        [panel] = PaperPicture(route, older).now(older, arm.last_pose, over=False).panels
        [line] = shapes(panel, Line, "pen-down")
        left, bottom, right, top = panel.window
        assert all(left <= u <= right and bottom <= v <= top for u, v in line.points)

    def test_the_bar_says_it_in_words(self, route):
        bar = Bar()
        bar.update(Progress(30.0, 120.0, 0.2, 1.0, 6.0, route))
        assert (bar.part, bar.state) == (0.2, "drawing")
        assert repr(bar) == bar.words == "Drawing: 30 of 120 mm, about 6 s left."
        bar.update(Progress(120.0, 120.0, 1.3, 9.0, 0.0, route, "done"))
        assert (bar.part, bar.words) == (1.0, "Drawn: 120 mm of line in 9 s.")
        bar.update(Progress(30.0, 120.0, 0.2, 200.0, 6.0, route, "stopped"))
        assert bar.words.startswith("Stopped after 30 of 120 mm. The pen may still be")

    def test_without_a_notebook_there_is_none(self):
        assert UnderWay.in_this_cell(None) is None

    def test_it_is_shown_once_and_follows(self, route, arm, capsys):
        under_way = UnderWay("a cell")
        under_way.follow(arm.last_pose, ())  # before there is a drawing
        for part in (0.0, 0.5):
            under_way.update(Progress(60, 120, part, 1, 3, route), arm.last_pose, ())
        under_way.follow(arm.last_pose, tuple(map(tuple, TWO)))
        under_way.update(Progress(120, 120, 1, 9, 0, route, "done"), arm.last_pose, ())
        assert capsys.readouterr().out.count("Drawing: 60 of 120 mm") == 1
        assert under_way.bar.state == "done"
        assert under_way.paper.moving["heading"] == "The drawing"
