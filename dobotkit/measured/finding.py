"""``Finding``: how often the faces of each skin tone are found, whatever the threshold is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dobotkit.errors import WrongValue
from dobotkit.measured.chart import LOOKS, Chart, shown
from dobotkit.measured.rate import Rate, percent
from dobotkit.monk import MONK

__all__ = ["LOWEST", "STEPS", "Finding", "ToneFound"]

STEPS: Final = 101
"""Thresholds of a measurement: 0.00, 0.01 … 1.00."""

LOWEST: Final = 0.3
"""Below this threshold nothing is measured: there a finder takes anything for a face."""

_SHOWN: Final = (0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class ToneFound:
    """How often faces of one skin tone were found.

    Attributes
    ----------
    tone:
        Its number on the Monk scale: 1 (lightest) to 10 (darkest).
    people, pictures:
        How many drawn people, and how many pictures of them in all.
    counts:
        For each threshold 0.00, 0.01 … 1.00 in how many pictures the face was found.
    """

    tone: int
    people: int
    pictures: int
    counts: tuple[int, ...]

    def found(self, threshold: float) -> Rate:
        """Return how often faces were found at a threshold from 0.3 to 1, in steps of 0.01."""
        return Rate(self.counts[step_of(threshold, LOWEST)], self.pictures)


@dataclass(frozen=True, slots=True)
class Finding:
    """How often faces were found, for each skin tone and every threshold.

    ::

        finding.at(0.9)          # each tone and its rate
        finding.found(0.9)       # of all tones together
        show(finding)            # bars, with a slider for the threshold

    Attributes
    ----------
    tones:
        Each tone that was measured.
    """

    tones: tuple[ToneFound, ...]

    def at(self, threshold: float) -> dict[int, Rate]:
        """Return the rate of each tone at a threshold from 0.3 to 1."""
        return {one.tone: one.found(threshold) for one in self.tones}

    def found(self, threshold: float) -> Rate:
        """Return the rate of all tones together at a threshold from 0.3 to 1."""
        rates = self.at(threshold).values()
        return Rate(sum(rate.count for rate in rates), sum(rate.of for rate in rates))

    def words_at(self, threshold: float) -> str:
        """Say in one sentence what a threshold does to whom."""
        rates = self.at(threshold)
        whole = self.found(threshold)
        few = [tone for tone, rate in rates.items() if rate.high < whole.low]
        text = f"At threshold {threshold:.2f}, {percent(whole.share)} of all faces are found"
        worst = min(rate.share for rate in rates.values())
        if worst < whole.share:
            those = [tone for tone, rate in rates.items() if rate.share == worst]
            text += f", of {_tones(those)} only {percent(worst)}"
        text += "."
        if few:
            are = "is" if len(few) == 1 else "are"
            text += f" That {_tones(few)} {are} found less often is hardly by chance."
        return text

    def describe(self) -> str:
        """Return all of it in words."""
        each = {one.pictures for one in self.tones}
        pictures = f"{min(each)}" if len(each) == 1 else f"{min(each)} to {max(each)}"
        pictures += " picture" if max(each) == 1 else " pictures"
        people = sum(one.people for one in self.tones)
        lines = [
            (
                f"How often the faces of drawn people are found: {people} people, "
                f"{pictures} of each skin tone."
            ),
            *(self.words_at(threshold) for threshold in _SHOWN),
            (
                "Found at 0.5, at 0.7 and at 0.9; in brackets where the rate would probably be "
                "with very many such pictures:"
            ),
            *(self._line(one) for one in self.tones),
            (
                "With more people the brackets become narrower: lesson.measure_finding(people=20, "
                "pictures=7) takes 140 pictures of each tone, and some minutes."
            ),
            "Photographs of real people were not measured.",
        ]
        return "\n".join(lines)

    def _line(self, one: ToneFound) -> str:
        rates = map(one.found, _SHOWN)
        parts = (
            f"{percent(rate.share)} ({100 * rate.low:.0f}–{100 * rate.high:.0f})" for rate in rates
        )
        return f"Tone {one.tone}: {', '.join(parts)}"

    def svg(self) -> str:
        """Return a chart: for each tone three bars, at the thresholds 0.5, 0.7 and 0.9."""
        chart = Chart(
            "Faces that are found, by skin tone",
            self.alt(),
            x="skin tone (Monk scale), and how many pictures; thin lines: how sure it is",
            y="found, of all pictures",
        )
        room = chart.width / len(self.tones)
        bar = min(26.0, room * 0.27)
        for place, one in enumerate(self.tones):
            left = chart.left + place * room
            for number, threshold in enumerate(_SHOWN):
                rate = one.found(threshold)
                x = left + room / 2 + (number - 1.5) * bar
                chart.bar(x, bar, rate.share, LOOKS[number], (rate.low, rate.high))
            middle = left + room / 2
            chart.raw(
                f'<rect x="{middle - 30:.1f}" y="{chart.floor + 8:.1f}" width="16" height="16" '
                f'fill="{MONK[one.tone - 1]}" stroke="#1a1a1a"/>'
            )
            chart.text(middle - 9, chart.floor + 21, f"{one.tone}", at="start", bold=True)
            chart.text(middle, chart.floor + 38, f"{one.pictures}", size=11)
        chart.legend([(LOOKS[number], f"threshold {one:g}") for number, one in enumerate(_SHOWN)])
        return chart.svg()

    def alt(self) -> str:
        """Say in a sentence what the chart shows."""
        return (
            f"Bars: how often faces are found at the thresholds 0.5, 0.7 and 0.9, for "
            f"{len(self.tones)} skin tones. The text beside it has all numbers."
        )

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        del include, exclude
        return shown(self.svg(), self.describe(), alt=self.alt())


def _tones(tones: Sequence[int]) -> str:
    *most, last = map(str, tones)
    return f"tones {', '.join(most)} and {last}" if most else f"tone {last}"


def step_of(threshold: float, lowest: float = 0.0) -> int:
    """Return the number of the nearest threshold of 0.00, 0.01 … 1.00.

    Raises
    ------
    WrongValue
        It is none from the lowest one to 1.
    """
    try:
        value = float(threshold)
    except (TypeError, ValueError):
        value = -1.0
    if not lowest <= value <= 1:
        raise WrongValue(
            f"{threshold!r:.30} is no threshold that was measured.",
            f"Give a number from {lowest:g} to 1, such as 0.7.",
        )
    return round(100 * value)
