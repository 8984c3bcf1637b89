"""Things that show themselves as plain words, in a notebook and in a terminal.

In a notebook some of them add a little HTML: headings, lists and links, which
a screen reader knows. Colours are the page's own, and no colour says anything
that the words do not.
"""

from __future__ import annotations

__all__ = ["Sentence"]


class Sentence:
    """Something whose representation is what it says."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text
