"""What every fault has: numbers, dice, and the moments at which it may step in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.wire import Frame

__all__ = ["Fault", "Number", "Pieces"]

Pieces = list[tuple[float, bytes]]
"""What arrives of one answer: each piece with the seconds that pass before it."""


class Number(NamedTuple):
    """One number of a fault: how it is named in the form, what it is, and its limits."""

    letter: str
    what: str
    default: float
    low: float
    high: float


class Fault:
    """One thing that goes wrong. Each hook lets everything pass unless a kind says otherwise.

    Parameters
    ----------
    numbers:
        The numbers of :attr:`takes`, checked.
    chance:
        The generator that decides whatever is left to chance.
    arm:
        The arm that it happens to.
    now:
        The wall's clock in seconds.

    Attributes
    ----------
    does:
        What happens, as a sentence that names its numbers.
    takes:
        Its numbers: letter, what it is, default, lowest and highest.
    """

    does: str = ""
    takes: tuple[Number, ...] = ()

    def __init__(
        self,
        numbers: Sequence[float],
        chance: Random,
        arm: Firmware,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.numbers = tuple(numbers)
        self.chance = chance
        self.arm = arm
        self.now = now

    def hits(self, probability: float) -> bool:
        """Throw the dice."""
        return self.chance.random() < probability

    def bytes_to_arm(self, data: bytes) -> bytes:
        """Return what becomes of bytes on their way to the arm."""
        return data

    def lets_through(self) -> bool:
        """Tell whether a whole request reaches the arm."""
        return True

    def taken(self, request: Frame) -> None:
        """Take note that the arm has answered a request."""

    def pieces(self, pieces: Pieces) -> Pieces:
        """Return what arrives of an answer."""
        return pieces

    def look(self) -> None:
        """Do what it is time for; called whenever somebody looks at the line."""

    def opened(self) -> None:
        """Take note that a host has opened the line anew."""

    @property
    def unplugged(self) -> bool:
        """Whether the cable was pulled out; it stays so until the line is opened anew."""
        return False

    @property
    def missing(self) -> bool:
        """Whether the cable cannot be plugged in yet."""
        return False
