"""Every exception of the kit, in one tree.

::

    DobotKitError
    ├── ArmError
    │   ├── NoArmFound (LookupError)         no address given and no arm on USB
    │   ├── PortNotFound (LookupError)       that port does not exist
    │   ├── PortTaken (ConnectionError)      another program holds the port
    │   ├── PortNotAllowed (PermissionError) this user may not open the port
    │   ├── ArmSilent (TimeoutError)         the port is open but nothing answers
    │   ├── AnswerLost (TimeoutError)        a command was sent; whether it came is not known
    │   ├── ArmUnplugged (ConnectionError)   the port went away while in use
    │   ├── ArmRestarted (ConnectionError)   the arm was switched off and on while in use
    │   ├── ArmGarbled (ValueError)          an answer is undamaged and makes no sense
    │   ├── ArmStalled (TimeoutError)        a command neither moves nor ends
    │   ├── ArmStopped (RuntimeError)        stop() was called during the wait
    │   ├── ArmClosed (RuntimeError)         the arm was closed before
    │   ├── AlarmRaised (RuntimeError)       the arm itself reports an alarm
    │   ├── WrongValue (ValueError)          a value that the arm cannot use
    │   ├── OutOfReach (ValueError)          target or path outside the reach
    │   └── TooFast (ValueError)             a speed outside the allowed range
    ├── FrameError (ValueError)              bytes or fields that make no frame
    ├── LessonError
    │   ├── NotYet (AssertionError)          an exercise is not solved yet
    │   └── UnknownExercise (LookupError)    no exercise or lesson of that name
    ├── NotDrawable (ValueError)             points or an SVG file that make no drawing
    ├── NothingToShow (TypeError)            show() was given something it cannot draw
    ├── SimulatorError (RuntimeError)        the simulated arm cannot be served here
    ├── LabError (RuntimeError)              the lab could not be started
    └── BundleError (RuntimeError)           the folder for computers without internet failed

Every class has the fitting built-in class as its second base, so that a
beginner's ``except ValueError`` works. Every error holds two sentences:
what happened, and what to try next. In a notebook these are the two lines
that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AlarmRaised",
    "AnswerLost",
    "ArmClosed",
    "ArmError",
    "ArmGarbled",
    "ArmRestarted",
    "ArmSilent",
    "ArmStalled",
    "ArmStopped",
    "ArmUnplugged",
    "BundleError",
    "DobotKitError",
    "FrameError",
    "LabError",
    "LessonError",
    "NoArmFound",
    "NotDrawable",
    "NotYet",
    "NothingToShow",
    "OutOfReach",
    "PortNotAllowed",
    "PortNotFound",
    "PortTaken",
    "SimulatorError",
    "TooFast",
    "UnknownExercise",
    "WrongValue",
]


class DobotKitError(Exception):
    """Something the kit refuses or cannot do.

    Parameters
    ----------
    what:
        What happened, with the value that caused it.
    advice:
        What to try next, as an instruction.
    """

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}\n{self.advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Some subclasses take more than (what, advice): rebuild from the state.
        return (_rebuild, (type(self), self.args, self.__dict__))

    def _render_traceback_(self) -> list[str]:
        """The two lines that IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self.what}", f"→ {self.advice}"]


def _rebuild(
    kind: type[DobotKitError], args: tuple[object, ...], state: dict[str, object]
) -> DobotKitError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ArmError(DobotKitError):
    """Something about an arm or the cable to it."""


class NoArmFound(ArmError, LookupError):
    """No address was given and the computer sees no arm, or more than one."""


class PortNotFound(ArmError, LookupError):
    """The named port does not exist on this computer."""


class PortTaken(ArmError, ConnectionError):
    """Another program or notebook holds the port."""


class PortNotAllowed(ArmError, PermissionError):
    """The user may not open the port."""


class ArmSilent(ArmError, TimeoutError):
    """The port is open, but no answer came in time."""


class AnswerLost(ArmError, TimeoutError):
    """A command was sent and its answer did not come, so the arm was stopped."""


class ArmUnplugged(ArmError, ConnectionError):
    """The port went away while it was in use."""


class ArmRestarted(ArmError, ConnectionError):
    """The arm was switched off and on while it was in use, and has forgotten its settings."""


class ArmGarbled(ArmError, ValueError):
    """A whole and undamaged answer makes no sense as the answer to its question."""


class ArmStalled(ArmError, TimeoutError):
    """A command was accepted but neither moves the arm nor ends."""


class ArmStopped(ArmError, RuntimeError):
    """The arm was stopped before the command ended."""


class ArmClosed(ArmError, RuntimeError):
    """The arm was closed; open a new one."""


class AlarmRaised(ArmError, RuntimeError):
    """The arm itself reports one or more alarms.

    Attributes
    ----------
    codes:
        The alarm numbers, ascending, for example ``(0x12,)``.
    """

    def __init__(self, what: str, advice: str, codes: Sequence[int] = ()) -> None:
        super().__init__(what, advice)
        self.codes = tuple(codes)


class WrongValue(ArmError, ValueError):
    """A value of the wrong kind, or one that makes no sense here."""


class OutOfReach(ArmError, ValueError):
    """The target, or a point on the straight way to it, cannot be reached.

    Attributes
    ----------
    limit:
        Which limit it is: ``"reach"``, ``"j1"``, ``"j2"``, ``"j3"``, ``"j4"``,
        ``"j2-j3"`` (coupling, arm stretched) or ``"j3-j2"`` (arm folded).
    value:
        What would have been needed, in mm (``"reach"``) or degrees.
    low, high:
        What is allowed, in the same unit.
    reason:
        The limit in a few words, for example "the rear arm (j2) would have
        to turn to -1.1°, and it goes from 0° to 85°".
    at:
        The point (x, y, z) in mm where it happens: the target, or a point
        on the way to it.
    target:
        Where the arm was asked to go, (x, y, z) in mm.
    """

    def __init__(
        self,
        what: str,
        advice: str,
        *,
        limit: str,
        value: float,
        low: float,
        high: float,
        reason: str,
        at: tuple[float, float, float],
        target: tuple[float, float, float] | None = None,
    ) -> None:
        super().__init__(what, advice)
        self.limit = limit
        self.value = value
        self.low = low
        self.high = high
        self.reason = reason
        self.at = at
        self.target = at if target is None else target


class TooFast(ArmError, ValueError):
    """A speed or acceleration outside what the kit allows."""


class FrameError(DobotKitError, ValueError):
    """A text that is no bytes, or fields that do not make a frame of the protocol."""


class LessonError(DobotKitError):
    """Something about a lesson."""


class NotYet(LessonError, AssertionError):
    """An exercise is not solved yet; the advice says what is missing."""


class UnknownExercise(LessonError, LookupError):
    """No exercise, or no lesson, of that name is here."""


class NotDrawable(DobotKitError, ValueError):
    """Points that make no drawing, or an SVG file without lines for a pen."""


class NothingToShow(DobotKitError, TypeError):
    """``show`` was given something that it has no picture for."""


class SimulatorError(DobotKitError, RuntimeError):
    """The simulated arm cannot be served here in the way that was asked for."""


class LabError(DobotKitError, RuntimeError):
    """The lab could not be started."""


class BundleError(DobotKitError, RuntimeError):
    """The folder for computers that are not online could not be made."""
