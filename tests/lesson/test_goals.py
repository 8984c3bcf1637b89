"""The goals of the lessons, against an arm that really moves (simulated)."""

from __future__ import annotations

import pytest

from dobotkit.errors import ArmClosed, NotYet
from dobotkit.geometry import Pose
from dobotkit.lesson.goal import off_target
from dobotkit.lesson.goals import goals_of
from dobotkit.lesson.goals.hello_arm import GOALS, edge, lift, mirror


def test_lift_asks_for_one_thing_at_a_time(arm):
    assert lift(arm).what == "x is 259 mm, and 220 mm is wanted."
    assert lift(arm).advice == "Go 39 mm back."
    arm.move_to(220, 0, 20)
    assert lift(arm) == ("y is 0 mm, and 80 mm is wanted.", "Go 80 mm left.")
    arm.move_to(220, 80, 20)
    assert lift(arm).advice == "Switch it on: arm.suck(True)."
    arm.suck(True)
    assert lift(arm) == ("z is 20 mm, and 90 mm or more is wanted.", "Go 70 mm up.")
    arm.move_by(z=70)
    assert lift(arm) is None


def test_lift_is_lost_again_when_the_suction_goes_off(arm):
    arm.move_to(220, 80, 95)
    arm.suck(True)
    assert lift(arm) is None
    arm.suck(False)
    assert lift(arm) is not None


def test_mirror_wants_the_right_side_and_no_suction(arm):
    arm.suck(True)
    arm.move_to(220, 80, 20)
    assert mirror(arm) == ("y is 80 mm, and -80 mm is wanted.", "Go 160 mm right.")
    arm.move_to(220, -80, 20)
    assert mirror(arm).advice == "Switch it off: arm.suck(False)."
    arm.suck(False)
    assert mirror(arm) is None


@pytest.mark.parametrize(("x", "reached"), [(300, False), (323, False), (324, True), (328, True)])
def test_edge_is_the_last_five_mm(arm, x, reached):
    arm.move_to(x, 0, 0)
    assert (edge(arm) is None) is reached


def test_edge_counts_only_straight_ahead_at_the_height_of_the_shoulder(arm):
    arm.move_to(325, 0, -20)
    assert edge(arm).advice == "Go 20 mm up."


@pytest.mark.parametrize(
    ("goal", "lines"),
    [
        ("lift", "arm.move_to(220, 80, 20); arm.suck(True); arm.move_by(z=70)"),
        ("mirror", "arm.suck(False); arm.move_to(220, -80, 20)"),
        ("edge", "arm.move_to(328, 0, 0)"),
    ],
)
def test_the_last_hint_solves_the_exercise(arm, goal, lines):
    goal = goals_of("hello_arm")[goal]
    with pytest.raises(NotYet):
        goal.check(arm)
    hint = goal.hints[-1].removeprefix("Try ").replace("  then  ", "; ")
    assert hint == lines
    exec(hint, {"arm": arm})  # noqa: S102  # the hint is code
    goal.check(arm)


def test_a_check_says_which_exercise_what_is_missing_and_where_help_is(arm):
    with pytest.raises(NotYet) as caught:
        goals_of("hello_arm")["lift"].check(arm)
    assert caught.value.what == "lift: x is 259 mm, and 220 mm is wanted."
    assert caught.value.advice == 'Go 39 mm back. Stuck? lesson.hint("lift")'
    assert isinstance(caught.value, AssertionError)


@pytest.mark.parametrize("things", [(), ("arm",), (1, 2)])
def test_a_check_that_is_given_the_wrong_things_says_what_to_write(things):
    with pytest.raises(NotYet, match=r"Write lesson\.check\('lift', arm\)\."):
        goals_of("hello_arm")["lift"].check(*things)


def test_a_check_asks_the_arm_and_not_a_memory(arm):
    arm.close()
    with pytest.raises(ArmClosed):
        goals_of("hello_arm")["lift"].check(arm)


@pytest.mark.parametrize(
    ("off", "advice"),
    [
        ({"x": 230}, "Go 30 mm forward."),
        ({"x": 170}, "Go 30 mm back."),
        ({"y": 30}, "Go 30 mm left."),
        ({"y": -30}, "Go 30 mm right."),
        ({"z": 30}, "Go 30 mm up."),
        ({"z": -30}, "Go 30 mm down."),
    ],
)
def test_every_direction_has_its_word(off, advice):
    assert off_target(Pose(200, 0, 0, 0, 0, 0, 0, 0), **off).advice == advice


def test_two_mm_are_near_enough():
    pose = Pose(200, 0, 0, 0, 0, 0, 0, 0)
    assert off_target(pose, x=201.9, y=-1.9, z=2.0) is None
    assert off_target(pose, x=202.1) is not None


@pytest.mark.parametrize("slug", ["nothing_like_this", "", "../hello_arm", "hello_arm.GOALS"])
def test_a_folder_that_is_no_lesson_of_ours_has_no_goals(slug):
    assert goals_of(slug) == {}


def test_hints_go_from_gentle_to_concrete():
    for goal in GOALS:
        assert len(goal.hints) >= 3
        assert "arm." not in goal.hints[0]
        assert "arm." in goal.hints[-1]
