"""The goals of lesson 08, on looks and rates that never happened."""

from __future__ import annotations

import pytest

from dobotkit.errors import NotYet
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.faces_without_names import chairs, cover, fair
from dobotkit.lesson.measuring import CoverResult, Rate
from dobotkit.scene import Picture


def measured(kind, found, parrot, people=20):
    rate = Rate(0, people)
    return CoverResult(
        cover=kind,
        strength=None if kind in ("box", "none") else 16,
        found_again=Rate(found, people),
        found_counted=rate,
        named=rate,
        named_by_parrot=Rate(parrot, people),
        picture=Picture(b"", 0, 0),
    )


def test_there_are_three_exercises_with_hints_and_four_questions():
    assert list(goals_of("faces_without_names")) == ["chairs", "cover", "fair"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("faces_without_names").values())
    assert list(questions_of("faces_without_names")) == ["finder", "blank", "blur", "mean"]


class TestChairs:
    def test_everybody_sits_and_not_having_looked_is_no_empty_room(self):
        def good(scene):
            if not scene.faces_known:
                return None
            return len(scene.faces) + len(scene.maybe_faces)

        assert chairs(good) is None

    @pytest.mark.parametrize(
        ("function", "words"),
        [
            (lambda scene: len(scene.faces), "two faces are sure and one is not it said 2"),
            (lambda scene: len(scene.faces + scene.maybe_faces), "nobody could look"),
            (lambda scene: len(scene.faces + scene.maybe_faces) or None, "nobody is there"),
            (lambda _: True, "three faces are sure it said True"),
            (lambda scene: scene.people, "stopped with AttributeError"),
            (lambda scene: scene.find_block("grey"), "it stopped: The camera sees no grey"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_look(self, function, words):
        assert words in chairs(function).what

    def test_a_missing_return_is_guessed(self):
        assert "return" in chairs(lambda _: None).advice


class TestCover:
    def test_not_found_and_named_all_the_same(self):
        assert cover(measured("mosaic", 0, 12)) is None
        assert cover(measured("blur", 2, 6)) is None

    @pytest.mark.parametrize(
        ("result", "words"),
        [
            (measured("box", 0, 1), "measured with 'box'"),
            (measured("mosaic", 0, 3, people=5), "with 5 people"),
            (measured("blur", 14, 20), "still finds 70%"),
            (measured("mosaic", 0, 5), "names 25%"),
        ],
    )
    def test_what_is_missing_is_told_with_its_rate(self, result, words):
        assert words in cover(result).what

    def test_a_measurement_is_wanted(self):
        with pytest.raises(NotYet, match="the check needs result"):
            goals_of("faces_without_names")["cover"].check("mosaic")


class TestFair:
    def test_the_worst_group_decides(self):
        assert fair(lambda rates: bool(rates) and min(rates.values()) >= 0.9) is None

    @pytest.mark.parametrize(
        ("function", "words"),
        [
            (lambda rates: sum(rates.values()) / len(rates) >= 0.9, "tone 10 is found in 30%"),
            (lambda rates: rates[10] >= 0.9, "tone 1 is found in 30%"),
            (lambda rates: min(rates.values()) > 0.9, "exactly 90%"),
            (lambda rates: min(rates.values()) >= 0.9, "nothing was measured it stopped"),
            (lambda rates: all(rate >= 0.9 for rate in rates.values()), "it said True, and False"),
            (lambda rates: int(min(rates.values()) >= 0.9), "it said 1, and True"),
        ],
    )
    def test_what_hides_a_group_is_not_enough(self, function, words):
        assert words in fair(function).what


def test_the_lesson_tells_right_from_wrong():
    questions = questions_of("faces_without_names")
    assert questions["mean"].judge("85 % of whose faces").right
    assert not questions["blur"].judge("yes").right
