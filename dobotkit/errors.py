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
    │   ├── ArmBusy (RuntimeError)           more moves than may wait in the arm
    │   ├── LaserOff (PermissionError)       the laser is not allowed at this desk
    │   ├── WordNeeded (PermissionError)     a real arm waits for the teacher's word
    │   ├── ArmBelongsToKeeper (PermissionError)  in a lab real arms are opened by the keeper
    │   ├── KeeperGone (ConnectionError)     the process that looks after the arms is gone
    │   ├── KeeperRefused (PermissionError)  the keeper does not do that
    │   ├── NotFitted (LookupError)          nobody has said that this is fitted to the arm
    │   ├── NothingHeld (RuntimeError)       the arm holds nothing that it could put down
    │   ├── AlreadyHolding (RuntimeError)    the arm holds something already
    │   ├── UnknownName (LookupError)        no taught point or thing of that name
    │   ├── LoadTooHeavy (ValueError)        more than the arm can carry
    │   ├── NoTable (LookupError)            nobody knows what is on this arm's table
    │   ├── OutOfReach (ValueError)          target or path outside the reach
    │   └── TooFast (ValueError)             a speed outside the allowed range
    ├── SessionError
    │   ├── NotYours (PermissionError)       no session has this token
    │   ├── SessionOver (RuntimeError)       the session was ended before
    │   ├── PermissionNotActive (PermissionError)  what was asked for needs a permission that is off
    │   ├── PermissionWithdrawn (PermissionError)  a permission that was taken back
    │   ├── NeverAllowed (PermissionError)   a permission that the kit gives to nobody
    │   ├── RightRefused (PermissionError)   a right that cannot be used in this way
    │   ├── CopyError (ValueError)           a file that is no copy, or that cannot be one
    │   ├── WrongPurpose (PermissionError)   what was noted for one purpose, asked for another
    │   └── PurposeError (TypeError)         an answer that was to be used for something else
    ├── CameraError
    │   ├── NoCamera (LookupError)           there is nothing that could look
    │   ├── CameraTaken (ConnectionError)    another program holds the camera
    │   ├── CameraNotAllowed (PermissionError)  this user may not open the camera
    │   ├── CameraSilent (TimeoutError)      the camera is open but no picture comes
    │   ├── CameraUnplugged (ConnectionError)  the camera went away while in use
    │   ├── CameraClosed (RuntimeError)      the camera was closed, or its permission ended
    │   ├── CameraMoved (RuntimeError)       camera or table are not where they were measured
    │   ├── NotCalibrated (RuntimeError)     nobody has measured where the camera is
    │   ├── CalibrationFailed (ValueError)   what was measured does not fit together
    │   ├── FaceFinderFailed (RuntimeError)  faces could not be looked for
    │   ├── NotSeen (LookupError)            what was looked for is not in the picture
    │   ├── RealPeopleNotInSchool (PermissionError)  in school mode nobody real is compared
    │   ├── VisitorsForgotten (RuntimeError) a block with visitors is over, and they are forgotten
    │   ├── PictureError (ValueError)        a file that is no picture, or none that may be used
    │   └── PicturesOver (EOFError)          a folder or video that was to be looked at once is over
    ├── FrameError (ValueError)              bytes or fields that make no frame
    ├── LessonError
    │   ├── NotYet (AssertionError)          an exercise is not solved yet
    │   └── UnknownExercise (LookupError)    no exercise or lesson of that name
    ├── NotDrawable (ValueError)             points or an SVG file that make no drawing
    ├── NothingToShow (TypeError)            show() was given something it cannot draw
    ├── SimulatorError (RuntimeError)        the simulated arm cannot be served here
    ├── SceneError (ValueError)              a scene for the table that cannot be laid
    ├── DeskError (ValueError)               desk.toml cannot be read
    ├── ReportError (RuntimeError)           a crash report that cannot be made, or kept
    ├── PolicyError (ValueError)             the inventory, or its versions, are not in order
    ├── PublishError (ValueError)            a file that cannot be looked through, or cleaned
    ├── ModelError
    │   ├── ModelMissing (LookupError)       a trained model is not on this computer
    │   ├── ModelBroken (ValueError)         the file of a model is not what it should be
    │   └── ModelNotFetched (ConnectionError)  a model could not be fetched
    ├── LabError (RuntimeError)              the lab could not be started
    ├── AuditError (RuntimeError)            an audit that could not be carried out
    ├── WorkError (ValueError)               a file that cannot be opened as a pupil's work
    ├── GuardError (RuntimeError)            the wall around notebooks cannot be tried here
    ├── GuardRefused (PermissionError)       the guard around a notebook does not let it do that
    └── BundleError (RuntimeError)           the folder for computers without internet failed

Every class has the fitting built-in class as its second base, so that a
beginner's ``except ValueError`` works. Every error holds two sentences:
what happened, and what to try next. In a notebook these are the two lines
that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from dobotkit.rules import SESSION_RULES, SetBy, Unit, explain

__all__ = [
    "AlarmRaised",
    "AlreadyHolding",
    "AnswerLost",
    "ArmBelongsToKeeper",
    "ArmBusy",
    "ArmClosed",
    "ArmError",
    "ArmGarbled",
    "ArmRestarted",
    "ArmSilent",
    "ArmStalled",
    "ArmStopped",
    "ArmUnplugged",
    "AuditError",
    "BundleError",
    "CalibrationFailed",
    "CameraClosed",
    "CameraError",
    "CameraMoved",
    "CameraNotAllowed",
    "CameraSilent",
    "CameraTaken",
    "CameraUnplugged",
    "CopyError",
    "DeskError",
    "DobotKitError",
    "FaceFinderFailed",
    "FrameError",
    "GuardError",
    "GuardRefused",
    "KeeperGone",
    "KeeperRefused",
    "LabError",
    "LaserOff",
    "LessonError",
    "LoadTooHeavy",
    "ModelBroken",
    "ModelError",
    "ModelMissing",
    "ModelNotFetched",
    "NeverAllowed",
    "NoArmFound",
    "NoCamera",
    "NoTable",
    "NotCalibrated",
    "NotDrawable",
    "NotFitted",
    "NotSeen",
    "NotYet",
    "NotYours",
    "NothingHeld",
    "NothingToShow",
    "OutOfReach",
    "PermissionNotActive",
    "PermissionWithdrawn",
    "PictureError",
    "PicturesOver",
    "PolicyError",
    "PortNotAllowed",
    "PortNotFound",
    "PortTaken",
    "PublishError",
    "PurposeError",
    "RealPeopleNotInSchool",
    "ReportError",
    "RightRefused",
    "SceneError",
    "SessionError",
    "SessionOver",
    "SimulatorError",
    "TooFast",
    "UnknownExercise",
    "UnknownName",
    "VisitorsForgotten",
    "WordNeeded",
    "WorkError",
    "WrongPurpose",
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

    Attributes
    ----------
    rule:
        Which rule was met; empty if none was.
    """

    rule: str = ""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def why(self) -> str:
        """Tell which rule stands behind this, and what was looked at to decide it."""
        return f"There is no rule behind this, it is what happened: {self.what}"

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
    """Something about an arm or the cable to it.

    Attributes
    ----------
    rule:
        Which rule or limit was met, for example ``"speed"``; empty if none was.
    value, low, high:
        What was asked for, and what the rule allows; None if the rule is not about
        a number.
    unit:
        The unit of these, for example ``"mm/s"``.
    set_by:
        Who has made the rule: ``"arm"`` (it is built like that), ``"desk"`` (a teacher,
        for this desk), ``"kit"``; empty if no rule was met.
    """

    def __init__(
        self,
        what: str,
        advice: str,
        *,
        rule: str = "",
        value: float | None = None,
        low: float | None = None,
        high: float | None = None,
        unit: Unit = "",
        set_by: SetBy = "",
    ) -> None:
        super().__init__(what, advice)
        self.rule = rule
        self.value = value
        self.low = low
        self.high = high
        self.unit = unit
        self.set_by = set_by

    def why(self) -> str:
        """Tell which rule stands behind this, what it allows, and who has made it."""
        if not self.rule:
            return super().why()
        return explain(
            self.rule,
            value=self.value,
            low=self.low,
            high=self.high,
            unit=self.unit,
            set_by=self.set_by,
        )


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


class ArmBelongsToKeeper(ArmError, PermissionError):
    """In a lab, real arms are opened by the keeper and not by a notebook."""


class ArmBusy(ArmError, RuntimeError):
    """The arm has as many moves to do as may wait in it, or is moving."""


class LaserOff(ArmError, PermissionError):
    """The laser is not allowed at this desk."""


class WordNeeded(ArmError, PermissionError):
    """A real arm moves only after a teacher has allowed it: once in each lab, and each home."""


class KeeperGone(ArmError, ConnectionError):
    """The keeper, the process that looks after the arms, is not there any more."""


class KeeperRefused(ArmError, PermissionError):
    """The keeper does not do what it was asked for."""


class NotFitted(ArmError, LookupError):
    """Nobody has said that this is fitted to the arm, or it is not."""


class NothingHeld(ArmError, RuntimeError):
    """The arm holds nothing that it could put down, or what it was to take is not there."""


class AlreadyHolding(ArmError, RuntimeError):
    """The arm holds something already, or its pump is on."""


class UnknownName(ArmError, KeyError):
    """There is no taught point, or no thing on the table, of that name."""


class LoadTooHeavy(ArmError, ValueError):
    """More than the arm can carry."""


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
        unit: Unit = "",
        set_by: SetBy = "arm",
    ) -> None:
        super().__init__(
            what,
            advice,
            rule=limit,
            value=value,
            low=low,
            high=high,
            unit=unit,
            set_by=set_by,
        )
        self.limit = limit
        self.value: float = value
        self.low: float = low
        self.high: float = high
        self.reason = reason
        self.at = at
        self.target = at if target is None else target


class TooFast(ArmError, ValueError):
    """A speed or acceleration outside what the kit allows."""


class SessionError(DobotKitError):
    """Something about a session, a permission or a right.

    Attributes
    ----------
    rule:
        By which rule it was decided, for example ``"never"``; empty if none was met.
    used:
        What was looked at to decide it, in words.
    """

    def __init__(self, what: str, advice: str, *, rule: str = "", used: str = "") -> None:
        super().__init__(what, advice)
        self.rule = rule
        self.used = used

    def why(self) -> str:
        """Tell which rule stands behind this, and what was looked at to decide it."""
        if not self.rule:
            return super().why()
        looked = f" Looked at for this: {self.used}." if self.used else ""
        return f"Rule “{self.rule}”. {SESSION_RULES[self.rule]}{looked}"


class NotYours(SessionError, PermissionError):
    """No session has this token, so nothing proves that one is yours."""


class SessionOver(SessionError, RuntimeError):
    """The session was ended; begin a new one."""


class PermissionNotActive(SessionError, PermissionError):
    """What was asked for needs a permission that is not on."""


class PermissionWithdrawn(SessionError, PermissionError):
    """The permission was taken back in this session."""


class NeverAllowed(SessionError, PermissionError):
    """A permission that the kit gives to nobody."""


class WrongPurpose(SessionError, PermissionError):
    """What was noted for one purpose was asked for another."""


class PurposeError(SessionError, TypeError):
    """An answer about people was to be used for something else than it was asked for."""


class RightRefused(SessionError, PermissionError):
    """A right that cannot be used in this way; the rule says why."""


class CopyError(SessionError, ValueError):
    """A file that is no copy of what is held about a session, or that cannot become one."""


class CameraError(DobotKitError):
    """Something about a camera, or about what it sees."""


class NoCamera(CameraError, LookupError):
    """There is nothing here that could look."""


class CameraTaken(CameraError, ConnectionError):
    """Another program holds the camera."""


class CameraNotAllowed(CameraError, PermissionError):
    """The system does not let this user open the camera."""


class CameraSilent(CameraError, TimeoutError):
    """The camera is open, and no picture came in time."""


class CameraUnplugged(CameraError, ConnectionError):
    """The camera went away while it was in use."""


class CameraClosed(CameraError, RuntimeError):
    """The camera was closed, or the permission that it held has ended."""


class CameraMoved(CameraError, RuntimeError):
    """The camera, or the table, is not any more where it was measured."""


class NotCalibrated(CameraError, RuntimeError):
    """Nobody has measured where the camera is, so its pixels are no places."""


class CalibrationFailed(CameraError, ValueError):
    """What was measured for a calibration does not fit together."""


class NotSeen(CameraError, LookupError):
    """What was looked for is not in the picture, or not surely enough."""


class RealPeopleNotInSchool(CameraError, PermissionError):
    """In school mode the faces of real people are not compared with each other."""


class VisitorsForgotten(CameraError, RuntimeError):
    """A block in which visitors were compared is over, and all of them are forgotten."""


class FaceFinderFailed(CameraError, RuntimeError):
    """Faces could not be looked for, or that took too long: nothing is shown then."""


class PictureError(CameraError, ValueError):
    """A file that is no picture, or none that may be used here."""


class PicturesOver(CameraError, EOFError):
    """A folder or a video that was to be looked at once is over."""


class FrameError(DobotKitError, ValueError):
    """A text that is no bytes, or fields that do not make a frame of the protocol."""


class LessonError(DobotKitError):
    """Something about a lesson."""


class NotYet(LessonError, AssertionError):
    """An exercise is not solved yet; the advice says what is missing."""

    rule = "exercise"

    def why(self) -> str:
        """Tell how exercises are judged, and what this one has found."""
        return f"Rule “{self.rule}”. {SESSION_RULES[self.rule]} Looked at for this: {self.what}"


class UnknownExercise(LessonError, LookupError):
    """No exercise, or no lesson, of that name is here."""


class NotDrawable(DobotKitError, ValueError):
    """Points that make no drawing, or an SVG file without lines for a pen."""


class NothingToShow(DobotKitError, TypeError):
    """``show`` was given something that it has no picture for."""


class NoTable(ArmError, LookupError):
    """Nobody knows what is on the table of this arm: it is a real one."""


class SceneError(DobotKitError, ValueError):
    """A scene for the table cannot be laid: there is none of that name, or it has a mistake."""


class SimulatorError(DobotKitError, RuntimeError):
    """The simulated arm cannot be served here in the way that was asked for."""


class DeskError(DobotKitError, ValueError):
    """The file that describes this desk cannot be read, or says something impossible."""


class PolicyError(DobotKitError, ValueError):
    """The inventory of what the kit knows, or one of its versions, is not as it has to be."""


class PublishError(DobotKitError, ValueError):
    """A file that is to be shared cannot be looked through, or no clean copy made of it."""


class ReportError(DobotKitError, RuntimeError):
    """A crash report that cannot be made, or must not be kept yet."""


class ModelError(DobotKitError):
    """Something is wrong with a trained model, such as the one that finds faces."""


class ModelMissing(ModelError, LookupError):
    """A trained model is not on this computer; nothing is fetched by itself."""


class ModelBroken(ModelError, ValueError):
    """The file of a model is not what the kit's list says, so it is not used."""


class ModelNotFetched(ModelError, ConnectionError):
    """No source gave the file of a model, or it could not be put where it belongs."""


class LabError(DobotKitError, RuntimeError):
    """The lab could not be started."""


class AuditError(DobotKitError, RuntimeError):
    """An audit that could not be carried out, so that it says nothing."""


class WorkError(DobotKitError, ValueError):
    """A file cannot be opened as a pupil's work, or work cannot be put into one."""


class GuardError(DobotKitError, RuntimeError):
    """The wall around notebooks cannot be tried here."""


class GuardRefused(DobotKitError, PermissionError):
    """The guard around a notebook does not let it do that."""


class BundleError(DobotKitError, RuntimeError):
    """The folder for computers that are not online could not be made."""
