"""Eyebrows: tapered shapes made of hairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.tones import HAIR_COLOURS, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["brow_colour", "paint_brows"]

_DYED = {"blue", "pink", "green", "violet"}
# With skin from this step on, light or red hair is dyed.
_DARK = 7


def brow_colour(looks: Looks) -> str:
    """Return the name of the colour of eyebrows: dyed hair has dark ones."""
    colour = looks.hair.colour
    light = colour not in {"black", "grey", "white"}
    if colour in _DYED or (light and looks.tone >= _DARK):
        return "dark brown"
    return {"light blond": "blond", "blond": "light brown", "white": "grey"}.get(colour, colour)


def paint_brows(canvas: Canvas, looks: Looks, how: Appearance) -> None:
    """Paint both eyebrows."""
    b, e = looks.brows, looks.eyes
    colour = light_of(HAIR_COLOURS[brow_colour(looks)]) * 0.85
    t = np.linspace(0, 1, 17)
    thick = b.thick * (1 - (1 - b.taper) * np.clip((t - 0.3) / 0.7, 0, 1) ** 1.2)
    thick *= np.clip(0.55 + t * 3, 0, 1)
    middle = -b.high - 0.055 * how.brows
    for side in (-1, 1):
        draw = Draws(looks.seed, "brow", side + 1)
        x = side * (b.inner + b.long * t)
        y = (
            middle
            - b.arch * np.sin(np.pi * (0.16 + 0.84 * t))
            - b.slope * (t - 0.5)
            + side * e.uneven
        )
        y = y - 0.012 * how.brows * (1 - t)
        upper = np.stack([x, y - thick / 2], axis=1)
        lower = np.stack([x, y + thick / 2], axis=1)
        shape = np.vstack([upper, lower[::-1]])
        window = canvas.around(shape)
        body = window.inside(shape, soft=0.020)
        hairs = []
        for place, up, long in draw.many(46, 3):
            at = float(place) * 16
            n = min(15, int(at))
            root = lower[n] + (upper[n] - lower[n]) * float(up) * 0.8
            lean = 0.35 + 0.8 * float(place)
            tip = root + np.array(
                [side * 0.055 * lean, -(0.05 - 0.05 * float(place)) * (0.4 + float(long))]
            )
            hairs.append(np.array([root, tip]))
        fine = window.strokes(hairs, 0.013)
        mask = np.minimum(
            0.62 * b.dense * body + 0.6 * b.dense * fine * window.soften(body, 0.02) * 1.3, 0.95
        )
        canvas.lay(window, mask, colour, gloss=0.1)
