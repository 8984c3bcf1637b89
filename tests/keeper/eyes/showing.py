"""A camera in front of which somebody stands: invented people, drawn from numbers."""

from __future__ import annotations

import contextlib
import functools
import itertools

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes import embedding
from dobotkit.keeper.eyes.faces import find_faces
from dobotkit.keeper.eyes.frame import Frame, wipe
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.simulator.people import Appearance, Person, photograph

_moments = itertools.count()

_SURELY_A_FACE = 0.8
_SURELY_SAME, _SURELY_OTHER = 0.7, 0.4


@functools.cache
def picture_of(number: int, occasion: int) -> np.ndarray:
    """A photograph of a drawn person: (480, 640, 3), uint8, blue, green, red."""
    person = Person(number)
    return photograph(person, Appearance.of(person, occasion))


@functools.cache
def acquainted() -> tuple[int, int]:
    """Return two drawn people of whom finder and recogniser are sure, found by trying.

    The first is found in two pictures, and alike in them; the other is like somebody else.
    """
    with contextlib.ExitStack() as over:
        faces: dict[int, NDArray[np.float32]] = {}
        over.callback(lambda: wipe(*faces.values()))
        for number in range(1, 60):
            found = [_embedded(number, occasion) for occasion in (0, 1)]
            if any(one is None for one in found):
                continue
            first, again = found
            if embedding.similarity(first, again) < _SURELY_SAME:
                continue
            for known, face in faces.items():
                if embedding.similarity(face, first) < _SURELY_OTHER:
                    return known, number
            faces[number] = first
    raise AssertionError("of sixty people no two are told apart")


def _embedded(number: int, occasion: int) -> NDArray[np.float32] | None:
    pixels = picture_of(number, occasion)
    found = find_faces(pixels, min_score=_SURELY_A_FACE)
    return embedding.embed(pixels, found[0]) if len(found) == 1 else None


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

    def stand(self, pixels: np.ndarray) -> None:
        """Let a picture stand there, (h, w, 3) uint8."""
        self._pixels = pixels

    def read(self) -> Frame:
        self.reads += 1
        return Frame(self._pixels.copy(), float(next(_moments)), self.kind)

    def close(self) -> None:
        pass
