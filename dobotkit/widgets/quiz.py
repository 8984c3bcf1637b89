"""``Quiz``: a question with answers to choose from, or with a number to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets

__all__ = ["Quiz", "Verdict"]

_HERE = Path(__file__).parent


class Verdict(Protocol):
    """What is said to an answer; its representation are the words."""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        ...

    @property
    def text(self) -> str:
        """The words; they do not depend on a colour or a mark."""
        ...


class Quiz(anywidget.AnyWidget):
    """A question in the notebook, for mouse, keyboard and screen reader.

    It keeps nothing: an answer goes to the kernel, the words of the verdict
    come back, and neither is remembered or counted. Without a browser,
    ``answer`` does the same.

    Parameters
    ----------
    question:
        The question.
    choices:
        The answers to choose from; none if a number has to be written.
    unit:
        What the number is counted in, for example ``"mm"``.
    judge:
        Called with an answer as text; what to say to it.
    """

    _esm = _HERE / "quiz.js"
    _css = _HERE / "quiz.css"

    question = traitlets.Unicode(help="The question.").tag(sync=True)
    choices = traitlets.List(traitlets.Unicode(), help="Answers; none for a number.").tag(sync=True)
    unit = traitlets.Unicode(help="What the number is counted in.").tag(sync=True)

    def __init__(
        self,
        question: str,
        *,
        choices: Sequence[str] = (),
        unit: str = "",
        judge: Callable[[str], Verdict],
    ) -> None:
        self._judge = judge
        super().__init__(question=question, choices=list(choices), unit=unit)
        self.on_msg(_reply)

    def answer(self, answer: object) -> Verdict:
        """Answer without a browser, and see what is said to it.

        Parameters
        ----------
        answer:
            One of the choices, or the number.
        """
        return self._judge(str(answer))

    def __repr__(self) -> str:
        if self.choices:
            return f"Question: {self.question}\nAnswers: {', '.join(self.choices)}"
        unit = f" in {self.unit}" if self.unit else ""
        return f"Question: {self.question}\nAnswer: a number{unit}"


def _reply(quiz: Quiz, message: Any, _buffers: object) -> None:  # noqa: ANN401  # whatever a page sends
    """Answer a page; what does not look like an answer is not for us."""
    if isinstance(message, dict) and isinstance(message.get("answer"), str):
        verdict = quiz.answer(message["answer"])
        quiz.send({"right": verdict.right, "words": verdict.text})
