"""The simulated arm as its cable sees it: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from struct import Struct
from threading import RLock
from typing import Final

from dobotkit.simulator.clock import Clock, RealClock
from dobotkit.simulator.commands import COMMANDS, NOTHING, Command
from dobotkit.simulator.controller import Controller, Job
from dobotkit.simulator.habits import FullQueue, Habits, QueuedRead
from dobotkit.simulator.mains import Mains
from dobotkit.simulator.motors import Motor
from dobotkit.simulator.profile import MAGICIAN, Profile
from dobotkit.simulator.registers import GRIPPER, SUCTION
from dobotkit.simulator.surroundings import Surroundings
from dobotkit.simulator.wire import Decoder, Frame, encode
from dobotkit.simulator.world import World

__all__ = ["Firmware"]

_READ: Final = 0
_WRITE: Final = 1
_QUEUE_READ: Final = 2
_QUEUE: Final = 3
_INDEX = Struct("<Q")


class Firmware:
    """A Dobot Magician's controller, true to the wire.

    It answers what a real arm answers and stays silent where a real arm does:
    after a damaged frame, an unknown command, parameters of a wrong size. Where
    the sources disagree about what a real arm does, its profile decides.

    Nothing moves by itself. Whenever bytes arrive or a property is asked, it
    works out what has happened up to the clock's now.

    Parameters
    ----------
    profile:
        The model of arm.
    clock:
        The time it lives in; real time if None.

    Attributes
    ----------
    world:
        The other side of the arm: what hands, tables and belts do to it.

    Examples
    --------
    >>> arm = Firmware()
    >>> arm.receive(bytes.fromhex("aaaa02f6000a")).hex(" ")  # which command ended last?
    'aa aa 0a f6 00 ff ff ff ff ff ff ff ff 12'
    """

    def __init__(self, profile: Profile = MAGICIAN, clock: Clock | None = None) -> None:
        self.profile = profile
        self._commands = _commands_of(profile.habits)
        self._heeded = 0xFF & ~profile.habits.ctrl_ignored
        self._surroundings = Surroundings(
            motors=tuple(Motor() for _ in range(profile.peripherals.motors))
        )
        self._clock = RealClock() if clock is None else clock
        # Only where the power is going to fail, or has.
        self._mains: Mains | None = None
        self._start()
        # A view may look at the arm while the host talks to it.
        self._lock = RLock()
        self.world = World(self._at_this_moment)

    def _start(self) -> None:
        """Begin as after power-on; what is connected to the arm stays connected."""
        self._decoder = Decoder(self.profile.habits.longest_frame)
        self._controller = Controller(self.profile, self._clock, self._surroundings)

    def __repr__(self) -> str:
        x, y, z, r, *_ = self.pose()
        doing = "at rest" if self.idle else "busy"
        return f"<{self.profile.name} at x={x:.1f}, y={y:.1f}, z={z:.1f} mm, r={r:.1f}°, {doing}>"

    def receive(self, data: bytes) -> bytes:
        """Take bytes from the host and return the bytes that are answered."""
        with self._lock:
            if not self.powered:
                return b""
            frames = self._decoder.feed(data)
            if len(frames) == 1:
                return self._answer(frames[0])
            return b"".join([self._answer(frame) for frame in frames])

    def use_clock(self, clock: Clock) -> None:
        """Go on with another clock; it must show :attr:`time`."""
        with self._lock:
            self._clock = clock
            if self._mains is not None:
                clock = self._mains = self._mains.with_clock(clock)
            self._controller.queue.use_clock(clock)

    def switch_off(self, *, after: float = 0.0) -> None:
        """Cut the power, so many seconds (of the arm's time) from now.

        The arm then stands where it is, in the middle of a move, too, and
        answers nothing.
        """
        with self._lock:
            # By the clock: an event-driven one is not to run on to the end of a move first.
            self._mains = Mains(self._clock, self._clock.now() + after)
            self._controller.queue.use_clock(self._mains)

    def switch_on(self) -> None:
        """Give the arm its power back: it stands where it stood, and has forgotten all else.

        It reads the angles of its two links; where its base and its end point
        it cannot know before it is homed, and believes what it always does.
        Without a power cut nothing happens, except that one that was going to
        come does not.
        """
        with self._lock:
            if self._mains is None:
                return
            failed, before = not self.powered, self._controller
            if failed:
                before.lose_power()
            self._mains = None
            if not failed:
                before.queue.use_clock(self._clock)
                return
            self._start()
            after = self._controller.state
            j1, j2, j3, j4 = (
                there - believed
                for there, believed in zip(before.real_joints(), after.joints, strict=True)
            )
            after.slip = (j1, j2, j3, j4)
            after.read_angle_sensors()
            if self._surroundings.table is not None:
                self._surroundings.table.belongs_to(after)

    @property
    def powered(self) -> bool:
        """Whether the arm has power."""
        if self._mains is None:
            return True
        with self._lock:
            self._controller.queue.catch_up()
            return self._mains.on

    def raise_alarm(self, code: int) -> None:
        """Set an alarm, as if the arm had met its cause."""
        with self._lock:
            self._controller.queue.catch_up()
            self._controller.state.raise_alarm(code)

    @property
    def time(self) -> float:
        """What the arm's clock shows, in seconds."""
        with self._lock:
            return self._controller.queue.catch_up()

    def pose(self) -> tuple[float, float, float, float, float, float, float, float]:
        """Return x, y, z in mm and r, j1, j2, j3, j4 in degrees, at this moment."""
        with self._lock:
            self._controller.queue.catch_up()
            return self._controller.pose()

    @property
    def idle(self) -> bool:
        """Whether no command is running and none is about to."""
        with self._lock:
            self._controller.queue.catch_up()
            return self._controller.queue.activity is None

    @property
    def current_index(self) -> int:
        """The index of the command that ended last, as the wire reports it."""
        with self._lock:
            self._controller.queue.catch_up()
            return self._controller.queue.current_index

    @property
    def alarms(self) -> frozenset[int]:
        """The codes of all alarms that are set."""
        with self._lock:
            self._controller.queue.catch_up()
            mask = self._controller.state.alarms
            return frozenset(code for code in range(mask.bit_length()) if mask >> code & 1)

    @property
    def suction(self) -> bool:
        """Whether the cup sucks; powered but released is False."""
        return self._switched_on(SUCTION)

    @property
    def gripper(self) -> bool:
        """Whether the gripper is closed."""
        return self._switched_on(GRIPPER)

    @property
    def pump(self) -> bool:
        """Whether the pump runs, for the cup or for the gripper."""
        with self._lock:
            self._controller.queue.catch_up()
            registers = self._controller.state.registers
            return self.powered and bool(registers[SUCTION][0] or registers[GRIPPER][0])

    def _switched_on(self, register: int) -> bool:
        with self._lock:
            self._controller.queue.catch_up()
            enabled, on = self._controller.state.registers[register]
            return self.powered and bool(enabled and on)

    @contextmanager
    def _at_this_moment(self) -> Iterator[Controller]:
        """Hold the arm at the clock's now, while something is done to it from outside."""
        with self._lock:
            self._controller.queue.catch_up()
            if not self.powered:
                self._controller.lose_power()
            yield self._controller
            # What waited for it does not wait for the next frame.
            self._controller.queue.catch_up()

    def _answer(self, frame: Frame) -> bytes:
        number, ctrl, params = frame
        self._controller.queue.catch_up()
        command = self._commands.get(number)
        reply = None if command is None else self._carry_out(command, ctrl & self._heeded, params)
        return b"" if reply is None else encode(number, ctrl, reply)

    def _carry_out(self, command: Command, ctrl: int, params: bytes) -> bytes | None:
        if ctrl == _READ:
            if command.read is None or len(params) not in command.asks:
                return None
            return command.read(self._controller, params)
        if ctrl == _WRITE:
            return self._write(command, params)
        if ctrl == _QUEUE:
            return self._queue(command, params)
        if ctrl == _QUEUE_READ:
            return self._queue_read(command, params)
        return None

    def _write(self, command: Command, params: bytes) -> bytes | None:
        if len(params) not in command.takes:
            return None
        if not command.at_once:
            return b"" if self.profile.habits.takes_any_ctrl else None
        job = Job(command, params)
        # As on the Lite: a move that finds the arm busy is answered, and lost.
        if command.moves:
            self._controller.queue.run_now(job)
        else:
            self._controller.begin(job)
        return b""

    def _queue(self, command: Command, params: bytes) -> bytes | None:
        habits = self.profile.habits
        if len(params) not in command.takes or not (command.queued or habits.takes_any_ctrl):
            return None
        queue = self._controller.queue
        index = queue.put(Job(command, params))
        if index is None:
            if habits.full_queue is FullQueue.SILENT:
                return None
            index = queue.skip_index()
        return _INDEX.pack(index)

    def _queue_read(self, command: Command, params: bytes) -> bytes | None:
        how = self.profile.habits.queued_read
        known = command.read is not None and len(params) in command.asks
        if len(params) in command.takes:
            if how is QueuedRead.WRITES:
                return self._queue(command, params)
            known = True
        return self._queue(NOTHING, b"") if known and how is not QueuedRead.SILENT else None


def _commands_of(habits: Habits) -> dict[int, Command]:
    """Return the commands that a firmware knows."""
    return {
        number: replace(command, takes=()) if number in habits.read_only else command
        for number, command in COMMANDS.items()
        if number not in habits.unknown
    }
