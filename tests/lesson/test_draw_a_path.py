"""The goals of lesson 04, against lines that an arm has really drawn (simulated)."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from dobotkit import Drawing
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.draw_a_path import picture, sun, triangle

FOLDER = Path(__file__).resolve().parents[2] / "lessons" / "04_draw_a_path"
TRIANGLE = [(220, -40), (220, 40), (280, 0), (220, -40)]


def at(turn, radius):
    return 245 + radius * math.cos(turn * math.tau), radius * math.sin(turn * math.tau)


def rays(count, near=20, far=38):
    return [[at(i / count, near), at(i / count, far)] for i in range(count)]


@pytest.fixture
def draw(arm):
    """Draw on new paper, and return the arm."""

    def on_new_paper(*drawings):
        arm.paper.new()
        for drawing in drawings:
            arm.draw(drawing, z=-70)
        return arm

    return on_new_paper


@pytest.mark.parametrize("goal", goals_of("draw_a_path").values(), ids=lambda goal: goal.name)
def test_an_empty_sheet_solves_nothing(arm, goal):
    assert goal.missing(arm).what == "the paper is empty."


class TestTriangle:
    @pytest.mark.parametrize(
        "points",
        [
            TRIANGLE,
            TRIANGLE[::-1],
            [*TRIANGLE[1:], TRIANGLE[1]],
            [TRIANGLE[:2], TRIANGLE[1:3], TRIANGLE[2:]],
            [(x + 2, y - 2) for x, y in TRIANGLE],
        ],
    )
    def test_any_way_round(self, draw, points):
        assert triangle(draw(points)) is None

    def test_an_open_one(self, draw):
        missing = triangle(draw(TRIANGLE[:3]))
        assert missing.what == "the side from (280, 0) to (220, -40) is missing."
        assert "end it where it began" in missing.advice

    def test_another_corner(self, draw):
        missing = triangle(draw([(220, -40), (220, 40), (270, 0), (220, -40)]))
        assert missing.what == "no line goes through the corner (280, 0)."

    def test_a_line_too_many(self, draw):
        missing = triangle(draw(TRIANGLE, [(240, 0), (250, 0)]))
        assert "which is no part of the triangle" in missing.what
        assert "arm.paper.new()" in missing.advice


class TestSun:
    @pytest.mark.parametrize("drawing", [rays(8), rays(20), rays(8)[::-1], rays(8, 38, 20)])
    def test_rays(self, draw, drawing):
        assert sun(draw(drawing)) is None

    def test_a_face_does_no_harm(self, draw):
        assert sun(draw(rays(8), [at(i / 40, 14) for i in range(41)])) is None

    @pytest.mark.parametrize(
        ("drawing", "count"),
        [
            (rays(7), 7),
            (rays(8, 20, 30), 0),  # too short
            ([*rays(4), *rays(4)], 4),  # the same directions again
            ([[at(i / 8, 20), at((i + 2) / 8, 38)] for i in range(8)], 0),  # askew
            ([at(i / 8, 30) for i in range(9)], 0),  # one line round the middle
        ],
    )
    def test_too_few(self, draw, drawing, count):
        assert f"there are {count} rays" in sun(draw(drawing)).what


class TestPicture:
    def test_strokes_and_length(self, draw):
        assert "1 stroke on the paper" in picture(draw(TRIANGLE)).what
        assert "are 2 strokes" in picture(draw(TRIANGLE, TRIANGLE)).what
        assert picture(draw(TRIANGLE, TRIANGLE, TRIANGLE)) is None
        missing = picture(draw(rays(3)))
        assert missing.what == "there are 54 mm of line, and 200 mm are wanted."

    @pytest.mark.parametrize(("name", "strokes"), [("leaf", 8), ("robot", 14)])
    def test_the_files_of_the_lesson(self, draw, name, strokes):
        drawing = Drawing.from_svg(FOLDER / f"{name}.svg").fit(x=(205, 285), y=(-40, 40))
        arm = draw(drawing)
        assert picture(arm) is None
        assert len(arm.paper.lines) == len(drawing.strokes) == strokes
        assert drawing.left_out == ()


def test_the_question_about_the_robot_is_right():
    question = questions_of("draw_a_path")["lift"]
    assert question.right == len(Drawing.from_svg(FOLDER / "robot.svg").strokes)
