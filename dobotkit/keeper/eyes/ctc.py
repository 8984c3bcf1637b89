"""Connectionist temporal classification: from what a network saw, step by step, to characters.

A network that reads a line gives for each step along it (a few pixels) how likely each character
is there, and how likely none, the *blank*. A text is written as a path over the steps: each
character for one step or more, blanks between them, one at least between two alike. Taking the
likeliest class of each step is the *greedy* path. Where it is known how many characters a line
has, and which may stand where, the best path that keeps to both is found by a dynamic programme
(Viterbi's), and with it how much worse every other character would be at every position.

A. Graves and others, Connectionist temporal classification, ICML 2006. Nothing here knows what
the characters are: they are numbers of columns.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import wipe

__all__ = ["NEVER", "Floats", "Through", "greedy", "likeliest", "through"]

NEVER: Final = -1e9
"""The logarithm of a probability that is none."""

_LEAST: Final = 1e-12

Floats = NDArray[np.float32]


def likeliest(chances: Floats) -> Floats:
    """Return the logarithms of probabilities, float32; none is below that of 1e-12."""
    found = np.maximum(chances, _LEAST).astype(np.float32)
    np.log(found, out=found)
    return found


def greedy(chances: Floats) -> list[tuple[int, float]]:
    """Return the greedy path's classes, each with how likely it was at its surest step.

    Parameters
    ----------
    chances:
        (steps, classes): probabilities; class 0 is the blank.
    """
    best = chances.argmax(axis=1)
    found: list[tuple[int, float]] = []
    before = 0
    for step, one in enumerate(best.tolist()):
        sure = float(chances[step, one])
        if one and one != before:
            found.append((one, sure))
        elif one:
            found[-1] = (one, max(found[-1][1], sure))
        before = one
    wipe(best)
    return found


class Through(NamedTuple):
    """How good the best paths through each character at each position are.

    Attributes
    ----------
    losses:
        (positions, characters), float32: the logarithm of the probability of the best path
        through it, less that of the best path of all. 0 is in every row, and where it is, is
        the best text; what is not allowed, or what no path reaches, is `NEVER` or less. Whoever
        asks wipes it.
    top:
        The logarithm of the probability of the best path of all.
    """

    losses: Floats
    top: float


def through(logs: Floats, allowed: NDArray[np.bool_]) -> Through:
    """Say how good the best path is that has this character at this position.

    Parameters
    ----------
    logs:
        (steps, 1 + characters): logarithms of probabilities; column 0 is the blank.
    allowed:
        (positions, characters): which characters may stand at which position. The text has as
        many characters as there are positions, neither more nor fewer.

    """
    ahead = _reach(logs, allowed)
    # A path read backwards is a path as well.
    back = _reach(logs[::-1], allowed[::-1])[::-1, ::-1]
    # The step at which both meet was counted twice.
    np.add(ahead, back, out=ahead)
    ahead -= logs[:, None, 1:]
    found: Floats = ahead.max(axis=0)
    top = float(found[0].max())
    found -= found.max(axis=1, keepdims=True)
    wipe(ahead, back)
    return Through(found, top)


def _reach(logs: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Return the best path to each step, position and character that stands there at that step.

    (steps, positions, characters), float32.
    """
    steps, positions = len(logs), len(allowed)
    found = np.full((steps, *allowed.shape), NEVER, np.float32)
    barred = np.where(allowed, np.float32(0), np.float32(NEVER))
    # On a blank, after so many characters.
    blank = np.full(positions + 1, NEVER, np.float32)
    blank[0] = 0
    here = np.full(allowed.shape, NEVER, np.float32)
    rows = np.arange(positions - 1)
    for step in range(steps):
        # Who comes from another character comes from the best one, and if that is the same
        # character (it needs a blank between) from the second best.
        best = here.max(axis=1)
        first = here[:-1].argmax(axis=1)
        others = here[:-1].copy()
        others[rows, first] = NEVER
        second = others.max(axis=1)
        came = np.repeat(best[:-1, None], allowed.shape[1], axis=1)
        came[rows, first] = second
        new = np.maximum(here, blank[:-1, None])
        np.maximum(new[1:], came, out=new[1:])
        new += logs[step, 1:]
        new += barred
        np.maximum(blank[1:], best, out=blank[1:])
        blank += logs[step, 0]
        # Numbers that stand for never stay what they are.
        np.maximum(new, NEVER, out=new)
        np.maximum(blank, NEVER, out=blank)
        found[step] = new
        wipe(others, came, here)
        here = new
    wipe(here, blank)
    return found
