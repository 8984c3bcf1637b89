"""``Matching``: how often "the same person?" is answered wrongly, whatever the threshold is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from dobotkit.measured.chart import LOOKS, Chart, shown
from dobotkit.measured.finding import step_of
from dobotkit.measured.rate import Rate, percent

__all__ = ["Errors", "Matching"]

_STEPS: Final = 100


class Errors(NamedTuple):
    """The two kinds of wrong answers at one threshold.

    Attributes
    ----------
    threshold:
        From which similarity on two pictures are taken for the same person's.
    false_accepts:
        Of all pairs of different people: how many are taken for the same person.
    false_rejects:
        Of all pairs of the same person: how many are taken for different people.
    """

    threshold: float
    false_accepts: Rate
    false_rejects: Rate

    @property
    def words(self) -> str:
        """Both in words."""
        wrong, missed = self.false_accepts, self.false_rejects
        return (
            f"Threshold {self.threshold:.2f}: of {wrong.of} pairs of different people "
            f"{wrong.count} are taken for the same person (false accepts, "
            f"{percent(wrong.share)}). Of {missed.of} pairs of the same person {missed.count} are "
            f"taken for different people (false rejects, {percent(missed.share)})."
        )

    def __repr__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Matching:
    """How often pictures of drawn people are matched rightly, for every threshold.

    ::

        matching.at(0.56)               # both kinds of errors at one threshold
        matching.equal_error_rate       # where both are equally frequent
        show(matching)                  # the curves, with a slider

    Attributes
    ----------
    people, pictures:
        How many drawn people, and how many pictures of each were used.
    same, different:
        For each threshold 0.00, 0.01 … 1.00: how many pairs of the same person, and of
        different people, are at least as similar.
    same_pairs, different_pairs:
        How many pairs there are.
    left_out:
        Pictures in which no face was found.
    """

    people: int
    pictures: int
    same: tuple[int, ...]
    different: tuple[int, ...]
    same_pairs: int
    different_pairs: int
    left_out: int = 0

    def at(self, threshold: float) -> Errors:
        """Return the errors at a threshold from 0 to 1, in steps of 0.01."""
        return self._errors(step_of(threshold))

    def _errors(self, step: int) -> Errors:
        return Errors(
            step / _STEPS,
            Rate(self.different[step], self.different_pairs),
            Rate(self.same_pairs - self.same[step], self.same_pairs),
        )

    @property
    def equal_error_rate(self) -> float:
        """How often both are wrong at the threshold at which they are so equally often: 0 to 1."""
        return self._equal[1]

    @property
    def equal_error_threshold(self) -> float:
        """The threshold at which both errors are equally frequent."""
        return self._equal[0]

    @property
    def _equal(self) -> tuple[float, float]:
        """Where the two curves cross: threshold and rate, between two steps if need be."""
        off = []
        for step in range(_STEPS + 1):
            errors = self._errors(step)
            wrong, missed = errors.false_accepts.share, errors.false_rejects.share
            off.append((missed - wrong, wrong, missed))
        after = next((step for step, (gap, _, _) in enumerate(off) if gap >= 0), _STEPS)
        # Where both are 0 for a while, the middle is the safest place.
        if off[after] == (0, 0, 0):
            last = max(step for step, one in enumerate(off) if one == (0, 0, 0))
            return (after + last) / 2 / _STEPS, 0.0
        if not after or not off[after][0]:
            return after / _STEPS, (off[after][1] + off[after][2]) / 2
        (before, wrong, _), (now, wrong_now, _) = off[after - 1], off[after]
        part = before / (before - now)
        return (after - 1 + part) / _STEPS, wrong + part * (wrong_now - wrong)

    @property
    def _equal_words(self) -> str:
        at, rate = f"{self.equal_error_threshold:.2f}", self.equal_error_rate
        if not rate:
            return (
                f"At about {at} no pair is taken wrongly: the equal error rate is too small to be "
                "seen with so few pairs."
            )
        return (
            f"Both errors are equally frequent at about {at}: {percent(rate)} (the equal error "
            "rate)."
        )

    def describe(self) -> str:
        """Return all of it in words."""
        left = (
            f" In {self.left_out} pictures no face was found; they are left out."
            if self.left_out
            else ""
        )
        return "\n".join(
            (
                (
                    f"{self.people} drawn people, {self.pictures} pictures of each: "
                    f"{self.same_pairs} pairs of pictures of the same person, "
                    f"{self.different_pairs} of different people.{left}"
                ),
                *(self.at(one).words for one in (0.3, round(self.equal_error_threshold, 2), 0.8)),
                self._equal_words,
                (
                    "This holds for these drawn people. Photographs of real people need another "
                    "threshold, and were not measured."
                ),
            )
        )

    def svg(self) -> str:
        """Return a chart: both errors over the threshold."""
        chart = Chart(
            "Two kinds of errors",
            self.alt(),
            x="threshold: from which similarity on it is “the same person”",
            y="wrong answers, of all pairs",
        )
        steps = range(_STEPS + 1)

        def across(threshold: float) -> float:
            return chart.left + threshold * chart.width

        for tenths in range(11):
            x = across(tenths / 10)
            chart.raw(f'<path d="M{x:.1f} {chart.floor:.1f}v5" stroke="#595959"/>')
            chart.text(x, chart.floor + 19, f"{tenths / 10:g}")
        errors = [self._errors(step) for step in steps]
        for look, shares in (
            (LOOKS[0], [one.false_accepts.share for one in errors]),
            (LOOKS[1], [one.false_rejects.share for one in errors]),
        ):
            points = [(across(s / _STEPS), chart.up(y)) for s, y in zip(steps, shares, strict=True)]
            chart.line(points, look)
        x, y = across(self.equal_error_threshold), chart.up(self.equal_error_rate)
        chart.raw(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#ffffff" stroke="#1a1a1a" '
            'stroke-width="2"/>'
        )
        side, off = ("start", 12) if self.equal_error_threshold < 0.6 else ("end", -12)  # noqa: PLR2004 - where there is room
        chart.text(x + off, y - 30, "equally frequent:", at=side)
        chart.text(
            x + off,
            y - 15,
            f"{percent(self.equal_error_rate)} at {self.equal_error_threshold:.2f}",
            at=side,
            bold=True,
        )
        chart.legend(
            [
                (LOOKS[0], "false accepts: others taken for the same person"),
                (LOOKS[1], "false rejects: the same person not known"),
            ],
            lines=True,
        )
        return chart.svg()

    def alt(self) -> str:
        """Say in a sentence what the chart shows."""
        return (
            "Two curves over the threshold from 0 to 1: false accepts fall, false rejects rise. "
            f"They cross at {self.equal_error_threshold:.2f}, where both are "
            f"{percent(self.equal_error_rate)}."
        )

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        del include, exclude
        return shown(self.svg(), self.describe(), alt=self.alt())
