"""A simulated arm under watch: after every frame it must still be a possible arm."""

from __future__ import annotations

import hashlib
import math
import struct
from random import Random

from dobotkit.simulator.clock import InstantClock, ManualClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN, Profile
from tests.fuzz.wire import (
    GET_POSE,
    RECOVERY,
    SIZES,
    chunks,
    commands,
    frame,
    junk,
    read_frames,
)
from tests.simulator.host import MOVJ_XYZ, QUEUE, READ, WRITE

__all__ = ["Watched", "hear_junk", "run_program"]

_RESET_POSE = 11
_SLACK = 0.01
_HOME = (250.0, 0.0, 50.0, 0.0)
_LONGEST = 254


class Watched:
    """An arm whose answers and state are checked against what must always hold.

    - What it answers are whole and sound frames, at most one for each frame that a
      second parser finds in the same bytes, with the same number and control byte,
      in the same order. Every question without parameters is answered.
    - Indices are given one by one, and the index that ended last never falls (unless
      the profile says that clearing the queue restarts them).
    - Joint angles are finite numbers, and inside their own limits unless the
      host has said that the arm is elsewhere (ResetPose).
    - Alarms fit into their 16 bytes.

    Attributes
    ----------
    frames, answers, moves:
        How many frames it has heard, answered, and how often it stood elsewhere.
    """

    def __init__(self, profile: Profile = MAGICIAN, *, instant: bool = False) -> None:
        self.clock = ManualClock()
        self.arm = Firmware(profile, InstantClock() if instant else self.clock)
        self.frames = self.answers = self.moves = 0
        self._profile = profile
        # Where clearing the queue lets the indices begin anew, they can fall at any time.
        self._counts_on = not profile.habits.clear_restarts_indices
        self._digest = hashlib.sha256()
        self._pending = b""
        self._given: int | None = None
        self._ended = -1
        self._moved_by_hand = False
        self._joints = self.arm.pose()[4:]

    @property
    def digest(self) -> str:
        """What it has answered so far, in short."""
        return self._digest.hexdigest()[:16]

    def hear(self, data: bytes) -> list[bytes]:
        """Send bytes, check everything, and return the frames that are answered."""
        heard, self._pending = read_frames(self._pending + data)
        answer = self.arm.receive(data)
        self._digest.update(answer)
        answered, rest = read_frames(answer)
        assert not rest, answer.hex()
        assert b"".join(answered) == answer, answer.hex()
        self.frames += len(heard)
        self.answers += len(answered)
        asked = iter(heard)
        for reply in answered:
            for raw in asked:
                if raw[3:5] == reply[3:5]:
                    break
                assert not self._must_be_answered(raw), f"not answered: {raw.hex()}"
            else:
                raise AssertionError(f"nobody asked for {reply.hex()}")
            self._check_index(reply)
        assert not any(map(self._must_be_answered, asked)), heard
        self._moved_by_hand |= any(raw[3] == _RESET_POSE for raw in heard)
        self.look()
        return answered

    def _must_be_answered(self, raw: bytes) -> bool:
        number = raw[3]
        return (
            raw[4] == READ
            and len(raw) == 6
            and 0 in SIZES.get(number, ([], []))[0]
            and number not in self._profile.habits.unknown
        )

    def _check_index(self, reply: bytes) -> None:
        # Bit 1 of the control byte says "into the queue".
        if not (self._counts_on and reply[4] & 2):
            return
        (index,) = struct.unpack("<Q", reply[5:-1])
        expected = self._profile.first_index if self._given is None else self._given + 1
        assert index == expected
        self._given = index

    def look(self) -> None:
        """Check what holds at any time."""
        x, y, z, r, *joints = self.arm.pose()
        assert all(isinstance(value, float) for value in (x, y, z, r))
        assert all(math.isfinite(angle) for angle in joints), joints
        if not self._moved_by_hand:
            limits = zip(joints, self._profile.low, self._profile.high, strict=True)
            assert all(low - _SLACK <= angle <= high + _SLACK for angle, low, high in limits), (
                joints
            )
        if tuple(joints) != self._joints:
            self._joints = tuple(joints)
            self.moves += 1
        assert all(0 <= code < 128 for code in self.arm.alarms)
        if not self._counts_on:
            return
        ended = self.arm.current_index
        ended = -1 if ended == self._profile.nothing_ran else ended
        assert ended >= self._ended, "the index has fallen"
        assert ended <= (-1 if self._given is None else self._given)
        self._ended = ended

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and look."""
        self.clock.advance(seconds)
        self.look()

    def is_in_step(self) -> None:
        """Check that whatever was left of junk hides no more than the longest frame."""
        self.hear(GET_POSE * (_LONGEST // len(GET_POSE) + 1))
        assert [raw[3:5] for raw in self.hear(GET_POSE)] == [GET_POSE[3:5]]

    def recovers(self) -> None:
        """Do what a host does to get an arm back; it must home, and go where it is told."""
        self.is_in_step()
        for raw in RECOVERY:
            # Which of the two clears the alarms, the firmware decides.
            assert self.hear(raw) or raw[3] in (20, 21), f"not answered: {raw.hex()}"
        self._come_to_rest()
        # What was braked may have met a limit.
        self.hear(frame(20, WRITE) + frame(21, WRITE))
        self.hear(frame(30, WRITE, struct.pack("<4f", *_HOME)))
        for command in (
            frame(31, QUEUE),
            frame(84, QUEUE, struct.pack("<B4f", MOVJ_XYZ, 200, 60, 40, 10)),
        ):
            [reply] = self.hear(command)
            self._come_to_rest()
            assert self.arm.current_index == struct.unpack("<Q", reply[5:-1])[0]
            if command[3] == 31:
                assert math.dist(self.arm.pose()[:4], _HOME) < 0.01
        assert math.dist(self.arm.pose()[:4], (200, 60, 40, 10)) < 0.01
        assert not self.arm.alarms
        self._moved_by_hand = False

    def _come_to_rest(self) -> None:
        # A move that was braked slows down for as long as it had sped up at most.
        step = 1.0
        while not self.arm.idle:
            self.pass_time(step)
            step *= 2
            assert step < 1e13, "the arm does not come to rest"


def hear_junk(watched: Watched, rng: Random, size: int) -> None:
    """Let an arm hear so many bytes of junk, and see that it is in step afterwards."""
    for piece in chunks(rng, junk(rng, size)):
        watched.hear(piece)
        watched.pass_time(rng.choice((0, 0, 0.01, 1)))
    watched.is_in_step()


def run_program(watched: Watched, rng: Random, count: int) -> None:
    """Let an arm run so many commands, and see that it is usable afterwards."""
    for raw, seconds in commands(rng, count):
        watched.hear(raw)
        if seconds:
            watched.pass_time(seconds)
    watched.recovers()
