"""What can go wrong with a lesson."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError
from dobotkit.rules import SESSION_RULES

__all__ = [
    "LessonError",
    "NotYet",
    "UnknownExercise",
]


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
