"""Holes of LIMITS.md that nothing else shows: what the kit does not do, done."""

from __future__ import annotations

import itertools

import pytest

from dobotkit import Arm, wire
from dobotkit.frames import Stray, decode, encode
from dobotkit.simulator.wire import Decoder

_numbers = itertools.count()


def fresh_address() -> str:
    return f"dobotsim://hole-{next(_numbers)}?pace=instant"


def test_11_a_tool_stays_in_the_arm_until_another_one_is_set():
    address = fresh_address()
    with Arm(address) as arm:
        arm.use_tool("pen")
        pen = arm.reach.tool
    with Arm(address) as arm:
        assert arm.reach.tool == pen
        arm.use_tool("suction cup")
        assert arm.reach.tool != pen


def test_19_damage_that_cancels_out_passes_the_checksum():
    """A byte one higher and another one lower: the sum is the same, and the target is not."""
    sent = encode("PTPCmd", mode=2, x=200, y=0, z=50, r=0, queued=True)
    x, z = sent.index(bytes.fromhex("00004843")), sent.index(bytes.fromhex("00004842"))  # 200, 50
    damaged = bytearray(sent)
    damaged[x + 2] += 4
    damaged[z + 2] -= 4
    assert bytes(damaged) != sent
    assert not any(isinstance(part, Stray) for part in decode(bytes(damaged)))
    [taken] = Decoder().feed(bytes(damaged))
    [meant] = decode(sent)
    assert decode(bytes(damaged))[0].values != meant.values
    assert taken.params == bytes(damaged[5:-1])


def test_22_what_another_program_says_to_another_arm_is_not_heard():
    with Arm(fresh_address()) as arm, Arm(fresh_address()) as another, wire.listen(arm) as heard:
        another.pose()
        assert len(heard) == 0
        arm.pose()
        assert len(heard) == 2


def test_51_what_was_drawn_is_not_in_a_track():
    with Arm(fresh_address()) as arm:
        arm.use_tool("pen")
        with arm.record() as track:
            arm.draw([(200, 0), (220, 10), (200, 20)], z=-40)
        assert not any("draw" in act for _, act in track)
        assert len(arm.paper.lines) == 1
        assert len(list(track)) < 3


def test_54_two_arms_go_to_one_place_and_nothing_warns():
    with Arm(fresh_address()) as left, Arm(fresh_address()) as right:
        for arm in (left, right):
            arm.move_to(200, 0, 50)
        assert left.pose()[:3] == pytest.approx(right.pose()[:3])
