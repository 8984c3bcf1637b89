"""The goals of the lessons: one module a lesson, named like its folder without the number.

``lessons/01_hello_arm`` belongs to ``hello_arm``. Every module has a tuple ``GOALS``,
and, if the lesson asks quick questions, a tuple ``QUESTIONS``. They stand here and
not in the notebook, where the answers would be read before the questions.
"""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from dobotkit.lesson.goal import Goal, by_name
from dobotkit.lesson.question import Question

__all__ = ["goals_of", "questions_of"]


def goals_of(slug: str) -> dict[str, Goal]:
    """Goals of a lesson by their names; none for a lesson that is not one of the kit's.

    Parameters
    ----------
    slug:
        The lesson's folder without its number, for example ``"hello_arm"``.
    """
    module = _module(slug)
    return by_name(module.GOALS) if module else {}


def questions_of(slug: str) -> dict[str, Question]:
    """Quick questions of a lesson by their names; parameters as for ``goals_of``."""
    questions = getattr(_module(slug), "QUESTIONS", ())
    return {question.name: question for question in questions}


def _module(slug: str) -> ModuleType | None:
    name = f"{__name__}.{slug}"
    if not slug.isidentifier() or importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)
