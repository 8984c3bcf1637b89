"""Eyes: white, iris, pupil and glint between two lids with lashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.skin import base_colour
from dobotkit.simulator.people.tones import EYE_COLOURS, bgr, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks

    Lids = tuple[Points, Points]

__all__ = ["paint_eyes"]

_STEPS = np.linspace(-1, 1, 25)


def _lids(looks: Looks, how: Appearance, side: int) -> Lids:
    """Return the edges of the upper and the lower lid, from the nose outwards, (25, 2)."""
    e = looks.eyes
    shut = 1 - how.blink
    squeezed = 1 - 0.28 * how.smile * (0.6 + 0.4 * how.open)
    upper = e.upper * (0.25 + 0.75 * squeezed) * shut * (1 + 0.12 * max(0.0, how.brows))
    lower = e.lower * squeezed * (0.35 + 0.65 * shut)
    skewed = np.clip(_STEPS - e.peak * (1 - _STEPS**2), -1, 1)
    bow = np.cos(np.pi / 2 * skewed)
    droop = e.lower * 0.9 * (1 - shut)
    x = side * (e.apart + e.wide * _STEPS)
    y = -e.slant * _STEPS + side * e.uneven
    high = np.stack([x, y - upper * bow**e.roundness + droop * bow], axis=1)
    low = np.stack([x, y + lower * np.cos(np.pi / 2 * _STEPS) ** 0.8 + 0.2 * droop * bow], axis=1)
    return high, low


def paint_eyes(canvas: Canvas, looks: Looks, how: Appearance) -> None:
    """Paint both eyes with their lids and lashes."""
    e = looks.eyes
    for side in (-1, 1):
        window = canvas.window(side * e.apart - 0.42, -0.34, side * e.apart + 0.42, 0.34)
        lids = _lids(looks, how, side)
        _lid_skin(canvas, window, looks, lids, side)
        _eyeball(canvas, window, lids, looks, how=how, side=side)
        _lashes(canvas, window, looks, lids, side)


def _lid_skin(canvas: Canvas, window: Window, looks: Looks, lids: Lids, side: int) -> None:
    e = looks.eyes
    high, low = lids
    crease = high.copy()
    crease[:, 1] -= e.crease_high * (0.55 + 0.45 * np.cos(np.pi / 2 * _STEPS))
    crease[:, 0] += side * 0.012
    dark = bgr(0.48, 0.42, 0.50)
    lid = window.strokes([(crease + high)[1:-1] / 2], 0.5 * e.crease_high, 0.016)
    canvas.raise_by(window, lid * np.float32(0.035))
    line = window.strokes([crease[2:-1]], 0.020, 0.012)
    canvas.stain(window, line * np.float32(0.8 * e.crease), dark)
    if e.bags > 0.05:
        bag = low[3:-2] + np.array([0.0, 0.075])
        canvas.stain(window, window.strokes([bag], 0.022, 0.02) * np.float32(0.6 * e.bags), dark)
    lower = low[1:-1] + np.array([0.0, 0.016])
    light = window.strokes([lower], 0.022, 0.012)
    canvas.stain(window, light * 0.5, bgr(1.12, 1.10, 1.22))


def _eyeball(
    canvas: Canvas, window: Window, lids: Lids, looks: Looks, *, how: Appearance, side: int
) -> None:
    high, low = lids
    opening = window.inside(np.vstack([high, low[::-1]]))
    e = looks.eyes
    x = side * (e.apart + 0.012) + how.gaze[0] * 0.05
    y = side * e.uneven + how.gaze[1] * 0.03 - 0.006
    away = np.sqrt((window.x - x) ** 2 + (window.y - y) ** 2).astype(np.float32)
    edge = 0.55 / window.unit

    def disc(radius: float) -> Plane:
        return np.asarray(np.clip((radius - away) / (2 * edge) + 0.5, 0, 1))

    # White is in the shadow of the lid, and pinker in the corners.
    across = np.abs((window.x - side * e.apart) / e.wide)
    white = bgr(0.66, 0.68, 0.72)[:, None, None] * (1.02 - 0.30 * across**2)
    white = white + np.zeros(window.shape, np.float32)
    corner = window.bump(side * (e.apart - e.wide * 0.93), 0.01, 0.030, 0.030)
    white += corner * (bgr(0.25, 0.25, 0.5)[:, None, None] - white)
    near = away / np.float32(e.iris)
    colour = light_of(EYE_COLOURS[e.colour])[:, None, None]
    angle = np.arctan2(window.y - y, window.x - x)
    rays = Draws(looks.seed, "iris").many(64)
    ray = rays[((angle / np.pi + 1) * 32).astype(int) % 64] - 0.5
    iris = colour * (0.75 + 0.75 * np.clip(near, 0, 1) ** 1.5 + 0.35 * ray)
    # Light comes in above and leaves its glow on the opposite side.
    iris = iris * (1.0 + 0.45 * (window.y - y) / e.iris)
    iris *= 1 - 0.6 * np.clip((near - 0.78) / 0.2, 0, 1)
    whole = white + disc(e.iris) * (iris - white)
    pupil = 0.42 * e.iris
    whole *= 1 - 0.97 * disc(pupil)
    lid = window.strokes([high], 0.055, 0.035)
    whole *= 1 - 0.55 * lid
    canvas.lay(window, opening, whole, gloss=0.0)
    part = canvas.part(window)
    for plane, there in ((3, window.x - side * e.apart), (4, window.y)):
        part[plane] += opening * (0.6 * there - part[plane])
    part[6] += opening * (1 - part[6])
    glint_x, glint_y = x + 0.35 * e.iris * how.light[0], y + 0.40 * e.iris * (how.light[1] - 0.2)
    glint = window.bump(glint_x, glint_y, 0.020, 0.020)
    small = window.bump(x - 0.5 * e.iris * how.light[0], y + 0.45 * e.iris, 0.022, 0.014)
    bright = np.minimum(1.3 * glint + 0.10 * small, 1) * opening
    canvas.lay(window, bright, bgr(1.25, 1.25, 1.25))


def _lashes(canvas: Canvas, window: Window, looks: Looks, lids: Lids, side: int) -> None:
    e = looks.eyes
    high, low = lids
    dark = np.minimum(light_of("#1c1412"), base_colour(looks) * 0.35)
    edge = high.copy()
    edge[-3:] += [side * 0.012, -0.006]
    canvas.lay(window, window.strokes([edge], 0.020 + 0.016 * e.lash, 0.006) * 0.95, dark)
    hairs = []
    for number in range(8, 25, 2):
        root, far = high[number], (_STEPS[number] + 0.5) * 0.05
        hairs.append(np.array([root, root + np.array([side * far * 0.8, -0.045 * e.lash - 0.01])]))
    canvas.lay(window, window.strokes(hairs, 0.010) * np.float32(0.8 * e.lash**1.5), dark)
    canvas.lay(
        window, window.strokes([low[6:]], 0.012, 0.006) * np.float32(0.35 + 0.3 * e.lash), dark
    )
