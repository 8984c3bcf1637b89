"""Clothes on shoulders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import slopes, spline
from dobotkit.simulator.people.chance import noise
from dobotkit.simulator.people.tones import bgr, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.tones import Colour

__all__ = ["body_outline", "paint_clothes", "paint_hood"]


def body_outline(looks: Looks) -> Points:
    """Return the outline of shoulders and chest down to below the picture, (n, 2)."""
    o = looks.outline
    wide, high, neck = o.shoulder_wide, o.shoulder_high, o.neck_wide
    right = [
        (neck * 1.05, high - 0.30),
        (neck * 1.6, high - 0.06),
        (wide * 0.68, high + 0.16),
        (wide * 0.92, high + 0.42),
        (wide * 1.03, high + 1.1),
        (wide * 1.08, high + 2.6),
        (wide * 1.10, high + 6.0),
    ]
    return spline([*right, *[(-x, y) for x, y in reversed(right)]])


def _opening(looks: Looks) -> Points:
    o = looks.outline
    neck, high = o.neck_wide * 1.12, o.shoulder_high
    deep = {"T-shirt": 0.30, "hoodie": 0.22, "shirt": 0.62, "V-neck": 0.80, "polo neck": -0.30}
    low = high + deep[looks.wear.clothes]
    if looks.wear.clothes in {"shirt", "V-neck"}:
        return np.array(
            [(-neck, 0.0), (-neck, high - 0.26), (0, low), (neck, high - 0.26), (neck, 0.0)]
        )
    below = [(-neck, 0.0), (-neck, high - 0.30), (-neck * 0.75, low - 0.16), (0, low)]
    return spline([*below, *[(-x, y) for x, y in reversed(below[:-1])]], closed=True)


def _folds(window: Window, seed: int) -> Plane:
    shift = seed % 97
    columns = (np.arange(window.shape[1]) * (40 / window.unit) + shift).astype(int) % 256
    rows = (np.arange(window.shape[0]) * (40 / window.unit) + 2 * shift).astype(int) % 256
    return window.soften(noise(9.0, 6.0)[rows[:, None], columns[None]], 0.04)


def paint_clothes(canvas: Canvas, looks: Looks) -> None:
    """Paint what somebody wears on the body."""
    o, wear = looks.outline, looks.wear
    body = body_outline(looks)
    window = canvas.around(body)
    bare = window.inside(_opening(looks), soft=0.006)
    mask = window.inside(body) * (1 - bare)
    across = np.clip(window.x / (o.shoulder_wide * 1.15), -0.95, 0.95)
    chest = 0.9 * np.sqrt(1 - across**2) - 0.30 * np.exp(-(window.y - o.shoulder_high) / 0.5)
    height = np.asarray(chest, np.float32) + 0.05 * _folds(window, looks.seed)
    # The rim of the neck stands up a little.
    rim = np.clip(window.soften(bare, 0.05) * 2, 0, 1) * (1 - bare)
    height += 0.05 * rim
    colour = np.repeat(light_of(wear.clothes_colour)[:, None, None], window.shape[0], axis=1)
    colour = np.repeat(colour, window.shape[1], axis=2)
    second = light_of(wear.second_colour)[:, None, None]
    if wear.pattern == "stripes":
        band = np.clip(np.sin((window.y - 0.06 * across**2) * 18) * 6 + 0.5, 0, 1)
        colour = colour + np.asarray(band, np.float32) * (second - colour)
    elif wear.pattern == "yoke":
        band = np.clip((window.y - o.shoulder_high - 0.75) * window.unit, 0, 1)
        colour = colour + (1 - band) * (second - colour)
    canvas.lay(window, mask, colour, slope=slopes(height, window.unit), gloss=0.0, depth=0.0)
    canvas.shadow(window, rim * mask * 0.25, 1.0)
    if wear.clothes in {"T-shirt", "polo neck"}:
        seam = np.clip(window.soften(bare, 0.02) * 2.2, 0, 1) * (1 - bare)
        canvas.stain(window, seam * mask * 0.3, bgr(0.7, 0.7, 0.7))
    # Below the neck's edge skin is in its shadow.
    inside = np.clip(1 - window.soften(bare, 0.04) * 1.2, 0, 1) * bare
    canvas.shadow(window, inside, 0.5)
    {"shirt": _collar, "polo neck": _roll, "hoodie": _strings}.get(wear.clothes, _nothing)(
        canvas, looks
    )


def _nothing(canvas: Canvas, looks: Looks) -> None:
    """Paint no collar."""


def _piece(canvas: Canvas, shape: Points, colour: Colour, rim: float) -> Window:
    """Lay a piece of cloth over what is there, with its shadow."""
    window = canvas.around(shape, 0.2)
    mask = window.inside(shape)
    canvas.shadow(window, window.inside(shape + np.array([0.0, 0.06]), soft=0.05), 0.4)
    height = window.rounded(mask, rim)
    canvas.lay(window, mask, colour, slope=slopes(height, window.unit), gloss=0.0, depth=0.0)
    return window


def paint_hood(canvas: Canvas, looks: Looks) -> None:
    """Paint a hood that hangs behind the neck."""
    if looks.wear.clothes != "hoodie":
        return
    neck, high = looks.outline.neck_wide, looks.outline.shoulder_high
    right = [
        (0.1, high - 0.60), (neck * 1.55, high - 0.52), (neck * 2.1, high - 0.16),
        (neck * 1.7, high + 0.25), (0.1, high + 0.5),
    ]  # fmt: skip
    shape = spline([*right, *[(-x, y) for x, y in reversed(right)]])
    _piece(canvas, shape, light_of(looks.wear.clothes_colour) * 0.8, 0.22)


def _collar(canvas: Canvas, looks: Looks) -> None:
    """Paint both halves of a collar, and buttons."""
    neck, high = looks.outline.neck_wide, looks.outline.shoulder_high
    colour = light_of(looks.wear.clothes_colour)
    for side in (-1, 1):
        half = np.array(
            [
                (side * neck * 0.98, high - 0.40), (side * neck * 1.28, high - 0.20),
                (side * neck * 0.98, high + 0.52), (side * 0.04, high + 0.62),
            ]
        )  # fmt: skip
        _piece(canvas, half, colour * 1.06, 0.07)
    window = canvas.window(-0.2, high + 0.5, 0.2, 9)
    buttons = sum(window.bump(0, high + 0.85 + 0.42 * n, 0.035, 0.035) for n in range(3))
    canvas.shadow(window, window.strokes([np.array([(0.09, high + 0.6), (0.09, 9)])], 0.02), 0.35)
    canvas.lay(window, np.clip(buttons * 1.4, 0, 1), bgr(0.75, 0.75, 0.75))


def _roll(canvas: Canvas, looks: Looks) -> None:
    """Paint a collar around the neck."""
    neck, high, chin = looks.outline.neck_wide, looks.outline.shoulder_high, looks.outline.chin
    top = min(high - 0.2, chin + 0.13)
    right = [(0.1, top + 0.06), (neck * 0.98, top), (neck * 1.2, high - 0.1), (0.1, high + 0.18)]
    shape = spline([*right, *[(-x, y) for x, y in reversed(right)]])
    _piece(canvas, shape, light_of(looks.wear.clothes_colour), 0.16)


def _strings(canvas: Canvas, looks: Looks) -> None:
    """Paint the two strings of a hood."""
    high = looks.outline.shoulder_high
    ways = [
        spline([(x, high + 0.20), (x * 1.15, high + 0.6), (x * 1.05, high + 1.0)], closed=False)
        for x in (-0.26, 0.26)
    ]
    window = canvas.window(-0.5, high, 0.5, high + 1.3)
    canvas.shadow(
        window, window.strokes([way + np.array([0.02, 0.03]) for way in ways], 0.05, 0.03), 0.4
    )
    canvas.lay(window, window.strokes(ways, 0.045), bgr(0.7, 0.72, 0.74))
