"""What ``Link`` makes of indices, and of poses that are no numbers."""

import math
import struct

import pytest

from dobotkit.arm.link import Ticket, _index_in
from dobotkit.errors import ArmGarbled, ArmRestarted, ArmStopped
from tests.arm.bench import whole
from tests.simulator.host import frame

POSE, INDEX = 10, 246


def told(index):
    """The arm says that this command ended last."""

    def damage(answer):
        if answer[3] != INDEX:
            return [(0.0, answer)]
        return [(0.0, frame(INDEX, 0, struct.pack("<Q", index % 2**64)))]

    return damage


class TestTheIndex:
    @pytest.mark.parametrize("index", [0, 1, 255, 256, 2**32, 2**63, 2**64 - 2])
    def test_has_64_bits(self, index):
        assert _index_in(struct.pack("<Q", index)) == index

    @pytest.mark.parametrize("size", [0, 4, 7])
    def test_shorter_answers_are_refused(self, size):
        words = f"about its place in the queue has {size} bytes instead of 8"
        with pytest.raises(ArmGarbled, match=words):
            _index_in(bytes(size))

    def test_more_than_that_is_ignored(self):
        assert _index_in(struct.pack("<QB", 5, 9)) == 5

    @pytest.mark.parametrize(("told_index", "index"), [(2**64 - 1, -1), (0, 0), (7, 7)])
    def test_the_largest_number_stands_for_none(self, link, cable, told_index, index):
        cable.damage = told(told_index)
        link.stop()
        assert link.current_index() == index

    def test_is_asked_once_if_it_can_be_right(self, link, cable):
        link.current_index()
        cable.sent.clear()
        index = link.current_index()
        assert cable.numbers == [INDEX]
        # One that cannot be right is asked again.
        left = [told(index + 5)]

        def once(answer):
            return left.pop()(answer) if left else whole(answer)

        cable.damage = once
        assert link.current_index() == index
        assert cable.numbers == [INDEX] * 3

    def test_that_runs_ahead_is_no_reason_to_stop(self, link, cable):
        index = link.current_index()
        cable.damage = told(index + 5)
        cable.sent.clear()
        assert link.current_index() == index + 5
        assert cable.numbers == [INDEX] * 2

    @pytest.mark.parametrize("index", [-1, 3])
    def test_that_shrinks_is_that_of_an_arm_that_was_off(self, link, cable, index):
        link.stop()
        for _ in range(4):
            link.enqueue(110, bytes(4))
        assert link.current_index() > 3
        cable.damage = told(index)
        cable.sent.clear()
        with pytest.raises(ArmRestarted):
            link.current_index()
        assert cable.numbers == [INDEX] * 2
        cable.damage = whole
        with pytest.raises(ArmRestarted):
            link.enqueue(110, bytes(4))

    @pytest.mark.parametrize(
        "case",
        [
            (7, -1, 6, False),
            (7, -1, 7, True),
            (7, -1, 9, True),  # several may end between two looks
            (2, -1, -1, False),
            (0, -1, 0, True),
            # After a stop some firmware counts from the start again, and shows the old
            # count until the first command ends.
            (2, 40, 40, False),
            (2, 40, 2, True),
            (2, 40, 3, True),
            (2, 40, 41, True),
            (41, 40, 40, False),
            (41, 40, 41, True),
            (40, 40, 40, True),
        ],
    )
    def test_when_a_command_has_ended(self, link, cable, case):
        place, baseline, current, ended = case
        cable.damage = told(baseline)
        link.stop()
        assert link.has_ended(Ticket(place, link.stops), current) == ended

    def test_a_command_from_before_a_stop_has_not(self, link):
        ticket = Ticket(3, link.stops)
        assert link.has_ended(ticket, 5)
        link.stop()
        with pytest.raises(ArmStopped):
            link.has_ended(ticket, 5)

    def test_a_ticket_knows_its_place_and_the_stops_before_it(self, link):
        link.stop()
        before = link.current_index()
        ticket = link.enqueue(110, struct.pack("<I", 1))
        # Before anything has run, the simulated arm begins with 2.
        assert ticket == (max(before + 1, 2), link.stops)
        assert link.has_ended(ticket, link.current_index())


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("at", range(8))
def test_a_pose_that_is_no_number_is_asked_again(link, cable, at, value):
    right = link.pose()
    damaged = []

    def damage(answer):
        if answer[3] != POSE or damaged:
            return [(0.0, answer)]
        values = list(struct.unpack("<8f", answer[5:-1]))
        values[at] = value
        damaged.append(answer)
        return [(0.0, frame(POSE, 0, struct.pack("<8f", *values)))]

    cable.damage = damage
    assert link.pose() == right
    assert damaged
