"""The pictures of cards that are read: which card, and what is in the way of reading it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.card_layouts import LAYOUTS
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph

__all__ = ["CONDITIONS", "TODAY", "Picture", "faulty", "pictures"]

TODAY = dt.date(2026, 11, 23)

CONDITIONS: dict[str, dict[str, Any]] = {
    "near": {"fill": 0.85},
    "usual": {},
    "640x480": {"size": (640, 480), "fill": 0.9},
    "tilted by 35 degrees": {"tilt": 35.0, "fill": 0.75},
    "turned by 24 degrees": {"turn": 24.0, "background": "wood"},
    "upside down": {"turn": 180.0, "background": "cloth"},
    "out of focus": {"blur": 1.8},
    "shaken": {"motion": 5.0},
    "noise": {"noise": 12.0},
    "a lamp in it": {"glare": 0.6, "background": "gravel"},
}
"""What :func:`dobotkit.simulator.specimens.photograph.photograph` is told; else 1280 × 960, and
the card fills 0.6 of it."""


class Picture(NamedTuple):
    """One photograph."""

    condition: str
    specimen: Specimen
    pixels: NDArray[np.uint8]


def pictures(each: int) -> Iterator[Picture]:
    """Photograph so many cards under each condition, all layouts by turns."""
    names = list(LAYOUTS)
    for number in range(each):
        for place, (condition, how) in enumerate(CONDITIONS.items()):
            card = 1 + number * len(CONDITIONS) + place
            # Every layout comes under every condition.
            layout = names[(number + place) % len(names)]
            specimen = Specimen(card, layout=layout, on=TODAY)
            yield Picture(condition, specimen, photograph(draw(specimen), seed=card, **how)[0])


def faulty(each: int) -> Iterator[Picture]:
    """Photograph cards with a wrong check digit, and cards that are no specimens."""
    names = list(LAYOUTS)
    for number in range(each):
        for place, fault in enumerate(("check digit", "not reserved", "other state")):
            card = 1001 + 3 * number + place
            specimen = Specimen(card, layout=names[number % len(names)], on=TODAY, fault=fault)
            yield Picture(fault, specimen, photograph(draw(specimen), seed=card, fill=0.8)[0])
