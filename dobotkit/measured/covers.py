"""``CoverResult``: how well a cover has kept drawn people from being named."""

from __future__ import annotations

import html
from base64 import b64encode
from dataclasses import dataclass
from typing import Final, Literal

from dobotkit.errors import WrongValue
from dobotkit.measured.chart import LOOKS, Chart, shown
from dobotkit.measured.rate import Rate, better_than_guessing, percent
from dobotkit.scene import Picture

__all__ = ["Cover", "CoverComparison", "CoverResult", "compare_covers"]

Cover = Literal["none", "box", "blur", "mosaic"]
_MOST: Final = 9


@dataclass(frozen=True, slots=True)
class CoverResult:
    """What an attacker still knows below a cover.

    The attacker has one picture of each person, with a number, and compares with a
    recogniser. Another picture of each is covered; the attacker knows where the face is
    below the cover, and says which number it is most like.

    Attributes
    ----------
    cover:
        ``"none"``, ``"box"``, ``"blur"`` or ``"mosaic"``.
    strength:
        Of a blur the width of its window in pixels, of a mosaic how many squares there are
        side by side; None for the others.
    found_again, found_counted:
        In how many covered pictures a face is still found at threshold 0.5, and at 0.7.
    named:
        Who is named rightly from a collection of pictures without a cover.
    named_by_parrot:
        The same, by an attacker who covers the own collection likewise: a parrot, which
        needs not understand what it repeats.
    picture:
        One person, covered so.
    left_out:
        People in whose picture no face was found before it was covered.
    """

    cover: Cover
    strength: int | None
    found_again: Rate
    found_counted: Rate
    named: Rate
    named_by_parrot: Rate
    picture: Picture
    left_out: int = 0

    @property
    def people(self) -> int:
        """How many drawn people there were."""
        return self.named.of

    @property
    def chance(self) -> float:
        """The share that somebody names who only guesses: one of all, from 0 to 1."""
        return 1 / self.people

    @property
    def title(self) -> str:
        """What the cover is, in words."""
        return {
            "none": "no cover",
            "box": "opaque box",
            "blur": f"blur, {self.strength} px",
            "mosaic": f"mosaic, {self.strength} columns",
        }[self.cover]

    @property
    def protects(self) -> bool:
        """Whether neither attacker was better than somebody who only guesses."""
        both = (self.named, self.named_by_parrot)
        return not any(better_than_guessing(rate, self.chance) for rate in both)

    def describe(self) -> str:
        """Return all of it in words."""
        left = (
            f" {self.left_out} more are left out: their face was not found without a cover either."
            if self.left_out
            else ""
        )
        lines = [
            f"{self.title.capitalize()}: {self.people} drawn people.{left}",
            (
                f"A face is still found in {self.found_again.count} of {self.found_again.of} "
                f"pictures (threshold 0.5)."
            ),
            f"Named by the attacker: {self.named.words}.",
            f"Named by one who covers the own pictures likewise: {self.named_by_parrot.words}.",
            f"Somebody who only guesses names 1 of {self.people} ({percent(self.chance)}).",
            (
                "Neither is better than guessing, as far as so few people can show it."
                if self.protects
                else "That is better than guessing: this cover gives away who it is."
            ),
        ]
        return "\n".join(lines)

    def svg(self) -> str:
        """Return a chart: found again, named, named by the parrot, and what guessing names."""
        return CoverComparison((self,)).svg(self.alt())

    def alt(self) -> str:
        """Say in a sentence what the chart shows."""
        return (
            f"Bars for {self.title}: a face found again {percent(self.found_again.share)}, named "
            f"{percent(self.named.share)}, named by the parrot "
            f"{percent(self.named_by_parrot.share)}; a line at {percent(self.chance)}: guessing."
        )

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        del include, exclude
        picture = _figure(self)
        return shown(self.svg(), self.describe(), alt=self.alt(), more=picture)


@dataclass(frozen=True, slots=True)
class CoverComparison:
    """Several covers side by side; made by ``compare_covers``.

    Attributes
    ----------
    results:
        Each cover that was measured.
    """

    results: tuple[CoverResult, ...]

    def describe(self) -> str:
        """Return all of it in words, a line a cover."""
        return "\n".join(
            f"{one.title.capitalize()}: found again {percent(one.found_again.share)}, named "
            f"{percent(one.named.share)}, by the parrot {percent(one.named_by_parrot.share)} of "
            f"{one.people} drawn people (guessing: {percent(one.chance)})."
            for one in self.results
        )

    def svg(self, alt: str = "") -> str:
        """Return a chart with three bars a cover, with a sentence for who cannot see it."""
        chart = Chart(
            "What is still known below a cover",
            alt or self.alt(),
            x="red dashes: what somebody names who only guesses; thin lines: how sure it is",
            y="of all people",
        )
        room = chart.width / len(self.results)
        bar = min(42.0, room * 0.27)
        for place, one in enumerate(self.results):
            left = chart.left + place * room
            middle = left + room / 2
            for number, rate in enumerate((one.found_again, one.named, one.named_by_parrot)):
                x = middle + (number - 1.5) * bar
                chart.bar(x, bar, rate.share, LOOKS[number], (rate.low, rate.high))
            y = chart.up(one.chance)
            chart.raw(
                f'<path d="M{middle - 1.7 * bar:.1f} {y:.1f}h{3.4 * bar:.1f}" stroke="#b30000" '
                'stroke-width="2" stroke-dasharray="6 3"/>'
            )
            name, _, how = one.title.partition(", ")
            chart.text(middle, chart.floor + 18, name, bold=True)
            chart.text(middle, chart.floor + 34, how or f"{one.people} people", size=11)
        names = ("a face is found", "named", "named by the parrot")
        chart.legend([(LOOKS[number], name) for number, name in enumerate(names)])
        return chart.svg()

    def alt(self) -> str:
        """Say in a sentence what the chart shows."""
        names = "; ".join(one.title for one in self.results)
        return (
            f"Bars for {names}: how often a face is still found, and how often it is named. The "
            "text beside it has all numbers."
        )

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        del include, exclude
        pictures = "".join(_figure(one) for one in self.results)
        return shown(self.svg(), self.describe(), alt=self.alt(), more=pictures)


def compare_covers(*results: CoverResult) -> CoverComparison:
    """Show several covers in one picture.

    Parameters
    ----------
    *results:
        What ``measure_cover`` has returned, two or more.

    Raises
    ------
    WrongValue
        These are no results, or too many for a picture.
    """
    if not results or not all(isinstance(one, CoverResult) for one in results):
        raise WrongValue(
            "Only results of covers can be compared.",
            'Measure some: box = lesson.measure_cover("box"), and compare them: '
            "lesson.compare_covers(box, blur)",
        )
    if len(results) > _MOST:
        raise WrongValue(
            f"{len(results)} covers are too many for one picture.", f"Compare {_MOST} at most."
        )
    return CoverComparison(results)


def _figure(result: CoverResult) -> str:
    picture = result.picture
    data, words = b64encode(picture.data).decode(), html.escape(picture.words)
    return (
        '<figure style="display: inline-block; margin: 6px 12px 6px 0; width: 240px">'
        f'<img src="data:{picture.kind};base64,{data}" alt="{words}" style="max-width: 100%">'
        f"<figcaption>{html.escape(result.title)}</figcaption></figure>"
    )
