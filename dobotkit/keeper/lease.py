"""One arm in one notebook's hands: bytes in, checked, passed on, answered."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from struct import pack
from typing import Any

from dobotkit.arm.travel import Place
from dobotkit.arm.wire import READ, WRITE, Wire, encode, take_frame
from dobotkit.errors import ArmClosed, ArmError, ArmSilent, ArmStopped
from dobotkit.geometry import Pose
from dobotkit.keeper.arm_itself import POSE, ArmItself, pose_in
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.judge import Judge
from dobotkit.keeper.refusals import no_table
from dobotkit.messages import WhyStopped
from dobotkit.things import TableNow, TableScene, ViewNow

__all__ = ["OPEN_IT", "Lease"]

OPEN_IT = "Open it with the set-up cell: arm = Arm()"
"""What to do about an arm that is not open."""

_TOOL, _LASER, _SUCTION_CUP, _GRIPPER = 60, 61, 62, 63
_START, _FORCE_STOP, _CLEAR = 240, 242, 245
_MOTORS = (135, 136)
_OFF, _HOLD = b"\0\0", b"\1\1"
_POSE_SIZE = 32
_EMPTIES = (_FORCE_STOP, _CLEAR)
# Of the queue: start, stop, force stop, download (start and stop), clear.
_QUEUE_CONTROL = range(240, 246)


class Lease:
    """An open arm.

    Parameters
    ----------
    port:
        The open port, which this now owns.
    envelope:
        What the arm may do.
    may_move:
        Raises as long as nobody has allowed this arm to move.
    may_home:
        Raises unless somebody has allowed it this one home.

    Attributes
    ----------
    fastest:
        The speed cap in mm/s.
    dropped:
        How many damaged frames came, and were dropped as the firmware does.
    stops:
        How often it was stopped other than by frames of its notebook.
    why:
        Why, the last time.
    holds:
        Whether suction cup (62) and gripper (63) are told to hold something.
    """

    def __init__(
        self,
        port: Any,  # noqa: ANN401  # any pySerial port; it publishes no types
        envelope: Envelope,
        *,
        may_move: Callable[[], None],
        may_home: Callable[[], None],
    ) -> None:
        self._wire = Wire(port)
        self._incoming = bytearray()
        self._lock = threading.Lock()
        self.closed = False
        self.dropped = 0
        self.fastest = envelope.speed
        self._envelope = envelope
        self._why_closed = ("", "")
        self.stops = 0
        self.why: WhyStopped = ""
        self.holds = {_SUCTION_CUP: False, _GRIPPER: False}
        # The last pose that anybody was told, and when.
        self._seen: tuple[float, Pose | None] = (0.0, None)
        self._judge: Judge | None = None
        # The motors, of a belt or the like, that it has been told to turn.
        self._motors: set[int] = set()
        # Whether the arm may have other settings than those that moves are judged by.
        self._unsure = True
        # Whether it was told to stop, and may not have heard it.
        self._unheard = False
        try:
            # What an earlier program has left in the arm must not begin to move.
            self._brake()
            self._arm = ArmItself(self._ask, envelope.offset)
            self._write(((_TOOL, pack("<3f", *envelope.offset)),))
            self._judge = Judge(envelope, self._arm, may_move=may_move, may_home=may_home)
            self._settle()
        except BaseException:
            self._wire.close()
            raise

    def write(self, data: bytes, stops: int | None = None) -> bytes:
        """Pass whole and allowed frames on to the arm, and return what it answers.

        Parameters
        ----------
        data:
            Bytes as for a serial port; a frame may come in pieces.
        stops:
            How many stops the writer knows of; None for all.

        Raises
        ------
        ArmStopped
            There was another one: nothing that might move the arm is passed on.
        ArmClosed
            It was closed from here, and the error says why.
        """
        self._check_open()
        with self._wire.lock:
            self._incoming += data
        reply = b""
        while True:
            # Under the lock, so that no stop comes between looking and sending.
            with self._wire.lock:
                self._check_open()
                frame, _ = take_frame(self._incoming)
                if frame is None:
                    return reply
                self._refuse_if_stopped(frame, stops)
                reply += self._pass_on(frame)

    @property
    def envelope(self) -> Envelope:
        """What the arm may do."""
        return self._envelope

    def check_way(self, places: Sequence[Place]) -> None:
        """Judge a way before any of it is sent; raises what the judge refuses."""
        self._check_open()
        assert self._judge is not None  # noqa: S101 - made with the lease
        # Not under the lock: nothing is asked or sent, and a stop must not wait for it.
        self._judge.check_way(places)

    def stop(self, why: WhyStopped = "asked") -> None:
        """Brake now and forget what waits; the notebook's next command learns of it.

        Raises ``ArmClosed`` as ``write`` does.
        """
        self._check_open()
        with self._lock:
            # Before the arm is told: what is sent from now on is refused.
            self.stops += 1
            self.why = why
        self._brake()

    def _brake(self) -> None:
        # One after the other without a frame of the notebook in between.
        with self._wire.lock:
            # Half a frame must not swallow the beginning of what comes after a stop.
            self._incoming.clear()
            self._unsure = self._unheard = True
            if self._judge is not None:
                self._judge.lost()
            self._wire.shout(_FORCE_STOP, _CLEAR)
            self._wire.tell(_FORCE_STOP)
            self._wire.tell(_CLEAR)
            self._wire.tell(_START)
            self._unheard = False
            for motor in sorted(self._motors):
                # It would go on: motors do not belong to the queue.
                self._wire.tell(_MOTORS[0], pack("<2Bi", motor, 0, 0))
            self._settle()
            if self._envelope.laser:
                # An arm that stands still with its laser on burns a hole.
                self._write(((_LASER, _OFF),))

    def use(self, envelope: Envelope) -> None:
        """Hold the arm to other rules from now on.

        It is stopped first: no move that was judged by the old rules is made under
        the new ones. It keeps its speeds, but none above the new cap. Where another
        tool is fitted it is closed: all places that its notebook knows are others now.
        """
        assert self._judge is not None  # noqa: S101 - made with the lease
        if envelope.offset != self._envelope.offset:
            self.close("Another tool is fitted at this desk now.")
            return
        with self._wire.lock:
            self.stop("desk")  # by the old rules: where a laser was allowed it is switched off
            self._envelope = envelope
            self.fastest = envelope.speed
            self._judge.use(envelope)
            self._settle()

    def close(self, why: str = "This arm is not open.", advice: str = OPEN_IT) -> None:
        """Stop the arm, switch its pump off, free the port; twice does nothing.

        Parameters
        ----------
        why, advice:
            What its notebook is told, should it go on.
        """
        with self._lock:
            if self.closed:
                return
            self._why_closed = (why, advice)
            self.closed = True
        try:
            # That an arm was unplugged is no reason to keep its port.
            with contextlib.suppress(ArmError):
                self._brake()
                self._wire.once(_SUCTION_CUP, WRITE, _OFF)
                self._wire.once(_GRIPPER, WRITE, _OFF)
        finally:
            self._wire.close()

    def _check_open(self) -> None:
        if self.closed:
            raise ArmClosed(*self._why_closed)

    def _refuse_if_stopped(self, frame: bytes, stops: int | None) -> None:
        number, ctrl = frame[3], frame[4]
        if stops in {None, self.stops} or not ctrl & WRITE or number in _QUEUE_CONTROL:
            return
        raise ArmStopped(
            "The arm was stopped before it had got this command.",
            "Look where it is with arm.pose(), then go on.",
        )

    def _pass_on(self, frame: bytes) -> bytes:
        number, ctrl, params = frame[3], frame[4], frame[5:-1]
        with self._wire.lock:
            assert self._judge is not None  # noqa: S101 - made before the first frame can come
            if self._unheard and ctrl & WRITE:
                # What it has not forgotten would go on, and from there nothing was judged.
                self._brake()
            if self._unsure and ctrl & WRITE and number not in _QUEUE_CONTROL:
                self._settle()
            self._judge.check(number, ctrl, params)
            if ctrl == WRITE and number in _EMPTIES:
                return encode(number, ctrl, self._empty(number))
            if number in _MOTORS:
                self._motors.update(params[:1])
            try:
                answer = self._wire.once(number, ctrl, params)
            except ArmSilent:
                if ctrl != READ:
                    # It may have come, and wait in the queue.
                    self._brake()
                return b""
            self._judge.passed(number, ctrl, answer)
            self._note(number, params if ctrl & WRITE else answer)
        return encode(number, ctrl, answer)

    def _empty(self, number: int) -> bytes:
        """Pass on a force stop or a clear, and always both.

        Nothing that was judged for another place begins, or goes on, from this one.
        """
        assert self._judge is not None  # noqa: S101 - made before the first frame can come
        self._unsure = True
        self._wire.tell(_FORCE_STOP)
        self._wire.tell(_CLEAR)
        if number == _CLEAR:
            self._wire.tell(_START)  # a clear alone does not stop a queue
        self._judge.passed(number, WRITE, b"")
        self._settle()
        return b""

    def _settle(self) -> None:
        """Write the settings that moves are judged by, until it is sure that they hold."""
        if self._judge is not None:
            self._write(self._judge.in_force())
            self._unsure = False

    def _write(self, settings: Iterable[tuple[int, bytes]]) -> None:
        for number, params in settings:
            try:
                self._wire.tell(number, params)
            except ArmSilent:
                # Firmware that does not know a kind of motion does not know its speed.
                if self._arm.read(number):
                    raise

    def pose(self, *, age: float = 0.0) -> Pose:
        """Ask the arm where it is; not if it was asked no longer than ``age`` seconds ago."""
        asked, seen = self._seen
        if seen is None or time.monotonic() - asked >= age:
            # Whoever watches tries once: a stop would have to wait as well.
            seen = pose_in(self._wire.once(POSE, READ))
            self._seen = (time.monotonic(), seen)
        return seen

    def _note(self, number: int, params: bytes) -> None:
        """Take note of what a frame of the notebook says, for those who watch."""
        if number == POSE and len(params) >= _POSE_SIZE:
            self._seen = (time.monotonic(), pose_in(params))
        elif number in self.holds:
            self.holds[number] = params[:2] == _HOLD

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits in the arm; asks the arm."""
        with self._wire.lock:
            return self._judge is None or self._judge.is_idle

    def table_now(self) -> TableNow:
        """Return what is on the table of a simulated arm.

        Raises
        ------
        NoTable
            The arm is a real one.
        """
        self._check_open()
        with self._wire.lock:
            if not hasattr(self._wire.port, "table_now"):
                raise no_table()
            table: TableNow = self._wire.port.table_now()
            return table

    def view_now(self) -> ViewNow:
        """Return what a camera above a simulated arm sees, at one moment of its clock.

        Whatever is said to the arm meanwhile does not wait for it: the simulated arm is
        asked, and not its cable.

        Raises
        ------
        NoTable
            The arm is a real one.
        ArmClosed
            It is not open.
        """
        self._check_open()
        port = self._wire.port
        if not hasattr(port, "view_now"):
            raise no_table()
        try:
            view: ViewNow = port.view_now()
        except OSError:  # it was closed at this moment
            self._check_open()
            raise ArmClosed("This arm is not open.", OPEN_IT) from None
        return view

    def set_scene(self, scene: str | TableScene) -> None:
        """Lay the table of a simulated arm anew; raises as :meth:`table_now` does.

        Parameters
        ----------
        scene:
            The name of a scene of the kit, or one as data.

        Raises
        ------
        SceneError
            There is no such scene, or it cannot be laid.
        """
        self._check_open()
        with self._wire.lock:
            if not hasattr(self._wire.port, "set_scene"):
                raise no_table()
            self._wire.port.set_scene(scene)

    def _ask(self, number: int) -> bytes:
        answer = self._wire.ask(number)
        with self._wire.lock:
            if self._judge is not None:
                self._judge.noted(number, answer)
        return answer
