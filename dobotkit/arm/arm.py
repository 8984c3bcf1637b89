"""``Arm``: what a pupil says to a robot arm."""

from __future__ import annotations

import struct
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from dobotkit.arm import ports, shutdown
from dobotkit.arm.alarm_verbs import AlarmVerbs
from dobotkit.arm.drawing_verbs import DrawingVerbs
from dobotkit.arm.driver import Driver
from dobotkit.arm.end_effector import EndEffector
from dobotkit.arm.fitting_verbs import Fitted, FittingVerbs
from dobotkit.arm.handling import Handling
from dobotkit.arm.handling_verbs import HandlingVerbs
from dobotkit.arm.link import HOME, STALL_S, WAIT, Link
from dobotkit.arm.pace_verbs import PaceVerbs
from dobotkit.arm.pacing import Target
from dobotkit.arm.pen import Pen
from dobotkit.arm.pins import Pins
from dobotkit.arm.points import points_of
from dobotkit.arm.reach import Reach
from dobotkit.arm.table import Table
from dobotkit.arm.teaching import Recorder
from dobotkit.arm.teaching_verbs import TeachingVerbs
from dobotkit.arm.tool_verbs import ToolVerbs
from dobotkit.arm.usb import shown_port
from dobotkit.arm.values import (
    milliseconds,
    number,
    on_or_off,
)
from dobotkit.errors import OutOfReach, WrongValue
from dobotkit.geometry import Pose

__all__ = ["Arm"]

# Homing creeps up to its switches; the pose may stand still meanwhile.
HOME_STALL_S = 60.0


class Arm(
    HandlingVerbs, TeachingVerbs, DrawingVerbs, FittingVerbs, ToolVerbs, PaceVerbs, AlarmVerbs
):
    """A Dobot Magician, real or simulated: move it, and let it hold things.

    ::

        arm = Arm()                  # the arm that this notebook was started with
        arm.home()
        arm.move_to(200, 0, 50)      # mm: forward, left, up
        arm.suck(True)
        arm.close()

        arm.pick((200, 60))          # or: up, across, down, suck, and up again
        arm.place(x=200, y=-60)

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
        "_driver",
        "_end_effector",
        "_fitted",
        "_handling",
        "_link",
        "_pacing",
        "_pen",
        "_pins",
        "_points",
        "_recorder",
        "_table",
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
        self._driver = Driver(
            self._link, is_simulated=self.is_simulated, check_line=self._check_way
        )
        self._pacing = self._driver.pacing
        self._pen = Pen(self._link, self._pacing)
        self._driver.learners.append(self._pen.paper.take_in)
        self._end_effector = EndEffector(self._link, self._pacing, self._driver.switched)
        self._table = Table(self._driver)
        self._handling = Handling(self._driver, self._end_effector, self._table)
        self._points = points_of(self._address)
        self._recorder = Recorder(self._driver)
        self._fitted, self._pins = Fitted(), Pins(self._driver)
        try:
            self._driver.begin()
            self._end_effector.ask()
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
        return self._driver.closed

    @property
    def last_pose(self) -> Pose:
        """The pose that the arm told last, in mm and degrees."""
        return self._link.last_pose

    @property
    def port(self) -> Any:  # noqa: ANN401  # any pySerial port; it publishes no types
        """The open serial port, for those who want to listen to it (``wire.listen``)."""
        self._driver.check_open()
        return self._link.ser

    @property
    def reach(self) -> Reach:
        """Where this arm can go with its present tool."""
        return self._driver.reach

    @property
    def refusal(self) -> OutOfReach | None:
        """The move that was refused last, and why; None once the arm has been sent elsewhere."""
        return self._driver.refusal

    @property
    def alarms(self) -> tuple[int, ...]:
        """The numbers of the alarms that the arm told last; empty for none."""
        return self._link.last_alarms

    @property
    def ahead(self) -> tuple[tuple[float, float, float, float], ...]:
        """Where the arm goes next, as far as that is known: places x, y, z (mm) and r (degrees)."""
        return (*self._pacing.ahead, *self._driver.planned)

    @property
    def when_moved(self) -> Callable[[Pose], object] | None:
        """A function that is called with the pose after each move; None for none.

        It is called by the verb that waits for the move, or else by the next
        verb, with the pose of that moment.
        """
        return self._driver.when_moved

    @when_moved.setter
    def when_moved(self, function: Callable[[Pose], object] | None) -> None:
        if function is not None and not callable(function):
            raise WrongValue(
                f"when_moved wants a function, and was given {function!r}.",
                "Write the name of the function without brackets: arm.when_moved = tell_me",
            )
        self._driver.when_moved = function

    # Verbs

    def home(self, *, wait: bool = True) -> None:
        """Go to the home position; a real arm finds its zero marks on the way.

        The arm sweeps its base, so keep the space around it free. What it is
        doing is stopped and alarms are cleared first: homing is how an arm
        recovers.
        """
        with self._driver.verb() as pacing:
            # Homing brings back the zero, but not the speed: raises if the arm was off.
            self._link.current_index()
            # Clearing an alarm must not set free what still waits in the arm.
            pacing.abandon()
            self._link.clear_alarms()
            self._driver.refusal = None
            # Without parameters, as the maker's own programs send it.
            pacing.put(HOME, is_move=True, stall_s=HOME_STALL_S, on_end=self._driver.at_home)
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
        with self._driver.verb() as pacing:
            self._driver.line(pacing, lambda _start: target, wait=wait)

    def move_by(
        self, x: float = 0.0, y: float = 0.0, z: float = 0.0, r: float = 0.0, *, wait: bool = True
    ) -> None:
        """Move in a straight line by so many mm and degrees from where the arm is.

        Raises as ``move_to`` does.
        """
        dx, dy, dz, dr = number("x", x), number("y", y), number("z", z), number("r", r)
        wait = on_or_off("wait", wait)
        with self._driver.verb() as pacing:
            self._driver.line(
                pacing,
                lambda start: (start[0] + dx, start[1] + dy, start[2] + dz, start[3] + dr),
                wait=wait,
            )

    def pose(self) -> Pose:
        """Ask the arm where it is: ``x, y, z`` in mm, ``r, j1, j2, j3, j4`` in degrees."""
        self._driver.check_open()
        return self._driver.learn(self._link.pose())

    def look(self) -> Pose:
        """Ask the arm for its alarms and where it is; ``alarms`` and ``last_pose`` keep it."""
        self._driver.check_open()
        self._link.alarms()
        return self.pose()

    def wait(self, ms: float) -> None:
        """Let the arm do nothing for so many milliseconds, at most an hour."""
        pause = milliseconds(ms)
        with self._driver.verb() as pacing:
            pacing.make_room()
            pacing.put(WAIT, struct.pack("<I", pause), stall_s=STALL_S + pause / 1000)
            pacing.finish()

    def stop(self) -> None:
        """Brake now and forget all commands that wait; also from another thread.

        This is a command over a cable, not an emergency stop: for that,
        switch the arm off.
        """
        self._driver.check_open()
        self._link.stop()
        self._link.come_to_rest()
        self._driver.learn(self._link.pose())

    def close(self) -> None:
        """Stop the arm, switch its pump off and free the port. Twice does nothing.

        Raises
        ------
        ArmSilent, ArmUnplugged
            The arm could not be told to stop; the port is free all the same.
        """
        if self._driver.closed:
            return
        self._driver.closed = True
        try:
            self._link.close()
        finally:
            shutdown.forget(self)
            self._end_effector.forget()
            self._driver.learn(self.last_pose)

    def close_because_reopened(self) -> None:
        """Close, and let later errors say that a newer ``Arm`` has taken over."""
        self._driver.why_closed = "A later cell has opened this arm again, or has tried to."
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
        return self._driver.watchers.add(callback)

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
        if not hasattr(self, "_link"):  # shown in the traceback of its own beginning
            return "<Arm, not connected>"
        what = "simulated" if self.is_simulated else "real"
        if self._driver.closed:
            return f"Arm({shown_port(self._address)!r}, {what}, closed)"
        x, y, z, r = self._link.last_pose[:4]
        holding = "suction on" if self._end_effector.suction else "suction off"
        return (
            f"Arm({shown_port(self._address)!r}, {what}, last seen at "
            f"x={x:.1f} y={y:.1f} z={z:.1f} mm r={r:.1f}°, {holding})"
        )

    def _check_way(self, start: Target, target: Target) -> None:
        """Refuse a straight way that leaves the reach."""
        self._driver.reach.check_line(start, target)
