"""A card before a camera: a specimen, drawn and photographed."""

from __future__ import annotations

import datetime as dt
import functools

import numpy as np

from dobotkit.card_layouts import LAYOUTS
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph

__all__ = ["DAY", "card_photograph", "card_photograph_once"]

DAY = dt.date(2026, 11, 23)
"""On which day specimens are drawn."""


_PX_PER_MM = 8


def card_photograph(
    seed: int, *, number: int = 7, size: tuple[int, int] = (800, 600), markers: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Photograph a card so close that all on it can be read; return also its corners, (4, 2).

    Without markers it is a card as anybody has one.
    """
    pixels, corners = _photographed(seed, number, size, markers)
    return pixels.copy(), corners.copy()


def card_photograph_once(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Photograph one, and keep no copy of it."""
    return _photographed.__wrapped__(seed, 7, (800, 600), True)


@functools.cache
def _photographed(
    seed: int,
    number: int,
    size: tuple[int, int],
    markers: bool,  # noqa: FBT001 - private
) -> tuple[np.ndarray, np.ndarray]:
    card = draw(Specimen(number, on=DAY), px_per_mm=_PX_PER_MM).copy()
    for mark in () if markers else LAYOUTS["student"].marks:
        (x, y), half = mark.middle_mm, mark.size_mm / 2 + 0.8
        left, right, top, low = (
            round(_PX_PER_MM * end) for end in (x - half, x + half, y - half, y + half)
        )
        card[top:low, left:right] = 235
    return photograph(card, seed=seed, size=size, turn=25.0, tilt=15.0, fill=0.7)
