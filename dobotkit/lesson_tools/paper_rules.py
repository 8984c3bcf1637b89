"""What stands beside a lesson's notebook: its description, the teacher's notes, the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from dobotkit.errors import LessonError, PolicyError
from dobotkit.lesson_tools.catalogue import NOTES, TOML, number_of, read_toml
from dobotkit.lesson_tools.collects import HEADING, line_of
from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.lesson_rules import LessonRule
from dobotkit.lesson_tools.notebook import Notebook

__all__ = ["PAPER_RULES"]

_TOML_KINDS: dict[str, type] = {
    "title": str,
    "minutes": int,
    "ages": str,
    "needs": str,
    "prior": str,
    "idea": str,
    "standards": list,
    "collects": list,
}
_NOTES_HEADINGS = (
    "Safety",
    "Steps",
    "One arm and thirty",
    "Common mistakes",
    "Answers",
    "To discuss",
)
_MINUTES_ROW = re.compile(r"^\| *(\d+)\s*[–-]\s*(\d+) *\|", re.MULTILINE)


def toml(folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """``lesson.toml`` has its eight lines, and the notebook says the same."""
    path = folder / TOML
    try:
        content = read_toml(folder)
    except LessonError as error:
        yield Finding(path, "", error.what, error.advice)
        return
    problems = list(_toml_lines(content))
    for what, advice in problems:
        yield Finding(path, "", what, advice)
    if problems:
        return
    first = notebook.cells[0].source if notebook.cells else ""
    if not first.startswith(f"# {content['title']}\n"):
        yield notebook.finding(
            None,
            f"its first line is not the title of {TOML}.",
            f"Begin with  # {content['title']}",
        )
    try:
        line = line_of(content)
    except PolicyError as error:
        yield Finding(path, "", error.what, error.advice)
        return
    if notebook.section(HEADING) != line:
        yield notebook.finding(
            None,
            f"{HEADING!r} says something else than the inventory says of the rows in {TOML}.",
            "Run  dobotkit lessons refresh --line-only  to write it anew.",
        )


def _toml_lines(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in _TOML_KINDS.items():
        if key not in content:
            yield f"the line {key} is missing.", "Look at the file of another lesson."
        elif (
            not isinstance(content[key], kind) or isinstance(content[key], bool) or not content[key]
        ):
            yield (
                f"{key} is {content[key]!r}.",
                {str: f'Write  {key} = "words"', int: f"Write a number: {key} = 50"}.get(
                    kind, f'Write a list:  {key} = ["one", "two"]'
                ),
            )
        elif kind is str and "\n" in content[key]:
            yield f"{key} has more than one line.", "Write it in one line."
        elif kind is list and not all(isinstance(entry, str) for entry in content[key]):
            yield f"{key} has entries that are no words.", 'Put each one in quotes: ["one", "two"].'
    for key in sorted(set(content) - set(_TOML_KINDS)):
        yield f"the line {key} is not known.", f"There are: {', '.join(_TOML_KINDS)}."


def notes(folder: Path, _notebook: Notebook) -> Iterator[Finding]:
    """Notes for the teacher, with steps whose minutes fill the lesson."""
    path = folder / NOTES
    if not path.is_file():
        yield Finding(
            path, "", "there are no notes for the teacher.", "Begin with those of lesson 01."
        )
        return
    text = path.read_text(encoding="utf-8")
    for heading in _NOTES_HEADINGS:
        if f"\n## {heading}" not in text:
            yield Finding(path, "", f"the heading '## {heading} …' is missing.", "Add it.")
    if "**Aim.**" not in text:
        yield Finding(path, "", "the aim is missing.", "Begin with  **Aim.** Pupils can …")
    times = [(int(start), int(end)) for start, end in _MINUTES_ROW.findall(text)]
    gaps = [start for (_, end), (start, _) in pairwise(times) if start != end]
    minutes = _minutes(folder)
    if not times or times[0][0] != 0 or gaps or times[-1][1] != minutes:
        yield Finding(
            path,
            "",
            f"the steps do not go from minute 0 to minute {minutes} without a gap.",
            "Each step begins where the one before ends; the last one ends with the lesson.",
        )


def _minutes(folder: Path) -> int | None:
    try:
        return read_toml(folder).get("minutes")
    except LessonError:
        return None  # said elsewhere


def readme(folder: Path, notebook: Notebook) -> Iterator[Finding]:
    """The table of the README has a row for it; an installed kit has no README."""
    path = folder.resolve().parents[1] / "README.md"
    try:
        content = read_toml(folder)
    except LessonError:
        return
    if not path.is_file():
        return
    link = f"{folder.resolve().parent.name}/{folder.name}/{notebook.path.name}"
    start = f"| {number_of(folder)} [{content.get('title')}]({link}) |"
    end = f"| {content.get('minutes')} |"
    rows = path.read_text(encoding="utf-8").splitlines()
    if not any(row.startswith(start) and row.endswith(end) for row in rows):
        yield Finding(
            path,
            "",
            f"the table of lessons has no row for {folder.name}.",
            f"Add  {start} what pupils do {end}",
        )


PAPER_RULES: tuple[LessonRule, ...] = (toml, notes, readme)
