"""The lesson of this notebook: ``start``, ``check`` and ``hint``.

A kernel runs one notebook, so there is one lesson. All that is remembered is
how many hints were shown, and that only until the notebook ends.
"""

from __future__ import annotations

from pathlib import Path

from dobotkit.errors import UnknownExercise
from dobotkit.lesson import short_errors
from dobotkit.lesson.folder import LessonFolder, read_folder
from dobotkit.lesson.goal import Goal
from dobotkit.lesson.goals import goals_of
from dobotkit.lesson.spelling import nearest

__all__ = ["Hint", "Lesson", "Passed", "check", "hint", "start"]


class _Sentence:
    """Something that shows itself as plain words, in a notebook and in a terminal."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


class Passed(_Sentence):
    """The good news of a check."""

    __slots__ = ()


class Hint(_Sentence):
    """One hint, and how many remain."""

    __slots__ = ()


class Lesson:
    """The lesson in one folder: its exercises, and the hints shown so far."""

    __slots__ = ("_folder", "_goals", "_shown")

    def __init__(self, folder: LessonFolder | None) -> None:
        self._folder = folder
        self._goals = goals_of(folder.slug) if folder else {}
        self._shown: dict[str, int] = {}

    def check(self, name: str, *things: object) -> Passed:
        """See the function ``check``."""
        goal = self._goal(name)
        goal.check(*things)
        return Passed(f"✔ {goal.name}: {goal.done}")

    def hint(self, name: str) -> Hint:
        """See the function ``hint``."""
        goal = self._goal(name)
        count = len(goal.hints)
        number = min(self._shown.get(name, 0) + 1, count)
        self._shown[name] = number
        left = count - number
        rest = {0: "that was the last one", 1: "1 more hint"}.get(left, f"{left} more hints")
        return Hint(f"Hint {number} of {count}: {goal.hints[number - 1]}\n({rest})")

    def _goal(self, name: str) -> Goal:
        if not self._goals:
            raise UnknownExercise(
                "This notebook has no exercises to check.",
                "Open one of the lessons, for example lessons/01_hello_arm/lesson.ipynb.",
            )
        known = ", ".join(self._goals)
        if not isinstance(name, str):
            raise UnknownExercise(
                f"{name!r} is not the name of an exercise.",
                f'Begin with the name in quotes, for example "{next(iter(self._goals))}". '
                f"This lesson has: {known}.",
            )
        if name not in self._goals:
            guess = nearest(name, self._goals)
            meant = f'Did you mean "{guess}"? ' if guess else ""
            raise UnknownExercise(
                f'There is no exercise "{name}" in this lesson.',
                f"{meant}This lesson has: {known}.",
            )
        return self._goals[name]

    def __repr__(self) -> str:
        if self._folder is None:
            return "Ready. This notebook has no exercises to check."
        return f"{self._folder.title}\nThis lesson collects: {self._folder.collects}"


_current: Lesson | None = None


def start() -> Lesson:
    """Begin the lesson of this notebook, with errors shown in two lines.

    The lesson is the one whose ``lesson.toml`` stands beside the notebook; a
    notebook without one works as well. Starting again begins the hints anew.

    Raises
    ------
    LessonError
        The ``lesson.toml`` beside the notebook is damaged.
    """
    global _current  # noqa: PLW0603  # one notebook, one lesson
    short_errors.switch_on()
    _current = Lesson(read_folder(Path.cwd()))
    return _current


def check(name: str, *things: object) -> Passed:
    """Look whether an exercise is solved, on the live things and not on the saved file.

    Parameters
    ----------
    name:
        The exercise, for example ``"lift"``.
    *things:
        What the exercise is about, as the notebook says: ``check("lift", arm)``.

    Raises
    ------
    NotYet
        Saying what is missing: the value found, the value wanted, which way.
    UnknownExercise
        There is no exercise of that name; the nearest one is suggested.
    """
    return _lesson().check(name, *things)


def hint(name: str) -> Hint:
    """Give the next hint for an exercise, from gentle to concrete; the last one stays.

    Raises
    ------
    UnknownExercise
        There is no exercise of that name; the nearest one is suggested.
    """
    return _lesson().hint(name)


def _lesson() -> Lesson:
    return _current if _current is not None else start()
