"""A camera in front of which somebody stands: invented people, drawn from numbers."""

from __future__ import annotations

import functools
import itertools

import numpy as np

from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.simulator.people import Appearance, Person, photograph

_moments = itertools.count()


@functools.cache
def picture_of(number: int, occasion: int) -> np.ndarray:
    """A photograph of a drawn person: (480, 640, 3), uint8, blue, green, red."""
    person = Person(number)
    return photograph(person, Appearance.of(person, occasion))


class Showing:
    """A camera; who stands before it is set from outside.

    Parameters
    ----------
    kind:
        What it says that it is.
    """

    name = "showing"

    def __init__(self, kind: Kind = "usb") -> None:
        self.kind: Kind = kind
        self.reads = 0
        self._pixels = np.full((480, 640, 3), 90, np.uint8)

    def show(self, *who: tuple[int, int]) -> None:
        """Let people stand there, each with a number and an occasion, side by side."""
        pictures = [picture_of(*one) for one in who]
        self._pixels = np.concatenate(pictures, axis=1) if pictures else self._pixels * 0 + 90

    def read(self) -> Frame:
        self.reads += 1
        return Frame(self._pixels.copy(), float(next(_moments)), self.kind)

    def close(self) -> None:
        pass
