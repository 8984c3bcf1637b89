"""The shape of a lesson, the same for all: from the question to your rights and goodbye.

Each rule looks at one lesson's folder and its notebook, and yields findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

from dobotkit.lesson_tools.collects import HEADING
from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.form_rules import SET_UP, is_set_up
from dobotkit.lesson_tools.notebook import Notebook

__all__ = ["GOODBYE", "RIGHTS", "SHAPE_RULES", "LessonRule"]

LessonRule = Callable[[Path, Notebook], Iterator[Finding]]

RIGHTS = "from dobotkit import Session, show\n\nsession = Session()\nshow(session.rights)"
GOODBYE = "arm.close()\nsession.end()"

_MOST_OBJECTIVES = 3
_BEGINNING = ("The question", "What you will learn", HEADING, "Set up")
_END = ("Key points", "Your rights", "Goodbye")
_MIDDLE = re.compile(r"(Step|Your turn|Check) \d+(:|$)")


def folder_name(folder: Path, _notebook: Notebook) -> Iterator[Finding]:
    """The number is the order; the name is a Python name, because the goals are a module."""
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", folder.name):
        yield Finding(
            folder,
            "",
            f"the folder's name {folder.name!r} is not a number and a name.",
            "Call it for example 04_draw_a_path.",
        )


def order(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """Question, objectives, what it collects, set-up, steps, exercises, key points, the end."""
    headings = notebook.headings
    beginning, end = headings[: len(_BEGINNING)], headings[-len(_END) :]
    for wanted, found in zip_longest(_BEGINNING, beginning, fillvalue="nothing"):
        if wanted != found:
            yield notebook.finding(
                None,
                f"{found!r} stands where the heading {wanted!r} is wanted.",
                f"A lesson begins with the headings: {', '.join(_BEGINNING)}.",
            )
            return
    if tuple(end) != _END:
        yield notebook.finding(
            None,
            f"the last headings are {', '.join(map(repr, end))}.",
            f"A lesson ends with the headings: {', '.join(_END)}.",
        )
        return
    yield from _middle(notebook, headings[len(_BEGINNING) : -len(_END)])


def _middle(notebook: Notebook, headings: list[str]) -> Iterator[Finding]:
    """Steps 1, 2, …, then pairs of "Your turn" and "Check" 1, 2, …."""
    for heading in headings:
        if not _MIDDLE.match(heading):
            yield notebook.finding(
                None,
                f"the heading {heading!r} has no place in a lesson.",
                "Between set-up and key points there are Step 1, Step 2 …, then Your turn 1, "
                "Check 1, Your turn 2 …; use ### for what is inside a step.",
            )
            return
    short = [heading.partition(":")[0] for heading in headings]
    steps = sum(name.startswith("Step") for name in short)
    turns = sum(name.startswith("Your turn") for name in short)
    wanted = [f"Step {i + 1}" for i in range(max(steps, 1))]
    for i in range(max(turns, 1)):
        wanted += [f"Your turn {i + 1}", f"Check {i + 1}"]
    for found, right in zip_longest(short, wanted, fillvalue="nothing"):
        if found != right:
            yield notebook.finding(
                None,
                f"{found!r} stands where {right!r} is wanted.",
                "Steps come first and are counted from 1; each Your turn has its Check behind it.",
            )
            return


def objectives(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """One to three of them: more cannot be remembered."""
    count = len(re.findall(r"^[-*] ", notebook.section("What you will learn"), re.MULTILINE))
    if not 1 <= count <= _MOST_OBJECTIVES:
        yield notebook.finding(
            None,
            f"there are {count} objectives under 'What you will learn'.",
            f"Write one to {_MOST_OBJECTIVES}, each as a line that begins with a hyphen.",
        )


def set_up(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """The same set-up cell everywhere, so that pupils learn it once."""
    if notebook.code and not is_set_up(notebook.code[0].source):
        yield notebook.finding(
            notebook.code[0],
            "the first cell with code is not the set-up cell.",
            f"Write it letter for letter: {SET_UP!r}. Only a scene may be added: "
            'lesson.start(scene="blocks").',
        )


def checked_output(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """At least one output is compared: else CI would only see that nothing fails."""
    if not any("nbval-check-output" in cell.tags for cell in notebook.code):
        yield notebook.finding(
            None,
            "no output is checked.",
            "Print a result in one cell, tag it keep_output and nbval-check-output, and run "
            "dobotkit lessons refresh .",
        )


def rights(_folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """The same way to one's rights everywhere; and the session ends with the lesson."""
    for cell, wanted, what in zip(
        notebook.code[-2:],
        (RIGHTS, GOODBYE),
        ("the cell before the last does not show the rights", "the last cell is not the goodbye"),
        strict=False,
    ):
        if cell.source != wanted:
            yield notebook.finding(cell, f"{what}.", f"Write it letter for letter: {wanted!r}.")


SHAPE_RULES: tuple[LessonRule, ...] = (
    folder_name,
    order,
    objectives,
    set_up,
    rights,
    checked_output,
)
