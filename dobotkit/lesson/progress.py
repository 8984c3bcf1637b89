"""What a pupil has solved in this notebook, so far and only for him or her."""

from __future__ import annotations

import html
from collections.abc import Iterable

from dobotkit.lesson.words import Sentence

__all__ = ["Progress"]


class Progress(Sentence):
    """The exercises of a lesson, with ✔ for solved and ○ for not yet.

    Parameters
    ----------
    exercises:
        Names of all exercises, in order.
    solved:
        Names of those that were solved.

    Attributes
    ----------
    solved, open:
        Names of the exercises of each kind, in order.
    """

    __slots__ = ("_exercises", "open", "solved")

    def __init__(self, exercises: Iterable[str], solved: Iterable[str]) -> None:
        self._exercises = tuple(exercises)
        done = set(solved)
        self.solved = tuple(name for name in self._exercises if name in done)
        self.open = tuple(name for name in self._exercises if name not in done)
        lines = [f"{self._mark(name)} {name}: {self._word(name)}" for name in self._exercises]
        super().__init__("\n".join([self._headline, *lines]))

    @property
    def _headline(self) -> str:
        count, total = len(self.solved), len(self._exercises)
        if not total:
            return "This notebook has no exercises."
        return f"Solved in this notebook: {count} of {total}{'. Well done!' * (count == total)}"

    def _mark(self, name: str) -> str:
        return "✔" if name in self.solved else "○"

    def _word(self, name: str) -> str:
        return "solved" if name in self.solved else "not yet"

    def _repr_html_(self) -> str:
        # The mark is decoration: a screen reader hears the word.
        items = "".join(
            f'<li style="list-style: none"><span aria-hidden="true">{self._mark(name)}</span> '
            f"<strong>{html.escape(name)}</strong>: {self._word(name)}</li>"
            for name in self._exercises
        )
        # Without role, Safari takes a list without bullets for no list.
        listed = f'<ul role="list" style="margin: 0; padding: 0">{items}</ul>' if items else ""
        return f"<p>{self._headline}</p>{listed}"
