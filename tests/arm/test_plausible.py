"""What is believed of whole answers, and what is asked again."""

import math

import pytest

from dobotkit.arm.kinematics import SUCTION_CUP, forward
from dobotkit.arm.plausible import FAR, NOTHING, SAME, Places, Poses
from dobotkit.geometry import Pose


def pose(*joints, tool=SUCTION_CUP):
    return Pose(*forward(*joints, tool=tool), *joints)


HOME = pose(0, 45, 45, 0)


class TestPoses:
    def test_the_first_is_doubtful_and_the_second_like_it_is_not(self):
        poses = Poses()
        assert not poses.believe(HOME)
        assert poses.believe(pose(10, 30, 50, -5))
        assert poses.believe(HOME)

    @pytest.mark.parametrize("at", range(8))
    def test_one_wrong_number_is_noticed(self, at):
        poses = Poses()
        poses.believe(HOME)
        poses.believe(HOME)
        wrong = list(HOME)
        wrong[at] += 3.0
        assert not poses.believe(Pose(*wrong))
        # The next right one fits in with those before the wrong one.
        assert poses.believe(HOME)

    @pytest.mark.parametrize("tool", [(61.0, 0, 0), (59.7, 5, 0), (59.7, 0, 20)])
    def test_another_tool_is_believed_the_second_time(self, tool):
        poses = Poses()
        poses.believe(HOME)
        poses.believe(HOME)
        assert not poses.believe(pose(0, 45, 45, 0, tool=tool))
        assert poses.believe(pose(5, 40, 45, 0, tool=tool))
        assert not poses.believe(HOME)

    def test_a_small_difference_is_none(self):
        poses = Poses()
        poses.believe(HOME)
        assert poses.believe(HOME._replace(r=HOME.r + SAME))
        # It is measured from the one before, not from the first.
        assert poses.believe(HOME._replace(r=HOME.r + 2 * SAME))
        assert not poses.believe(HOME._replace(r=HOME.r + 3.1 * SAME))

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_what_is_no_number_is_not_remembered(self, value):
        poses = Poses()
        poses.believe(HOME)
        assert not poses.believe(HOME._replace(j2=value))
        assert poses.believe(HOME)


class TestPlaces:
    def test_at_first_any_place_is_given(self):
        places = Places()
        assert places.baseline == NOTHING
        assert places.take(1000)

    @pytest.mark.parametrize(
        ("place", "fits"),
        [(9, False), (10, False), (11, True), (10 + FAR, True), (11 + FAR, False)],
    )
    def test_then_only_higher_ones_and_none_far_off(self, place, fits):
        places = Places()
        places.take(10)
        assert places.take(place) == fits
        # What does not fit is not taken note of.
        assert places.take(11 + FAR) == (place == 10 + FAR or place == 11)

    def test_no_more_can_have_ended_than_was_given(self):
        places = Places()
        assert places.look(7)
        places.take(10)
        assert places.look(10)
        assert not places.look(11)
        assert places.look(10)

    def test_no_less_can_have_ended_than_before(self):
        places = Places()
        places.take(10)
        assert places.look(8)
        assert places.look(8)
        assert not places.look(7)
        assert places.shrank(7)
        assert not places.shrank(8)
        assert places.shrank(NOTHING)

    def test_before_anything_has_ended(self):
        places = Places()
        places.take(2)
        assert places.look(NOTHING)
        assert places.look(2)
        assert not places.look(NOTHING)

    def test_after_a_clear_it_may_begin_anew(self):
        places = Places()
        places.take(40)
        places.look(40)
        places.cleared(40)
        assert places.baseline == 40
        # The old count is shown until the first command ends.
        assert places.take(2)
        assert places.look(40)
        assert places.look(2)
        assert not places.look(40)
        assert places.take(3)
        assert places.look(3)
        assert not places.look(2)
