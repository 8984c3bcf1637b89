"""The list of what the kit cannot do, ``LIMITS.md``, as data: each hole with its number.

In a checkout the page stands beside the package, in an installed kit with the lessons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dobotkit.errors import LessonError
from dobotkit.shipped import find_content

__all__ = ["PAGE", "Hole", "holes", "read"]

PAGE: Final = "LIMITS.md"

_PART = re.compile(r"^## (.+)$", re.MULTILINE)
_WHOM = re.compile(r"\s*\*For\s+([^*]+)\.\*\s*\Z")
_HOLE = re.compile(r"^(\d+)\. \*\*(.+?)\*\*(.*?)(?=^\d+\. |^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hole:
    """One thing that the kit cannot do or protect against.

    Attributes
    ----------
    number:
        As on the page.
    title:
        What it is, in one sentence.
    words:
        What else is said about it.
    whom:
        For whom it matters, for example "teachers and pupils"; empty if that is not said.
    part:
        The heading that it stands under.
    """

    number: int
    title: str
    words: str
    whom: str
    part: str


def holes() -> tuple[Hole, ...]:
    """Return all of them, in the order of the page.

    Raises
    ------
    LessonError
        The page is missing.
    """
    path = find_content() / PAGE
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LessonError(
            f"The page {PAGE} of the kit cannot be read: {error.strerror}.",
            "Install the kit again.",
        ) from None
    return tuple(read(text))


def read(text: str) -> Iterator[Hole]:
    """Read the page; what stands before its first heading is no hole."""
    starts = [*_PART.finditer(text)]
    ends = [*(part.start() for part in starts[1:]), len(text)]
    for part, end in zip(starts, ends, strict=True):
        for number, title, words in _HOLE.findall(text[part.end() : end]):
            whom = _WHOM.search(words)
            plain = _plain(words[: whom.start()] if whom else words)
            yield Hole(
                int(number),
                _plain(title).rstrip(".:"),
                plain.lstrip(".: "),
                _plain(whom[1]) if whom else "",
                part[1],
            )


def _plain(text: str) -> str:
    """Markdown as a line of text: links without their addresses, no marks of emphasis or code."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\*+([^*]+)\*+", r"\1", text)
    return " ".join(text.replace("`", "").split())
