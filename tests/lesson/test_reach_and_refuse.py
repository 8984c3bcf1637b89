"""The goals of lesson 02, against an arm that really moves (simulated)."""

from __future__ import annotations

import pytest

from dobotkit.errors import NotYet, OutOfReach
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.reach_and_refuse import GOALS, detour, folded, inner

WAY = [(150, -200, 50), (250, 0, 50), (150, 200, 50)]


@pytest.mark.parametrize(("x", "reached"), [(230, False), (208, False), (207, True), (203, True)])
def test_inner_is_the_last_five_mm(arm, x, reached):
    arm.move_to(x, 0, 100)
    assert (inner(arm) is None) is reached


def test_inner_counts_only_straight_ahead_at_its_height(arm):
    arm.move_to(205, 0, 80)
    assert inner(arm).advice == "Go 20 mm up."
    arm.move_to(205, 30, 100)
    assert inner(arm).advice == "Go 30 mm right."


def refuse(arm, *target):
    with pytest.raises(OutOfReach):
        arm.move_to(*target)


def test_folded_wants_this_refusal_and_no_other(arm):
    assert "has refused nothing" in folded(arm).what
    refuse(arm, 400, 0, 0)
    assert "its wrist would be 340 mm" in folded(arm).what
    refuse(arm, 100, 0, -8)
    assert folded(arm) is None
    arm.move_to(220, 0, 0)
    assert folded(arm) is not None


def go(arm, way):
    arm.move_to(250, 0, 50)
    for place in way:
        arm.move_to(*place)


@pytest.mark.parametrize(
    "way", [WAY, [WAY[0], (200, 0, 50), WAY[2]], [WAY[0], (250, -50, 90), (250, 50, 90), WAY[2]]]
)
def test_detour_takes_any_good_way(arm, way):
    go(arm, way)
    assert detour(arm, way) is None
    assert detour(arm, [list(place) for place in way]) is None


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ([], "not a place"),
        ([WAY[0], 200, WAY[2]], "not a place"),
        ([WAY[0], "abc", WAY[2]], "not a place"),
        ([WAY[0], (200, 0), WAY[2]], "not a place"),
        ([WAY[0], ("a", 0, 1), WAY[2]], "not a place"),
        ([WAY[0]], "has to end at (150, 200, 50), and yours does at (150, -200, 50)"),
        (WAY[1:], "has to begin at (150, -200, 50), and yours does at (250, 0, 50)"),
        ([WAY[0], WAY[2]], "piece 1 of the way would be refused: the rear arm (j2)"),
        ([*WAY[:2], (400, 0, 0), WAY[2]], "piece 2 of the way would be refused: its wrist"),
    ],
)
def test_detour_says_what_is_wrong_with_a_way(arm, way, words):
    assert words in detour(arm, way).what


def test_a_plan_is_not_enough(arm):
    arm.move_to(*WAY[0])
    assert detour(arm, WAY).what == "y is -200 mm, and 200 mm is wanted."


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.name)
def test_the_last_hint_solves_the_exercise(arm, goal):
    names = {"arm": arm, "way": []}
    things = [names[name] for name, _ in goal.takes]
    with pytest.raises(NotYet):
        goal.check(*things)
    hint = goal.hints[-1].removeprefix("Try ").replace(", and then the arm.move_to lines", "")
    arm.move_to(250, 0, -8)
    try:
        exec(hint, names)  # noqa: S102  # the hint is code
    except OutOfReach:
        assert goal.name == "folded"
    if goal.name == "detour":
        go(arm, names["way"])
    goal.check(*(names[name] for name, _ in goal.takes))


def test_hints_go_from_gentle_to_concrete():
    for goal in GOALS:
        assert len(goal.hints) >= 3
        assert "arm." not in goal.hints[0]
        assert "arm." in goal.hints[-1]
    assert list(goals_of("reach_and_refuse")) == ["inner", "folded", "detour"]


def test_what_is_said_about_the_numbers_is_true(arm):
    questions = questions_of("reach_and_refuse")
    assert list(questions) == ["hole", "higher", "part"]
    assert questions["higher"].right == "no"
    assert not arm.reach.contains((200, 0, 100, 0))
    [(nearest, _)] = arm.reach.radii(100)
    assert 200 < nearest < 205
    heights = [z for _, z in next(e for e in arm.reach.edges() if e.limit == "j3-j2").places]
    assert min(heights) == pytest.approx(-20, abs=0.5)
    assert max(heights) == pytest.approx(-3, abs=0.5)
