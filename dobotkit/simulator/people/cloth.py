"""Cloth that is laid around a head: folds, rims and the shadow below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import DEPTH, slopes, spline
from dobotkit.simulator.people.chance import noise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.tones import Colour

__all__ = ["both_sides", "lay_cloth", "way"]


def way(*points: tuple[float, float]) -> Points:
    """Return a smooth open way through points, (n, 2)."""
    return spline(points, closed=False)


def both_sides(*right: tuple[float, float]) -> Points:
    """Return a closed outline from its points on the right, from the top to the bottom."""
    return spline([*right, *[(-x, y) for x, y in reversed(right)]])


def lay_cloth(
    canvas: Canvas,
    window: Window,
    mask: Plane,
    colour: Colour,
    looks: Looks,
    *,
    folds: Iterable[Points] = (),
    deep: float = 0.05,
    rim: float = 0.30,
    depth: float = 0.35,
    shadow: float = 0.45,
    paint: Plane | None = None,
) -> None:
    """Lay cloth over a mask, with folds, and its shadow on what is there already.

    `depth` is how far its middle stands out towards the camera; `paint` is a pattern, given
    as a colour for each pixel.
    """
    if shadow:
        low = np.roll(mask, round(0.06 * window.unit), axis=0)
        canvas.shadow(window, np.clip(window.soften(low, 0.07) - mask, 0, 1), shadow)
    height = window.rounded(mask, rim)
    ways = list(folds)
    lines = np.zeros(window.shape, np.float32)
    if ways:
        lines = window.strokes(ways, 0.030, 0.022)
        height = height - np.float32(deep) * 2 * lines
    rows = (np.arange(window.shape[0]) * (45 / window.unit) + looks.seed).astype(int) & 255
    columns = (np.arange(window.shape[1]) * (45 / window.unit) + looks.seed).astype(int) & 255
    height = height + 0.022 * window.soften(noise(7.0, 5.0)[rows[:, None], columns[None]], 0.03)
    cloth = colour if paint is None else paint
    far = np.maximum(
        canvas.part(window)[DEPTH], depth * np.sqrt(np.clip(1 - (window.x / 1.35) ** 2, 0, 1))
    )
    canvas.lay(
        window,
        mask,
        cloth,
        slope=slopes(np.asarray(height, np.float32), window.unit),
        gloss=0.05,
        depth=far,
    )
    canvas.shadow(window, lines * mask, 0.35)
