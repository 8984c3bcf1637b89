"""Glasses of five kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import spline
from dobotkit.simulator.people.tones import bgr, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Points
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["paint_glasses"]

# Half the breadth and height of a glass, how square it is, and how thick the frame is.
_KINDS = {
    "round": (0.285, 0.275, 2.0, 0.030),
    "oblong": (0.315, 0.195, 3.2, 0.040),
    "square": (0.300, 0.250, 3.6, 0.048),
    "cat-eye": (0.310, 0.220, 2.7, 0.046),
    "half-rim": (0.300, 0.205, 3.0, 0.038),
}


def _lens(looks: Looks, side: int) -> Points:
    wide, high, square, _ = _KINDS[looks.wear.glasses]
    turn = np.linspace(0, 2 * np.pi, 49)
    cosine, sine = np.cos(turn), np.sin(turn)
    x = wide * np.sign(cosine) * np.abs(cosine) ** (2 / square)
    y = high * np.sign(sine) * np.abs(sine) ** (2 / square)
    if looks.wear.glasses == "cat-eye":
        y = y - 0.09 * np.clip(x / wide, 0, 1) ** 2 * (y < 0)
    size = looks.wear.glasses_size
    apart = max(looks.eyes.apart, wide * size + 0.07) + 0.01
    return np.stack([side * (apart + size * x), 0.05 + size * y], axis=1)


def paint_glasses(canvas: Canvas, looks: Looks) -> None:
    """Paint glasses, the shadow that they throw, and what is mirrored in them."""
    kind = looks.wear.glasses
    if not kind:
        return
    thick = _KINDS[kind][3]
    colour = light_of(looks.wear.glasses_colour)
    window = canvas.window(-1.25, -0.5, 1.25, 0.6)
    rims, lenses = [], []
    for side in (-1, 1):
        lens = _lens(looks, side)
        lenses.append(lens)
        rims.append(lens[24:] if kind == "half-rim" else lens)
        out = float(np.abs(lens[:, 0]).max())
        ear = looks.outline.cheek_wide + 0.02
        rims.append(np.array([(side * (out - 0.01), -0.05), (side * max(ear, out + 0.03), -0.09)]))
    inner = float(lenses[1][:, 0].min())
    rims.append(spline([(-inner - 0.01, 0.0), (0, -0.055), (inner + 0.01, 0.0)], closed=False))
    fallen = [way + np.array([0.015, 0.075]) for way in rims]
    canvas.shadow(window, window.strokes(fallen, thick * 1.2, 0.030), 0.35)
    glass = np.maximum(window.inside(lenses[0]), window.inside(lenses[1]))
    # The sky in the glass: a pale slanted band, weak enough to see the eyes.
    slanted = np.mod(window.x + 0.7 * window.y, 0.9)
    band = np.exp(-(((slanted - 0.30) / 0.10) ** 2)) * np.clip(0.25 - window.y, 0, 0.5)
    canvas.lay(window, np.asarray(glass * (0.16 * band + 0.02), np.float32), bgr(0.85, 0.80, 0.76))
    frame = window.strokes(rims, thick)
    if kind == "half-rim":
        frame = np.maximum(frame, 0.45 * window.strokes(lenses, 0.014))
    canvas.lay(window, frame, colour, gloss=1.6)
    edge = window.soften(frame, 0.012)
    canvas.raise_by(window, edge * 0.05, frame)
