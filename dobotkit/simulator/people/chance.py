"""Draws that follow from numbers: the same people on every computer, for ever."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Draws", "noise"]

_TILE: Final = 256


class Draws:
    """Draws of one kind for one person; other kinds do not shift them.

    `varied` makes all of its spreads larger. Only `Generator.random` is used, whose stream
    numpy has never changed.
    """

    def __init__(self, *key: int | str, varied: float = 1.0) -> None:
        numbers = [zlib.crc32(one.encode()) if isinstance(one, str) else one for one in key]
        self._varied = varied
        self._generator = np.random.Generator(np.random.PCG64(numbers))

    def between(self, low: float, high: float) -> float:
        """Return a number between two, all of them equally likely."""
        return low + (high - low) * float(self._generator.random())

    def about(self, middle: float, spread: float) -> float:
        """Return a number near a middle, evenly within 1.73 spreads (a standard deviation).

        Not a bell curve: with the same extremes people differ more from each other.
        """
        return middle + self._varied * spread * 3**0.5 * (2 * float(self._generator.random()) - 1)

    def happens(self, chance: float) -> bool:
        """Whether something of this probability happens."""
        return float(self._generator.random()) < chance

    def one_of(self, weights: Mapping[str, float]) -> str:
        """Return one of several names, each as likely as its weight says."""
        left = float(self._generator.random()) * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return list(weights)[-1]

    def many(self, *shape: int) -> NDArray[np.float32]:
        """Return an array of draws between 0 and 1."""
        return np.asarray(self._generator.random(shape), np.float32)


@lru_cache(maxsize=16)
def noise(along: float, across: float) -> NDArray[np.float32]:
    """Return noise that can be laid side by side, (256, 256), about -1 to 1.

    `along` and `across` are the sizes of its spots, in its own pixels, downwards and to the
    right.
    """
    chance = Draws(_TILE, f"{along}/{across}")
    raw = chance.many(_TILE, _TILE) - 0.5
    wide = cv2.copyMakeBorder(raw, _TILE, _TILE, _TILE, _TILE, cv2.BORDER_WRAP)
    soft = cv2.GaussianBlur(wide, (0, 0), sigmaX=max(across, 0.1), sigmaY=max(along, 0.1))
    found = soft[_TILE : 2 * _TILE, _TILE : 2 * _TILE]
    found = found / (2.0 * found.std())
    found.setflags(write=False)
    return np.asarray(found, np.float32)
