"""Beards of seven kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.brows import brow_colour
from dobotkit.simulator.people.canvas import ALPHA, DEPTH, spline
from dobotkit.simulator.people.outline import head_outline
from dobotkit.simulator.people.strands import lay_hair, ragged

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Points
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["paint_beard"]

# How far it stands off below the jaw.
_BELOW = {"full": 0.17, "long": 0.75, "short": 0.05}
_WHOLE = {"stubble", "short", "full", "long"}


def _mirrored(right: list[tuple[float, float]]) -> Points:
    """Return the way through points on the right, and back through those on the left."""
    return spline([*right, *[(-x, y) for x, y in reversed(right)]])


def _whole(looks: Looks) -> Points:
    o, n, m = looks.outline, looks.nose, looks.mouth
    off = _BELOW.get(looks.hair.beard, 0.0)
    wide = min(off, 0.15)
    jaw, between = o.jaw_high * o.chin, 0.5 * (o.jaw_wide + o.chin_wide)
    return _mirrored(
        [
            (0.02, n.base + 0.09), (0.20, n.base + 0.07), (m.wide * 0.95, m.at - 0.16),
            (o.jaw_wide * 0.74, m.at - 0.20), (o.cheek_wide * 0.84, 0.52),
            (o.cheek_wide * 0.88, 0.12),
            (o.cheek_wide * 1.0, 0.14), (o.cheek_wide + 0.01 + 0.3 * wide, 0.45),
            (o.jaw_wide + wide, jaw + 0.05),

            (between + 0.03 + wide, jaw + 0.6 * (o.chin - jaw) + 0.4 * off),
            (o.chin_wide * 0.8, o.chin - 0.05 + 0.85 * off), (0.04, o.chin + 0.02 + off),
        ]
    )  # fmt: skip


def _moustache(looks: Looks) -> Points:
    n, m = looks.nose, looks.mouth
    end = m.wide + 0.07
    return _mirrored(
        [
            (0.02, n.base + 0.07), (0.16, n.base + 0.04), (end * 0.72, m.at - m.upper - 0.10),
            (end + 0.02, m.at - 0.03), (end + 0.03, m.at + 0.05), (end * 0.80, m.at - 0.02),
            (0.20, m.at - m.upper * 0.45), (0.02, m.at - m.upper * 0.40),
        ]
    )  # fmt: skip


def _goatee(looks: Looks) -> Points:
    o, m = looks.outline, looks.mouth
    end = m.wide + 0.06
    return _mirrored(
        [
            (end * 0.78, m.at - m.upper - 0.07), (end, m.at + 0.02), (end * 0.98, m.at + 0.22),
            (o.chin_wide * 0.85, o.chin - 0.06), (0.04, o.chin + 0.08),
        ]
    )  # fmt: skip


def paint_beard(canvas: Canvas, looks: Looks) -> None:
    """Paint a beard; the mouth is painted over it."""
    kind = looks.hair.beard
    if not kind:
        return
    shapes = [_moustache(looks)]
    if kind in _WHOLE:
        shapes = [_whole(looks)]
    elif kind == "goatee":
        shapes.append(_goatee(looks))
    window = canvas.around(np.vstack(shapes), 0.15)
    mask = window.inside(*shapes)
    for shape in shapes[1:]:  # where outlines overlap OpenCV would leave a hole
        mask = np.maximum(mask, window.inside(shape))
        mask = np.maximum(mask, window.inside(shapes[0]))
    if kind == "chin strap":
        face = window.inside(head_outline(looks))
        inner = window.inside(head_outline(looks) * [0.84, 0.92])
        mask = np.asarray(face * (1 - inner) * np.clip((window.y - 0.15) * 6, 0, 1), np.float32)
    short = kind in {"stubble", "short", "chin strap"}
    mask = ragged(window, mask, looks.seed + 3, 0.10 if short else 0.07)
    dense = looks.hair.beard_dense * {"stubble": 0.36, "short": 0.82}.get(kind, 0.92)
    texture = "buzz" if short else "curly" if looks.hair.texture in {"curly", "coily"} else "wavy"
    if not short:
        canvas.shadow(window, window.soften(mask, 0.06), 0.35)
    # Skin shines through; before the wall there is none.
    thin = 1 - (1 - np.float32(dense)) * canvas.part(window)[ALPHA]
    depth = np.maximum(canvas.part(window)[DEPTH], np.float32(0.0 if short else 0.42))
    lay_hair(
        canvas,
        window,
        mask * thin,
        looks,
        kind=texture,
        colour=brow_colour(looks),
        origin=None if texture == "curly" else (0.0, looks.nose.base - 0.25),
        rim=0.10,
        relief=not short,
        depth=depth,
    )
