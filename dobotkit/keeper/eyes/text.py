"""Reads one line of text: PP-OCRv6 through OpenCV, with rules for what may stand there.

Whoever knows what a line may hold says so. Left to itself the network takes a letter O for a
zero; where ICAO Doc 9303 allows letters alone there is no zero to be taken for one.

Whoever has read ends with :func:`forget`, for the network keeps the last picture. A text itself
cannot be overwritten: Python makes copies of texts as it likes. So whoever reads texts of a card
does it in a process that ends.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.ctc import greedy, likeliest, through
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.text_network import chances_of, forget, has_letter, letters_known

__all__ = [
    "NOTHING",
    "Line",
    "Scores",
    "forget",
    "has_letter",
    "read_line",
    "read_one_of",
    "read_scores",
]

# Natural logarithms: so much less likely may a text be that is known from elsewhere, and so much
# more for each letter that is rare.
_DOUBT: Final = 5.0
_RARE: Final = 10.0
# What is less likely than by e to this power is ruled out.
_FULL: Final = 50.0


class Line(NamedTuple):
    """What was read.

    Attributes
    ----------
    text:
        Empty if nothing was read.
    sure:
        How sure its least sure character is, 0 to 1.
    """

    text: str
    sure: float

    def __repr__(self) -> str:
        return f"<line of {len(self.text)} characters>"


NOTHING: Final = Line("", 0.0)


class Scores:
    """How good each character is at each position of a line; the best text is one of many.

    Attributes
    ----------
    characters:
        What the columns are, one character each.
    losses:
        (positions, characters), float32: how much less likely the line is as a whole with that
        character there, as a logarithm. 0 is in every row. It holds a text: :meth:`wipe`.
    """

    __slots__ = ("characters", "losses")

    def __init__(self, characters: str, losses: NDArray[np.float32]) -> None:
        self.characters = characters
        self.losses = losses

    @property
    def best(self) -> Line:
        """The best text; as sure as its least sure character is against the next best."""
        gap = min(map(self.gap, range(len(self.losses))))
        text = "".join(self.characters[one] for one in self.losses.argmax(axis=1))
        return Line(text, 1 / (1 + math.exp(-gap)))

    def gap(self, position: int, among: str | None = None) -> float:
        """How much worse the second best character is at a position (0, 1, …).

        `among` names those that come into question; all if it is None.
        """
        row = self.losses[position]
        if among is not None:
            row = row[[self.characters.index(one) for one in among if one in self.characters]]
        if len(row) < 2:  # noqa: PLR2004 - there is no second best
            return _FULL
        second, first = np.partition(row, -2)[-2:].tolist()
        return min(float(first - second), _FULL)

    def loss(self, position: int, character: str) -> float:
        """How much worse the line is with this character at this position (0, 1, …)."""
        return float(-self.losses[position, self.characters.index(character)])

    def wipe(self) -> None:
        """Overwrite it."""
        wipe(self.losses)

    def __repr__(self) -> str:
        return f"<scores of {len(self.losses)} characters>"


def read_line(
    pixels: Pixels, *, allowed: Sequence[str] | None = None, alphabet: str | None = None
) -> Line:
    """Read a line.

    Parameters
    ----------
    pixels:
        The line and a little of what is around it, (h, w, 3), uint8, blue, green, red, the
        right way up.
    allowed:
        What may stand at each position, if it is known how many characters there are.
    alphabet:
        Else: which characters there may be at all; all that the network knows if None. A space
        is one if it is in it.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    if allowed is not None:
        scores = read_scores(pixels, allowed)
        try:
            return scores.best
        finally:
            scores.wipe()
    letters = letters_known() if alphabet is None else tuple(filter(has_letter, alphabet))
    chances = chances_of(pixels, letters, None)
    try:
        found = greedy(chances)
        text = "".join(letters[one - 1] for one, _ in found).strip()
        return Line(text, min(sure for _, sure in found)) if text else NOTHING
    finally:
        wipe(chances)


def read_scores(pixels: Pixels, allowed: Sequence[str], *, width: int | None = None) -> Scores:
    """Read a line of which the number of characters is known; whoever asks wipes the answer.

    Parameters
    ----------
    pixels:
        As `read_line` has them.
    allowed:
        What may stand at each position.
    width:
        The whole picture is made so wide, one of `WIDTHS`; as its shape says if None. A character
        needs two steps of 8 pixels, better two and a half.
    """
    characters = "".join(sorted(set().union(*allowed)))
    where = np.array([[one in these for one in characters] for these in allowed])
    chances = chances_of(pixels, tuple(characters), width)
    logs = likeliest(chances)
    try:
        return Scores(characters, through(logs, where).losses)
    finally:
        wipe(chances, logs)


def read_one_of(pixels: Pixels, ways: Sequence[Sequence[str]], alphabet: str) -> Line:
    """Read a line of which something is known already: that it is written in one of some ways.

    Letters that few languages have are taken for commoner ones: Þ for P, Ø for O. What is known
    puts that right, where the picture does not speak against it.

    Parameters
    ----------
    pixels:
        As `read_line` has them.
    ways:
        For each way, what may stand at each position.
    alphabet:
        What is read if none of the ways is what the picture shows.
    """
    letters = tuple(one for one in alphabet if has_letter(one))
    chances = chances_of(pixels, letters, None)
    logs = likeliest(chances)
    try:
        free = greedy(chances)
        text = "".join(letters[one - 1] for one, _ in free).strip()
        found = Line(text, min(sure for _, sure in free)) if text else NOTHING
        limit = float(logs.max(axis=1).sum())
        return _best_way(logs, letters, ways, limit) or found
    finally:
        wipe(chances, logs)


def _best_way(
    logs: NDArray[np.float32],
    letters: Sequence[str],
    ways: Sequence[Sequence[str]],
    free: float,
) -> Line | None:
    """Return the best text in one of the ways; None if the picture speaks against it."""
    tops: list[tuple[float, Line]] = []
    for way in ways:
        found = _scores(logs, letters, way)
        if found is None:
            continue
        scores, top = found
        line = scores.best
        scores.wipe()
        rare = sum(not one.isascii() for one in line.text)
        if free - top <= _DOUBT + rare * _RARE and _is_spelt_so(logs, letters, line.text):
            tops.append((top, line))
    return max(tops, default=(0.0, None))[1]


def _is_spelt_so(logs: NDArray[np.float32], letters: Sequence[str], text: str) -> bool:
    """Whether no plain letter of a text is clearly another plain letter.

    What is granted to rare letters is not granted to their neighbours.
    """
    may = [
        one + (string.ascii_uppercase if one.isupper() else string.ascii_lowercase) for one in text
    ]
    found = _scores(logs, letters, may)
    if found is None:
        return False
    scores, _ = found
    try:
        return all(
            scores.loss(place, one) <= _DOUBT for place, one in enumerate(text) if one.isascii()
        )
    finally:
        scores.wipe()


def _scores(
    logs: NDArray[np.float32], letters: Sequence[str], way: Sequence[str]
) -> tuple[Scores, float] | None:
    """Return the scores of the texts in a way, and how likely the best is; None if none can be."""
    used = sorted({one for these in way for one in these if one in letters})
    where = np.array([[one in these for one in used] for these in way])
    if not used or not where.any(axis=1).all():
        return None
    part = logs[:, [0, *(letters.index(one) + 1 for one in used)]]
    losses, top = through(part, where)
    wipe(part)
    return Scores("".join(used), losses), top
