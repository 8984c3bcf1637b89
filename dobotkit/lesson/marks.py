"""What a check of a desk found: good, wrong or not done, each with words."""

from __future__ import annotations

import enum
import html
from collections.abc import Sequence
from dataclasses import dataclass

from dobotkit.lesson.words import Sentence

__all__ = ["Mark", "Report", "Result"]

# Hues of the palette with at least 3 : 1 on light and dark pages. The words say the same.
_COLOURS = {"good": "#009e73", "wrong": "#d55e00", "not done": "#707070"}
_LEFT = "text-align: left; vertical-align: top"


class Mark(enum.Enum):
    """How a check ended."""

    GOOD = "good"
    WRONG = "wrong"
    NOT_DONE = "not done"

    @property
    def sign(self) -> str:
        """One character for it, of a shape of its own."""
        return {"good": "✔", "wrong": "✘", "not done": "○"}[self.value]


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """One check and how it ended.

    Parameters
    ----------
    name:
        What was checked, for example ``"home"``.
    mark:
        How it ended.
    what:
        What was found.
    advice:
        What to do; empty where nothing is to be done.
    """

    name: str
    mark: Mark
    what: str
    advice: str = ""

    def __repr__(self) -> str:
        line = f"{self.mark.sign} {self.name}: {self.mark.value}. {self.what}"
        return f"{line}\n→ {self.advice}" if self.advice else line

    def _repr_html_(self) -> str:
        advice = f"<br>→ {html.escape(self.advice)}" if self.advice else ""
        return (
            f'<p style="{_bar(self.mark)}"><span aria-hidden="true">{self.mark.sign}</span> '
            f"<strong>{html.escape(self.name)}</strong>: {self.mark.value}. "
            f"{html.escape(self.what)}{advice}</p>"
        )


class Report(Sentence):
    """All checks of one desk, in order.

    Parameters
    ----------
    results:
        How each check ended.

    Attributes
    ----------
    headline:
        The outcome in one sentence.
    ready:
        Whether all checks are good.
    """

    __slots__ = ("_results", "headline", "ready")

    def __init__(self, results: Sequence[Result]) -> None:
        self._results = tuple(results)
        count = {mark: sum(result.mark is mark for result in results) for mark in Mark}
        self.ready = count[Mark.GOOD] == len(self._results)
        if self.ready:
            self.headline = f"This desk is ready: all {len(self._results)} checks are good."
        else:
            counts = "; ".join(f"{mark.value}: {count[mark]}" for mark in Mark if count[mark])
            self.headline = f"This desk is not ready yet. Of {len(self._results)} checks: {counts}."
        super().__init__("\n".join([self.headline, *map(repr, self._results)]))

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><td style="{_bar(result.mark)}; {_LEFT}">{_word(result.mark)}</td>'
            f'<th scope="row" style="{_LEFT}">{html.escape(result.name)}</th>'
            f'<td style="{_LEFT}">{html.escape(result.what)}</td>'
            f'<td style="{_LEFT}">{html.escape(result.advice)}</td></tr>'
            for result in self._results
        )
        heads = "".join(
            f'<th scope="col" style="{_LEFT}">{head}</th>'
            for head in ("mark", "check", "what was found", "what to do")
        )
        return (
            f'<table style="margin: 0"><caption style="{_LEFT}; font-weight: bold">'
            f"{html.escape(self.headline)}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _word(mark: Mark) -> str:
    return f'<span aria-hidden="true">{mark.sign}</span> {mark.value}'


def _bar(mark: Mark) -> str:
    return f"border-left: 6px solid {_COLOURS[mark.value]}; padding-left: 8px"
