"""What can go wrong with a camera, and with what it sees."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError

__all__ = [
    "CalibrationFailed",
    "CameraClosed",
    "CameraError",
    "CameraMoved",
    "CameraNotAllowed",
    "CameraSilent",
    "CameraTaken",
    "CameraUnplugged",
    "CardReaderFailed",
    "CardsClosed",
    "FaceFinderFailed",
    "NoCamera",
    "NotCalibrated",
    "NotSeen",
    "PictureError",
    "PicturesOver",
    "RealPeopleNotInSchool",
    "VisitorsForgotten",
]


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


class CardsClosed(CameraError, RuntimeError):
    """No block is open in which cards are read, or it is over."""


class CardReaderFailed(CameraError, RuntimeError):
    """The process that reads cards did not answer, or failed: nothing is told or shown then."""


class FaceFinderFailed(CameraError, RuntimeError):
    """Faces could not be looked for, or that took too long: nothing is shown then."""


class CardFinderFailed(CameraError, RuntimeError):
    """Cards could not be looked for, or that took too long: nothing is shown then."""


class PictureError(CameraError, ValueError):
    """A file that is no picture, or none that may be used here."""


class PicturesOver(CameraError, EOFError):
    """A folder or a video that was to be looked at once is over."""
