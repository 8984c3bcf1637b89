"""``Rate``: how many of how many, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from dobotkit.errors import WrongValue

__all__ = ["Rate", "better_than_guessing", "percent"]

# Of 100 intervals that are made like this, 95 have the true rate in them.
_Z_95: Final = 1.959964
_RARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many.

    ::

        rate.share          # 0.675
        rate.low, rate.high # where the true rate surely lies, or nearly: 95 times of 100

    Attributes
    ----------
    count, of:
        27 of 40.
    """

    count: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; not a number where nothing was counted."""
        return self.count / self.of if self.of else math.nan

    @property
    def low(self) -> float:
        """The lower end of the interval, from 0 to 1."""
        return self._interval[0]

    @property
    def high(self) -> float:
        """The upper end of the interval, from 0 to 1."""
        return self._interval[1]

    @property
    def _interval(self) -> tuple[float, float]:
        """The interval of E. B. Wilson (1927) for 95 %; it stays honest near 0 and 100 %."""
        if not self.of:
            return 0.0, 1.0
        n, p, zz = self.of, self.share, _Z_95**2
        middle = (p + zz / (2 * n)) / (1 + zz / n)
        half = _Z_95 / (1 + zz / n) * math.sqrt(p * (1 - p) / n + zz / (4 * n * n))
        # Rounding must not shut out what was counted.
        return min(max(0.0, middle - half), p), max(min(1.0, middle + half), p)

    @property
    def words(self) -> str:
        """In words: ``"27 of 40 (68 %; the true rate is probably between 52 % and 80 %)"``."""
        if not self.of:
            return "nothing was counted"
        return (
            f"{self.count} of {self.of} ({percent(self.share)}; the true rate is probably between "
            f"{percent(self.low)} and {percent(self.high)})"
        )

    def __repr__(self) -> str:
        return self.words


def percent(share: float) -> str:
    """Return a share as a text: ``"68 %"``, and finer where that would say 0 or 100 wrongly."""
    if math.isnan(share):
        return "–"
    whole = round(100 * share)
    if (whole == 0 and share > 0) or (whole == 100 and share < 1):  # noqa: PLR2004 - percent
        return f"{100 * share:.1f} %" if 0.0005 <= share <= 0.9995 else f"{100 * share:.2f} %"  # noqa: PLR2004 - see above
    return f"{whole} %"


def better_than_guessing(named: Rate, guess: float) -> bool:
    """Whether so many would be named by guessing less than once in twenty times.

    Parameters
    ----------
    named:
        How many were named.
    guess:
        The share that guessing names, from 0 to 1.
    """
    if not 0 < guess < 1:
        raise WrongValue(f"Nobody guesses with {guess:g}.", "Give a share between 0 and 1.")
    n, chance = named.of, 0.0
    # So many or more, by the binomial distribution; in logarithms, for many people.
    for k in range(named.count, n + 1):
        logs = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        chance += math.exp(logs + k * math.log(guess) + (n - k) * math.log1p(-guess))
    return chance < _RARE
