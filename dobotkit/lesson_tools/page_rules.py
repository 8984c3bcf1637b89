"""What a reader of a notebook meets: pictures with words, and nothing from the network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.form_rules import Rule
from dobotkit.lesson_tools.notebook import Cell, Notebook

__all__ = ["PAGE_RULES"]

_SHORTEST_ALT_TEXT = 10
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)")
_WHOLE_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)")
# Paragraphs, and items of lists.
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*[-*] )")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)#\s>]*)")
_ELEMENT = re.compile(
    r"<(script|iframe|frame|object|embed|link|img|video|audio|source|svg|style|base|meta|form)\b",
    re.IGNORECASE,
)
_CODE_IN_PROSE = re.compile(r"(`+).*?\1", re.DOTALL)
_ELSEWHERE = re.compile(r"([a-z][a-z0-9+.-]*:)?//|data:", re.IGNORECASE)


def nothing_from_elsewhere(notebook: Notebook) -> Iterator[Finding]:
    """Load nothing from the network: no picture, no script, no frame."""
    for cell in notebook.cells:
        for element in _ELEMENT.findall(_read_aloud(cell)):
            yield notebook.finding(
                cell,
                f"the element <{element.lower()}> may load or run something.",
                "Use Markdown; a picture is ![what it shows](file.png).",
            )
        if cell.data.get("attachments"):
            yield notebook.finding(
                cell,
                "a picture is hidden inside the cell (attachment).",
                "Put it beside the notebook as a file: ![what it shows](file.png).",
            )


def _read_aloud(cell: Cell) -> str:
    """What is shown of a cell; code between backticks in prose is only quoted there."""
    return cell.source if cell.is_code else _CODE_IN_PROSE.sub("", cell.source)


def pictures(notebook: Notebook) -> Iterator[Finding]:
    """Say every picture in words, for those who do not see it, and keep it in the kit."""
    for cell in notebook.prose:
        for words, target in _PICTURE.findall(_read_aloud(cell)):
            if _ELSEWHERE.match(target):
                yield notebook.finding(
                    cell,
                    f"the picture {target[:60]} comes from elsewhere.",
                    "Put it beside the notebook as a file.",
                )
            elif not (notebook.path.parent / target).is_file():
                yield notebook.finding(
                    cell, f"there is no picture {target}.", "Put it there, or correct it."
                )
            if len(words.strip()) < _SHORTEST_ALT_TEXT:
                yield notebook.finding(
                    cell,
                    f"the picture {target[:60]} has no words.",
                    "Write what it shows between the square brackets: ![what it shows](…).",
                )


def links(notebook: Notebook) -> Iterator[Finding]:
    """Lead only to files that are there: a lesson works without the network."""
    for cell in notebook.prose:
        for target in _LINK.findall(_read_aloud(cell)):
            if target and not (notebook.path.parent / target).exists():
                yield notebook.finding(
                    cell,
                    f"the link leads to {target}, which is not in the kit.",
                    "Correct it, or write the address as plain text.",
                )


def links_stand_alone(notebook: Notebook) -> Iterator[Finding]:
    """A link stands on its own: inside a sentence JupyterLab marks it by colour alone."""
    for cell in notebook.prose:
        for block in _BLOCK.split(_read_aloud(cell)):
            if _LINK.search(block) and _WHOLE_LINK.sub("", block).strip(" \n-*"):
                yield notebook.finding(
                    cell,
                    f"the link in {block.strip()[:60]!r} is seen by its colour only.",
                    "Give it a line of its own, with an empty line before and after it.",
                )


PAGE_RULES: tuple[Rule, ...] = (nothing_from_elsewhere, pictures, links, links_stand_alone)
