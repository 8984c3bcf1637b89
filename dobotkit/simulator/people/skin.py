"""Skin: its colour, what is on it, and where it is laid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.canvas import slopes, spline
from dobotkit.simulator.people.chance import Draws, noise
from dobotkit.simulator.people.outline import ear_outline, head_outline, relief, wrinkles
from dobotkit.simulator.people.tones import DARKEST, bgr, skin_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas, Plane, Window
    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.tones import Colour

__all__ = ["base_colour", "paint_ears", "paint_face", "paint_neck"]


def base_colour(looks: Looks) -> Colour:
    """Return the colour of somebody's skin: a step of the scale, a little warmer or cooler."""
    warm = 0.045 * looks.marks.warmth
    return np.maximum(skin_of(looks.tone) * bgr(1 - warm, 1, 1 + 0.5 * warm), DARKEST)


def _blush(looks: Looks) -> Colour:
    """Return what blood under the skin does to its colour, blue, green, red."""
    # On dark skin it makes the colour warmer and deeper, not pink.
    much = (1.0, 0.9, 0.85, 0.75, 0.6, 0.5, 0.45, 0.4, 0.3, 0.25)[looks.tone - 1]
    return np.asarray([1 - 0.34 * much, 1 - 0.36 * much, 1 - 0.02 * much], np.float32)


def _textured(window: Window, looks: Looks) -> Plane:
    """Return the colour of skin with its blotches, (3, h, w)."""
    draw = Draws(looks.seed, "skin")
    rows, columns = window.shape
    coarse = draw.many(9, 8) - 0.5
    spots = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC)
    grain = cv2.resize(noise(1.0, 1.0)[:96, :80], (columns, rows), interpolation=cv2.INTER_LINEAR)
    much = looks.marks.blotches
    bright = 1 + 0.10 * much * spots + 0.014 * grain
    return np.asarray(base_colour(looks)[:, None, None] * bright, np.float32)


def paint_neck(canvas: Canvas, looks: Looks) -> None:
    """Paint the neck and what is seen below it."""
    o = looks.outline
    wide, low = o.neck_wide, o.shoulder_high
    right = [
        (wide * 0.98, 0.6),
        (wide, o.chin),
        (wide * 1.04, low - 0.30),
        (wide * 1.25, low + 0.2),
    ]
    shape = spline([*right, (0.0, low + 0.9), *[(-x, y) for x, y in reversed(right)]])
    window = canvas.around(shape)
    mask = window.inside(shape)
    across = np.clip(window.x / (wide * 1.06), -0.93, 0.93)
    along = np.asarray(across / np.sqrt(1 - across**2) + np.zeros_like(window.y), np.float32)
    down = np.full(window.shape, 0.12, np.float32)
    canvas.lay(
        window, mask, base_colour(looks) * 0.93, slope=(along * 0.7, down), gloss=0.25, depth=0.0
    )
    # The two cords of the neck, and the hollow between the collar bones.
    cords = np.zeros(window.shape, np.float32)
    for side in (-1, 1):
        cord = np.array([(side * wide * 0.85, o.chin), (side * 0.14, low + 0.12)])
        cords += window.strokes([cord], 0.10, 0.06)
    canvas.raise_by(window, cords * 0.035 - 0.05 * window.bump(0, low + 0.15, 0.12, 0.09), mask)
    under = window.soften(window.inside(head_outline(looks) + np.array([0.0, 0.34])), 0.16)
    canvas.shadow(window, under * mask, 0.62)


def paint_ears(canvas: Canvas, looks: Looks) -> None:
    """Paint both ears."""
    for side in (-1, 1):
        shape = ear_outline(looks, side)
        window = canvas.around(shape)
        mask = window.inside(shape)
        height = window.rounded(mask, 0.10)
        inner = window.inside((shape - shape.mean(axis=0)) * 0.52 + shape.mean(axis=0), soft=0.03)
        height -= inner * 0.07
        colour = base_colour(looks) * (0.55 + 0.45 * _blush(looks))
        canvas.lay(window, mask, colour, slope=slopes(height, window.unit), gloss=0.2, depth=-0.15)
        canvas.shadow(window, inner * mask, 0.35)


def paint_face(canvas: Canvas, looks: Looks, how: Appearance) -> None:
    """Paint the head with its skin, before eyes, brows and mouth."""
    shape = head_outline(looks)
    window = canvas.around(shape)
    mask = window.inside(shape)
    height = relief(window, looks, mask, how.smile, how.brows)
    colour = _textured(window, looks)
    canvas.lay(
        window, mask, colour,
        slope=slopes(window.soften(height, 0.012), window.unit),
        gloss=0.65 + 0.55 * looks.marks.shine, depth=height * 0.9,
    )  # fmt: skip
    # Hollows get less light from everywhere.
    hollow = np.clip((window.soften(height, 0.10) - height) * 4.0, 0, 0.5)
    hollow += np.clip((window.soften(height, 0.30) - height) * 0.9, 0, 0.4) * 0.6
    canvas.shadow(window, np.minimum(hollow, 0.75) * window.soften(mask, 0.05) * mask, 0.8)
    _colour_face(canvas, window, mask, looks, how)
    _freckles(canvas, looks)
    if looks.marks.wrinkles > 0.15:
        lines = window.strokes(wrinkles(looks), 0.014, 0.010) * mask
        canvas.stain(window, lines * (0.5 * looks.marks.wrinkles), bgr(0.50, 0.48, 0.58))
    if looks.hair.beard or looks.marks.stubble > 0.1:
        _shaved(canvas, window, mask, looks)


def _colour_face(
    canvas: Canvas, window: Window, mask: Plane, looks: Looks, how: Appearance
) -> None:
    o, e, n = looks.outline, looks.eyes, looks.nose
    blush = _blush(looks)
    rosy = window.bump(-0.58, o.cheekbone_high + 0.05, 0.24, 0.19)
    rosy = rosy + window.bump(0.58, o.cheekbone_high + 0.05, 0.24, 0.19)
    rosy *= 0.35 + 0.35 * how.smile
    rosy += 0.45 * window.bump(0, n.base - 0.13, 0.16, 0.13)
    rosy += 0.25 * window.bump(0, o.chin - 0.15, 0.25, 0.12)
    canvas.stain(window, rosy * mask * np.float32(looks.marks.blush), blush)
    # Around the eyes the skin is thin and a little darker.
    around = window.bump(-e.apart, 0.03, 0.25, 0.14) + window.bump(e.apart, 0.03, 0.25, 0.14)
    canvas.stain(window, around * mask, bgr(0.86, 0.80, 0.84))
    # Nostrils, and the crease around the wings.
    holes = []
    for side in (-1, 1):
        place = (side * n.wings * 0.50, n.base - 0.015)
        holes.append(
            spline(
                [
                    (place[0] - side * 0.055, place[1] + 0.012),
                    (place[0] - side * 0.01, place[1] - 0.028 * n.nostril),
                    (place[0] + side * 0.065, place[1] + 0.002),
                    (place[0] + side * 0.02, place[1] + 0.022),
                ]
            )
        )
    dark = bgr(0.18, 0.15, 0.20)
    canvas.stain(window, window.inside(*holes, soft=0.010) * np.float32(0.9 * n.nostril), dark)
    wings = []
    for side in (-1, 1):
        edge = n.wings + n.wing_size * 0.55
        wings.append(
            spline(
                [
                    (side * (edge - 0.03), n.base - 0.15),
                    (side * edge, n.base - 0.07),
                    (side * (edge - 0.035), n.base),
                ],
                closed=False,
            )
        )
    canvas.stain(window, window.strokes(wings, 0.022, 0.012) * 0.7, bgr(0.5, 0.45, 0.55))


def _freckles(canvas: Canvas, looks: Looks) -> None:
    draw = Draws(looks.seed, "freckles")
    window = canvas.window(-0.8, -0.5, 0.8, 1.5)
    dots = np.zeros(window.shape, np.float32)
    if looks.marks.freckles:
        places = draw.many(90, 4)
        for x, y, size, much in places[: int(90 * looks.marks.freckles)]:
            at = ((x - 0.5) * 1.5, 0.12 + (y + size - 1) * 0.38)
            wide = 0.010 + 0.010 * float(size)
            _dot(window, dots, at, wide, 0.25 + 0.3 * float(much))
        canvas.stain(window, dots, bgr(0.35, 0.50, 0.72))
    moles = np.zeros(window.shape, np.float32)
    for x, y, size in draw.many(6, 3)[: looks.marks.moles]:
        _dot(window, moles, ((x - 0.5) * 1.2, -0.2 + y * 1.5), 0.012 + 0.014 * float(size), 0.85)
    canvas.stain(window, np.minimum(moles, 1), bgr(0.25, 0.30, 0.40))


def _dot(window: Window, plane: Plane, at: tuple[float, float], wide: float, much: float) -> None:
    """Add a small round spot to a plane, touching its neighbourhood only."""
    column = (at[0] - float(window.x[0, 0])) * window.unit
    row = (at[1] - float(window.y[0, 0])) * window.unit
    reach = int(3 * wide * window.unit) + 2
    rows = slice(max(0, int(row) - reach), max(0, int(row) + reach + 1))
    columns = slice(max(0, int(column) - reach), max(0, int(column) + reach + 1))
    wide = max(wide, 0.5 / window.unit)
    along = np.exp(-(((window.x[:, columns] - at[0]) / wide) ** 2) / 2)
    down = np.exp(-(((window.y[rows] - at[1]) / wide) ** 2) / 2)
    plane[rows, columns] += np.float32(much) * down * along


def _shaved(canvas: Canvas, window: Window, mask: Plane, looks: Looks) -> None:
    """Darken the skin where a beard would grow."""
    m, n = looks.mouth, looks.nose
    jaw = window.bump(0, m.at + 0.12, 0.62, 0.40) * np.asarray(
        1 / (1 + np.exp(-(window.y - n.base - 0.02 + 0.25 * np.abs(window.x)) / 0.06)), np.float32
    )
    grey = min(0.42, 0.12 + 0.3 * looks.marks.stubble)
    canvas.stain(window, jaw * mask * np.float32(grey), bgr(0.62, 0.52, 0.48))
