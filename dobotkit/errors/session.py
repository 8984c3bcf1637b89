"""What can go wrong with a session, a permission or a right."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError
from dobotkit.rules import SESSION_RULES

__all__ = [
    "CopyError",
    "NeverAllowed",
    "NotAskedFor",
    "NotYours",
    "PermissionNotActive",
    "PermissionWithdrawn",
    "PurposeError",
    "RightRefused",
    "SessionError",
    "SessionOver",
    "WrongPurpose",
]


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


class NotAskedFor(SessionError, AttributeError):
    """An answer about a card that was not asked for, and so has never left the keeper."""


class RightRefused(SessionError, PermissionError):
    """A right that cannot be used in this way; the rule says why."""


class CopyError(SessionError, ValueError):
    """A file that is no copy of what is held about a session, or that cannot become one."""
