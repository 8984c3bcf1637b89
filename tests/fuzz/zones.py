"""Lines that somebody, or a camera, has spoilt: what reads a zone has to take any of them."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.mrz.specimens import PRINTED

__all__ = ["SPOILING", "spoilt"]

# Characters that readers of text have fallen over: ends of lines, directions, halves of
# pairs, digits and letters of other alphabets, letters that become two as capitals.
ODD = "\x00\x07\x0b\x1c\x85\u2028\u200f\u202e\ufeff\ud800\U0010ffff٣Ⅷ²ßıİﬁéÄ«»—\u0308 \t<0OI1"

Lines = list[str]


def _put(rng: random.Random, lines: Lines, characters: str) -> None:
    row = rng.randrange(len(lines))
    at = rng.randrange(len(lines[row]) + 1)
    lines[row] = lines[row][:at] + rng.choice(characters) + lines[row][at + 1 :]


def _another(rng: random.Random, lines: Lines) -> None:
    _put(rng, lines, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


def _odd(rng: random.Random, lines: Lines) -> None:
    _put(rng, lines, ODD)


def _missing(rng: random.Random, lines: Lines) -> None:
    row = rng.randrange(len(lines))
    at = rng.randrange(len(lines[row]) + 1)
    lines[row] = lines[row][:at] + lines[row][at + rng.randrange(1, 4) :]


def _too_many(rng: random.Random, lines: Lines) -> None:
    row = rng.randrange(len(lines))
    at = rng.randrange(len(lines[row]) + 1)
    lines[row] = lines[row][:at] + rng.choice(ODD + "<A0") * rng.randrange(1, 40) + lines[row][at:]


def _order(rng: random.Random, lines: Lines) -> None:
    rng.shuffle(lines)


def _fewer_lines(rng: random.Random, lines: Lines) -> None:
    if len(lines) > 1:
        lines.pop(rng.randrange(len(lines)))


def _more_lines(rng: random.Random, lines: Lines) -> None:
    lines.insert(rng.randrange(len(lines) + 1), rng.choice([*lines, "", " ", "<" * 30]))


def _another_kind(rng: random.Random, lines: Lines) -> None:
    lines[rng.randrange(len(lines))] = rng.choice(rng.choice(PRINTED).lines)


SPOILING: dict[str, Callable[[random.Random, Lines], None]] = {
    "another character": _another,
    "an odd character": _odd,
    "characters missing": _missing,
    "too many characters": _too_many,
    "lines in another order": _order,
    "a line missing": _fewer_lines,
    "a line too many": _more_lines,
    "a line of another kind": _another_kind,
}


def spoilt(rng: random.Random, kind: str, times: int) -> Lines:
    """A printed specimen, spoilt a few times in one way."""
    lines = list(rng.choice(PRINTED).lines)
    for _ in range(times):
        SPOILING[kind](rng, lines)
    return lines
