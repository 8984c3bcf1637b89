"""The goals of lesson 09, and the way through it for whoever says no."""

from __future__ import annotations

import inspect
import statistics

import pytest

from dobotkit.errors import NotYet, PurposeError, VisitorsForgotten, WrongValue
from dobotkit.lesson import on_paper
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.same_visitor import NEEDS, door, forgotten, threshold
from dobotkit.lesson.measuring import Matching
from dobotkit.scene import Forgotten
from dobotkit.visitors import Visitors

WHY = "see whether somebody comes back"


@pytest.fixture
def paper():
    return on_paper.Door()


@pytest.fixture
def measured():
    """Two bells beside each other: strangers around 0.3, the same person around 0.85."""

    def above(middle, wide, pairs):
        bell = statistics.NormalDist(middle, wide)
        return tuple(round(pairs * (1 - bell.cdf(step / 100))) for step in range(101))

    return Matching(
        people=12,
        pictures=3,
        same=above(0.85, 0.12, 36),
        different=above(0.3, 0.1, 594),
        same_pairs=36,
        different_pairs=594,
    )


def test_there_are_three_exercises_with_hints_and_four_questions():
    assert list(goals_of("same_visitor")) == ["threshold", "forgotten", "door"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("same_visitor").values())
    assert list(questions_of("same_visitor")) == ["template", "pays", "photo", "free"]


class TestForgotten:
    def seen(self, paper, *, twice=True, forget=True):
        with paper.visitors(why=WHY) as visitors:
            for _ in range(1 + twice):
                paper.invite(30)
                before = visitors.look()
            gone = visitors.forget() if forget else Forgotten(0)
            paper.invite(30)
            return before, gone, visitors.look()

    def test_known_then_new(self, paper):
        assert forgotten(*self.seen(paper)) is None

    def test_invited_once_only(self, paper):
        assert "nobody was seen before" in forgotten(*self.seen(paper, twice=False)).what

    def test_not_forgotten(self, paper):
        before, _, after = self.seen(paper, forget=False)
        assert "emptied" in forgotten(before, Forgotten(0), after).what
        assert "still known" in forgotten(before, Forgotten(1), after).what

    def test_nobody_there(self, paper):
        with paper.visitors(why=WHY) as visitors:
            nobody = visitors.look()
        before, gone, after = self.seen(paper)
        assert "in “before” nobody was there" in forgotten(nobody, gone, after).what
        assert "in “after” nobody was there" in forgotten(before, gone, nobody).what

    def test_the_order_counts(self, paper):
        before, gone, after = self.seen(paper)
        with pytest.raises(NotYet, match="the check needs gone"):
            goals_of("same_visitor")["forgotten"].check(before, after, gone)


class TestDoor:
    def test_who_has_to_keep_a_face(self):
        assert door(dict(NEEDS)) is None

    def test_how_many_are_wrong_and_not_which(self):
        said = door(dict.fromkeys(NEEDS, True))
        assert said.what == "3 answers not right yet."

    def test_not_answered(self):
        assert "is None" in door(dict.fromkeys(NEEDS)).what


class TestOnPaper:
    """FACE-05: the same words, types and verbs, without a camera and without a keeper."""

    def test_whoever_comes_back_is_known_and_a_stranger_is_new(self, paper):
        with paper.visitors(why=WHY) as visitors:
            said = []
            for number in (8, 8, 12):
                paper.invite(number)
                said.append(repr(visitors.look()))
            assert visitors.count == 2
        assert said[0] == "visitor A, not seen before, threshold 0.56"
        assert said[1].startswith("visitor A, seen before, similarity 0.")
        assert said[2].startswith("visitor B, not seen before, similarity 0.")

    def test_the_threshold_makes_both_mistakes(self, paper):
        with paper.visitors(why=WHY) as visitors:
            paper.invite(8)
            visitors.look()
            visitors.threshold = 0.05
            paper.invite(12)
            assert "visitor A, seen before" in repr(visitors.look())
            visitors.threshold = 0.99
            paper.invite(8)
            assert "visitor B, not seen before" in repr(visitors.look())

    def test_a_photo_matches(self, paper):
        with paper.visitors(why=WHY) as visitors:
            paper.invite(8)
            visitors.look()
            paper.invite(8, photo=True)
            assert "visitor A, seen before" in repr(visitors.look())

    def test_two_at_once_are_two_visitors(self, paper):
        with paper.visitors(why=WHY) as visitors:
            visitors.threshold = 0.0
            paper.invite(8, 12)
            assert [one.label for one in visitors.look().visitors] == ["A", "B"]

    def test_twenty_letters_and_no_more(self, paper):
        with paper.visitors(why=WHY) as visitors:
            visitors.threshold = 1.0
            paper.invite(8)
            for _ in range(20):
                visitors.look()
            assert visitors.count == 20
            assert visitors.look().unnamed == 1

    def test_the_block_ends_it(self, paper):
        with paper.visitors(why=WHY) as visitors:
            paper.invite(8)
            visitors.look()
        assert visitors.count == 0
        with pytest.raises(VisitorsForgotten):
            visitors.look()
        with pytest.raises(VisitorsForgotten):
            visitors.forget()

    def test_an_answer_keeps_its_purpose(self, paper):
        with paper.visitors(why=WHY) as visitors:
            paper.invite(8)
            seen = visitors.look()
        assert seen.purpose == WHY
        with pytest.raises(PurposeError):
            seen.__reduce_ex__(2)

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda paper: paper.invite(9),
            lambda paper: paper.invite(True),
            lambda paper: paper.invite(),
            lambda paper: paper.invite(8, 8),
            lambda paper: paper.visitors(why=" "),
            lambda paper: setattr(paper.visitors(why=WHY), "threshold", 2),
        ],
    )
    def test_what_is_not_written_down_is_refused(self, paper, wrong):
        with pytest.raises(WrongValue):
            wrong(paper)

    def test_it_has_the_verbs_of_the_real_one(self):
        def verbs(kind):
            return {name for name in vars(kind) if not name.startswith("_")}

        assert verbs(on_paper.Visitors) == verbs(Visitors)
        for name in ("look", "forget", "__enter__"):
            paper, real = getattr(on_paper.Visitors, name), getattr(Visitors, name)
            assert list(inspect.signature(paper).parameters) == list(
                inspect.signature(real).parameters
            )


class TestThreshold:
    def test_hardly_any_stranger_and_no_more_friends_than_need_be(self, measured):
        limits = [step / 100 for step in range(101)]
        good = [limit for limit in limits if threshold(measured, limit) is None]
        assert good == sorted(good)
        assert 0.3 < good[0] < good[-1] < 0.9
        assert "strangers are let in" in threshold(measured, good[0] - 0.05).what
        assert "refused" in threshold(measured, good[-1] + 0.05).what

    @pytest.mark.parametrize("limit", [True, -0.1, 1.5])
    def test_no_threshold(self, measured, limit):
        assert "lies between 0 and 1" in threshold(measured, limit).advice
