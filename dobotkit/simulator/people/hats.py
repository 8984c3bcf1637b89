"""Caps, kippot, kufis, woolly hats and sun hats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.cloth import both_sides, lay_cloth, way
from dobotkit.simulator.people.tones import light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["paint_hat"]


def paint_hat(canvas: Canvas, looks: Looks) -> None:
    """Paint a hat of the kind that somebody wears."""
    {"kippah": _kippah, "kufi": _kufi, "cap": _cap, "beanie": _beanie, "bucket hat": _bucket}[
        looks.wear.covering
    ](canvas, looks)


def _dome(looks: Looks, high: float, more: float, low: float, bow: float) -> Points:
    """Return the outline of a hat: how high above the crown, how wide, where it ends."""
    o = looks.outline
    wide = o.temple_wide + more
    return both_sides(
        (0.08, o.crown - high), (0.58 * wide, o.crown - high + 0.12), (0.98 * wide, o.crown + 0.50),
        (wide, low - 0.06), (wide - 0.04, low), (0.5 * wide, low + bow * 0.8), (0.06, low + bow),
    )  # fmt: skip


def _plain(window: Window, looks: Looks) -> tuple[Plane, Plane]:
    """Return both colours of cloth, (3, h, w) each."""
    shape = (3, *window.shape)
    first = np.broadcast_to(light_of(looks.wear.covering_colour)[:, None, None], shape)
    second = np.broadcast_to(light_of(looks.wear.second_colour)[:, None, None], shape)
    return first, second


def _kippah(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    top = o.crown - 0.11
    shape = both_sides(
        (0.06, top - 0.05), (0.30, top - 0.02), (0.56, top + 0.11), (0.62, top + 0.24),
        (0.34, top + 0.20), (0.05, top + 0.18)
    )  # fmt: skip
    window = canvas.around(shape, 0.2)
    first, second = _plain(window, looks)
    rim = np.clip((window.y - top - 0.09 - 0.25 * window.x**2) * 60, 0, 1)
    paint = first + np.asarray(rim, np.float32) * (second - first)
    mask = window.inside(shape)
    lay_cloth(
        canvas, window, mask, first[:, 0, 0], looks, paint=paint, rim=0.12, depth=0.15, shadow=0.5
    )


def _kufi(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    wide, low = o.temple_wide - 0.03, -0.80
    shape = both_sides(
        (0.08, o.crown - 0.22), (0.62, o.crown - 0.17), (0.84, o.crown - 0.02),
        (wide - 0.02, o.crown + 0.45),
        (wide, low + 0.08), (0.5 * wide, low - 0.08), (0.06, low - 0.12),
    )  # fmt: skip
    window = canvas.around(shape, 0.2)
    first, second = _plain(window, looks)
    y = window.y - 0.20 * window.x**2
    zigzag = np.abs(np.mod(window.x * 4, 1) - 0.5) * 0.16
    band = np.exp(-(((y + 1.02 - zigzag) / 0.025) ** 2)) + np.exp(-(((y + 1.22) / 0.02) ** 2))
    band = band + np.exp(-(((y + 0.93) / 0.018) ** 2))
    paint = first + np.asarray(np.clip(band, 0, 1), np.float32) * (second - first)
    mask = window.inside(shape)
    lay_cloth(canvas, window, mask, first[:, 0, 0], looks, paint=paint, rim=0.25, depth=0.5)


def _cap(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    dome = _dome(looks, 0.16, 0.05, -0.70, -0.12)
    window = canvas.around(dome, 0.3)
    first, second = _plain(window, looks)
    seams = [
        way((0.0, o.crown - 0.16), (0.0, -0.8)),
        way((0.1, o.crown - 0.15), (0.55, o.crown + 0.25), (0.66, -0.75)),
        way((-0.1, o.crown - 0.15), (-0.55, o.crown + 0.25), (-0.66, -0.75)),
    ]
    lay_cloth(
        canvas,
        window,
        window.inside(dome),
        first[:, 0, 0],
        looks,
        folds=seams,
        deep=0.02,
        rim=0.4,
        depth=0.55,
    )
    peak = both_sides(
        (0.06, -0.99),
        (0.55, -0.95),
        (0.94, -0.78),
        (1.0, -0.58),
        (0.78, -0.60),
        (0.42, -0.66),
        (0.06, -0.68),
    )
    shade = window.inside(peak + np.array([0.0, 0.16]), soft=0.07)
    canvas.shadow(window, shade, 0.50)
    colour = (second if looks.seed % 2 else first)[:, 0, 0]
    lay_cloth(canvas, window, window.inside(peak), colour, looks, rim=0.16, depth=1.05, shadow=0.3)


def _beanie(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    wide = o.temple_wide + 0.10
    dome = _dome(looks, 0.30, 0.08, -0.72, -0.06)
    window = canvas.around(dome, 0.45)
    first, second = _plain(window, looks)
    ribs = [
        way((x * 0.5, o.crown - 0.25), (x * 0.95, o.crown + 0.4), (x, -0.7))
        for x in np.linspace(-1, 1, 17)
    ]
    if looks.seed % 2:
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        bobble = np.stack([0.27 * np.cos(turn), o.crown - 0.42 + 0.25 * np.sin(turn)], axis=1)
        lay_cloth(
            canvas,
            window,
            window.inside(bobble, soft=0.02),
            second[:, 0, 0],
            looks,
            rim=0.22,
            depth=0.3,
        )
    lay_cloth(
        canvas,
        window,
        window.inside(dome),
        first[:, 0, 0],
        looks,
        folds=ribs,
        deep=0.02,
        rim=0.4,
        depth=0.55,
    )
    band = both_sides(
        (0.06, -1.10),
        (0.6, -1.06),
        (wide + 0.01, -0.95),
        (wide + 0.05, -0.66),
        (0.6, -0.73),
        (0.06, -0.76),
    )
    ribs = [way((x * 1.0, -1.12), (x * 1.02, -0.66)) for x in np.linspace(-1.02, 1.02, 21)]
    colour = (second if looks.seed % 4 < 2 else first)[:, 0, 0]
    lay_cloth(
        canvas,
        window,
        window.inside(band),
        colour,
        looks,
        folds=ribs,
        deep=0.02,
        rim=0.10,
        depth=0.65,
    )


def _bucket(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    dome = _dome(looks, 0.20, 0.03, -0.80, -0.06)
    window = canvas.window(-1.8, o.crown - 0.6, 1.8, 0.2)
    first, _ = _plain(window, looks)
    lay_cloth(canvas, window, window.inside(dome), first[:, 0, 0], looks, rim=0.4, depth=0.5)
    brim = both_sides(
        (0.06, -1.06), (0.7, -1.02), (o.temple_wide + 0.05, -0.92), (1.42, -0.52), (1.30, -0.44),
        (0.7, -0.56), (0.06, -0.60)
    )  # fmt: skip
    canvas.shadow(window, window.inside(brim + np.array([0.0, 0.16]), soft=0.08), 0.45)
    seams = [way((-1.2, -0.62 + d), (0, -0.75 + d), (1.2, -0.62 + d)) for d in (0.0, -0.10)]
    lay_cloth(
        canvas,
        window,
        window.inside(brim),
        first[:, 0, 0],
        looks,
        folds=seams,
        deep=0.01,
        rim=0.2,
        depth=0.9,
    )
