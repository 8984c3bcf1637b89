"""The progress in a notebook, as a store that can be asked, put right and emptied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dobotkit.errors import UnknownExercise

__all__ = ["HeldProgress"]


class _Lesson(Protocol):
    solved: set[str]
    shown: dict[str, int]

    def put(self, name: str, *, solved: bool) -> None: ...


class HeldProgress:
    """What is remembered of a notebook's exercises.

    Parameters
    ----------
    lesson:
        Returns the lesson of this notebook; None before it was begun.
    """

    rows = ("progress",)

    def __init__(self, lesson: Callable[[], _Lesson | None]) -> None:
        self._lesson = lesson

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return which exercises are solved, and how many hints were shown."""
        lesson = self._lesson()
        if lesson is None:
            return ()
        return (
            *((f"exercise {name}", "solved") for name in sorted(lesson.solved)),
            *((f"hints shown for {name}", str(count)) for name, count in lesson.shown.items()),
        )

    def delete(self) -> int:
        """Forget all of it: every exercise is open again, and hints begin anew."""
        gone = len(self.access())
        lesson = self._lesson()
        if lesson is not None:
            lesson.solved.clear()
            lesson.shown.clear()
        return gone

    def correct(self, name: str, value: bool) -> str:  # noqa: FBT001 - as in held_here
        """Note that an exercise is solved, or that it is not.

        Raises
        ------
        UnknownExercise
            There is no exercise of that name, or no lesson was begun.
        """
        lesson = self._lesson()
        if lesson is None:
            raise UnknownExercise(
                "No lesson was begun in this notebook, so nothing is noted as solved.",
                "Begin it first: lesson.start()",
            )
        lesson.put(name, solved=value)
        return "solved" if value else "not solved"
