"""What can go wrong with the kit itself: its files, its lab, its simulator, its wall."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError

__all__ = [
    "AuditError",
    "BundleError",
    "DeskError",
    "FrameError",
    "GuardError",
    "GuardRefused",
    "LabError",
    "NotDrawable",
    "NothingToShow",
    "PolicyError",
    "PublishError",
    "ReportError",
    "SceneError",
    "SimulatorError",
    "WorkError",
]


class FrameError(DobotKitError, ValueError):
    """A text that is no bytes, or fields that do not make a frame of the protocol."""


class NotDrawable(DobotKitError, ValueError):
    """Points that make no drawing, or an SVG file without lines for a pen."""


class NothingToShow(DobotKitError, TypeError):
    """``show`` was given something that it has no picture for."""


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
