"""A card before a camera: a specimen, drawn and photographed."""

from __future__ import annotations

import datetime as dt

import numpy as np

from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph

__all__ = ["DAY", "card_photograph"]

DAY = dt.date(2026, 11, 23)
"""On which day specimens are drawn."""


def card_photograph(
    seed: int, *, number: int = 7, size: tuple[int, int] = (800, 600)
) -> tuple[np.ndarray, np.ndarray]:
    """Photograph a card so close that all on it can be read; return also its corners, (4, 2)."""
    card = draw(Specimen(number, on=DAY), px_per_mm=8)
    return photograph(card, seed=seed, size=size, turn=25.0, tilt=15.0, fill=0.7)
