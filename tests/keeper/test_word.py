"""The teacher's words: one to move, one for each home; and what an arm asks for."""

from __future__ import annotations

import itertools
import struct

import pytest

from dobotkit.arm.ports import open_port
from dobotkit.arm.wire import QUEUED, WRITE, encode
from dobotkit.errors import ArmBusy, OutOfReach, WordNeeded
from dobotkit.keeper.envelope import Box, Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.keeper.word import HOME_S, Word
from dobotkit.simulator.clock import ManualClock

HOME = encode(31, QUEUED, bytes(4))
MOVE = encode(84, QUEUED, struct.pack("<B4f", 2, 220, 0, 50, 0))

_names = itertools.count()


class Teacher:
    """A word, the time, and what the arms have asked for."""

    def __init__(self):
        self.now = 1_000_000.0
        self.asked = []
        self.word = Word(lambda what, arm: self.asked.append((what, arm)), now=lambda: self.now)


@pytest.fixture
def teacher():
    return Teacher()


@pytest.fixture
def word(teacher):
    return teacher.word


def lend(word, envelope=None):
    """An arm that needs the word, as a real one does; the simulated arm itself, and its clock."""
    port = open_port(f"dobotsim://word{next(_names)}?pace=instant")
    lease = Lease(
        port,
        envelope or Envelope(),
        may_move=lambda: word.check("desk"),
        may_home=lambda: word.use_home("desk"),
    )
    clock = ManualClock(start=port.arm.time)
    port.arm.use_clock(clock)
    return lease, port.arm, clock


@pytest.fixture
def lent(word):
    lease, arm, clock = lend(word)
    yield lease, arm, clock
    lease.close()


def test_each_home_needs_a_word_and_that_moves_nothing_before(lent, word):
    lease, _, clock = lent
    before = lease.pose()
    for _ in range(2):
        with pytest.raises(WordNeeded) as caught:
            lease.write(HOME)
        clock.advance(30)
        assert lease.pose() == before
        assert "home desk" in caught.value.advice
        assert caught.value.rule == "teacher's word"
        word.give_home("desk")
        lease.write(HOME)
        clock.advance(30)
        before = lease.pose()


def test_the_word_for_a_home_is_none_to_move_and_the_other_way_round(lent, word):
    lease, _, clock = lent
    word.give_home("desk")
    with pytest.raises(WordNeeded, match="has not been allowed to move yet"):
        lease.write(MOVE)
    lease.write(HOME)  # still good
    clock.advance(30)
    word.give("desk")
    with pytest.raises(WordNeeded, match="each time"):
        lease.write(HOME)
    lease.write(MOVE)


def test_it_is_good_for_the_arm_that_it_names(lent, word):
    word.give_home("left")
    with pytest.raises(WordNeeded):
        lent[0].write(HOME)
    assert word.home_left("left")


def test_it_is_good_for_five_minutes(lent, word, teacher):
    word.give_home("desk")
    teacher.now += HOME_S - 1
    assert word.home_left("desk") == 1
    teacher.now += 2
    assert word.home_left("desk") == 0
    with pytest.raises(WordNeeded):
        lent[0].write(HOME)


def test_a_clock_that_was_set_back_does_not_keep_it(word, teacher):
    word.give_home("desk")
    teacher.now -= 3600
    assert word.home_left("desk") == 0


def test_a_home_that_is_refused_for_another_reason_uses_up_no_word(word):
    # It stands where home is.
    there = Box(name="cup", low=(150, -50, -200), high=(260, 50, 100))
    lease, _, _ = lend(word)
    word.give("desk")
    word.give_home("desk")
    lease.write(encode(84, QUEUED, struct.pack("<B4f", 2, 200, 100, 50, 0)))
    with pytest.raises(ArmBusy):
        lease.write(encode(84, QUEUED, struct.pack("<B4f", 2, 200, 90, 50, 0)) + MOVE)
    with pytest.raises(ArmBusy):
        lease.write(HOME)
    assert word.home_left("desk")
    lease.close()
    lease, _, clock = lend(word)
    lease.write(encode(84, QUEUED, struct.pack("<B4f", 2, 200, 100, 50, 0)))
    clock.advance(30)
    lease.use(Envelope(keep_out=(there,)))
    with pytest.raises(OutOfReach, match="cup"):
        lease.write(HOME)
    assert word.home_left("desk")
    lease.close()


def test_a_home_that_is_told_at_once_uses_up_no_word_either(lent, word):
    word.give_home("desk")
    with pytest.raises(Exception, match="queue"):
        lent[0].write(encode(31, WRITE, bytes(4)))
    assert word.home_left("desk")


def test_who_stops_the_arms_takes_back_the_homes_and_nothing_else(word):
    word.give("desk")
    word.give_home("desk")
    word.take_back_homes()
    assert word.given("desk")
    assert word.home_left("desk") == 0


def test_a_word_can_be_taken_back(lent, word):
    word.give("desk")
    word.give_home("desk")
    word.take_back("desk")
    for frame in (MOVE, HOME):
        with pytest.raises(WordNeeded):
            lent[0].write(frame)


def test_a_loop_in_a_notebook_asks_once_a_minute(teacher, lent):
    for _ in range(5):
        for frame in (MOVE, HOME, HOME):
            with pytest.raises(WordNeeded):
                lent[0].write(frame)
        teacher.now += 11
    assert teacher.asked == [("move", "desk"), ("home", "desk")]
    teacher.now += 60
    with pytest.raises(WordNeeded):
        lent[0].write(HOME)
    assert teacher.asked[2:] == [("home", "desk")]


def test_an_arm_asks_until_it_is_answered(word, teacher):
    assert word.asks_for("desk") is None
    with pytest.raises(WordNeeded):
        word.check("desk")
    teacher.now += 1
    with pytest.raises(WordNeeded):
        word.use_home("desk")
    assert word.asks_for("desk") == "home"
    assert word.asks_for("left") is None
    word.give_home("desk")
    assert word.asks_for("desk") == "move"
    word.give("desk")
    assert word.asks_for("desk") is None
    # And the next home asks at once.
    word.use_home("desk")
    with pytest.raises(WordNeeded):
        word.use_home("desk")
    assert teacher.asked == [("move", "desk"), ("home", "desk"), ("home", "desk")]
    teacher.now += HOME_S
    assert word.asks_for("desk") is None
