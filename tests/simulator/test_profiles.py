"""Where the sources disagree: profiles by name, and what each of them changes.

The tags are those of :mod:`dobotkit.simulator.profile`.
"""

import doctest
import struct
from dataclasses import replace

import pytest

from dobotkit.simulator import world
from dobotkit.simulator.habits import FullQueue
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy
from dobotkit.simulator.profiles import PROFILES, profile_named

from .host import MOVJ_XYZ, QUEUE, READ, WRITE, Host, frame

NOTHING_RAN = 2**64 - 1
A_PAUSE = struct.pack("<I", 1)


def with_habits(**habits):
    return replace(MAGICIAN, habits=replace(MAGICIAN.habits, **habits))


def test_the_example_in_the_docstring_of_the_world_is_true():
    assert doctest.testmod(world).failed == 0


def test_profiles_by_name():
    assert profile_named("magician") is MAGICIAN
    assert all(profile_named(name) is profile for name, profile in PROFILES.items())


@pytest.mark.parametrize("name", ["", "Magician", "lite"])
def test_a_profile_that_is_not_there(name):
    with pytest.raises(ValueError, match="magician, dobotlink, document, pydobotlab"):
        profile_named(name)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_all_profiles_are_of_one_size_and_move(profile):
    host = Host(profile)
    host.go(MOVJ_XYZ, 200, 0, 50)
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


# Clearing alarms


@pytest.mark.parametrize(
    ("name", "works"),
    [
        # A user cleared a real arm with 21; all newer hosts send 20 [C].
        ("magician", {20, 21}),
        ("dobotlink", {20}),  # [L]
        ("document", {21}),  # [P]
        ("pydobotlab", {20, 21}),
    ],
)
@pytest.mark.parametrize("number", [20, 21])
def test_how_alarms_are_cleared(name, works, number):
    host = Host(PROFILES[name])
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    assert host.alarms
    assert host.silent(number, WRITE) == (number not in works)
    assert bool(host.alarms) == (number not in works)


# Indices


@pytest.mark.parametrize("name", ["magician", "dobotlink", "document"])
def test_the_index_is_minus_one_at_the_start_and_counts_on_after_a_clear(name):
    """[L]; the first index of a real arm was 2 as well [F]."""
    host = Host(PROFILES[name])
    assert host.index == NOTHING_RAN
    assert [host.queue(110, A_PAUSE) for _ in range(3)] == [2, 3, 4]
    host.wait(1)
    host.write(245)
    assert host.index == 4
    assert host.queue(110, A_PAUSE) == 5


def test_or_it_is_nought_and_begins_anew():
    """In pydobotlab's simulator [C]."""
    host = Host(PROFILES["pydobotlab"])
    assert host.index == 0
    assert [host.queue(110, A_PAUSE) for _ in range(3)] == [1, 2, 3]
    host.wait(1)
    assert host.index == 3
    host.write(245)
    assert host.index == 0
    assert host.queue(110, A_PAUSE) == 1


def test_what_still_runs_when_indices_begin_anew_has_none():
    host = Host(PROFILES["pydobotlab"])
    host.queue(110, struct.pack("<I", 1000))
    host.queue(110, struct.pack("<I", 1000))
    host.wait(0.5)
    host.write(245)
    assert host.queue(110, struct.pack("<I", 1000)) == 1
    host.wait(0.6)
    assert host.index == 0
    host.wait(1)
    assert host.index == 1


@pytest.mark.parametrize("name", PROFILES)
def test_whose_indices_they_are_after_a_forced_stop_and_a_clear(name):
    host = Host(PROFILES[name])
    host.queue(110, struct.pack("<I", 1000))
    host.write(242)
    host.write(245)
    host.write(240)
    mine = host.queue(110, A_PAUSE)
    host.wait(1)
    assert host.index == mine


# The queue bit without the write bit


def test_a_real_arms_answer_to_the_queue_bit_alone():
    """DeviceWithL with ctrl 2 was answered ``AA AA 0A 03 02 … F9`` in the forum [F].

    The post shows seven zeros. With eight bytes of index, F9 is right for 2 alone: what
    is missing is the 02. Here the same for a command that takes as many bytes.
    """
    answer = Host().arm.receive(bytes.fromhex("aaaa043d0201 00c0".replace(" ", "")))
    assert answer[2:3] == b"\x0a"
    assert answer[4:-1] == bytes.fromhex("02 0200000000000000")
    assert -(0x03 + 0x02 + 0x02) & 0xFF == 0xF9


@pytest.mark.parametrize(
    ("name", "answered", "switched_on"),
    [
        ("magician", True, True),  # two clients switch sensors on that way [C]
        ("dobotlink", True, False),  # a read takes its turn, and does nothing [L]
        ("document", False, False),  # [P]
    ],
)
def test_what_the_queue_bit_alone_does(name, answered, switched_on):
    host = Host(PROFILES[name])
    assert host.silent(62, 2, b"\x01\x01") != answered
    assert host.arm.suction == switched_on


@pytest.mark.parametrize("name", ["magician", "dobotlink"])
def test_a_reading_frame_takes_its_turn_in_the_queue(name):
    host = Host(PROFILES[name])
    host.write(241)
    answer = host.arm.receive(frame(10, 2))
    assert answer[5:-1] == struct.pack("<Q", 2)
    assert host.index == NOTHING_RAN
    host.write(240)
    assert host.index == 2


# Orders in the queue, and pauses outside


def test_an_order_takes_its_turn_in_the_queue(host):
    """Any command can be queued in the maker's virtual arm [L]."""
    host.queue(110, struct.pack("<I", 1000))
    host.queue(41, b"\1")
    stop = host.queue(241)
    later = host.queue(62, b"\x01\x01")
    assert host.ask(41, "B") == (0,)
    host.wait(5)
    assert host.ask(41, "B") == (1,)
    assert host.index == stop
    assert not host.arm.suction
    host.write(240)
    assert host.index == later


@pytest.mark.parametrize("number", [20, 21, 240, 242, 245])
def test_no_order_upsets_the_queue_it_stands_in(host, number):
    host.queue(110, struct.pack("<I", 1000))
    host.queue(number)
    host.wait(5)
    host.write(240)
    mine = host.queue(110, A_PAUSE)
    host.wait(5)
    assert host.index == mine


def test_a_pause_at_once_is_answered_and_passes(host):
    host.write(110, struct.pack("<I", 60_000))
    assert host.arm.idle
    assert host.index == NOTHING_RAN


# The size of the queue


@pytest.mark.parametrize(
    ("name", "layout", "depth"),
    [
        ("magician", "I", 32),  # u32; clients keep to 32 [C]
        ("dobotlink", "Q", 500),  # u64 on the Lite [L]
        ("pydobotlab", "I", 32),
    ],
)
def test_how_much_space_is_left(name, layout, depth):
    host = Host(PROFILES[name])
    host.write(241)
    assert host.ask(247, layout) == (depth,)
    host.queue(110, A_PAUSE)
    assert host.ask(247, layout) == (depth - 1,)


def test_what_the_document_does_not_have():
    """EMotorS was never in it, QueuedCmdLeftSpace was taken out in 2019 [P]."""
    host = Host(PROFILES["document"])
    assert host.silent(247, READ)
    assert host.silent(136, WRITE, struct.pack("<2BiI", 0, 1, 100, 100))


@pytest.mark.parametrize("full", FullQueue)
def test_a_command_that_finds_the_queue_full(full):
    host = Host(replace(with_habits(full_queue=full), queue_depth=2))
    host.write(241)
    host.queue(110, A_PAUSE)
    host.queue(110, A_PAUSE)
    answer = host.arm.receive(frame(62, QUEUE, b"\x01\x01"))
    host.write(240)
    host.wait(1)
    assert not host.arm.suction
    assert host.index == 3
    if full is FullQueue.SILENT:  # the maker's virtual arm fails before it answers [L]
        assert answer == b""
        assert host.queue(110, A_PAUSE) == 4
    else:
        assert answer[5:-1] == struct.pack("<Q", 4)
        assert host.queue(110, A_PAUSE) == 5


# Alarms and pins


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("magician", AlarmPolicy.SKIP),  # [R]
        ("dobotlink", AlarmPolicy.GO_ON),  # [L]
        ("pydobotlab", AlarmPolicy.HOLD),  # [C]
    ],
)
def test_what_becomes_of_moves_under_an_alarm(name, policy):
    assert PROFILES[name].alarm_policy is policy


def test_the_numbers_of_pin_functions():
    """1 is an output in working clients [C], and PWM in the document [P]."""
    output, pulses = {}, {}
    for name in ("magician", "document"):
        host = Host(PROFILES[name])
        host.write(131, b"\x04\x01")
        host.write(132, struct.pack("<B2f", 4, 50, 5))
        for number in range(1, 7):
            host.write(130, bytes([4, number]))
            driven = host.arm.world.driven(4)
            if driven == 1:
                output[name] = number
            elif driven == (50, 5):
                pulses[name] = number
    assert output == {"magician": 1, "document": 2}
    assert pulses == {"magician": 2, "document": 1}


def test_the_document_knows_no_pulled_inputs():
    """Its numbers end at 4 [P]."""
    for name, levels in (("magician", [0, 1, 0]), ("document", [0, 0, 0])):
        host = Host(PROFILES[name])
        found = []
        for number in (3, 5, 6):
            host.write(130, bytes([7, number]))
            found += [host.ask(133, "2B", b"\x07")[1]]
        assert found == levels
