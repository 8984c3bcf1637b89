"""``Arm``: what a pupil says to a robot arm."""

from __future__ import annotations

import math
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from dobotkit.arm import ports, shutdown
from dobotkit.arm.kinematics import tool_of
from dobotkit.arm.link import (
    GRIPPER,
    GRIPPER_OPENS_MS,
    HOME,
    MOVL_XYZ,
    PTP,
    PTP_COMMON_PARAMS,
    PTP_COORDINATE_PARAMS,
    STALL_S,
    SUCTION_CUP,
    WAIT,
    Link,
)
from dobotkit.arm.pacing import Pacing, Target
from dobotkit.arm.reach import Reach
from dobotkit.errors import ArmClosed, TooFast
from dobotkit.geometry import Pose

__all__ = ["Arm"]

# Speeds in mm/s, accelerations in mm/s². 250 mm/s is the usual figure for the
# reduced speed of a robot with people near it.
FASTEST = 250.0
HARDEST = 400.0
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

    Raises
    ------
    NoArmFound, PortNotFound, PortTaken, PortNotAllowed, ArmSilent
        Saying what is wrong and what to do.
    """

    # A misspelt name (arm.when_move = …) is an error and not a new attribute.
    __slots__ = (
        "__weakref__",
        "_address",
        "_busy",
        "_closed",
        "_gripping",
        "_last_pose",
        "_link",
        "_pacing",
        "_reach",
        "_suction",
        "_watchers",
        "_when_moved",
        "_why_closed",
    )

    def __init__(self, address: str | None = None) -> None:
        self._address = ports.find_arm() if address is None else address
        shutdown.replace(self._address)
        self._link = Link(ports.open_port(self._address))
        # Held while a verb is at work; stop() and pose() pass it.
        self._busy = threading.RLock()
        self._pacing = Pacing(self._link, on_pose=self._learn, on_moved=self._moved)
        self._watchers: list[Callable[[Pose], None]] = []
        self._when_moved: Callable[[Pose], object] | None = None
        self._suction = self._gripping = False
        self._closed = False
        self._why_closed = "This arm is closed."
        try:
            self._last_pose = self._link.pose()
            self._reach = Reach(tool_of(self._last_pose))
            self._set_speed(100.0, 100.0)
        except BaseException:
            self._link.close()
            raise
        shutdown.remember(self._address, self)

    # What the arm is and was last seen doing; none of these asks the hardware.

    @property
    def address(self) -> str:
        """Where the arm is, for example ``"COM3"`` or ``"dobotsim://desk"``."""
        return self._address

    @property
    def is_simulated(self) -> bool:
        """Whether the arm exists only in this computer."""
        return self._address.casefold().startswith("dobotsim://")

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        return self._closed

    @property
    def last_pose(self) -> Pose:
        """The pose that the arm told last, in mm and degrees."""
        return self._last_pose

    @property
    def suction(self) -> bool:
        """Whether the pump of the suction cup was switched on."""
        return self._suction

    @property
    def gripping(self) -> bool:
        """Whether the gripper was told to close."""
        return self._gripping

    @property
    def reach(self) -> Reach:
        """Where this arm can go with its present tool."""
        return self._reach

    @property
    def when_moved(self) -> Callable[[Pose], object] | None:
        """A function that is called with the pose after each move; None for none."""
        return self._when_moved

    @when_moved.setter
    def when_moved(self, function: Callable[[Pose], object] | None) -> None:
        if function is not None and not callable(function):
            raise TypeError(
                "when_moved wants the name of a function without brackets: arm.when_moved = tell_me"
            )
        self._when_moved = function

    # Verbs

    def home(self, *, wait: bool = True) -> None:
        """Go to the home position; a real arm finds its zero marks on the way.

        The arm sweeps its base, so keep the space around it free. Alarms are
        cleared first: homing is how an arm recovers.
        """
        with self._verb() as pacing:
            self._link.clear_alarms()
            # Without parameters, as the maker's own programs send it.
            pacing.put(HOME, is_move=True)
            if wait:
                pacing.finish(stall_s=HOME_STALL_S)

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
        AlarmRaised, ArmStopped, ArmStalled, ArmSilent, ArmUnplugged
            Something went wrong on the way.
        """
        with self._verb() as pacing:
            self._line(pacing, (float(x), float(y), float(z), float(r)), wait=wait)

    def move_by(
        self, x: float = 0.0, y: float = 0.0, z: float = 0.0, r: float = 0.0, *, wait: bool = True
    ) -> None:
        """Move in a straight line by so many mm and degrees from where the arm is.

        Raises as ``move_to`` does.
        """
        with self._verb() as pacing:
            start = pacing.start()
            step = (float(x), float(y), float(z), float(r))
            self._line(pacing, tuple(a + b for a, b in zip(start, step, strict=True)), wait=wait)  # type: ignore[arg-type]  # zip of two 4-tuples

    def pose(self) -> Pose:
        """Ask the arm where it is: ``x, y, z`` in mm, ``r, j1, j2, j3, j4`` in degrees."""
        self._check_open()
        return self._learn(self._link.pose())

    def suck(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Switch the pump of the suction cup on (True) or off (False)."""
        with self._verb() as pacing:
            # (1, 0) would let go as well, but leave the pump running.
            pacing.put(SUCTION_CUP, b"\x01\x01" if enable else b"\x00\x00")
            self._suction = bool(enable)
            pacing.finish()
            self._learn(self._last_pose)

    def grip(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Close the gripper (True), or open it (False; the pump then goes off)."""
        with self._verb() as pacing:
            pacing.put(GRIPPER, b"\x01\x01" if enable else b"\x01\x00")
            if not enable:
                # Opening needs the pump for a moment, and no longer.
                pacing.put(WAIT, struct.pack("<I", GRIPPER_OPENS_MS))
                pacing.put(GRIPPER, b"\x00\x00")
            self._gripping = bool(enable)
            pacing.finish()
            self._learn(self._last_pose)

    def speed(self, velocity: float = 100.0, acceleration: float = 100.0) -> None:
        """Set how fast moves are, in true mm/s and mm/s².

        Parameters
        ----------
        velocity:
            Above 0, at most 250 mm/s.
        acceleration:
            Above 0, at most 400 mm/s².

        Raises
        ------
        TooFast
            A value is outside this range.
        """
        velocity = _within("velocity", velocity, FASTEST, "mm/s")
        acceleration = _within("acceleration", acceleration, HARDEST, "mm/s²")
        with self._verb() as pacing:
            pacing.finish()
            self._set_speed(velocity, acceleration)

    def wait(self, ms: float) -> None:
        """Let the arm do nothing for so many milliseconds."""
        if not (math.isfinite(ms) and ms >= 0):
            raise ValueError(f"wait({ms}) is not a time: give milliseconds, for example wait(500)")
        with self._verb() as pacing:
            pacing.put(WAIT, struct.pack("<I", round(ms)))
            pacing.finish(stall_s=STALL_S + ms / 1000)

    def stop(self) -> None:
        """Brake now and forget all commands that wait; also from another thread.

        This is a command over a cable, not an emergency stop: for that,
        switch the arm off.
        """
        self._check_open()
        self._link.stop()
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
        shutdown.forget(self._address, self)
        self._link.close(pump_off=self._suction or self._gripping)
        self._suction = self._gripping = False
        self._learn(self._last_pose)

    def close_because_reopened(self) -> None:
        """Close, and let later errors say that a newer ``Arm`` has taken over."""
        self._why_closed = "This arm was opened again in a later cell."
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
        self._watchers.append(callback)

        def unwatch() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return unwatch

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
        x, y, z, r = self._last_pose[:4]
        holding = "suction on" if self._suction else "suction off"
        return (
            f"Arm({self._address!r}, {what}, last seen at "
            f"x={x:.1f} y={y:.1f} z={z:.1f} mm r={r:.1f}°, {holding})"
        )

    # How it is done

    @contextmanager
    def _verb(self) -> Iterator[Pacing]:
        """One verb at a time; an interrupt stops the arm before it goes on its way."""
        self._check_open()
        with self._busy:
            self._pacing.begin()
            try:
                yield self._pacing
            except KeyboardInterrupt:
                self._link.stop()
                raise

    def _check_open(self) -> None:
        if self._closed:
            raise ArmClosed(self._why_closed, "Open the arm with the set-up cell: arm = Arm()")

    def _set_speed(self, velocity: float, acceleration: float) -> None:
        # The first is in percent of the second: 100 % makes mm/s true.
        self._link.tell(PTP_COMMON_PARAMS, struct.pack("<2f", 100.0, 100.0))
        params = struct.pack("<4f", velocity, velocity, acceleration, acceleration)
        self._link.tell(PTP_COORDINATE_PARAMS, params)

    def _line(self, pacing: Pacing, target: Target, *, wait: bool) -> None:
        self._link.raise_for_alarms()
        self._reach.check_line(pacing.start(), target)
        pacing.put(PTP, struct.pack("<B4f", MOVL_XYZ, *target), is_move=True, target=target)
        if wait:
            pacing.finish()

    def _moved(self) -> None:
        pose = self._learn(self._link.pose())
        if self._when_moved is not None:
            self._when_moved(pose)

    def _learn(self, pose: Pose) -> Pose:
        self._last_pose = pose
        for callback in tuple(self._watchers):
            callback(pose)
        return pose


def _within(name: str, value: float, most: float, unit: str) -> float:
    if not 0 < value <= most:  # also refuses "not a number"
        raise TooFast(
            f"A {name} of {value:g} {unit} is outside what is allowed.",
            f"Choose more than 0 and at most {most:g} {unit}.",
        )
    return float(value)
