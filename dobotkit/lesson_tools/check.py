"""Look at lessons and notebooks, and find what is not as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.catalogue import LESSON, Catalogue
from dobotkit.lesson_tools.exercise_rules import EXERCISE_RULES
from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.form_rules import FORM_RULES
from dobotkit.lesson_tools.lesson_rules import SHAPE_RULES
from dobotkit.lesson_tools.notebook import Notebook
from dobotkit.lesson_tools.page_rules import PAGE_RULES
from dobotkit.lesson_tools.paper_rules import PAPER_RULES

__all__ = ["check"]


def check(catalogue: Catalogue) -> list[Finding]:
    """Apply all rules; nothing is run and nothing is changed.

    Whether the cells run, and print what they should, is nbval's part.
    """
    return list(_findings(catalogue))


def _findings(catalogue: Catalogue) -> Iterator[Finding]:
    for path in catalogue.files:
        try:
            notebook = Notebook(path)
        except LessonError as error:
            yield Finding(path, "", error.what, error.advice)
            continue
        for rule in (*FORM_RULES, *PAGE_RULES):
            yield from rule(notebook)
        if path.name == LESSON and path.parent in catalogue.lessons:
            for lesson_rule in (*SHAPE_RULES, *EXERCISE_RULES, *PAPER_RULES):
                yield from lesson_rule(path.parent, notebook)
