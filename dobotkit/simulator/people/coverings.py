"""What people wear on the head: scarves, turbans, caps and hats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.simulator.people.cloth import both_sides, lay_cloth, way
from dobotkit.simulator.people.hats import paint_hat
from dobotkit.simulator.people.tones import light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Points
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["HIDES_HAIR", "paint_covering"]

# No hair is seen with these.
HIDES_HAIR: Final = frozenset({"hijab", "headwrap", "turban"})


def paint_covering(canvas: Canvas, looks: Looks) -> None:
    """Paint what somebody wears on the head."""
    kind = looks.wear.covering
    if kind in {"hijab", "shayla"}:
        _scarf(canvas, looks, loose=kind == "shayla")
    elif kind == "headwrap":
        _headwrap(canvas, looks)
    elif kind == "turban":
        _turban(canvas, looks)
    elif kind:
        paint_hat(canvas, looks)


def _opening(looks: Looks, *, loose: bool) -> Points:
    """Return the outline of the face that a scarf leaves free."""
    o = looks.outline
    top = max(looks.hair.line - (0.14 if loose else -0.08), o.crown + 0.22)
    wide = o.cheek_wide - (0.04 if loose else 0.12)
    jaw = o.jaw_high * o.chin
    return both_sides(
        (0.10, top), (0.52, top + 0.07), (wide - 0.06, -0.48), (wide, 0.10),
        (min(wide, o.jaw_wide) - 0.03, jaw), (o.chin_wide + 0.08, o.chin - 0.10),
        (0.08, o.chin + (0.12 if loose else 0.015)),
    )  # fmt: skip


def _scarf(canvas: Canvas, looks: Looks, *, loose: bool) -> None:
    o, seed = looks.outline, looks.seed
    more = 0.06 if loose else 0.0
    side = 1 if seed % 2 else -1
    wide = o.temple_wide
    low = o.shoulder_high
    outer = both_sides(
        (0.06, o.crown - 0.17 - more), (0.62, o.crown - 0.03 - more),
        (wide + 0.12 + more, o.crown + 0.72),
        (wide + 0.20 + more, -0.10), (wide + 0.17 + more, 0.70), (wide + 0.10, 1.25),
        (wide + 0.22, low - 0.22), (wide + 0.80, low + 0.16), (wide + 0.75, low + 0.75),
        (0.10, low + 1.25),
    )  # fmt: skip
    window = canvas.around(outer, 0.25)
    free = window.inside(_opening(looks, loose=loose))
    cover = window.inside(outer) * (1 - free)
    colour = light_of(looks.wear.covering_colour)
    folds = []
    for number in range(4):
        t = 0.25 + 0.22 * number
        folds.append(
            way(
                (side * 0.3, o.crown - 0.15 + 0.30 * t), (wide - 0.05 + 0.18 * t, -0.45),
                (wide - 0.02 + 0.16 * t, 0.50),
                (o.jaw_wide + 0.12 * t, o.chin - 0.30), (side * 0.2, o.chin + 0.12 + 0.22 * t),
            ) * [side, 1.0]
        )  # fmt: skip
        folds.append(
            way(
                (-side * (wide - 0.02 + 0.16 * t), 0.45),
                (-side * (o.jaw_wide + 0.10), o.chin - 0.25 + 0.20 * t),
                (side * 0.15, o.chin + 0.32 + 0.25 * t), (side * 1.15, low + 0.02 + 0.20 * t),
            )
        )  # fmt: skip
    if not loose and seed % 3 == 0:
        band = np.clip(window.soften(free, 0.05) * 2.4, 0, 1) * (1 - free) * (window.y < -0.5)
        paint = (
            colour[:, None, None]
            + band * (light_of(looks.wear.second_colour) - colour)[:, None, None]
        )
    else:
        paint = np.broadcast_to(colour[:, None, None], (3, *window.shape))
    lay_cloth(
        canvas,
        window,
        cover,
        colour,
        looks,
        folds=folds,
        deep=0.035,
        depth=0.30,
        paint=paint,
        rim=0.26,
    )
    # The rim of the cloth stands up around the face.
    edge = np.clip(window.soften(free, 0.045) * 2, 0, 1) * cover
    canvas.raise_by(window, np.asarray(edge * 0.07, np.float32), cover)
    # Between the folds below the chin there is less light.
    under = window.bump(0, o.chin + 0.22, 0.62, 0.16) * cover
    canvas.shadow(window, under, 0.35)


def _headwrap(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    side = 1 if looks.seed % 2 else -1
    wide = o.temple_wide
    high = 0.50 + 0.25 * looks.hair.volume
    shape = both_sides(
        (0.10, o.crown - high), (0.75, o.crown - 0.8 * high), (wide + 0.22, o.crown + 0.20),
        (wide + 0.10, -0.42), (wide - 0.06, -0.22), (0.60, -0.68), (0.15, -0.80),
    )  # fmt: skip
    window = canvas.around(shape, 0.3)
    colour, second = light_of(looks.wear.covering_colour), light_of(looks.wear.second_colour)
    folds = []
    for number in range(7):
        t = number / 6
        folds.append(
            way(
                (-side * (wide + 0.05), -0.35 - 0.75 * t),
                (0, -0.78 - 0.75 * t),
                (side * (wide + 0.15), -0.95 - 0.85 * t),
            )
        )
    for number in range(3):
        t = number / 3
        folds.append(
            way(
                (side * (wide + 0.05), -0.38 - 0.2 * t),
                (side * 0.3, -0.85 - 0.25 * t),
                (0, o.crown - 0.3),
            )
        )
    stripes = np.clip(np.sin((window.y * 0.9 + side * 0.45 * window.x) * 22) * 4 - 1.5, 0, 1)
    if looks.seed % 2:
        stripes = np.zeros_like(stripes)
    paint = (
        colour[:, None, None] + np.asarray(stripes, np.float32) * (second - colour)[:, None, None]
    )
    mask = window.inside(shape)
    lay_cloth(canvas, window, mask, colour, looks, folds=folds, paint=paint, depth=0.6)
    knot = (side * 0.35, o.crown - high * 0.45)
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ball = np.stack([knot[0] + 0.36 * np.cos(turn), knot[1] + 0.30 * np.sin(turn)], axis=1)
    lines = [
        np.array([knot, (knot[0] + 0.3 * np.cos(a), knot[1] + 0.26 * np.sin(a))])
        for a in turn[::5] + 0.3
    ]
    small = canvas.around(ball, 0.2)
    lay_cloth(canvas, small, small.inside(ball), colour, looks, folds=lines, rim=0.24, depth=0.8)


def _turban(canvas: Canvas, looks: Looks) -> None:
    o = looks.outline
    wide = o.temple_wide
    shape = both_sides(
        (0.08, o.crown - 0.42), (0.72, o.crown - 0.26), (wide + 0.24, o.crown + 0.42),
        (wide + 0.20, -0.55), (wide + 0.02, -0.22), (wide - 0.12, -0.34), (0.45, -0.74),
        (0.06, -0.98),
    )  # fmt: skip
    window = canvas.around(shape, 0.25)
    mask = window.inside(shape)
    colour = light_of(looks.wear.covering_colour)
    # Beneath, a triangle of another cloth.
    under = np.array([(-0.30, -0.70), (0.0, -0.98), (0.30, -0.70), (0.0, -0.80)])
    canvas.lay(window, window.inside(under), light_of(looks.wear.second_colour), gloss=0.0)
    folds = []
    for number in range(7):
        t = number / 6
        for side in (-1, 1):
            across = -0.10 if side > 0 else 0.18
            folds.append(
                way(
                    (side * (wide + 0.16), -0.42 - 0.66 * t),
                    (side * (wide * 0.62), -0.78 - 0.62 * t),
                    (side * across, -1.0 - 0.70 * t),
                )
            )
    lay_cloth(canvas, window, mask, colour, looks, folds=folds, deep=0.06, depth=0.62, rim=0.35)
