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
    │   ├── NotAskedFor (AttributeError)     an answer about a card that was not asked for
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
    │   ├── CardsClosed (RuntimeError)       no block is open in which cards are read
    │   ├── CardReaderFailed (RuntimeError)  the process that reads cards failed
    │   ├── FaceFinderFailed (RuntimeError)  faces could not be looked for
    │   ├── CardFinderFailed (RuntimeError)  cards could not be looked for
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
    ├── MrzError (ValueError)                something is wrong with a machine-readable zone
    │   ├── MrzLength                        no kind of zone has such lines
    │   ├── MrzCharacter                     no such character may stand at that position
    │   ├── MrzDate                          six characters that are no date
    │   ├── MrzCheckDigit                    a check digit is not what its characters give
    │   └── MrzValue                         a value that cannot be written into a zone
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

from dobotkit.errors.arm import (
    AlarmRaised,
    AlreadyHolding,
    AnswerLost,
    ArmBelongsToKeeper,
    ArmBusy,
    ArmClosed,
    ArmError,
    ArmGarbled,
    ArmRestarted,
    ArmSilent,
    ArmStalled,
    ArmStopped,
    ArmUnplugged,
    KeeperGone,
    KeeperRefused,
    LaserOff,
    LoadTooHeavy,
    NoArmFound,
    NoTable,
    NotFitted,
    NothingHeld,
    OutOfReach,
    PortNotAllowed,
    PortNotFound,
    PortTaken,
    TooFast,
    UnknownName,
    WordNeeded,
    WrongValue,
)
from dobotkit.errors.base import (
    DobotKitError,
)
from dobotkit.errors.camera import (
    CalibrationFailed,
    CameraClosed,
    CameraError,
    CameraMoved,
    CameraNotAllowed,
    CameraSilent,
    CameraTaken,
    CameraUnplugged,
    CardFinderFailed,
    CardReaderFailed,
    CardsClosed,
    FaceFinderFailed,
    NoCamera,
    NotCalibrated,
    NotSeen,
    PictureError,
    PicturesOver,
    RealPeopleNotInSchool,
    VisitorsForgotten,
)
from dobotkit.errors.kit import (
    AuditError,
    BundleError,
    DeskError,
    FrameError,
    GuardError,
    GuardRefused,
    LabError,
    NotDrawable,
    NothingToShow,
    PolicyError,
    PublishError,
    ReportError,
    SceneError,
    SimulatorError,
    WorkError,
)
from dobotkit.errors.lesson import (
    LessonError,
    NotYet,
    UnknownExercise,
)
from dobotkit.errors.models import (
    ModelBroken,
    ModelError,
    ModelMissing,
    ModelNotFetched,
)
from dobotkit.errors.mrz import (
    MrzCharacter,
    MrzCheckDigit,
    MrzDate,
    MrzError,
    MrzLength,
    MrzValue,
)
from dobotkit.errors.session import (
    CopyError,
    NeverAllowed,
    NotAskedFor,
    NotYours,
    PermissionNotActive,
    PermissionWithdrawn,
    PurposeError,
    RightRefused,
    SessionError,
    SessionOver,
    WrongPurpose,
)

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
    "CardFinderFailed",
    "CardReaderFailed",
    "CardsClosed",
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
    "MrzCharacter",
    "MrzCheckDigit",
    "MrzDate",
    "MrzError",
    "MrzLength",
    "MrzValue",
    "NeverAllowed",
    "NoArmFound",
    "NoCamera",
    "NoTable",
    "NotAskedFor",
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

# A traceback names the door through which everybody gets them.
for _name in __all__:
    globals()[_name].__module__ = __name__
