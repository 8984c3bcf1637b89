"""The goals of lesson 03, against a table on which things really stand and fall (simulated)."""

from __future__ import annotations

import itertools

import pytest

from dobotkit.errors import NotYet
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.pick_and_place import move, sort, tower


@pytest.fixture
def laid(arm):
    """Four blocks before an arm that stands at home."""
    arm.table.reset("blocks")
    return arm


def carry(arm, name, x, y):
    arm.pick(arm.table.find(name))
    arm.place(x=x, y=y)


class TestMove:
    def test_says_where_it_stands_and_where_it_has_to(self, laid):
        assert move(laid).what == (
            "the yellow block stands at x 230, y -90, and x 190, y 0 is wanted."
        )

    @pytest.mark.parametrize("spot", [(190, 0), (194, 2), (187, -3)])
    def test_there_to_five_mm(self, laid, spot):
        carry(laid, "yellow", *spot)
        assert move(laid) is None

    @pytest.mark.parametrize("spot", [(196, 0), (190, 6)])
    def test_farther_off_is_not_there(self, laid, spot):
        carry(laid, "yellow", *spot)
        assert "is wanted" in move(laid).what

    def test_by_hand_counts_as_well(self, laid):
        for place, on in (((230, -90, -45), True), ((190, 0, -45), False)):
            laid.move_to(*place[:2], 0)
            laid.move_to(*place)
            laid.suck(on)
            laid.wait(500)
            laid.move_by(z=45)
        assert move(laid) is None

    def test_in_the_hand_is_not_there(self, laid):
        laid.pick(laid.table.find("yellow"))
        assert move(laid) == ("the arm still holds yellow.", "Put it down first.")

    def test_another_block_in_its_place(self, laid):
        carry(laid, "red", 190, 0)
        laid.pick(laid.table.find("yellow"))
        laid.stack(laid.table.find("red"))
        assert move(laid).what == "the yellow block stands on red, and the table is wanted."

    def test_a_table_without_it(self, laid):
        laid.table.reset("empty")
        assert move(laid).what == "there is no yellow block on the table."


class TestTower:
    def build(self, arm, *names):
        for lower, upper in itertools.pairwise(names):
            arm.pick(arm.table.find(upper))
            arm.stack(arm.table.find(lower))

    @pytest.mark.parametrize(
        ("names", "count"), [(("red",), "one block"), (("red", "green"), "2 blocks")]
    )
    def test_too_low(self, laid, names, count):
        self.build(laid, *names)
        assert tower(laid).what == f"the highest tower has {count}, and 3 are wanted."

    @pytest.mark.parametrize(
        "names", [("red", "green", "blue"), ("yellow", "blue", "green", "red")]
    )
    def test_any_three_or_more(self, laid, names):
        self.build(laid, *names)
        assert tower(laid) is None

    def test_the_third_one_in_the_hand(self, laid):
        self.build(laid, "red", "green")
        laid.pick(laid.table.find("blue"))
        assert tower(laid).what == "the arm still holds blue."

    def test_what_topples_is_no_tower(self, laid):
        self.build(laid, "red", "green")
        laid.pick(laid.table.find("blue"))
        x, y, z = laid.table.find("green").top
        laid.place(x + 20, y, z)
        assert "the highest tower has 2 blocks" in tower(laid).what

    def test_no_table_no_tower(self, laid):
        laid.table.reset("empty")
        assert "has 0 blocks" in tower(laid).what


class TestSort:
    def put(self, arm, *things):
        for name, colour in things:
            arm.pick(arm.table.find(name))
            arm.drop_into(arm.table.find(f"bin-{colour}"))

    def test_another_table_is_not_sorted(self, laid):
        assert sort(laid).advice == 'Lay the table for it: arm.table.reset("sort")'

    def test_counts_and_names_the_first(self, laid):
        laid.table.reset("sort")
        assert sort(laid) == (
            "0 of 6 things lie in the bin of their colour; red-1 is on the table.",
            "It belongs into bin-red.",
        )
        self.put(laid, ("red-1", "red"), ("red-2", "red"), ("green-1", "blue"))
        assert sort(laid).what == (
            "2 of 6 things lie in the bin of their colour; green-1 is on bin-blue."
        )

    def test_all_of_them(self, laid):
        laid.table.reset("sort")
        loose = [thing for thing in laid.table.things if thing.kind != "bin"]
        self.put(laid, *((thing.name, thing.colour) for thing in loose))
        assert sort(laid) is None


@pytest.mark.parametrize("name", ["move", "tower", "sort"])
def test_the_last_hint_solves_the_exercise(laid, name):
    goal = goals_of("pick_and_place")[name]
    if name == "sort":
        laid.table.reset("sort")
    with pytest.raises(NotYet):
        goal.check(laid)
    lines = goal.hints[-1].removeprefix("In the loop: ").replace("  then  ", "; ")
    for thing in [one for one in laid.table.things if name != "sort" or one.kind != "bin"]:
        exec(lines, {"arm": laid, "thing": thing})  # noqa: S102  # the hint is code
        if name != "sort":
            break
    goal.check(laid)


def test_the_questions_reckon_as_the_table_does(laid):
    assert questions_of("pick_and_place")["top"].right == laid.table.height + 40
    laid.pick(laid.table.find("blue"))
    laid.stack(laid.table.find("green"))
    assert questions_of("pick_and_place")["second"].right == laid.table.find("blue").top[2]
