"""The goals of lesson 07, against a table on which things really lie and fall (simulated).

That a look proves it needs a camera: see ``test_lessons_with_a_camera``.
"""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.errors import NotYet
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.sort_the_blocks import PROMISED, imagined, one, proof
from dobotkit.scene import SURE


@pytest.fixture
def laid(arm):
    arm.table.reset("sort")
    return arm


def carry(arm, name, home):
    arm.pick(arm.table.find(name))
    arm.drop_into(arm.table.find(home))


def test_there_are_three_exercises_with_hints_and_three_questions():
    assert list(goals_of("sort_the_blocks")) == ["one", "sort", "proof"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("sort_the_blocks").values())
    assert list(questions_of("sort_the_blocks")) == ["old", "hidden", "top"]


class TestOne:
    def test_in_its_bin(self, laid):
        carry(laid, "blue-1", "bin-blue")
        assert one(laid) is None

    def test_at_the_beginning(self, laid):
        assert one(laid).what == "the blue block with marker 5 is in no bin."

    def test_in_the_wrong_bin(self, laid):
        carry(laid, "blue-1", "bin-red")
        assert one(laid) == (
            "the blue block with marker 5 is in the red bin.",
            "Look again; it belongs into the blue bin.",
        )

    def test_another_blue_one_does_not_count(self, laid):
        carry(laid, "blue-2", "bin-blue")
        assert one(laid).what == "the blue block with marker 5 is in no bin."

    def test_in_the_hand_is_in_no_bin(self, laid):
        laid.pick(laid.table.find("blue-1"))
        assert one(laid).what == "the arm still holds the blue block with marker 5."

    def test_another_table(self, laid):
        laid.table.reset("blocks")
        assert one(laid).what == "these are not the things that have to be sorted."

    def test_a_block_that_fell_beside_the_table(self, laid):
        laid.pick(laid.table.find("red-1"))
        laid.move_to(60, -230, 60)
        laid.suck(False)
        laid.wait(300)
        assert one(laid).what == "there is no block with marker 1 on the table any more."


def careful(scene):
    good = 0
    for block in scene.blocks:
        if block.sure >= SURE and scene.find_bin(block.colour).contains(block):
            good += 1
    return good == 6


class TestProof:
    def test_who_asks_for_everything_is_done(self):
        assert proof(careful) is None

    def test_the_tally_is_a_good_answer_as_well(self):
        assert proof(lambda scene: lesson.tally(PROMISED, scene).proved) is None

    @pytest.mark.parametrize(
        ("believes", "words"),
        [
            (lambda _: True, "nothing but the bins is seen it said True"),
            (lambda _: False, "all six lie in their bins it said False"),
            (lambda _: None, "it said None, and True is wanted"),
            (lambda scene: len(scene.blocks) > 0, "one is not seen it said True"),
            (lambda scene: len(scene.blocks) == 6, "one stands beside its bin it said True"),
            (
                lambda scene: (
                    sum(any(home.contains(block) for home in scene.bins) for block in scene.blocks)
                    == 6
                ),
                "in the bin of another colour it said True",
            ),
            (
                lambda scene: (
                    sum(scene.find_bin(block.colour).contains(block) for block in scene.blocks) == 6
                ),
                "only 30 % sure it said True",
            ),
            (lambda scene: scene.blocks[0].sure > SURE, "it stopped with IndexError"),
            (lambda scene: scene.find_block("yellow"), "it stopped: The camera sees no yellow"),
        ],
    )
    def test_who_believes_too_much_is_told_when(self, believes, words):
        assert words in proof(believes).what

    def test_every_look_is_one_that_a_careless_function_fails(self):
        """The looks differ in what counts, and one of them is right."""
        said = [(careful(scene), right) for _, scene, right in imagined()]
        assert [right for _, right in said].count(True) == 1
        assert all(found is right for found, right in said)

    def test_it_wants_a_function(self):
        with pytest.raises(NotYet, match="was given True"):
            goals_of("sort_the_blocks")["proof"].check(True)
