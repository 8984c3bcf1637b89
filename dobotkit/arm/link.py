"""``Link``: ``pydobot.Dobot`` made safe, over a port that is already open.

pydobot 1.3.2 computes a wrong checksum for 2 frames in 256, sleeps 0.2 s in
every command, takes whatever bytes have come for a reply, waits for ever, and
sets the arm's old queue in motion when it connects. ``Link`` overrides the
few methods through which everything goes; all other methods are pydobot's
own, so programs written for it run unchanged.
"""

from __future__ import annotations

import contextlib
import math
import struct
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pydobot
import serial
from pydobot.message import Message

from dobotkit.arm.alarms import alarm_error, codes_in
from dobotkit.arm.complaints import garbled, out_of_place, restarted, stalled
from dobotkit.arm.plausible import NOTHING, Places, Poses
from dobotkit.arm.wire import ANSWER_S, QUEUED, READ, TRIES, Wire, encode
from dobotkit.errors import (
    ArmClosed,
    ArmError,
    ArmSilent,
    ArmStopped,
)
from dobotkit.geometry import Pose

__all__ = ["Link", "Ticket"]

# Command numbers of the maker's protocol document V1.1.5.
GET_POSE = 10
ALARMS = 20
CLEAR_ALARMS = 21
HOME = 31
TOOL = 60
SUCTION_CUP = 62
GRIPPER = 63
PTP_JOINT_PARAMS = 80
PTP_COORDINATE_PARAMS = 81
PTP_JUMP_PARAMS = 82
PTP_COMMON_PARAMS = 83
PTP = 84
CP_PARAMS = 90
CP = 91
WAIT = 110
MOTOR = 135
MOTOR_STEPS = 136
QUEUE_START = 240
QUEUE_FORCE_STOP = 242
QUEUE_CLEAR = 245
QUEUE_INDEX = 246

# Suction cup and gripper: is the pump to run, and is the thing to hold?
HOLD, LET_GO, OFF = b"\x01\x01", b"\x01\x00", b"\x00\x00"

# What pydobot sets when it connects: velocities and accelerations in mm/s, degrees/s
# and per second, jump height and limit in mm, ratios in percent.
PYDOBOT_SETTINGS = {
    PTP_JOINT_PARAMS: (200.0,) * 8,
    PTP_COORDINATE_PARAMS: (200.0,) * 4,
    PTP_JUMP_PARAMS: (10.0, 200.0),
    PTP_COMMON_PARAMS: (100.0, 100.0),
}

MOVL_XYZ = 2
CP_ABSOLUTE = 1

POLL_S = 0.01
LOOK_S = 0.05
STALL_S = 10.0
BRAKING_S = 2.0
# mm or degrees between two looks that count as standing still.
STILL = 0.01
GRIPPER_OPENS_MS = 500

_POSE = struct.Struct("<8f")
_INDEX = struct.Struct("<Q")
_NOTHING_RAN = 2**64 - 1


class Ticket(NamedTuple):
    """One command in the arm's queue: its index, and how often the arm was stopped before."""

    place: int
    stops: int


class Link(pydobot.Dobot):  # type: ignore[misc]  # pydobot publishes no types
    """One arm behind one open port, with pydobot's methods.

    Connecting moves nothing: what an earlier program left in the arm's queue
    is stopped and cleared first. Every exchange has a deadline; reads are
    asked again when no answer comes, queued commands never, because a lost
    answer does not mean that the move is lost. All methods may be called
    from several threads; ``stop`` passes a thread that waits.

    ``speed`` is pydobot's: it sets a percentage *and* mm/s, so the true
    speed is velocity² / 100 mm/s. ``Arm.speed`` is in true mm/s.

    Parameters
    ----------
    port:
        An open pySerial port with a short read time-out, as
        ``ports.open_port`` gives it. It is closed with the link.

    Raises
    ------
    ArmSilent
        Nothing answers at the port.
    """

    def __init__(self, port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
        # pydobot's own __init__ is not called: it would open the port again
        # (asserting DTR and RTS), start the old queue, and then clear it.
        self._on = True
        self.verbose = False
        self.ser = port
        self._wire = Wire(port)
        self.lock = self._wire.lock
        self._stopped = 0
        self._pause_s = 0.0
        # How many stops there were when the arm was last seen to be at rest.
        self._rested = 0
        self._was_off = False
        # Of the belt and the like: they go on when the arm is stopped, unless told.
        self._motors: set[int] = set()
        self._poses = Poses()
        self._places = Places()
        self.last_pose = Pose(*[0.0] * 8)
        self.last_alarms: tuple[int, ...] = ()
        try:
            self.stop()
            # pydobot queues the same values. Told at once, they may be told again
            # where an answer is lost. A keeper has set safe ones already.
            if not getattr(port, "is_set_up", False):
                for number, values in PYDOBOT_SETTINGS.items():
                    self.tell(number, struct.pack(f"<{len(values)}f", *values))
            # One of them through the queue as well: of an arm in which no command
            # has ended, nobody could see that it was switched off and on.
            with contextlib.suppress(ArmSilent):
                self.enqueue(PTP_COMMON_PARAMS, struct.pack("<2f", 100.0, 100.0))
                self.current_index()
            self.pose()
        except BaseException:
            self._wire.close()
            raise

    @property
    def stops(self) -> int:
        """How often the arm was stopped: from here, and by the keeper that holds its port."""
        return self._stopped + int(getattr(self.ser, "stops", 0))

    def enqueue(self, number: int, params: bytes = b"") -> Ticket:
        """Put one command into the arm's queue.

        Raises
        ------
        ArmSilent, ArmGarbled
            No answer came, or one that cannot be right; whether the arm has the
            command is not known.
        ArmRestarted
            The arm was switched off since it was opened.
        """
        with self.lock:
            self._refuse_if_closing()
            if self._was_off:
                raise restarted()
            # Before it is sent: a stop that comes after it throws it out of the queue.
            stops = self.stops
            self._note_motor(number, params)
            place = _index_in(self._wire.once(number, QUEUED, params))
            if not self._places.take(place):
                # Raises if the arm counts from the start again.
                self.current_index()
                raise out_of_place(place)
            return Ticket(place, stops)

    def ask(self, number: int, params: bytes = b"") -> bytes:
        """Read something; raises ``ArmSilent`` where the arm does not answer."""
        return self._wire.ask(number, params)

    def tell(self, number: int, params: bytes = b"") -> None:
        """Write a setting that takes effect at once, past the queue."""
        self._note_motor(number, params)
        self._wire.tell(number, params)

    def _note_motor(self, number: int, params: bytes) -> None:
        if number in (MOTOR, MOTOR_STEPS):
            self._motors.update(params[:1])

    def current_index(self) -> int:
        """Index of the last command that has ended; −1 when none has.

        Raises
        ------
        ArmRestarted
            The arm was switched off since it was opened: less has ended than before.
        """
        with self.lock:
            index = self._ask_index()
            if not self._places.look(index):
                # A damaged answer is as good as never damaged in the same way twice.
                index = self._ask_index()
                if not self._places.look(index) and self._places.shrank(index):
                    self._was_off = True
                    raise restarted()
        return index

    def _ask_index(self) -> int:
        index = _index_in(self._wire.ask(QUEUE_INDEX))
        return NOTHING if index == _NOTHING_RAN else index

    def has_ended(self, ticket: Ticket, current: int) -> bool:
        """Whether a command has ended, given the arm's current index.

        Raises
        ------
        ArmStopped
            ``stop`` has thrown it out of the queue.
        """
        self.raise_if_stopped_since(ticket.stops)
        # Some firmware counts from the start again after the queue was
        # cleared, and shows the old count until the first command ends.
        baseline = self._places.baseline
        stale = ticket.place < baseline and current == baseline
        return current >= ticket.place and not stale

    def wait_for(
        self,
        ticket: Ticket,
        *,
        stall_s: float = STALL_S,
        on_pose: Callable[[Pose], object] | None = None,
    ) -> None:
        """Wait until a queued command has ended, and check that it went well.

        Parameters
        ----------
        ticket:
            What ``enqueue`` returned.
        stall_s:
            Give up when neither the pose nor the queue has changed for so
            many seconds. A slow move may take as long as it likes.
        on_pose:
            Called about 20 times a second with the pose on the way.

        Raises
        ------
        AlarmRaised
            The arm reports an alarm, now or when the command has ended.
        ArmStopped
            ``stop`` was called meanwhile.
        ArmStalled
            Nothing changed for ``stall_s`` seconds.
        """
        pose: Pose | None = None
        seen: tuple[int, Pose | None] = (-2, None)
        changed = looked = time.monotonic()
        while not self.has_ended(ticket, current := self.current_index()):
            now = time.monotonic()
            if now - looked >= LOOK_S:
                looked = now
                self.raise_for_alarms()
                pose = self.pose()
                if on_pose is not None:
                    on_pose(pose)
            if (current, pose) != seen:
                seen, changed = (current, pose), now
            elif now - changed > stall_s + self._pause_s:
                raise stalled(stall_s)
            time.sleep(POLL_S)
        self._pause_s = 0.0
        # Under an alarm the arm may count a command as done without moving.
        self.raise_for_alarms()

    def alarms(self) -> tuple[int, ...]:
        """Numbers of the alarms that the arm reports now."""
        self.last_alarms = codes_in(self._wire.ask(ALARMS))
        return self.last_alarms

    def clear_alarms(self) -> None:
        """Clear the alarms that clearing can end."""
        # Number 20 written, as the maker's own programs do. The document says 21,
        # and firmware that goes by it does not answer the other one.
        try:
            self.tell(ALARMS)
        except ArmSilent:
            self.tell(CLEAR_ALARMS)

    def raise_for_alarms(self) -> None:
        """Raise ``AlarmRaised`` if the arm reports an alarm."""
        codes = self.alarms()
        if codes:
            raise alarm_error(codes)

    def raise_if_stopped_since(self, stops: int) -> None:
        """Raise ``ArmStopped`` unless ``self.stops`` is still this number."""
        if self.stops != stops:
            raise ArmStopped(
                getattr(self.ser, "why_stopped", "")
                or "The arm was stopped before it had finished.",
                "Look where it is with arm.pose(), then go on.",
                rule=(rule := getattr(self.ser, "rule_stopped", "")),
                set_by="kit" if rule else "",
            )

    def stop(self) -> None:
        """Brake now, empty the queue, and leave the arm ready for new commands."""
        try:
            self._stop()
        except KeyboardInterrupt:
            # Whoever presses Ctrl-C twice wants it even more.
            self._stop()
            raise

    def _stop(self) -> None:
        # Where a keeper holds the port it can do so at once, while another thread
        # waits for an answer. What goes wrong there goes wrong again below, and is told.
        brake = getattr(self.ser, "brake", None)
        if brake is not None:
            with contextlib.suppress(ArmError, serial.SerialException):
                brake()
        # One after the other without a command of another thread in between.
        with self.lock:
            self._stopped += 1
            # First without waiting for any answer: an arm may listen although
            # nothing comes back. Then again, to know that it has listened.
            self._wire.shout(QUEUE_FORCE_STOP, QUEUE_CLEAR)
            self.tell(QUEUE_FORCE_STOP)
            self.tell(QUEUE_CLEAR)
            self.tell(QUEUE_START)
            for motor in sorted(self._motors):
                self.tell(MOTOR, struct.pack("<2Bi", motor, 0, 0))
            self._pause_s = 0.0
            self._places.cleared(self._ask_index())

    def come_to_rest(self) -> None:
        """After a stop: wait until the arm has braked, at most two seconds."""
        stops = self.stops
        if self._rested == stops:
            return
        deadline = time.monotonic() + BRAKING_S
        pose = self.pose()
        while time.monotonic() < deadline:
            time.sleep(LOOK_S)
            before, pose = pose, self.pose()
            if math.dist(before, pose) < STILL:
                break
        self._rested = stops
        # What was braked counts as ended only now.
        with self.lock:
            self._places.cleared(self._ask_index())

    # Below: pydobot's methods that need another body.

    def close(self) -> None:
        """Stop the arm, switch its pump off and close the port; twice does nothing.

        Raises
        ------
        ArmSilent, ArmUnplugged
            The arm could not be told to stop; the port is closed all the same.
        """
        if not self._on:
            return
        self._on = False
        try:
            if self._wire.usable:
                self.stop()
                self.tell(SUCTION_CUP, OFF)
                self.tell(GRIPPER, OFF)
        finally:
            self._wire.close()

    def pose(self) -> Pose:
        """Ask for the pose in mm and degrees; it unpacks like pydobot's tuple."""
        # Under the lock, so that of two threads the later answer is kept.
        self._wire.check_usable()
        with self.lock:
            for _ in range(TRIES):
                params = self._wire.ask(GET_POSE)
                # Some firmware adds a ninth number, the position on the rail.
                if len(params) < _POSE.size:
                    raise garbled("pose", len(params), _POSE.size)
                pose = Pose._make(_POSE.unpack_from(params))
                if self._poses.believe(pose):
                    break
            self.last_pose = pose
            self.x, self.y, self.z, self.r, self.j1, self.j2, self.j3, self.j4 = pose
        return pose

    def _get_pose(self) -> Message:
        return _message(GET_POSE, READ, _POSE.pack(*self.pose()))

    def _get_queued_cmd_current_index(self) -> int:
        return self.current_index()

    def _set_cp_cmd(self, x: float, y: float, z: float, velocity: float = 100.0) -> Message:
        # The struct has 17 bytes; pydobot sends 14, without the velocity.
        return self._queued(CP, struct.pack("<B4f", CP_ABSOLUTE, x, y, z, velocity))

    def _set_end_effector_suction_cup(self, enable: bool = False) -> Message:  # noqa: FBT001, FBT002  # pydobot's signature
        # pydobot's "off" (1, 0) leaves the pump running.
        return self._queued(SUCTION_CUP, HOLD if enable else OFF)

    def _set_end_effector_gripper(self, enable: bool = False) -> Message:  # noqa: FBT001, FBT002  # pydobot's signature
        if enable:
            return self._queued(GRIPPER, HOLD)
        # Opening needs the pump; afterwards it has to be switched off, which
        # pydobot's "off" (1, 0) never does.
        self._queued(GRIPPER, LET_GO)
        self._set_wait_cmd(GRIPPER_OPENS_MS)
        return self._queued(GRIPPER, OFF)

    def _set_wait_cmd(self, ms: float) -> Message:
        # A pause is no stall: waiting has that much more patience.
        self._pause_s += ms / 1000
        return self._queued(WAIT, struct.pack("<I", int(ms)))

    def _send_command(self, msg: Message, wait: bool = False) -> Message:  # noqa: FBT001, FBT002  # pydobot's signature
        number, ctrl, params = _plain(msg.id), _plain(msg.ctrl), bytes(msg.params)
        if ctrl == READ:
            return _message(number, ctrl, self._wire.ask(number, params))
        with self.lock:
            self._refuse_if_closing()
            stops = self.stops
            if ctrl == QUEUED:
                answer = _INDEX.pack(self.enqueue(number, params).place)
            else:
                answer = self._wire.once(number, ctrl, params)
        if wait:
            try:
                self.wait_for(Ticket(_index_in(answer), stops))
            except KeyboardInterrupt:
                self.stop()
                raise
        return _message(number, ctrl, answer)

    def _send_message(self, msg: Message) -> None:
        self._wire.write(encode(_plain(msg.id), _plain(msg.ctrl), bytes(msg.params)))

    def _read_message(self) -> Message | None:
        frame = self._wire.next_frame(time.monotonic() + ANSWER_S)
        return None if frame is None else Message(frame)

    def _refuse_if_closing(self) -> None:
        # Between the stop of close() and its end another thread may come.
        if not self._on:
            raise ArmClosed(
                "This arm is closed.", "Open it again with the set-up cell: arm = Arm()"
            )

    def holds(self, number: int) -> bool:
        """Whether the suction cup (62) or the gripper (63) is told to hold something.

        Raises
        ------
        ArmSilent
            This firmware does not answer that question.
        """
        return self._wire.ask(number)[:2] == HOLD

    def _queued(self, number: int, params: bytes) -> Message:
        return _message(number, QUEUED, _INDEX.pack(self.enqueue(number, params).place))


def _index_in(answer: bytes) -> int:
    if len(answer) < _INDEX.size:
        raise garbled("place in the queue", len(answer), _INDEX.size)
    index: int = _INDEX.unpack_from(answer)[0]
    return index


def _plain(value: Any) -> int:  # noqa: ANN401  # pydobot mixes enums and ints
    return int(getattr(value, "value", value))


def _message(number: int, ctrl: int, params: bytes) -> Message:
    return Message(encode(number, ctrl, params))
