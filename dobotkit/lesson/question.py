"""``Question``: a quick question, its right answer, and what to say to each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dobotkit.errors import LessonError
from dobotkit.lesson.words import Sentence
from dobotkit.rules import say

__all__ = ["Feedback", "Question"]

Answer = str | float


class Feedback(Sentence):
    """What is said to an answer.

    Attributes
    ----------
    right:
        Whether the answer is right.
    """

    __slots__ = ("right",)

    def __init__(self, text: str, *, right: bool) -> None:
        super().__init__(text)
        self.right = right

    @property
    def rule(self) -> str:
        """By which rule it was decided."""
        return "quiz"

    def why(self) -> str:
        """Tell how answers are judged, and what was looked at."""
        return f"Rule “{self.rule}”. {say(self.rule)} Looked at for this: your answer. {self.text}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Parameters
    ----------
    text:
        The question.
    answers:
        Answers, and what to say to whoever gives them. Answers that are words
        are shown to choose from, in this order. If all are numbers, the pupil
        writes a number; then these are the ones that get words of their own.
    right:
        The right answer, one of ``answers``.
    otherwise:
        What to say to a number that is not in ``answers``.
    unit:
        What numbers are counted in, for example ``"mm"``.
    tolerance:
        How far from ``right`` a number may be, in the same unit.
    name:
        What the pupil writes: ``lesson.quiz("up")``; empty for a question
        that stands in the notebook itself.

    Raises
    ------
    LessonError
        The right answer is not among the answers, or there is no choice.
    """

    text: str
    answers: Mapping[Answer, str]
    right: Answer
    otherwise: str = "That is another number. Think again."
    unit: str = ""
    tolerance: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        if self.right not in self.answers:
            raise LessonError(
                f"The right answer {self.right!r} is not among the answers.",
                "Give it as right=…, exactly as it is written among the answers.",
            )
        kinds = {isinstance(answer, str) for answer in self.answers}
        if len(kinds) != 1:
            raise LessonError(
                "Some answers are words, and some are numbers.",
                "Put all of them in quotes to choose from, or none to let a number be written.",
            )
        if self.choices and len(self.answers) == 1:
            raise LessonError("There is only one answer.", "Give at least two to choose from.")

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from; none if a number has to be written."""
        return tuple(answer for answer in self.answers if isinstance(answer, str))

    def judge(self, answer: str) -> Feedback:
        """Say whether an answer is right, and what belongs to it.

        Parameters
        ----------
        answer:
            As it was written; for a number, with or without the unit and with
            a decimal point or comma.
        """
        found = self._among_choices(answer) if self.choices else self._among_numbers(answer)
        if isinstance(found, Feedback):
            return found
        given, words = found
        if given == self.right:
            return Feedback(f"✔ Right. {words}", right=True)
        shown = given if isinstance(given, str) else self._number(given)
        return Feedback(f"✘ Not {shown.removesuffix('.')}. {words}", right=False)

    def _among_choices(self, answer: str) -> tuple[Answer, str] | Feedback:
        for choice, words in self.answers.items():
            if str(choice).casefold() == answer.strip().casefold():
                return choice, words
        return Feedback(f"Choose one of these answers: {', '.join(self.choices)}.", right=False)

    def _among_numbers(self, answer: str) -> tuple[Answer, str] | Feedback:
        number = _read_number(answer.strip().removesuffix(self.unit))
        if number is None:
            return Feedback(
                f"Write a number in digits, for example {self._number(12)}.", right=False
            )
        # The right one first: the tolerance of a wrong one does not reach it.
        for known in sorted(self.answers, key=lambda known: known != self.right):
            if abs(number - float(known)) <= self.tolerance:
                return known, self.answers[known]
        return number, self.otherwise

    def _number(self, number: float) -> str:
        return f"{number:g} {self.unit}".strip()


def _read_number(text: str) -> float | None:
    """A number as pupils write it: 2.5 or 2,5, and with any kind of minus sign."""
    plain = text.strip().replace("−", "-").replace("–", "-").replace(",", ".")
    return float(plain) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain) else None
