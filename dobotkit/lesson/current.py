"""The lesson of this notebook: ``start``, ``check``, ``hint``, ``progress``, ``start_over``.

A kernel runs one notebook, so there is one lesson. All that is remembered is
how many hints were shown and which exercises were solved, and that only until
the kernel ends: it is written nowhere and told to nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dobotkit.errors import LessonError, UnknownExercise
from dobotkit.guard import in_force
from dobotkit.guard.tiers import NO_GUARD
from dobotkit.held_here import register
from dobotkit.host import host_of, say_host
from dobotkit.lesson import short_errors
from dobotkit.lesson.folder import LessonFolder, read_folder
from dobotkit.lesson.fresh import FreshCopy, copy_beside
from dobotkit.lesson.goal import Goal
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.held import HeldProgress
from dobotkit.lesson.kept_arm import use_kept_arm
from dobotkit.lesson.progress import Progress
from dobotkit.lesson.question import Question
from dobotkit.lesson.scene import lay_table
from dobotkit.lesson.spelling import nearest
from dobotkit.lesson.words import Sentence
from dobotkit.mode import VARIABLE, mode_of, say_mode
from dobotkit.widgets.quiz import Quiz

__all__ = ["Hint", "Lesson", "Passed", "check", "hint", "progress", "quiz", "start", "start_over"]


class Passed(Sentence):
    """The good news of a check."""

    __slots__ = ()


class Hint(Sentence):
    """One hint, and how many remain."""

    __slots__ = ()


class Lesson:
    """The lesson in one folder: its exercises, the hints shown, and what is solved so far.

    Parameters
    ----------
    folder:
        The lesson's folder; None for a notebook that is no lesson.
    solved:
        Names of exercises that were solved before.
    """

    __slots__ = ("_goals", "folder", "shown", "solved")

    def __init__(self, folder: LessonFolder | None, solved: Iterable[str] = ()) -> None:
        self.folder = folder
        self.solved = set(solved)
        self._goals = goals_of(folder.slug) if folder else {}
        self.shown: dict[str, int] = {}

    def is_in(self, folder: LessonFolder | None) -> bool:
        """Whether this is the lesson in that very folder."""
        return bool(self.folder and folder and self.folder.path == folder.path)

    def check(self, name: str, *things: object) -> Passed:
        """See the function ``check``."""
        goal = self._goal(name)
        goal.check(*things)
        self.solved.add(goal.name)
        return Passed(f"✔ {goal.name}: {goal.done}")

    def hint(self, name: str) -> Hint:
        """See the function ``hint``."""
        goal = self._goal(name)
        count = len(goal.hints)
        number = min(self.shown.get(name, 0) + 1, count)
        self.shown[name] = number
        left = count - number
        rest = {0: "that was the last one", 1: "1 more hint"}.get(left, f"{left} more hints")
        return Hint(f"Hint {number} of {count}: {goal.hints[number - 1]}\n({rest})")

    def question(self, name: str) -> Question:
        """Return the question of this lesson that has this name."""
        questions = questions_of(self.folder.slug) if self.folder else {}
        if name not in questions:
            guess = nearest(name, questions)
            meant = f'Did you mean "{guess}"? ' if guess else ""
            known = f"This lesson has: {', '.join(questions)}. " if questions else ""
            raise UnknownExercise(
                f'There is no question "{name}" in this lesson.',
                f"{meant}{known}"
                'For one of your own, give the answers: lesson.quiz("…?", {"a": "…"}, right="a")',
            )
        return questions[name]

    def put(self, name: str, *, solved: bool) -> None:
        """Note that an exercise is solved, or that it is not, without looking."""
        goal = self._goal(name)
        if solved:
            self.solved.add(goal.name)
        else:
            self.solved.discard(goal.name)

    def progress(self) -> Progress:
        """See the function ``progress``."""
        return Progress(self._goals, self.solved)

    def start_over(self) -> FreshCopy:
        """See the function ``start_over``."""
        if self.folder is None:
            raise LessonError(
                "This notebook is not one of the lessons.",
                "Open the lesson that you want afresh, and run lesson.start_over() there.",
            )
        return FreshCopy(copy_beside(self.folder.path))

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
        if self.folder is None:
            return "Ready. This notebook has no exercises to check."
        return f"{self.folder.title}\nThis lesson collects: {self.folder.collects}"


_current: Lesson | None = None
_held = HeldProgress(lambda: _current)
register(_held)


def start(*, scene: str | None = None, camera: bool = False) -> Lesson:
    """Begin the lesson of this notebook, with errors shown in two lines.

    ::

        lesson.start()                  # leaves the table as it is
        lesson.start(scene="blocks")    # lays a simulated table anew

    The lesson is the one whose ``lesson.toml`` stands beside the notebook; a
    notebook without one works as well. Starting again, as after the goodbye cell,
    begins the hints anew; what was solved stays solved.
    In a lab it prints the mode, and how strong the guard around this notebook is; on
    Binder or a hub, whose computer this is. A lesson with a camera says so where it takes
    the keeper's simulated arm instead of one that no camera sees.

    Parameters
    ----------
    scene:
        What stands on the table of the simulated arm: the name of a scene of the kit,
        or the text of a ``table.toml``. Nothing moves.
    camera:
        This notebook has a camera, though no ``lesson.toml`` beside it says so.

    Raises
    ------
    LessonError
        The ``lesson.toml`` beside the notebook is damaged.
    NoTable
        A scene for a real arm: no program can put things on its table.
    SceneError
        There is no such scene, or it cannot be laid.
    """
    global _current  # noqa: PLW0603  # one notebook, one lesson
    short_errors.switch_on()
    folder = read_folder(Path.cwd())
    before = _current
    _current = Lesson(folder, before.solved if before and before.is_in(folder) else ())
    for sentence in _surroundings(os.environ):
        print(sentence)  # noqa: T201  # what start() returns is not shown: it is seldom the last line
    camera = camera or (folder is not None and "camera" in folder.permissions)
    if camera and (said := use_kept_arm(os.environ)):
        print(said)  # noqa: T201  # as above
    if scene is not None:
        lay_table(scene)
    return _current


def _surroundings(variables: Mapping[str, str]) -> list[str]:
    """Say where the pupil is, as far as that was decided: outside a lab, nobody chose a mode."""
    labelled = VARIABLE in variables or host_of(variables) == "binder"
    mode = say_mode(mode_of(variables)) if labelled else ""
    tier = in_force()
    elsewhere = labelled or host_of(variables) == "hub"
    guard = tier.words if tier is not None else NO_GUARD if elsewhere else ""
    return [sentence for sentence in (say_host(variables), mode, guard) if sentence]


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


def quiz(
    question: str,
    answers: Mapping[str | float, str] | None = None,
    *,
    right: str | float | None = None,
    otherwise: str = "That is another number. Think again.",
    unit: str = "",
    tolerance: float = 0.0,
) -> Quiz:
    """Ask a quick question; nothing about the answer is kept.

    ::

        lesson.quiz("up")    # a question that belongs to this lesson

        lesson.quiz(
            "Which number makes the arm go up?",
            {"x": "x goes forward.", "y": "y goes left.", "z": "z goes up."},
            right="z",
        )
        lesson.quiz("How many mm are 22 cm?", {220: "10 mm are 1 cm."}, right=220, unit="mm")

    As the last line of a cell, the question appears below the cell. Without a
    browser, ``.answer("z")`` answers it.

    Parameters
    ----------
    question:
        The name of a question of this lesson; or, with ``answers``, the
        question itself.
    answers:
        Answers, and what to say to whoever gives them: words to choose from,
        or numbers if a number has to be written.
    right:
        Which of them is right.
    otherwise:
        What to say to a number that is not among the answers.
    unit:
        What the number is counted in, for example ``"mm"``.
    tolerance:
        How far from ``right`` a number may be, in the same unit.

    Raises
    ------
    UnknownExercise
        This lesson has no question of that name; the nearest one is suggested.
    LessonError
        The right answer is not among the answers, or there is no choice.
    """
    if answers is None:
        asked = _lesson().question(question)
    elif right is None:
        raise LessonError("Which answer is right?", 'Say so: right="…", as among the answers.')
    else:
        asked = Question(
            question, answers, right, otherwise=otherwise, unit=unit, tolerance=tolerance
        )
    return Quiz(asked.text, choices=asked.choices, unit=asked.unit, judge=asked.judge)


def progress() -> Progress:
    """Show which exercises of this notebook are solved.

    Only this notebook's memory knows it: when the notebook is closed or its
    kernel is restarted, it is forgotten.
    """
    return _lesson().progress()


def start_over() -> FreshCopy:
    """Put a fresh copy of this lesson beside this notebook.

    What the pupil wrote stays as it is, in this lesson and in all others.

    Raises
    ------
    LessonError
        This notebook is no lesson, or there is nothing to copy it from.
    """
    return _lesson().start_over()


def _lesson() -> Lesson:
    return _current if _current is not None else start()
