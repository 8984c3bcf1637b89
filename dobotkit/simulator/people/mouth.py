"""Mouths: two lips, the line between them, and teeth when somebody laughs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.skin import base_colour
from dobotkit.simulator.people.tones import bgr

if TYPE_CHECKING:
    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas, Points, Window
    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.tones import Colour

__all__ = ["lip_colour", "paint_mouth"]

_U = np.linspace(-1, 1, 33)
_ROSE = bgr(0.200, 0.165, 0.420)


def lip_colour(looks: Looks) -> Colour:
    """Return the colour of lips: rosier than the skin; on dark skin lighter, never a dark blob."""
    skin = base_colour(looks)
    tone = looks.tone
    rosy = looks.mouth.rosy
    if tone <= 6:
        return np.asarray(skin * (1 - (0.35 + 0.75 * rosy) * bgr(0.62, 0.68, 0.20)), np.float32)
    share = 0.16 + 0.22 * rosy
    return np.asarray(skin * (1 - share) + _ROSE * share * (1.0 if tone <= 8 else 0.80), np.float32)


def _edges(looks: Looks, how: Appearance) -> tuple[Points, Points, Points, Points]:
    """Return the upper edge, both edges of the opening, and the lower edge, (33, 2) each."""
    m = looks.mouth
    wide = m.wide * (1 + 0.20 * how.smile)
    flat = 1 - 0.22 * how.smile
    x = wide * _U
    bow = 1 - _U**2
    line = m.at - (m.corners + 0.17 * how.smile) * np.abs(_U) ** 1.7 + 0.045 * how.smile
    gap = 0.15 * how.open * (0.5 + 0.5 * how.smile)
    cupid = m.bow * np.exp(-((_U / 0.17) ** 2) / 2)
    peak = np.exp(-(((np.abs(_U) - 0.28) / 0.22) ** 2) / 2) * 0.18
    top = (
        line - m.upper * flat * (bow**0.75 * (0.88 + peak) * (1 - cupid) + 0.02) - 0.15 * gap * bow
    )
    above = line - 0.25 * gap * bow + 0.014 * np.cos(2.2 * np.pi * _U) * bow * (1 - how.open)
    below = above + gap * bow**0.8
    bottom = below + m.lower * flat * bow**0.55 + 0.006
    return (
        np.stack([x, top], axis=1),
        np.stack([x, above], axis=1),
        np.stack([x, below], axis=1),
        np.stack([x, bottom], axis=1),
    )


def paint_mouth(canvas: Canvas, looks: Looks, how: Appearance) -> None:
    """Paint the mouth."""
    m = looks.mouth
    top, above, below, bottom = _edges(looks, how)
    window = canvas.around(np.vstack([top, bottom]), 0.16)
    colour = lip_colour(looks)
    upper = window.inside(np.vstack([top, above[::-1]]), soft=0.007)
    lower = window.inside(np.vstack([below, bottom[::-1]]), soft=0.007)
    # A soft border: lips have no outline.
    much = 0.88
    canvas.lay(window, upper * much, colour * 0.72, gloss=0.15)
    canvas.lay(window, lower * much, colour * 0.96, gloss=0.55)
    roll = window.strokes([(top + above) / 2], m.upper * 0.6, 0.025)
    roll = roll + 1.3 * window.strokes([(below + bottom) / 2], m.lower * 0.6, 0.03)
    canvas.raise_by(window, roll * 0.045, np.minimum(upper + lower, 1))
    under = window.strokes([bottom[8:-8] + np.array([0.0, 0.035])], 0.035, 0.025)
    canvas.shadow(window, under, 0.22)
    if how.open > 0.05:
        _inside(canvas, window, looks, above, below)
    else:
        line = window.strokes([above], 0.020, 0.006)
        canvas.stain(window, line * 0.85, bgr(0.30, 0.24, 0.34))
    corners = window.strokes([above[:3], above[-3:]], 0.030, 0.014)
    canvas.stain(window, corners * (0.55 + 0.2 * how.smile), bgr(0.40, 0.34, 0.44))
    dimple = 0.5 * m.dimples * how.smile
    if dimple > 0.05:
        for end, out in ((above[0], -0.10), (above[-1], 0.10)):
            wide = canvas.window(
                end[0] + out - 0.1, end[1] - 0.2, end[0] + out + 0.1, end[1] + 0.15
            )
            canvas.shadow(wide, wide.bump(end[0] + out, end[1] - 0.03, 0.022, 0.055), dimple)


def _inside(canvas: Canvas, window: Window, looks: Looks, above: Points, below: Points) -> None:
    opening = window.inside(np.vstack([above, below[::-1]]))
    canvas.lay(window, opening, bgr(0.020, 0.016, 0.060), gloss=0.0)
    # The upper row of teeth follows the upper lip.
    ends = slice(4, -4)
    reach = above[ends] + (below[ends] - above[ends]) * 0.74
    teeth = window.inside(np.vstack([above[ends], reach[::-1]]), soft=0.006) * opening
    white = bgr(0.66, 0.72, 0.76) * looks.mouth.teeth
    across = 1 - 0.45 * np.abs(window.x / above[-1, 0]) ** 2
    canvas.lay(window, teeth, white[:, None, None] * across)
    high, low = above[:, 1].min() - 0.1, below[:, 1].max()
    places = (-0.235, -0.165, -0.085, 0.0, 0.085, 0.165, 0.235)
    gaps = [np.array([(place, high), (place, low)]) for place in places]
    canvas.stain(window, window.strokes(gaps, 0.008, 0.004) * teeth * 0.35, bgr(0.4, 0.4, 0.45))
    lid = window.strokes([above], 0.045, 0.02)
    canvas.shadow(window, lid * opening, 0.45)
