"""The goals of lesson 05: what a pupil may hand in, and what is said to it."""

from __future__ import annotations

import pytest

from dobotkit import wire
from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.errors import NotYet
from dobotkit.frames import encode
from dobotkit.lesson.goals import goals_of
from dobotkit.lesson.goals.what_the_wire_says import GOALS, by_hand, proof, repair


def theirs(payload):
    """As pydobot 1.3.2 computes it."""
    rest = sum(payload) % 256
    return (256 - rest) % 255


@pytest.mark.parametrize(
    ("frame", "what"),
    [
        ("aa aa 04 3e 03 01 01 ??", "still missing"),
        ("aa aa 04 3e 03 01 01 bc", "is 67, and your bc is 188: together 255."),
        ("aa aa 04 3e 03 01 01 43", "is 67, and your 43 is 67: together 134."),
        ("aa aa 04 3e 03 01 00 be", "first seven bytes"),
        ("aa aa 04 3e 03 01 01", "first seven bytes"),
        ("aa aa 04 3e 03 01 01 bd bd", "first seven bytes"),
        ("aa aa 04 3e 03 01 01 189", "'189' has 3 digits"),
        ("aa aa 04 3e 03 01 01 xy", "'x' in 'xy'"),
        ("", "no bytes"),
    ],
)
def test_by_hand_says_what_is_missing(frame, what):
    assert what in by_hand(frame).what


@pytest.mark.parametrize(
    "frame", ["aa aa 04 3e 03 01 01 bd", "AAAA043E030101BD", "0xAA 0xaa 4 3e 3 1 1 bd"]
)
def test_by_hand_is_solved(frame):
    assert by_hand(frame) is None


def test_their_checksum_loses_two_of_256_moves():
    missing = repair(theirs)
    assert "has dropped 2 of 256 moves" in missing.what
    assert "remainder 0 gives 1 and remainder 1 gives 0" in missing.what


@pytest.mark.parametrize(
    ("function", "what"),
    [
        (lambda _payload: 0, "dropped 255 of 256"),
        (lambda payload: 256 - sum(payload) % 256, "gives 256"),
        (lambda payload: sum(payload) % 256, "dropped 254 of 256"),
        (lambda _payload: None, "gives None"),
        (lambda _payload: True, "gives True"),
        (lambda payload: -sum(payload) % 256 / 1, "gives 0.0"),
        (lambda payload: theirs(payload) or 255, "dropped 1 of 256 moves (remainder 0 gives 1)"),
    ],
)
def test_repair_says_what_is_missing(function, what):
    assert what in repair(function).what


@pytest.mark.parametrize(
    "function",
    [
        lambda payload: -sum(payload) % 256,
        lambda payload: -sum(payload) & 0xFF,
        lambda payload: (256 - sum(payload) % 256) % 256,
    ],
)
def test_repair_is_solved_in_several_ways(function):
    assert repair(function) is None


@pytest.fixture
def link():
    link = Link(open_port(wire.practice_address()))
    link.move_to(200, 0, 50, 0, wait=True)
    yield link
    link.close()


def test_proof_wants_the_move_that_got_lost(link):
    with wire.listen(link) as heard:
        link.pose()
    assert proof(heard).what == "no move was heard."
    with wire.listen(link) as heard:
        link.move_to(150, -120, 50, 0)
    assert proof(heard).what == "the move that was heard goes to (150 mm, -120 mm, 50 mm)."
    with wire.listen(link) as heard:
        link.move_to(150, -130, 50, 0)
    assert proof(heard) is None


class Deaf:
    """A port at whose other end nothing answers."""

    def write(self, data) -> int:
        return len(data)

    def read(self, _size=1) -> bytes:
        return b""


def test_proof_wants_a_right_checksum_and_an_answer():
    right = encode("PTPCmd", mode=2, x=150, y=-130, z=50, r=0, queued=True)
    port = Deaf()
    with wire.listen(port) as heard:
        port.write(right[:-1] + b"\0")
    assert proof(heard).what == "the checksum of the move is 00, and FF is right."
    with wire.listen(port) as heard:
        port.write(right)
    assert "no answer was heard" in proof(heard).what


def test_the_last_hints_solve_the_exercises():
    goals = goals_of("what_the_wire_says")
    names: dict[str, object] = {}
    exec(goals["by_hand"].hints[-1].rpartition(":  ")[2], names)  # noqa: S102  # the hint is code
    goals["by_hand"].check(names["frame"])
    line = goals["repair"].hints[-1].rpartition(":  ")[2]
    exec(f"def checksum(payload):\n    rest = sum(payload) % 256\n    {line}", names)  # noqa: S102
    goals["repair"].check(names["checksum"])


def test_the_last_hint_of_the_proof_solves_it(link):
    goal = goals_of("what_the_wire_says")["proof"]
    first, second = goal.hints[-1].split("  and indented below it  ")
    names = {"wire": wire, "new": link}
    exec(f"{first}\n    {second}", names)  # noqa: S102  # the hint is code
    goal.check(names["heard"])


def test_a_check_of_something_else_says_what_to_write():
    goal = goals_of("what_the_wire_says")["repair"]
    with pytest.raises(NotYet, match=r"Write lesson\.check\('repair', checksum\)\."):
        goal.check(5)


def test_hints_go_from_gentle_to_concrete():
    for goal in GOALS:
        assert len(goal.hints) == 4
