"""Hair on the head, from the front: the line where it begins, and its styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import spline
from dobotkit.simulator.people.outline import head_outline, scalp_outline
from dobotkit.simulator.people.strands import lay_hair, ragged

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["hairline", "paint_hair"]

# How far hair stands off at the top and at the side.
_VOLUME = {
    "buzz": (0.02, 0.01), "crop": (0.13, 0.05), "side part": (0.20, 0.08), "swept": (0.22, 0.06),
    "fringe": (0.16, 0.12), "pixie": (0.18, 0.10), "bob": (0.16, 0.18), "long": (0.15, 0.16),
    "ponytail": (0.09, 0.04), "bun": (0.09, 0.04), "plaits": (0.10, 0.06), "receding": (0.07, 0.04),
    "afro": (0.60, 0.50), "puffs": (0.06, 0.03), "braids": (0.12, 0.10), "locs": (0.14, 0.12),
    "cornrows": (0.04, 0.02), "flat top": (0.45, 0.04),
}  # fmt: skip
# Where hair ends beside the face.
_DOWN = {"bob": 0.95, "long": 1.5, "braids": 1.3, "locs": 1.2, "afro": 0.45, "fringe": 0.2}


def hairline(looks: Looks) -> Points:
    """Return where hair begins, from the right to the left of the picture, (n, 2)."""
    o, h = looks.outline, looks.hair
    line, corners, down = h.line, h.line_corners, 0.10
    bend = h.line_bend
    if h.style == "receding":
        line, corners, bend = line - 0.20, corners + 0.02, 0.20
    line = max(line, o.crown + 0.24)
    top = line - 0.04 - corners
    right = [
        (o.temple_wide + 0.02, down),
        (o.temple_wide - 0.10, -0.12),
        (o.temple_wide - 0.13, -0.45),
        (0.66, (top - 0.5) / 2 - 0.08),
        (0.48, top),
        (0.20, line - 0.02),
    ]
    if h.style == "fringe":
        low = -0.46 - 0.10 * h.fringe
        right[1:] = [
            (o.temple_wide - 0.08, -0.05), (o.temple_wide - 0.12, -0.30),
            (0.70, low + 0.03), (0.45, low), (0.20, low + 0.02),
        ]  # fmt: skip
        line, bend = low, 0.0
    elif h.style in {"side part", "pixie", "bob", "long"} and h.fringe > 0.35:
        # Swept from the parting over one half of the forehead.
        side = 1 if h.part < 0 else -1
        return _swept(looks, right, side)
    left = [(-x, y) for x, y in reversed(right)]
    return spline([*right, (0.0, line + bend), *left], closed=False)


def _swept(looks: Looks, right: list[tuple[float, float]], side: int) -> Points:
    h = looks.hair
    low = -0.50 - 0.25 * (1 - h.fringe)
    over = [
        right[0], right[1], (right[2][0] + 0.03, -0.30), (0.62, low), (0.25, low - 0.12),
        (-0.15, low - 0.28),
    ]  # fmt: skip
    other = [(-x, y) for x, y in reversed(right[:5])]
    points = [*over, (-0.42, max(looks.outline.crown + 0.2, h.line - 0.02)), *other]
    way = spline(points, closed=False)
    return way if side > 0 else way[::-1] * [-1, 1]


def _around(looks: Looks) -> tuple[float, Points]:
    """Return how far hair stands off above, and its outer edge from ear to ear, (n, 2)."""
    h, o = looks.hair, looks.outline
    top, side = (value * h.volume for value in _VOLUME[h.style])
    if (
        h.texture == "curly"
        and h.style != "afro"
        and h.style not in {"buzz", "cornrows", "ponytail", "bun"}
    ):
        top, side = top + 0.10, side + 0.08
    if looks.wear.covering:
        top, side = min(top, 0.08), min(side, 0.06)
    down = _DOWN.get(h.style, 0.10)
    if looks.wear.hearing_aid:  # which wants free ears
        side, down = min(side, 0.03), min(down, 0.0)
    around = scalp_outline(looks, top, side, down)
    if h.style == "afro":
        # A ball around the upper half of the head.
        turn = np.linspace(np.radians(208), np.radians(-28), 60)
        wide, high = o.temple_wide + side, (-o.crown + top) * 0.5 + 0.40
        middle = o.crown - top + high
        around = np.stack([wide * np.cos(turn), middle - high * np.sin(turn)], axis=1)
    if h.style == "flat top":
        high, wide = o.crown - top, o.crown_wide
        around = spline(
            [
                (-o.temple_wide - side, 0.1), (-o.temple_wide - side, -0.5),
                (-wide - 0.02, high + 0.25),
                (-wide + 0.1, high), (0, high - 0.03), (wide - 0.1, high),
                (wide + 0.02, high + 0.25),
                (o.temple_wide + side, -0.5), (o.temple_wide + side, 0.1),
            ],
            closed=False,
        )  # fmt: skip
    return top, around


def _origin(looks: Looks) -> tuple[float, float]:
    """Return the place from which strands go out: a parting, the crown, or far behind."""
    h, o = looks.hair, looks.outline
    if h.style in {"ponytail", "bun", "swept"}:
        return 0.0, o.crown - 0.35
    if h.style in {"side part", "bob", "long", "pixie", "plaits"}:
        return h.part * 0.75, max(h.line - 0.12, o.crown + 0.25)
    return 0.0, o.crown + 0.10


def paint_hair(canvas: Canvas, looks: Looks) -> None:
    """Paint the hair that is seen above and beside the face."""
    h = looks.hair
    if h.style == "bald":
        return
    if h.style == "crown bald":
        _ring(canvas, looks)
        return
    top, around = _around(looks)
    shape = np.vstack([around, hairline(looks)])
    window = canvas.around(shape, 0.2)
    mask = window.inside(shape)
    kind = "buzz" if h.style in {"buzz", "cornrows"} else h.texture
    rough = {"coily": 0.10, "curly": 0.09, "buzz": 0.09}.get(kind, 0.05)
    mask = ragged(window, mask, looks.seed, rough)
    # Its shadow on the forehead.
    face = window.inside(head_outline(looks))
    fall = 0.05 if kind == "buzz" else 0.10
    moved = window.inside(shape + np.array([0.0, 0.06]), soft=fall)
    canvas.shadow(window, moved * face * (1 - mask), 0.15 if kind == "buzz" else 0.42)
    origin = _origin(looks)
    lines = _lines(looks, window) if h.style in {"cornrows", "braids", "locs"} else None
    dark = 1.0
    if kind == "buzz":
        mask = mask * np.float32(0.80)
    elif h.style == "receding":
        mask = mask * np.float32(0.88)
    depth = 0.45 * window.rounded(mask, 0.6) + 0.12
    lay_hair(
        canvas, window, mask, looks, kind=kind, origin=origin, lines=lines, dark=dark, depth=depth
    )
    if (h.style in {"bob", "long", "side part"} and h.fringe <= 0.35) or h.style == "plaits":
        _parting(canvas, looks, top)


def _parting(canvas: Canvas, looks: Looks, top: float) -> None:
    o, h = looks.outline, looks.hair
    x = h.part * 0.6
    way = spline(
        [
            (x, h.line + 0.02),
            (x * 0.9, (h.line + o.crown - top) / 2),
            (x * 0.7, o.crown - top + 0.05),
        ],
        closed=False,
    )
    window = canvas.around(way)
    canvas.shadow(window, window.strokes([way], 0.025, 0.02), 0.5)


def _lines(looks: Looks, window: Window) -> Plane:
    """Return the gaps between braids on the head, that run back from the hairline."""
    o = looks.outline
    middle = (looks.hair.line + o.crown) / 2
    ways = [
        spline(
            [
                (place * 1.05, looks.hair.line + 0.30 * place**2 + 0.05),
                (place * 0.95, middle + 0.2 * place**2),
                (place * 0.62, o.crown - 0.12),
            ],
            closed=False,
        )
        for place in np.linspace(-0.95, 0.95, 9).tolist()
    ]
    return window.strokes(ways, 0.035, 0.016)


def _ring(canvas: Canvas, looks: Looks) -> None:
    """Paint hair at the sides of a head that is bald above."""
    o = looks.outline
    for side in (-1, 1):
        shape = spline(
            [
                (side * (o.temple_wide - 0.12), -0.62),
                (side * (o.temple_wide + 0.06), -0.52),
                (side * (o.temple_wide + 0.15), -0.15),
                (side * (o.temple_wide + 0.08), 0.25),
                (side * (o.temple_wide - 0.06), 0.18),
                (side * (o.temple_wide - 0.10), -0.20),
            ]
        )
        window = canvas.around(shape)
        mask = ragged(window, window.inside(shape), looks.seed, 0.08)
        lay_hair(canvas, window, mask, looks, rim=0.15)
