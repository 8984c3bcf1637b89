"""Exercises of a lesson: a cell to write in, a folded solution, a check, and hints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from dobotkit.lesson.goals import goals_of
from dobotkit.lesson_tools.catalogue import slug_of
from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.lesson_rules import LessonRule
from dobotkit.lesson_tools.notebook import Cell, Notebook

__all__ = ["EXERCISE_RULES"]

_PARTS = (
    ("exercise", "the cell to write in"),
    ("solution", "the cell before the check"),
    ("exercise", "the check"),
)
_THREE = "An exercise is three cells: exercise, solution, check."
_CHECK = re.compile(r'lesson\.check\(\s*["\'](\w+)["\']')
_HINT = re.compile(r'lesson\.hint\(\s*["\'](\w+)["\']')


def exercises(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """For each exercise: a cell to write in, a folded solution, a check."""
    code = notebook.code
    checks = [i for i, cell in enumerate(code) if _CHECK.search(cell.source)]
    if not checks:
        yield notebook.finding(
            None,
            "nothing is checked.",
            'Let pupils see whether they are right: lesson.check("name", arm).',
        )
    belong: set[int] = set()
    for i in checks:
        belong |= {i - 2, i - 1, i}
        if i < len(_PARTS) - 1:
            yield notebook.finding(code[i], "no exercise and solution stand before it.", _THREE)
            continue
        for cell, (tag, what) in zip(code[i - 2 : i + 1], _PARTS, strict=True):
            yield from _part(notebook, cell, tag, what)
    for i, cell in enumerate(code):
        if i not in belong and cell.tags & {"exercise", "solution"}:
            yield notebook.finding(cell, "it is tagged, but belongs to no check.", _THREE)


def _part(notebook: Notebook, cell: Cell, tag: str, what: str) -> Iterator[Finding]:
    if cell.tags != {tag}:
        yield notebook.finding(cell, f"{what} is not tagged {tag}, and that alone.", _THREE)
    elif tag == "solution" and cell.data["metadata"].get("jupyter") != {"source_hidden": True}:
        yield notebook.finding(
            cell,
            "the solution is not folded.",
            'Set its metadata "jupyter": {"source_hidden": true}: View → Collapse Selected Code.',
        )


def words_before_solutions(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """The words before a solution leave together with it."""
    for before, cell in pairwise(notebook.cells):
        if cell.is_code and "solution" in cell.tags and before.tags != {"solution"}:
            yield notebook.finding(
                before,
                "the words before the solution are not tagged solution.",
                "Tag them as well: the pupils' copy has neither.",
            )


def goals(folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """The checks of the notebook are the goals that the kit knows; each has hints."""
    text = "\n".join(cell.source for cell in notebook.cells)
    asked, known = _CHECK.findall(text), list(goals_of(slug_of(folder)))
    if asked != known:
        yield notebook.finding(
            None,
            f"it checks {', '.join(asked) or 'nothing'}, and the kit knows the goals "
            f"{', '.join(known) or 'of no such lesson'}.",
            f"Let the lesson and dobotkit/lesson/goals/{slug_of(folder)}.py agree, in order.",
        )
    for name in known:
        if name not in _HINT.findall(text):
            yield notebook.finding(
                None,
                f"nobody is told how to get hints for {name}.",
                f'Mention lesson.hint("{name}") beside its check.',
            )


EXERCISE_RULES: tuple[LessonRule, ...] = (exercises, words_before_solutions, goals)
