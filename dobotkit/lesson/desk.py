"""``Desk``: walk through one desk before a lesson, for ``check_my_desk``."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Self

from dobotkit.arm.arm import Arm
from dobotkit.arm.ports import arms_on_usb, find_arm
from dobotkit.errors import ArmClosed, DobotKitError, TooFast
from dobotkit.geometry import Pose
from dobotkit.lesson.marks import Mark, Report, Result
from dobotkit.widgets.sight import millimetres

__all__ = ["Desk"]

# A square of 60 mm in front of the arm, wrist 60 mm above the shoulder: with
# the usual suction cup this is some 13 cm above a table. All in mm.
CORNERS = ((210, 30), (270, 30), (270, -30), (210, -30))
HEIGHT = 60.0
# How far off a corner may be, in mm.
CLOSE = 2.0
# mm/s: slow enough to look at, and to take a hand away.
CAREFUL = 50.0
# The move that is stopped: so far to the side in mm, so fast in mm/s, after so many s.
STOP_MOVE, STOP_SPEED, STOP_AFTER = 60.0, 30.0, 0.5
# Braking takes a moment (s); after it, what counts as standing still is so many
# mm within so many seconds.
BRAKING, STILL, LOOK = 0.5, 0.5, 0.3

CHECKS = ("arm", "connection", "position", "space", "home", "corners", "suction", "stop")


class Desk:
    """One desk with one arm, real or simulated, to be checked step by step.

    Every step returns a ``Result`` with a mark and words; what is wrong is
    said there and raises nothing, so that the notebook can be run to its end.
    A step can be done again. Before a *real* arm moves for the first time,
    ``may_move(True)`` has to say that the space around it is free.
    """

    def __init__(self) -> None:
        self._results: dict[str, Result] = {}
        self._address: str | None = None
        self._arm: Arm | None = None
        self._cleared = False

    @property
    def arm(self) -> Arm:
        """The arm of this desk.

        Raises
        ------
        ArmClosed
            It is not connected.
        """
        if self._arm is None:
            raise ArmClosed(
                "No arm is connected.", "Run the cell with desk.connect() until its mark is good."
            )
        return self._arm

    def find(self) -> Result:
        """Find which arm it is: what the lab was started with, else the one on USB."""
        return self._step("arm", self._find)

    def connect(self) -> Result:
        """Open the port and let the arm answer; nothing moves."""
        return self._step("connection", self._connect, needs="arm")

    def position(self) -> Result:
        """Ask the arm where it is, and see whether it can be there."""
        return self._step("position", self._position, needs="connection")

    def may_move(self, cleared: bool) -> Result:  # noqa: FBT001  # reads as the question that it answers
        """Say whether the space around the arm is free.

        Parameters
        ----------
        cleared:
            True when a person has looked. A simulated arm needs nobody's word.
        """
        self._cleared = cleared is True
        return self._step("space", self._space, needs="connection")

    def home(self) -> Result:
        """Send the arm home; a real one looks for its zero marks on the way."""
        return self._step("home", self._home, needs="space")

    def corners(self) -> Result:
        """Drive slowly to the corners of a small square, high above the table."""
        return self._step("corners", self._corners, needs="home")

    def suction(self) -> Result:
        """Switch the pump on and off again."""
        return self._step("suction", self._suction, needs="space")

    def stop(self) -> Result:
        """Begin a slow move and stop it on its way."""
        return self._step("stop", self._stop, needs="home")

    def report(self) -> Report:
        """All marks in order."""
        return Report(
            [
                self._results.get(name, Result(name, Mark.NOT_DONE, "Its cell was not run."))
                for name in CHECKS
            ]
        )

    def close(self) -> None:
        """Stop the arm and set it free. Closing twice does nothing."""
        arm, self._arm = self._arm, None
        if arm is not None:
            arm.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Desk({self.report().headline})"

    def _step(
        self, name: str, check: Callable[[], Result | str], needs: str | None = None
    ) -> Result:
        """Do one check, unless what it needs is not good, and keep how it ended."""
        needed = self._results.get(needs) if needs else None
        if needs and (needed is None or needed.mark is not Mark.GOOD):
            result = Result(
                name,
                Mark.NOT_DONE,
                f"It needs the check '{needs}' to be good.",
                "Put that right first, then run this cell again.",
            )
        else:
            try:
                found = check()
            except DobotKitError as error:
                found = Result(name, Mark.WRONG, error.what, error.advice)
            result = Result(name, Mark.GOOD, found) if isinstance(found, str) else found
        self._results[name] = result
        return result

    def _find(self) -> str:
        self._address = find_arm()
        if self._address.casefold().startswith("dobotsim://"):
            return f"It is the simulated arm {self._address}; it exists only in this computer."
        if self._address.casefold().startswith("keeper://"):
            return f"It is {self._address}, an arm that the keeper of this lab holds."
        chips = {arm.address: arm.adapter for arm in arms_on_usb()}
        chip = chips.get(self._address)
        return f"It is a real arm at {self._address}{f' ({chip})' if chip else ''}."

    def _connect(self) -> str:
        self.close()
        # What was found out about another connection says nothing about this one.
        for name in CHECKS[CHECKS.index("connection") :]:
            self._results.pop(name, None)
        self._arm = Arm(self._address)
        kind = "simulated" if self._arm.is_simulated else "real"
        return f"The {kind} arm at {self._address} answers."

    def _position(self) -> Result | str:
        pose = self.arm.pose()
        if not self.arm.reach.contains(pose[:4]):
            return Result(
                "position",
                Mark.WRONG,
                f"The arm says that it is at {_place(pose)}, where it cannot be.",
                "It may have been moved by hand. Run the cells below up to 'home', then this one.",
            )
        return f"The arm says that it is at {_place(pose)}; that fits the angles of its joints."

    def _space(self) -> Result | str:
        if self.arm.is_simulated:
            return "The arm is simulated: there is nothing that it can hit."
        if self._cleared:
            return "You have said that the space around the arm is free."
        return Result(
            "space",
            Mark.NOT_DONE,
            "This arm is real and will move; nobody has said that the space around it is free.",
            "Clear 40 cm all round it, then set i_have_cleared_the_space = True and run the "
            "cell again.",
        )

    def _home(self) -> str:
        self.arm.home()
        return f"The arm is at home, at {_place(self.arm.pose())}."

    def _corners(self) -> Result | str:
        arm, farthest_off = self.arm, 0.0
        _no_faster_than(arm, CAREFUL)
        try:
            for x, y in (*CORNERS, CORNERS[0]):
                arm.move_to(x, y, HEIGHT)
                off = math.dist(arm.pose().position, (x, y, HEIGHT))
                farthest_off = max(farthest_off, off)
        finally:
            arm.speed()
        if farthest_off > CLOSE:
            return Result(
                "corners",
                Mark.WRONG,
                f"A corner was missed by {farthest_off:.1f} mm, and {CLOSE:.0f} mm is allowed.",
                "Check that nothing holds the arm, run the 'home' cell, then this one again.",
            )
        return f"All four corners were met, to {farthest_off:.1f} mm."

    def _suction(self) -> str:
        self.arm.suck(True)
        try:
            self.arm.wait(1000)
        finally:
            self.arm.suck(False)
        if self.arm.is_simulated:
            return "The arm took the commands to switch its pump on and off."
        return (
            "The arm took the commands to switch its pump on and off. "
            "Only you can say whether you heard it: the arm has no ears."
        )

    def _stop(self) -> Result | str:
        arm = self.arm
        x, y, z = CORNERS[0][0], 0.0, HEIGHT
        arm.move_to(x, y, z)
        _no_faster_than(arm, STOP_SPEED)
        try:
            arm.move_by(y=STOP_MOVE, wait=False)
            time.sleep(STOP_AFTER)
            arm.stop()
            time.sleep(BRAKING)
            stopped = arm.pose()
            time.sleep(LOOK)
            moved = math.dist(stopped.position, arm.pose().position)
        finally:
            arm.speed()
        if moved > STILL:
            return Result(
                "stop",
                Mark.WRONG,
                f"The arm went on for {moved:.0f} mm after it was told to stop.",
                "Do not use it with pupils. In an emergency, switch it off at its mains switch.",
            )
        left = math.dist(stopped.position, (x, y + STOP_MOVE, z))
        if left < CLOSE:
            return "It stands still; it had arrived before it was told to stop."
        return f"It stopped {left:.0f} mm before its target, and stands still."


def _no_faster_than(arm: Arm, velocity: float) -> None:
    try:
        arm.speed(velocity)
    except TooFast:
        arm.speed()  # what this desk allows is slower


def _place(pose: Pose) -> str:
    x, y, z = map(millimetres, pose.position)
    return f"x {x}, y {y}, z {z} mm"
