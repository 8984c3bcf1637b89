"""The goals of lessons 06 and 07 that look through a camera, in a practice keeper.

One arm, table and camera for all of them, in the order in which they stand here: pupils
have one desk as well.
"""

from __future__ import annotations

import pytest

from dobotkit import Arm, Camera, Session
from dobotkit.errors import NotYet
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.see_the_table import measure, point, rule
from dobotkit.lesson.goals.sort_the_blocks import sort
from tests.arm.bench import fresh_address

REDS = {"hue": (340, 14), "saturation": (55, 100)}


@pytest.fixture(scope="module")
def arm():
    with Arm(fresh_address().replace("dobotsim", "keeper")) as arm:
        arm.home()
        yield arm


@pytest.fixture(scope="module")
def camera(arm):  # noqa: ARG001 - a camera hangs above an arm that is open
    session = Session()
    with Camera(session, why="see what the checks see") as camera:
        yield camera
    session.end()


@pytest.fixture
def blocks(arm):
    arm.table.reset("blocks")
    arm.look_from()


def test_there_are_three_exercises_with_hints_and_three_questions():
    assert list(goals_of("see_the_table")) == ["rule", "point", "measure"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("see_the_table").values())
    assert list(questions_of("see_the_table")) == ["numbers", "light", "pixel"]


@pytest.mark.usefixtures("blocks")
class TestRule:
    def test_a_rule_for_the_hue_holds_in_every_light(self, camera):
        assert rule(camera, REDS) is None

    @pytest.mark.parametrize(
        ("limits", "words"),
        [
            ({"red": (130, 255), "green": (0, 90), "blue": (0, 90)}, "in warm light"),
            ({"hue": (200, 260)}, "pixels around the red block pass, and 20% are wanted"),
            ({"hue": (340, 60), "saturation": (30, 100)}, "of the yellow block passes as well"),
            ({}, "block passes as well"),
            ({"hew": (0, 3)}, "A pixel has no 'hew'."),
        ],
    )
    def test_what_fails_is_told_with_its_light(self, camera, limits, words):
        camera.light = "cold"
        assert words in rule(camera, limits).what
        assert camera.light == "cold"
        camera.light = "day"

    def test_without_the_red_block(self, arm, camera):
        arm.pick(arm.table.find("red"))
        arm.look_from()
        assert "does not see four blocks" in rule(camera, REDS).what
        arm.suck(False)

    def test_a_camera_and_a_dictionary(self, camera):
        with pytest.raises(NotYet, match="the check needs camera, rule"):
            goals_of("see_the_table")["rule"].check(camera)


class TestPoint:
    def test_above_the_block_that_is_meant(self, arm, camera):
        arm.table.reset("sort")
        arm.look_from()
        assert "beside the middle of the block" in point(arm).what
        block = camera.look().find_block(marker=5)
        arm.home()
        arm.move_to(block.position.x, block.position.y, block.top.z + 80)
        assert point(arm).what == (
            "the tip is 80 mm above the block, and at most 60 mm are wanted."
        )
        arm.move_to(block.position.x, block.position.y, block.top.z + 20)
        assert point(arm) is None

    def test_another_table(self, arm):
        arm.table.reset("stack")
        assert point(arm).advice == 'Lay the table for it: arm.table.reset("sort")'


@pytest.mark.usefixtures("blocks")
def test_measured_bumped_and_measured_again(arm, camera):
    assert measure(arm, camera) is None
    camera.bump()
    assert measure(arm, camera).what.startswith("nobody has measured the camera")
    camera.calibrate(arm)
    arm.look_from()
    assert measure(arm, camera) is None


def carry_all(arm, camera, into):
    arm.table.reset("sort")
    arm.look_from()
    scene = camera.look()
    for block in scene.blocks:
        arm.pick(block)
        arm.drop_into(into(scene.find_bin(block.colour), block))
    arm.look_from()


class TestSort:
    def test_not_yet(self, arm, camera):
        arm.table.reset("sort")
        assert sort(arm, camera).what == (
            "0 of 6 are sorted; the red block with marker 1 is in no bin."
        )

    def test_one_on_top_of_the_other_is_sorted_and_not_proved(self, arm, camera):
        carry_all(arm, camera, lambda home, _: home)
        said = sort(arm, camera)
        assert said.what.startswith("they are sorted, but the camera cannot prove it: Not proved.")
        assert "3 of 6 are not seen" in said.what

    def test_side_by_side_is_proved(self, arm, camera):
        carry_all(arm, camera, lambda home, block: home.part(block.marker % 2 + 1, of=2))
        assert sort(arm, camera) is None

    def test_without_a_camera_nothing_is_proved(self, arm, camera):
        camera.close()
        assert sort(arm, camera).what.startswith("This camera is off")
