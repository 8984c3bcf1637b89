"""``camera.calibrate(arm)``: the tip of the arm tells the camera where the table is.

Above a simulated table the arm drives to the crosses of the board by itself. A real arm is
led there by hand, cross after cross, and the notebook says which one is next.
"""

from __future__ import annotations

import contextlib
from typing import Any, Final

from dobotkit.arm.arm import Arm
from dobotkit.arm.trip import Trip, plan_trip
from dobotkit.calibrating_messages import (
    BeginCalibration,
    BoardSeen,
    CalibrationTold,
    CrossTold,
    EndCalibration,
    FinishCalibration,
    LookAtBoard,
    TouchSaid,
)
from dobotkit.calibration_result import CalibrationResult, Touched
from dobotkit.client import client
from dobotkit.errors import CalibrationFailed, DobotKitError, OutOfReach, WrongValue
from dobotkit.geometry import Point
from dobotkit.markers import BOARD
from dobotkit.sight_messages import CameraNow, Size

__all__ = ["CalibrationByHand", "calibrate"]

Target = tuple[float, float, float, float]

_FEWEST: Final = 4
# How far above the table the tip travels, over blocks that stand on each other (mm).
_ABOVE_MM: Final = 80.0
_NUMBERS: Final = tuple(cross.number for cross in BOARD.crosses)


def calibrate(arm: Arm, *, virtual: bool, size: Size) -> CalibrationResult | CalibrationByHand:
    """Begin, and with a virtual camera do all of it.

    Parameters
    ----------
    arm:
        Whose tip touches the crosses.
    virtual:
        Whether the camera is one, so that the keeper lays the board and the arm drives.
    size:
        Of the pictures that it is for.

    Raises
    ------
    WrongValue
        That is no arm.
    CalibrationFailed
        The arm cannot reach enough crosses, too little is seen, or nothing fits together.
    """
    if not isinstance(arm, Arm):
        raise WrongValue(
            f"The camera is calibrated with your arm, and {type(arm).__name__} is none.",
            "Write camera.calibrate(arm), with arm = Arm().",
        )
    if virtual and not arm.is_simulated:
        raise CalibrationFailed(
            "The virtual camera hangs above a simulated table, and this arm is real.",
            "Use the simulated arm, or start the lab with a camera: dobotkit lab --camera usb:0",
        )
    arm.pose()  # a closed arm says so before anything is laid down
    if virtual:
        _step_aside(arm)
    seen = client().ask(BeginCalibration(size=size), BoardSeen)
    if not virtual:
        return CalibrationByHand(arm, seen)
    said = _Said()
    try:
        said.now(f"The board lies on the table, and the camera sees {seen.marks} of its markers.")
        touches = _drive(arm, _reachable(arm, seen.crosses), said)
        told = client().ask(FinishCalibration(touches=touches), CalibrationTold)
    finally:
        _take_away()
    said.now("The board is taken away.")
    return _result(told)


class CalibrationByHand:
    """A calibration with a real arm: lead its tip to each cross, then ``touch()``.

    Its own text says what is next. Hold the button on the forearm to lead the arm by hand,
    or drive with ``show(arm)``, until the tip stands on the cross; then::

        guide.touch()

    With all crosses done (four at least), ``guide.finish()`` measures. ``guide.look()``
    looks once more at the board where the lens could not be told from the first look.
    """

    def __init__(self, arm: Arm, seen: BoardSeen) -> None:
        self._arm = arm
        self._seen = seen
        self._touches: dict[int, TouchSaid] = {}
        self._over = False

    @property
    def touched(self) -> tuple[int, ...]:
        """The numbers of the crosses that are done."""
        return tuple(sorted(self._touches))

    @property
    def next(self) -> int | None:
        """The cross that is next; None once all are done."""
        return next((number for number in _NUMBERS if number not in self._touches), None)

    def touch(self, number: int | None = None) -> CalibrationByHand:
        """Say that the tip stands on a cross now: the next one, or the one of that number.

        Touched again, a cross counts where it was touched last.
        """
        self._check()
        which = self.next if number is None else number
        if which not in _NUMBERS:
            raise WrongValue(
                "All crosses are done." if which is None else f"There is no cross {which!r:.20}.",
                f"The crosses have the numbers 1 to {len(_NUMBERS)}. Measure: guide.finish()",
            )
        pose = self._arm.pose()
        self._touches[which] = TouchSaid(number=which, place=(pose.x, pose.y, pose.z))
        return self

    def look(self) -> CalibrationByHand:
        """Look once more at the board, which you have laid or lifted otherwise: for the lens."""
        self._check()
        self._seen = client().ask(LookAtBoard(), BoardSeen)
        return self

    def finish(self) -> CalibrationResult:
        """Measure, and hand the result to the keeper.

        Raises
        ------
        CalibrationFailed
            Fewer than four crosses, or they do not fit; the touches stay, and can be mended.
        """
        self._check()
        touches = tuple(self._touches[number] for number in self.touched)
        told = client().ask(FinishCalibration(touches=touches), CalibrationTold)
        self._over = True
        return _result(told)

    def _check(self) -> None:
        if self._over:
            raise CalibrationFailed(
                "This calibration is finished.", "Begin another one: camera.calibrate(arm)"
            )

    def __repr__(self) -> str:
        if self._over:
            return "<calibration by hand, finished>"
        done = f"{len(self._touches)} of {len(_NUMBERS)} crosses are done."
        notes = "".join(f"\n! {note}" for note in self._seen.notes)
        following = self.next
        if following is None:
            return f"{done} Measure: guide.finish(){notes}"
        early = " Four are enough: guide.finish()" if len(self._touches) >= _FEWEST else ""
        return (
            f"The camera sees {self._seen.marks} markers of the board. {done}\n"
            f"Lead the tip to cross {following}, until it stands on its middle. Then: "
            f"guide.touch(){early}{notes}"
        )


def _reachable(arm: Arm, crosses: tuple[CrossTold, ...]) -> list[CrossTold]:
    """Return the crosses that the arm can stand on and above; refuses fewer than four."""
    can: list[CrossTold] = []
    cannot: list[str] = []
    for cross in crosses:
        x, y, z = cross.place
        try:
            for height in (z, z + _ABOVE_MM):
                arm.reach.joints_for((x, y, height, 0.0))
        except OutOfReach:
            cannot.append(str(cross.number))
        else:
            can.append(cross)
    if len(can) < _FEWEST:
        raise CalibrationFailed(
            f"The arm cannot reach the crosses {', '.join(cannot)} of the board.",
            f"{_FEWEST} crosses are needed: lay the board nearer to the arm, or take off a long "
            "tool.",
        )
    return can


def _drive(arm: Arm, crosses: list[CrossTold], said: _Said) -> tuple[TouchSaid, ...]:
    touches: list[TouchSaid] = []
    for count, cross in enumerate(crosses, start=1):
        x, y, z = cross.place
        said.now(
            f"The arm drives to cross {cross.number} ({count} of {len(crosses)}): "
            f"x = {x:.1f}, y = {y:.1f} mm."
        )
        trip = _trip(arm, (x, y, z, 0.0), above=z + _ABOVE_MM)
        for leg in trip.there:
            arm.move_to(*leg.end)
        pose = arm.pose()
        touches.append(TouchSaid(number=cross.number, place=(pose.x, pose.y, pose.z)))
        for leg in trip.away:
            arm.move_to(*leg.end)
    said.now(f"{len(touches)} crosses were touched. The camera measures.")
    _step_aside(arm)
    return tuple(touches)


def _step_aside(arm: Arm) -> None:
    # Where a closed box is in the way it stays where it is: then it hides some markers.
    with contextlib.suppress(OutOfReach):
        arm.look_from()


def _trip(arm: Arm, end: Target, *, above: float) -> Trip:
    pose = arm.pose()
    start = (pose.x, pose.y, pose.z, pose.r)
    return plan_trip(start, end, above=above, down=True, back=True, reach=arm.reach)


def _take_away() -> None:
    # What went wrong before is what is told.
    with contextlib.suppress(DobotKitError):
        client().ask(EndCalibration(), CameraNow)


def _result(told: CalibrationTold) -> CalibrationResult:
    return CalibrationResult(
        told.error_mm,
        told.picture_mm,
        told.touching_mm,
        told.height_mm,
        tuple(
            Touched(touch.number, Point(*touch.place), touch.off, touch.left_out)
            for touch in told.touches
        ),
        told.kept,
        told.notes,
    )


class _Said:
    """One line of a cell's output, which says what happens at the moment."""

    def __init__(self) -> None:
        self._line = ""
        self._handle: Any = None

    def now(self, line: str) -> None:
        """Say something else from now on."""
        self._line = line
        if not _in_a_notebook():
            print(line)  # noqa: T201 - what an arm is about to do is said
        elif self._handle is None:
            from IPython.display import display  # noqa: PLC0415 - slow, and not needed elsewhere

            self._handle = display(self, display_id=True)  # type: ignore[no-untyped-call] # IPython says no types
        else:
            self._handle.update(self)

    def __repr__(self) -> str:
        return self._line


def _in_a_notebook() -> bool:
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - as above
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
