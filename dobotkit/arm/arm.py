"""``Arm``: what a pupil says to a robot arm."""

from __future__ import annotations

import contextlib
import copy
import math
import struct
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

from dobotkit.arm import ports, shutdown
from dobotkit.arm.kinematics import Tool, mm, tool_of
from dobotkit.arm.link import (
    GRIPPER,
    GRIPPER_OPENS_MS,
    HOLD,
    HOME,
    LET_GO,
    MOVL_XYZ,
    OFF,
    PTP,
    PTP_COMMON_PARAMS,
    PTP_COORDINATE_PARAMS,
    STALL_S,
    SUCTION_CUP,
    TOOL,
    WAIT,
    Link,
)
from dobotkit.arm.pacing import Pacing, Target
from dobotkit.arm.paper import Paper
from dobotkit.arm.pen import Pen, Progress
from dobotkit.arm.reach import Reach
from dobotkit.arm.route import Pace, Route, plan
from dobotkit.arm.values import milliseconds, number, on_or_off, tool_named, within
from dobotkit.arm.watchers import Watchers
from dobotkit.drawing import Drawing
from dobotkit.errors import ArmClosed, ArmError, ArmSilent, OutOfReach, WrongValue
from dobotkit.geometry import Pose

__all__ = ["Arm"]

# Speeds in mm/s, accelerations in mm/s². 250 mm/s is the usual figure for the
# reduced speed of a robot with people near it.
FASTEST = 250.0
HARDEST = 400.0
PEN_SPEED = 50.0
# In mm; more would be a move of its own.
HIGHEST_LIFT = 100.0
# The suction cup sits 60 mm from the wrist, the laser 70; no arm carries a pole.
LONGEST_TOOL = 500.0
# Homing creeps up to its switches; the pose may stand still meanwhile.
HOME_STALL_S = 60.0


class Arm:
    """A Dobot Magician, real or simulated: move it, and let it hold things.

    ::

        arm = Arm()                  # the arm that this notebook was started with
        arm.home()
        arm.move_to(200, 0, 50)      # mm: forward, left, up
        arm.suck(True)
        arm.close()

    The verbs and the order of their arguments are those of ``pydobot``, with
    two differences. Every verb waits until the arm has done it (``wait=False``
    does not), and ``speed`` means true mm/s. Moves are straight lines. A
    target that cannot be reached, also on the way there, is refused with
    ``OutOfReach`` before anything is sent; nothing is ever shortened or bent
    to fit. Ctrl-C (■ in the notebook), closing the notebook and the end of
    the program stop the arm.

    Opening an address that this program has open already closes the older
    ``Arm`` first, so that a set-up cell can be run twice.

    Parameters
    ----------
    address:
        Where the arm is: ``"dobotsim://desk"`` is a simulated arm, ``"COM3"``
        or ``"/dev/ttyUSB0"`` a real one. Without it: what ``DOBOTKIT_PORT``
        says, else the one arm on USB.
    take_over:
        Of a real arm of this lab: take it over from another notebook that has run no
        cell for 30 seconds. It is stopped first. Where nobody has it, and for all other
        arms, this makes no difference: a port that another program has stays taken.

    Raises
    ------
    NoArmFound, PortNotFound, PortTaken, PortNotAllowed, ArmBelongsToKeeper, ArmSilent
        Saying what is wrong and what to do.
    WrongValue
        The address is no text, or the arm's tool offset makes no sense.
    """

    # A misspelt name (arm.when_move = …) is an error and not a new attribute.
    __slots__ = (
        "__weakref__",
        "_address",
        "_busy",
        "_closed",
        "_gripping",
        "_link",
        "_pacing",
        "_pen",
        "_reach",
        "_refusal",
        "_speed",
        "_suction",
        "_watchers",
        "_when_moved",
        "_why_closed",
    )

    def __init__(self, address: str | None = None, *, take_over: bool = False) -> None:
        if address is not None and not isinstance(address, str):
            raise WrongValue(
                f"An arm's address is a text in quotes, and {address!r} is not.",
                "Write Arm('COM3') for a real arm, or Arm('dobotsim://desk') for a simulated one.",
            )
        if not isinstance(take_over, bool):
            raise WrongValue(
                f"take_over is True or False, and {take_over!r} is neither.",
                "Write Arm(take_over=True) to take over an arm that another notebook has.",
            )
        self._address = ports.find_arm() if address is None else address
        ports.check_owner(self._address)
        shutdown.replace(self._address)
        self._link = Link(ports.open_port(self._address, take_over=take_over))
        # Held while a verb is at work; stop() and pose() pass it.
        self._busy = threading.RLock()
        self._pacing = Pacing(self._link, on_pose=self._learn, on_moved=self._moved)
        self._watchers = Watchers[Pose]("the arm")
        self._pen = Pen(self._link, self._pacing)
        self._when_moved: Callable[[Pose], object] | None = None
        self._refusal: OutOfReach | None = None
        self._suction = self._gripping = False
        self._closed = False
        self._why_closed = "This arm is closed."
        try:
            self._reach = Reach(_tool_in(self._link.pose()))
            # At a desk that is slower than that, as fast as the desk allows.
            self._set_speed(self._usual_speed, 100.0)
            # What an earlier program has left on; not all firmware tells.
            with contextlib.suppress(ArmSilent):
                self._suction = self._link.holds(SUCTION_CUP)
                self._gripping = self._link.holds(GRIPPER)
            shutdown.remember(self._address, self)
        except BaseException:
            self._link.close()
            raise

    # What the arm is and was last seen doing; none of these asks the hardware.

    @property
    def address(self) -> str:
        """Where the arm is, for example ``"COM3"`` or ``"dobotsim://desk"``."""
        return self._address

    @property
    def is_simulated(self) -> bool:
        """Whether the arm exists only in this computer."""
        by_address = self._address.casefold().startswith("dobotsim://")
        # Of an arm that a keeper holds, the keeper knows.
        return bool(getattr(self._link.ser, "is_simulated", by_address))

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        return self._closed

    @property
    def last_pose(self) -> Pose:
        """The pose that the arm told last, in mm and degrees."""
        return self._link.last_pose

    @property
    def suction(self) -> bool:
        """Whether the pump of the suction cup was switched on."""
        return self._suction

    @property
    def gripping(self) -> bool:
        """Whether the gripper was told to close."""
        return self._gripping

    @property
    def port(self) -> Any:  # noqa: ANN401  # any pySerial port; it publishes no types
        """The open serial port, for those who want to listen to it (``wire.listen``)."""
        self._check_open()
        return self._link.ser

    @property
    def reach(self) -> Reach:
        """Where this arm can go with its present tool."""
        return self._reach

    @property
    def paper(self) -> Paper:
        """The paper that ``draw`` draws on: its height, and the lines on it."""
        return self._pen.paper

    @property
    def refusal(self) -> OutOfReach | None:
        """The move that was refused last, and why; None once the arm has been sent elsewhere."""
        return self._refusal

    @property
    def when_moved(self) -> Callable[[Pose], object] | None:
        """A function that is called with the pose after each move; None for none.

        It is called by the verb that waits for the move, or else by the next
        verb, with the pose of that moment.
        """
        return self._when_moved

    @when_moved.setter
    def when_moved(self, function: Callable[[Pose], object] | None) -> None:
        if function is not None and not callable(function):
            raise WrongValue(
                f"when_moved wants a function, and was given {function!r}.",
                "Write the name of the function without brackets: arm.when_moved = tell_me",
            )
        self._when_moved = function

    # Verbs

    def home(self, *, wait: bool = True) -> None:
        """Go to the home position; a real arm finds its zero marks on the way.

        The arm sweeps its base, so keep the space around it free. What it is
        doing is stopped and alarms are cleared first: homing is how an arm
        recovers.
        """
        with self._verb() as pacing:
            # Homing brings back the zero, but not the speed: raises if the arm was off.
            self._link.current_index()
            # Clearing an alarm must not set free what still waits in the arm.
            pacing.abandon()
            self._link.clear_alarms()
            self._refusal = None
            # Without parameters, as the maker's own programs send it.
            pacing.put(HOME, is_move=True, stall_s=HOME_STALL_S)
            if wait:
                pacing.finish()

    def move_to(self, x: float, y: float, z: float, r: float = 0.0, wait: bool = True) -> None:  # noqa: FBT001, FBT002  # pydobot's order of arguments
        """Move in a straight line to a position.

        Parameters
        ----------
        x, y, z:
            Where to, in mm: forward, left, up from the shoulder.
        r:
            Turn of the end effector seen from above, in degrees.
        wait:
            Wait until the arm is there. With False at most one more command
            waits in the arm; the next one waits for its place.

        Raises
        ------
        OutOfReach
            The target, or a point on the straight way, cannot be reached.
        WrongValue
            One of the values is no number.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        target = (number("x", x), number("y", y), number("z", z), number("r", r))
        wait = on_or_off("wait", wait)
        with self._verb() as pacing:
            self._line(pacing, lambda _start: target, wait=wait)

    def move_by(
        self, x: float = 0.0, y: float = 0.0, z: float = 0.0, r: float = 0.0, *, wait: bool = True
    ) -> None:
        """Move in a straight line by so many mm and degrees from where the arm is.

        Raises as ``move_to`` does.
        """
        dx, dy, dz, dr = number("x", x), number("y", y), number("z", z), number("r", r)
        wait = on_or_off("wait", wait)
        with self._verb() as pacing:
            self._line(
                pacing,
                lambda start: (start[0] + dx, start[1] + dy, start[2] + dz, start[3] + dr),
                wait=wait,
            )

    def draw(
        self,
        points: object,
        z: float | None = None,
        *,
        lift: float = 10.0,
        velocity: float | None = None,
    ) -> None:
        """Draw lines with a pen: points in mm on the table.

        ::

            arm.draw([(200, -30), (260, -30), (260, 30), (200, 30), (200, -30)], z=-60)

        The pen goes up, across to the first point, down, along the points
        without a stop, and up again; its wrist does not turn. ``preview`` tells
        beforehand what would happen. Stopped on the way, the pen stays where
        it is, and that may be on the paper.

        Parameters
        ----------
        points:
            A list of places ``(x, y)`` is one stroke; a list of such lists is
            several strokes, with the pen lifted between them; or a ``Drawing``.
        z:
            Height of the wrist in mm when the pen touches the paper; without
            it, ``arm.paper.z``, which is the height of the last drawing or
            what you have set. Nobody else tells the kit where the paper is.
        lift:
            How far the pen is lifted between strokes, from 1 to 100 mm.
        velocity:
            How fast it draws, from 1 to 250 mm/s, and at most what the desk allows.
            Without it 50 mm/s, or what a slower desk allows. With the pen up, it moves
            as ``speed`` says; the acceleration of ``speed`` holds for both.

        Raises
        ------
        OutOfReach
            A point, or the way to it, cannot be reached; nothing has moved.
        NotDrawable
            The points are none.
        WrongValue, TooFast
            One of the other values cannot be used, or no height is known.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        drawing = Drawing(points)
        lift, velocity = _lift(lift), self._pen_speed(velocity)
        with self._verb() as pacing:
            self._link.raise_for_alarms()
            pacing.finish()
            route = self._route(drawing, pacing.start(), z, lift, velocity)
            route.check()
            self._refusal = None
            self._pen.drive(route)
            self._moved()

    def preview(
        self,
        points: object,
        z: float | None = None,
        *,
        lift: float = 10.0,
        velocity: float | None = None,
    ) -> Route:
        """Reckon what ``draw`` would do with the same values; nothing moves.

        Returns
        -------
        Route
            Its way, length and estimated time, and what of it cannot be
            reached, in words; ``show(arm.preview(points))`` draws it.

        Raises
        ------
        NotDrawable, WrongValue, TooFast
            One of the values cannot be used.
        """
        drawing = Drawing(points)
        lift, velocity = _lift(lift), self._pen_speed(velocity)
        return self._route(drawing, self.pose()[:4], z, lift, velocity)

    def use_tool(self, name: str) -> None:
        """Tell the arm what is fitted to its wrist, so that x and y are right.

        The arm keeps it until it is told otherwise or switched off. What it
        says about the place where it stands changes by a millimetre or more.

        Parameters
        ----------
        name:
            ``"suction cup"``, ``"gripper"`` or ``"pen"``.
        """
        tool = tool_named(name)
        with self._verb() as pacing:
            pacing.finish()
            self._link.tell(TOOL, struct.pack("<3f", *tool))
            pose = self._link.pose()
            self._reach = Reach(tool_of(pose), self._reach.limits)
            pacing.forget_place()
            self._learn(pose)

    def pose(self) -> Pose:
        """Ask the arm where it is: ``x, y, z`` in mm, ``r, j1, j2, j3, j4`` in degrees."""
        self._check_open()
        return self._learn(self._link.pose())

    def suck(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Switch the pump of the suction cup on (True) or off (False)."""
        enable = on_or_off("suck", enable)
        with self._verb() as pacing:
            pacing.make_room()
            # LET_GO would let go as well, but leave the pump running.
            pacing.put(SUCTION_CUP, HOLD if enable else OFF)
            self._suction = enable
            pacing.finish()
            self._learn(self.last_pose)

    def grip(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Close the gripper (True), or open it (False; the pump then goes off)."""
        enable = on_or_off("grip", enable)
        with self._verb() as pacing:
            pacing.make_room()
            pacing.put(GRIPPER, HOLD if enable else LET_GO)
            self._gripping = enable
            if not enable:
                self._end_of_opening(pacing)
            pacing.finish()
            self._learn(self.last_pose)

    def speed(self, velocity: float | None = None, acceleration: float = 100.0) -> None:
        """Set how fast moves are, in true mm/s and mm/s².

        Parameters
        ----------
        velocity:
            From 1 to 250 mm/s, and at most what the desk allows. Without it the usual
            speed: 100 mm/s, or what a slower desk allows.
        acceleration:
            From 1 to 400 mm/s².

        Raises
        ------
        TooFast
            A value is outside this range.
        """
        velocity = self._usual_speed if velocity is None else _velocity(velocity)
        acceleration = within("acceleration", acceleration, HARDEST, "mm/s²")
        with self._verb() as pacing:
            pacing.finish()
            self._set_speed(velocity, acceleration)

    def wait(self, ms: float) -> None:
        """Let the arm do nothing for so many milliseconds, at most an hour."""
        pause = milliseconds(ms)
        with self._verb() as pacing:
            pacing.make_room()
            pacing.put(WAIT, struct.pack("<I", pause), stall_s=STALL_S + pause / 1000)
            pacing.finish()

    def stop(self) -> None:
        """Brake now and forget all commands that wait; also from another thread.

        This is a command over a cable, not an emergency stop: for that,
        switch the arm off.
        """
        self._check_open()
        self._link.stop()
        self._link.come_to_rest()
        self._learn(self._link.pose())

    def close(self) -> None:
        """Stop the arm, switch its pump off and free the port. Twice does nothing.

        Raises
        ------
        ArmSilent, ArmUnplugged
            The arm could not be told to stop; the port is free all the same.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._link.close()
        finally:
            shutdown.forget(self)
            self._suction = self._gripping = False
            self._learn(self.last_pose)

    def close_because_reopened(self) -> None:
        """Close, and let later errors say that a newer ``Arm`` has taken over."""
        self._why_closed = "A later cell has opened this arm again, or has tried to."
        self.close()

    def watch(self, callback: Callable[[Pose], None]) -> Callable[[], None]:
        """Have a function called with every pose that the arm tells, for views.

        It is called in the thread that asked, about 20 times a second while
        the arm is waited for.

        Returns
        -------
        callable
            Call it to end the watch.
        """
        return self._watchers.add(callback)

    def watch_drawing(self, callback: Callable[[Progress], object]) -> Callable[[], None]:
        """Have a function called with the ``Progress`` of every drawing, for bars.

        It is called in the thread that draws, when a drawing begins, about
        ten times a second, and when it ends.

        Returns
        -------
        callable
            Call it to end the watch.
        """
        return self._pen.watch(callback)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        what = "simulated" if self.is_simulated else "real"
        if self._closed:
            return f"Arm({self._address!r}, {what}, closed)"
        x, y, z, r = self._link.last_pose[:4]
        holding = "suction on" if self._suction else "suction off"
        return (
            f"Arm({self._address!r}, {what}, last seen at "
            f"x={x:.1f} y={y:.1f} z={z:.1f} mm r={r:.1f}°, {holding})"
        )

    # How it is done

    @contextlib.contextmanager
    def _verb(self) -> Iterator[Pacing]:
        """One verb at a time; an interrupt stops the arm before it goes on its way."""
        self._check_open()
        # Before the lock: a stop that comes while this verb waits for its
        # turn is meant for it as well.
        stops = self._link.stops
        with self._busy:
            self._check_open()
            try:
                with self._pacing.verb(stops):
                    yield self._pacing
            except KeyboardInterrupt:
                self._link.stop()
                raise

    def _check_open(self) -> None:
        if self._closed:
            raise ArmClosed(self._why_closed, "Open the arm with the set-up cell: arm = Arm()")

    @property
    def _usual_speed(self) -> float:
        return min(100.0, float(getattr(self._link.ser, "fastest", 100.0)))

    def _pen_speed(self, velocity: float | None) -> float:
        return min(PEN_SPEED, self._usual_speed) if velocity is None else _velocity(velocity)

    def _set_speed(self, velocity: float, acceleration: float) -> None:
        self._speed = (velocity, acceleration)
        # The first is in percent of the second: 100 % makes mm/s true.
        self._link.tell(PTP_COMMON_PARAMS, struct.pack("<2f", 100.0, 100.0))
        params = struct.pack("<4f", velocity, velocity, acceleration, acceleration)
        self._link.tell(PTP_COORDINATE_PARAMS, params)

    def _line(self, pacing: Pacing, target_from: Callable[[Target], Target], *, wait: bool) -> None:
        self._link.raise_for_alarms()
        # First the place, then the look at the way: while there is no place,
        # when_moved may send the arm elsewhere.
        pacing.make_room()
        start = pacing.start()
        target = target_from(start)
        self._check_way(start, target)
        pacing.put(PTP, struct.pack("<B4f", MOVL_XYZ, *target), is_move=True, target=target)
        if wait:
            pacing.finish()

    def _route(
        self, drawing: Drawing, start: Target, z: float | None, lift: float, velocity: float
    ) -> Route:
        pace = Pace(velocity, *self._speed)
        at = self.paper.height_for(z)
        return plan(drawing, start, z=at, lift=lift, pace=pace, reach=self._reach)

    def _check_way(self, start: Target, target: Target) -> None:
        """Refuse a straight way that leaves the reach, and remember the refusal."""
        try:
            self._reach.check_line(start, target)
        except OutOfReach as refusal:
            # A copy has no traceback, which would keep the pupil's names alive.
            self._refusal = copy.copy(refusal)
            self._learn(self.last_pose)
            raise
        self._refusal = None

    def _end_of_opening(self, pacing: Pacing) -> None:
        """Switch the pump off when the gripper is open, also when that is interrupted."""
        try:
            pacing.make_room()
            pacing.put(WAIT, struct.pack("<I", GRIPPER_OPENS_MS))
            pacing.make_room()
            pacing.put(GRIPPER, OFF)
            pacing.finish()
        except BaseException:
            with contextlib.suppress(ArmError):
                self._link.tell(GRIPPER, OFF)
            raise

    def _moved(self) -> None:
        pose = self._learn(self._link.pose())
        if self._when_moved is not None:
            self._when_moved(pose)

    def _learn(self, pose: Pose) -> Pose:
        self.paper.take_in(pose)
        self._watchers.tell(pose)
        return pose


def _velocity(value: object) -> float:
    return within("velocity", value, FASTEST, "mm/s")


def _lift(value: object) -> float:
    plain = number("lift", value)
    if not 1.0 <= plain <= HIGHEST_LIFT:  # also refuses "not a number"
        raise WrongValue(
            f"The pen cannot be lifted by {plain:g} mm.",
            f"Choose from 1 to {HIGHEST_LIFT:g} mm.",
        )
    return plain


def _tool_in(pose: Pose) -> Tool:
    """The tool that an arm reckons with, unless it cannot be one."""
    if all(map(math.isfinite, pose)):
        tool = tool_of(pose)
        longest = max(map(abs, tool))
        if longest <= LONGEST_TOOL:
            return tool
        says = f"says that its tool is {mm(longest)} mm long"
    else:
        says = "does not say where it is, because its tool has no length"
    raise WrongValue(
        f"This arm {says}: an earlier program has set that wrong.",
        "Switch the arm off and on again (a simulated one: restart the kernel), then try again.",
    )
