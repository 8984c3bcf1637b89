"""The words for faults, as they stand in an address and on the command line.

A word is a kind with its numbers, ``KIND[:NUMBER]…``; numbers that are left out
have their default::

    noise:0.01           late:0.3s:0.5           power-off:2           torn

Several words are several options or one list with commas. Seconds may have an
s behind them, an alarm code may be written as 0x12.
"""

from __future__ import annotations

import difflib
import math
import time
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from dobotkit.simulator.fault import Fault, Number
from dobotkit.simulator.faults import KINDS
from dobotkit.simulator.firmware import Firmware

__all__ = ["Word", "describe_kinds", "make_faults", "read_faults"]


class Word(NamedTuple):
    """A kind of fault with all its numbers."""

    kind: str
    numbers: tuple[float, ...]


def read_faults(texts: Iterable[str]) -> tuple[Word, ...]:
    """Read the words of several options, each of which may be a list with commas.

    Raises
    ------
    ValueError
        A kind that does not exist, or a number that makes no sense, saying what would.
    """
    return tuple(_read(word.strip()) for text in texts for word in text.split(","))


def make_faults(
    words: Iterable[Word],
    seed: int,
    arm: Firmware,
    now: Callable[[], float] = time.monotonic,
) -> list[Fault]:
    """Make the faults of one arm, in the order in which they work.

    Parameters
    ----------
    words:
        What is to go wrong.
    seed:
        Decides what is left to chance.
    arm:
        What it happens to.
    now:
        The wall's clock in seconds.
    """
    faults: list[Fault] = []
    words = list(words)
    for kind in KINDS:
        alike = [word.numbers for word in words if word.kind == kind]
        for place, numbers in enumerate(alike):
            # Dice of its own: another fault beside it changes nothing for this one.
            dice = Random(f"{seed} {kind} {place}")  # noqa: S311 - to be repeated, not to be secret
            faults.append(KINDS[kind](numbers, dice, arm, now))
    return faults


def describe_kinds() -> str:
    """Return all kinds with their forms, what they do and what they take, one a line."""
    rows = [(_form(kind), fault.does, _defaults(kind)) for kind, fault in KINDS.items()]
    width = max(len(form) for form, _, _ in rows)
    return "\n".join(f"{form:<{width}}  {does} ({defaults})" for form, does, defaults in rows)


def _form(kind: str) -> str:
    numbers = [f"[:{number.letter}" for number in KINDS[kind].takes]
    return kind + "".join(numbers) + "]" * len(numbers)


def _defaults(kind: str) -> str:
    numbers = []
    for number in KINDS[kind].takes:
        text = "for ever" if number.default == math.inf else f"{number.default:g}"
        if number.letter == "CODE":
            text = f"{int(number.default):#x}"
        numbers.append(f"{number.letter}: {text}")
    return ", ".join(numbers)


def _read(word: str) -> Word:
    kind, *given = word.split(":")
    if kind not in KINDS:
        close = difflib.get_close_matches(kind, KINDS, n=1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        raise ValueError(f"there is no fault {kind!r}{hint}; the faults are {', '.join(KINDS)}")
    takes = KINDS[kind].takes
    if len(given) > len(takes):
        raise ValueError(f"{word!r} has more numbers than {_form(kind)}")
    numbers = [
        _number(word, kind, number, text) for number, text in zip(takes, given, strict=False)
    ]
    return Word(kind, (*numbers, *(number.default for number in takes[len(given) :])))


def _number(word: str, kind: str, number: Number, text: str) -> float:
    whole = number.letter in ("N", "CODE")
    try:
        if whole:
            value = float(int(text, 0 if number.letter == "CODE" else 10))
        else:
            value = float(text.removesuffix("s") if number.letter in ("S", "T") else text)
    except ValueError:
        value = math.nan
    if not number.low <= value <= number.high:
        raise ValueError(f"in {word!r}, {number.letter} of {_form(kind)} is {number.what}")
    return value
