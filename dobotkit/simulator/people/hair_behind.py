"""Hair behind the head and on the shoulders: what is long, tied or braided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import spline
from dobotkit.simulator.people.outline import scalp_outline
from dobotkit.simulator.people.strands import lay_hair, ragged

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["paint_hair_behind", "paint_locks"]

_LONG = {"long", "braids", "locs"}


def _ball(x: float, y: float, wide: float, high: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.stack([x + wide * np.cos(turn), y + high * np.sin(turn)], axis=1)


def _plain(canvas: Canvas, looks: Looks, shape: Points, dark: float, rough: float = 0.06) -> None:
    window = canvas.around(shape, 0.2)
    mask = ragged(window, window.inside(shape), looks.seed + 7, rough)
    lines = _gaps(window, looks) if looks.hair.style in {"braids", "locs", "cornrows"} else None
    lay_hair(canvas, window, mask, looks, dark=dark, rim=0.30, lines=lines, depth=-0.2)


def _gaps(window: Window, looks: Looks) -> Plane:
    """Return the dark between braids or locs that hang down, (h, w)."""
    apart = 0.11 if looks.hair.style == "locs" else 0.075
    x = window.x + 0.02 * np.sin(window.y * 5 + 9 * np.round(window.x / apart))
    across = np.abs(np.mod(x / apart, 1) - 0.5) * 2
    gaps = np.clip((across - 0.62) / 0.3, 0, 1)
    if looks.hair.style != "locs":
        twist = 0.5 + 0.5 * np.cos((window.y / 0.055 + np.sign(np.sin(window.x * 40))) * np.pi)
        gaps = np.maximum(gaps, 0.35 * twist)
    return np.asarray(gaps, np.float32)


def paint_hair_behind(canvas: Canvas, looks: Looks) -> None:
    """Paint what is behind the neck and the shoulders."""
    h, o = looks.hair, looks.outline
    if h.style == "bun":
        size = 0.40 + 0.12 * h.volume
        _plain(canvas, looks, _ball(0.12 * h.part, o.crown - 0.24, size, size * 0.86), 0.9)
    elif h.style == "puffs":
        for side in (-1, 1):
            size = 0.46 * h.volume
            _plain(canvas, looks, _ball(side * 0.92, o.crown + 0.20, size, size), 0.95, 0.12)
    elif h.style == "ponytail":
        side = 1 if h.part > 0 else -1
        low = 1.6 + 0.9 * h.length
        shape = spline(
            [
                (side * 0.5, -0.3),
                (side * 1.10, 0.1),
                (side * 1.16, 0.9),
                (side * 0.95, low),
                (side * 0.62, low - 0.3),
            ]
        )
        _plain(canvas, looks, shape, 0.8)
    elif h.style in {"bob", *_LONG}:
        low = o.chin - 0.35 + 0.5 * h.length if h.style == "bob" else 2.2 + 0.5 * h.length
        wide = o.temple_wide + (0.24 if h.style == "bob" else 0.30) * h.volume
        if h.texture in {"curly", "coily"}:
            wide += 0.16
        top = scalp_outline(looks, 0.05, wide - o.temple_wide - 0.02, 0.3)
        right = [(wide, 0.6), (wide * 0.99, (low + 0.6) / 2), (wide * 0.90, low)]
        below = spline(
            [*right, (0.0, low + 0.08), *[(-x, y) for x, y in reversed(right)]], closed=False
        )
        _plain(canvas, looks, np.vstack([top, below]), 0.62)


def paint_locks(canvas: Canvas, looks: Looks) -> None:
    """Paint what falls in front of the shoulders, beside the face."""
    h, o = looks.hair, looks.outline
    if h.style in _LONG or (h.style == "cornrows" and h.length > 0.5):
        long = 1.9 + 1.2 * h.length
        for side in (-1, 1):
            if h.style == "long" and h.length < 0.35 and side * h.part < 0:
                continue  # behind the shoulder
            x = o.temple_wide
            shape = spline(
                [
                    (side * (x - 0.28), -0.2), (side * (x + 0.16), -0.25),
                    (side * (x + 0.30 * h.volume), 0.7), (side * (x + 0.30 * h.volume), 1.7),
                    (side * (x + 0.12), long), (side * (x - 0.18), long - 0.25),
                    (side * (x - 0.12), 1.7), (side * (x - 0.16), 0.8),
                ]
            )  # fmt: skip
            window = canvas.around(shape, 0.2)
            mask = ragged(window, window.inside(shape), looks.seed + side, 0.05)
            canvas.shadow(window, window.inside(shape + np.array([0.0, 0.05]), soft=0.09), 0.45)
            lines = _gaps(window, looks) if h.style != "long" else None
            lay_hair(canvas, window, mask, looks, rim=0.22, lines=lines, dark=0.9, depth=0.05)
    elif h.style == "plaits":
        for side in (-1, 1):
            _plait(canvas, looks, side, 2.0 + 1.0 * h.length)


def _plait(canvas: Canvas, looks: Looks, side: int, low: float) -> None:
    x = looks.outline.temple_wide + 0.02
    for number in range(int((low - 0.55) / 0.21)):
        y = 0.55 + 0.21 * number
        lean = 0.05 * (1 if number % 2 else -1)
        shape = _ball(side * (x + 0.07 * number**0.5) + lean, y, 0.165, 0.15)
        window = canvas.around(shape)
        mask = window.inside(shape, soft=0.012)
        canvas.shadow(window, window.soften(mask, 0.05), 0.4)
        lay_hair(
            canvas, window, mask, looks, rim=0.14, dark=0.95, origin=(side * x, y - 0.4), depth=0.05
        )
