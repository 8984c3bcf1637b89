"""The arm at the wire: recorded frames, parameters, clocks, threads, and nonsense."""

import doctest
import struct
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator import firmware
from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.commands import COMMANDS
from dobotkit.simulator.firmware import Firmware

from .host import MOVL_XYZ, QUEUE, READ, VECTORS, WRITE, Host, frame

FRAMES = VECTORS["frames"]


def test_the_example_in_the_docstring_is_true():
    assert doctest.testmod(firmware).failed == 0


ANSWERED = {0: 10, 10: 32, 20: 16, 246: 8}  # bytes that are read


@pytest.mark.parametrize("vector", FRAMES, ids=lambda v: v["meaning"][:40])
def test_every_known_frame_is_answered_or_ignored(vector):
    answer = Firmware(clock=InstantClock()).receive(bytes.fromhex(vector["hex"]))
    heard = vector["valid"] and vector["dir"] == "host->arm"
    assert bool(answer) == heard
    if heard:
        assert answer[:2] == b"\xaa\xaa"
        assert answer[3:5] == bytes([vector["id"], vector["ctrl"]])
        assert answer[2] == len(answer) - 4
        assert sum(answer[3:]) % 256 == 0
        if vector["ctrl"] == READ:
            assert answer[2] == 2 + ANSWERED[vector["id"]]
        if vector["ctrl"] == WRITE:
            assert answer[2] == 2
        if vector["ctrl"] == QUEUE:
            assert answer[5:-1] == struct.pack("<Q", 2)


def test_a_real_arms_pose_answer_is_met_to_the_byte():
    """At the joint angles of a published answer, ours is the same but for the last bits."""
    vector = next(v for v in FRAMES if v["dir"] == "arm->host")
    host = Host()
    host.set_tool(22.0)
    host.go(4, *vector["decoded"][4:])
    assert host.pose == pytest.approx(vector["decoded"], abs=1e-4)


PARAMETERS = [
    (60, struct.pack("<3f", 70, 1, 2)),
    (61, b"\x01\x01"),
    (62, b"\x01\x01"),
    (63, b"\x01\x00"),
    (80, struct.pack("<8f", *range(10, 90, 10))),
    (81, struct.pack("<4f", 10, 20, 30, 40)),
    (70, struct.pack("<8f", *range(10, 90, 10))),
    (71, struct.pack("<8f", *range(10, 90, 10))),
    (72, struct.pack("<2f", 20, 30)),
    (74, struct.pack("<2f", 20, 30)),
    (82, struct.pack("<2f", 10, 200)),
    (83, struct.pack("<2f", 20, 30)),
    (87, struct.pack("<3f", 10, 20, 200)),
    (90, struct.pack("<3fB", 10, 20, 30, 1)),
    (100, struct.pack("<4f", 10, 20, 30, 40)),
    (103, struct.pack("<2f", 20, 30)),
]


@pytest.mark.parametrize(("number", "params"), PARAMETERS)
@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
def test_parameters_are_read_back_as_written(host, number, params, ctrl):
    host.write(number, params) if ctrl == WRITE else host.queue(number, params)
    assert b"".join(struct.pack("B", b) for b in host.ask(number, f"{len(params)}B")) == params


def test_several_frames_at_once_are_answered_in_order(host):
    answers = host.arm.receive(frame(246, READ) + frame(250, READ) + frame(2, READ))
    assert answers[3] == 246
    assert answers[14 + 3] == 2
    assert len(answers) == 14 + 6 + 14


def test_suction_and_gripper(host):
    assert (host.arm.suction, host.arm.gripper, host.arm.pump) == (False, False, False)
    host.queue(62, b"\x01\x01")
    assert (host.arm.suction, host.arm.pump) == (True, True)
    host.queue(62, b"\x01\x00")  # what pydobot calls off: released, but powered
    assert (host.arm.suction, host.arm.pump) == (False, True)
    host.queue(62, b"\x00\x00")
    assert host.arm.pump is False
    host.queue(63, b"\x01\x01")
    assert (host.arm.gripper, host.arm.pump) == (True, True)
    host.queue(63, b"\x00\x01")
    assert (host.arm.gripper, host.arm.pump) == (False, False)


CONNECTS = {
    "pydobot": [(240, WRITE, b""), (245, WRITE, b""), (10, READ, b"")],
    "pydobotplus": [(240, WRITE, b""), (245, WRITE, b""), (20, READ, b""), (20, WRITE, b"")],
    "pydobotpp, closing": [
        (242, WRITE, b""),
        (245, WRITE, b""),
        (240, WRITE, b""),
        (61, QUEUE, b"\x00\x00"),
        (63, QUEUE, b"\x01\x00"),
        (62, QUEUE, b"\x01\x00"),
        (246, READ, b""),
        (241, WRITE, b""),
        (245, WRITE, b""),
    ],
}
SETTINGS = [
    (80, QUEUE, struct.pack("<8f", *[200] * 8)),
    (81, QUEUE, struct.pack("<4f", *[200] * 4)),
    (82, QUEUE, struct.pack("<2f", 10, 200)),
    (83, QUEUE, struct.pack("<2f", 100, 100)),
]


@pytest.mark.parametrize("client", CONNECTS)
def test_what_clients_say_when_they_come_and_go_is_answered(host, client):
    assert not any(host.silent(*said) for said in CONNECTS[client] + SETTINGS)


def test_repr_says_what_it_does(host):
    assert repr(host.arm) == "<Dobot simulator at x=133.6, y=0.0, z=1.3 mm, r=0.0°, at rest>"
    host.queue(31)
    assert repr(host.arm).endswith("busy>")


def test_instantly_each_frame_finds_the_arm_done():
    arm = Firmware(clock=InstantClock())
    for y in (100, -100, 100):
        arm.receive(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 200, y, 20, 0)))
        arm.receive(frame(110, QUEUE, struct.pack("<I", 10_000_000)))
    assert arm.receive(frame(246, READ))[5:-1] == struct.pack("<Q", 7)
    assert arm.pose()[:4] == pytest.approx((200, 100, 20, 0))
    assert arm.time > 30_000


def test_instantly_a_move_that_never_ends_is_not_waited_for():
    arm = Firmware(clock=InstantClock())
    arm.receive(frame(81, WRITE, struct.pack("<4f", 0, 0, 0, 0)))
    arm.receive(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 200, 0, 20, 0)))
    assert not arm.idle
    arm.receive(frame(242, WRITE))
    assert arm.idle
    assert arm.current_index == 2


def test_the_clock_can_be_changed_on_the_way(moving_host):
    moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    moving_host.wait(1.0)
    arm = moving_host.arm
    begun = arm.time
    arm.use_clock(InstantClock(start=begun))
    assert arm.pose()[:4] == pytest.approx((200, 150, 50, 0), abs=1e-4)
    assert arm.time == pytest.approx(begun + 1.5)


def test_two_threads_may_use_it():
    """A view looks on while the host moves the arm: every answer stays whole."""
    arm = Firmware(clock=InstantClock())
    stop = threading.Event()
    looked = []

    def look():
        while not stop.is_set():
            looked.append(arm.pose()[1])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for k in range(200):
            y = 100 if k % 2 else -100
            answer = arm.receive(frame(84, QUEUE, struct.pack("<B4f", 1, 200, y, 20, 0)))
            assert answer[5:-1] == struct.pack("<Q", k + 2)
    finally:
        stop.set()
        thread.join()
    assert looked
    assert all(-100.001 <= y <= 100.001 for y in looked)


sizes = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 16, 17, 21, 32, 36])
known = st.sampled_from(sorted(COMMANDS))
said = st.tuples(
    known,
    st.sampled_from([READ, WRITE, 2, QUEUE]),
    sizes.flatmap(lambda n: st.binary(min_size=n, max_size=n)),
)


@given(said=st.lists(said, max_size=12), noise=st.binary(max_size=20))
@settings(deadline=None, max_examples=300)
def test_no_bytes_bring_it_down(said, noise):
    """Whatever is said to it, well-formed or not, it goes on answering."""
    arm = Firmware(clock=InstantClock())
    arm.receive(b"".join(frame(*words) for words in said) + noise)
    arm.receive(frame(242, WRITE) * 64)
    assert arm.receive(frame(246, READ) * 2)[-14:-9] == b"\xaa\xaa\x0a\xf6\x00"
    assert len(arm.pose()) == 8


real_floats = st.floats(width=32)
moves = st.tuples(st.integers(0, 9), st.tuples(*[real_floats] * 4)).map(
    lambda m: (84, QUEUE, struct.pack("<B4f", m[0], *m[1]))
)
setting = st.sampled_from([(60, 3), (80, 8), (81, 4), (82, 2), (83, 2), (30, 4)]).flatmap(
    lambda s: st.tuples(*[real_floats] * s[1]).map(
        lambda v: (s[0], QUEUE, struct.pack(f"<{s[1]}f", *v))
    )
)


@given(said=st.lists(st.one_of(moves, setting), max_size=10))
@settings(deadline=None, max_examples=300)
def test_no_numbers_bring_it_down(said):
    arm = Firmware(clock=InstantClock())
    for words in said:
        assert arm.receive(frame(*words))
        arm.receive(frame(20, WRITE))
    answer = arm.receive(frame(10, READ))
    assert len(answer) == 38
    assert all(-91 < joint < 91 for joint in struct.unpack("<4f", answer[21:37]))
