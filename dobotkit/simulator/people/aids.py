"""Hearing aids, wheelchairs and crutches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import slopes, spline
from dobotkit.simulator.people.tones import bgr, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Points
    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.tones import Colour

__all__ = ["paint_crutches", "paint_hearing_aid", "paint_wheelchair"]

_METAL = bgr(0.32, 0.30, 0.29)
_RUBBER = bgr(0.022, 0.020, 0.020)


def _tube(
    canvas: Canvas,
    way: Points,
    width: float,
    colour: Colour,
    gloss: float = 0.8,
    *,
    back: float = 0,
) -> None:
    """Lay a round tube along a way, with a little shadow behind it."""
    window = canvas.around(way, width + 0.2)
    mask = window.strokes([way], width)
    canvas.shadow(window, window.strokes([way + np.array([0.0, 0.05])], width, 0.05), 0.3)
    round_ = window.soften(mask, width * 0.28) * np.float32(width * 0.9)
    canvas.lay(window, mask, colour, slope=slopes(round_, window.unit), gloss=gloss, depth=-back)


def paint_wheelchair(canvas: Canvas, looks: Looks) -> None:
    """Paint the back rest, the push handles and the wheels: they are behind somebody."""
    if looks.wear.mobility != "wheelchair":
        return
    o = looks.outline
    colour = light_of(looks.wear.aid_colour)
    wide, high = o.shoulder_wide * 0.80, o.shoulder_high + 0.05
    for side in (-1, 1):
        turn = np.linspace(-np.pi * 0.62, -np.pi * 0.1, 30)
        wheel = np.stack(
            [side * (0.45 + 2.15 * np.cos(turn)), high + 3.05 + 1.9 * np.sin(turn)], axis=1
        )
        _tube(canvas, wheel, 0.13, _RUBBER, 0.2)
        _tube(canvas, wheel * [0.955, 1.0] + [0.0, 0.1], 0.05, _METAL * 1.6)
    rest = np.array(
        [
            (-wide, high + 0.25), (-wide + 0.03, high + 0.08), (-wide + 0.16, high),
            (wide - 0.16, high),
            (wide - 0.03, high + 0.08), (wide, high + 0.25), (wide, 9), (-wide, 9),
        ]
    )  # fmt: skip
    window = canvas.around(rest)
    mask = window.inside(rest)
    canvas.lay(
        window, mask, colour * 0.6,
        slope=slopes(window.rounded(mask, 0.14), window.unit), gloss=0.2, depth=0.0,
    )  # fmt: skip
    for side in (-1, 1):
        x = side * (wide + 0.10)
        post = spline(
            [(x, high + 2.0), (x, high + 0.3), (x + side * 0.03, high - 0.02)], closed=False
        )
        _tube(canvas, post, 0.13, _METAL)
        grip = spline(
            [
                (x + side * 0.02, high - 0.03),
                (x + side * 0.16, high - 0.13),
                (x + side * 0.36, high - 0.16),
            ],
            closed=False,
        )
        _tube(canvas, grip, 0.20, _RUBBER, 0.5)


def paint_crutches(canvas: Canvas, looks: Looks) -> None:
    """Paint a pair of crutches, under the arms."""
    if looks.wear.mobility != "crutches":
        return
    o = looks.outline
    for side in (-1, 1):
        x, y = side * (o.shoulder_wide * 0.96), o.shoulder_high + 0.92
        for lean in (-0.17, 0.17):
            _tube(
                canvas,
                np.array([(x + lean, y + 0.05), (x + lean * 0.7, y + 4.0)]),
                0.09,
                _METAL * 1.3,
            )
        pad = spline([(x - 0.30, y + 0.05), (x, y - 0.03), (x + 0.30, y + 0.05)], closed=False)
        _tube(canvas, pad, 0.24, light_of(looks.wear.aid_colour) * 0.7, 0.3)


def paint_hearing_aid(canvas: Canvas, looks: Looks) -> None:
    """Paint a hearing aid, or the parts of a cochlear implant that are worn outside."""
    kind = looks.wear.hearing_aid
    if not kind:
        return
    o = looks.outline
    colour = light_of(looks.wear.aid_colour)
    sides = (
        (-1, 1) if kind == "behind the ear" and looks.seed % 2 else (1 if looks.seed % 3 else -1,)
    )
    for side in sides:
        x, out, size = o.cheek_wide - 0.06, o.ear_out, o.ear_size
        tube = spline(
            [
                (side * (x + 0.05), 0.20 - 0.62 * size), (side * (x - 0.015), 0.12),
                (side * (x + 0.02), 0.24), (side * (x + 0.05), 0.27),
            ],
            closed=False,
        )  # fmt: skip
        _tube(canvas, tube, 0.028, bgr(0.62, 0.64, 0.66), 1.2, back=0.13)
        body = spline(
            [
                (side * (x + 0.03), 0.20 - 0.70 * size),
                (side * (x + 0.5 * out + 0.02), 0.20 - 0.94 * size),
                (side * (x + out + 0.07), 0.20 - 0.62 * size),
                (side * (x + out + 0.085), 0.20 + 0.05 * size),
                (side * (x + out + 0.05), 0.20 + 0.40 * size),
            ],
            closed=False,
        )  # fmt: skip
        _tube(canvas, body, 0.085, colour, 0.9, back=0.14)
        if kind == "cochlear implant":
            turn = np.linspace(0, 2 * np.pi, 30)
            middle = (side * (o.temple_wide - 0.02), -0.62)
            disc = np.stack(
                [middle[0] + 0.11 * np.cos(turn), middle[1] + 0.15 * np.sin(turn)], axis=1
            )
            cable = spline(
                [(side * (x + out + 0.06), -0.05), (side * (x + out + 0.12), -0.30), middle],
                closed=False,
            )
            _tube(canvas, cable, 0.03, _RUBBER, 0.4)
            window = canvas.around(disc)
            mask = window.inside(disc)
            canvas.shadow(window, window.soften(mask, 0.04), 0.4)
            height = window.rounded(mask, 0.06)
            canvas.lay(window, mask, colour, slope=slopes(height, window.unit), gloss=0.8)
