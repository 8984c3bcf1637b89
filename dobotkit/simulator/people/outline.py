"""The outline of a head, and the light and dark of its skin's height."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import spline

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Plane, Points, Window
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["ear_outline", "head_outline", "relief", "scalp_outline", "wrinkles"]


def head_outline(looks: Looks) -> Points:
    """Return the outline of the head from the crown to the chin, (n, 2)."""
    o = looks.outline
    jaw = o.jaw_high * o.chin
    right = [
        (0.58 * o.crown_wide, o.crown + 0.12),
        (1.0 * o.crown_wide, o.crown + 0.60),
        (o.temple_wide, -0.38),
        (o.cheek_wide, 0.22),
        (o.jaw_wide, jaw),
        (0.5 * (o.jaw_wide + o.chin_wide) + 0.03, jaw + 0.60 * (o.chin - jaw)),
        (o.chin_wide * 0.86, o.chin - 0.075),
    ]
    left = [(-x * (1 + o.lopsided), y) for x, y in reversed(right)]
    return spline([(0.0, o.crown), *right, (0.0, o.chin), *left])


def scalp_outline(looks: Looks, more_top: float, more_side: float, down: float) -> Points:
    """Return the outline of hair around the skull, from the left side over the top, (n, 2).

    `more_top` and `more_side` say how far it stands off, `down` how far it comes down.
    """
    o = looks.outline
    side, top = max(o.temple_wide, o.cheek_wide * 0.97) + more_side, o.crown - more_top
    right = [
        (0.52 * (o.crown_wide + more_side), top + 0.12),
        (0.98 * (o.crown_wide + more_side), o.crown + 0.60 - 0.35 * more_top),
        (side, -0.38),
        (side - 0.02, down),
    ]
    left = [(-x, y) for x, y in right]
    return spline([*reversed(left), (0.0, top), *right], closed=False)


def ear_outline(looks: Looks, side: int) -> Points:
    """Return the outline of an ear; `side` is -1 (left in the picture) or 1."""
    o = looks.outline
    x, out, size = o.cheek_wide - 0.06, o.ear_out, o.ear_size
    shape = [
        (-0.02, -0.62 * size), (out * 0.7, -0.80 * size), (out + 0.05, -0.45 * size),
        (out + 0.02, 0.25 * size), (out * 0.55, 0.80 * size), (-0.02, 0.90 * size),
    ]  # fmt: skip
    return spline([(side * (x + dx), 0.20 + dy) for dx, dy in shape])


def relief(window: Window, looks: Looks, mask: Plane, smile: float, raised: float) -> Plane:
    """Return the height of a face towards the camera, (h, w), in units."""
    o, e, n, m = looks.outline, looks.eyes, looks.nose, looks.mouth
    middle, half = (o.crown + o.chin) / 2, (o.chin - o.crown) / 2
    round_x, round_y = (window.x / 1.16) ** 2, ((window.y - middle) / (1.13 * half)) ** 2
    found = 0.85 * np.sqrt(np.maximum(0.06, 1 - round_x - round_y))
    found += window.rounded(mask, 0.42)

    def both(x: float, y: float, wide: float, high: float, height: float) -> None:
        np.add(found, height * window.bump(-x, y, wide, high), out=found)
        np.add(found, height * window.bump(x, y, wide, high), out=found)

    both(e.apart, 0.0, 0.25, 0.15, -o.socket)
    both(e.apart * 0.62, -0.02, 0.09, 0.12, -0.022)
    both(e.apart, 0.0, 0.15, 0.10, 0.06)  # the eyeballs
    both(e.apart, -0.30 - 0.03 * raised, 0.30, 0.09, o.brow_ridge + 0.015)
    both(0.62, o.cheekbone_high, 0.22, 0.17, o.cheekbone)
    both(0.50, 0.60 * m.at, 0.22, 0.20, 0.05 * o.fullness + 0.05 * smile)
    both(0.70, 0.80 * o.chin, 0.18, 0.30, 0.05 * (o.fullness - 0.4))
    both(0.85, -0.45, 0.14, 0.25, -0.03)
    found += o.chin_bump * window.bump(0, o.chin - 0.22, 0.20, 0.14)
    found -= 0.04 * window.bump(0, (m.at + m.lower + o.chin) / 2 - 0.10, 0.22, 0.06)
    _nose(window, looks, found)
    # The roll of the lips, and the groove above them.
    found += 0.06 * window.bump(0, m.at, m.wide * 0.75, 0.16)
    both(0.07, (n.base + m.at - m.upper) / 2, 0.035, 0.08, 0.018 * m.philtrum)
    _folds(window, looks, found, smile)
    return np.asarray(found, np.float32)


def _nose(window: Window, looks: Looks, found: Plane) -> None:
    n = looks.nose
    tip = n.base - 0.12 - n.upturned
    along = np.clip((window.y + 0.18) / (tip + 0.18), 0, 1)
    ridge = n.bridge + (n.tip - 0.08 - n.bridge) * along**1.3
    ridge = ridge * np.clip((window.y + 0.42) / 0.30, 0, 1)
    below = 1 / (1 + np.exp((window.y - n.base + 0.03) / 0.022))
    wide = n.bridge_wide + (n.tip_wide - n.bridge_wide) * along**2
    bent = window.x - n.bend * np.sin(np.pi * along)
    found += np.asarray(ridge * below * np.exp(-((bent / wide) ** 2) / 2), np.float32)
    found += 0.10 * window.bump(n.bend * 0.3, tip + 0.02, 0.105, 0.085)
    wing = 0.13 * window.bump(-n.wings * 0.85, n.base - 0.07, n.wing_size, 0.062)
    wing += 0.13 * window.bump(n.wings * 0.85, n.base - 0.07, n.wing_size, 0.062)
    found += wing * np.asarray(1 / (1 + np.exp((window.y - n.base + 0.01) / 0.02)), np.float32)


def _folds(window: Window, looks: Looks, found: Plane, smile: float) -> None:
    n, m = looks.nose, looks.mouth
    old = looks.marks.wrinkles
    depth = 0.016 * smile + 0.032 * old
    if depth > 0.002:
        for side in (-1, 1):
            fold = spline(
                [
                    (side * (n.wings + 0.06), n.base - 0.12),
                    (side * (n.wings + 0.16), n.base + 0.10),
                    (side * (m.wide + 0.10 + 0.03 * smile), m.at - 0.02),
                    (side * (m.wide + 0.08), m.at + 0.12 + 0.1 * old),
                ],
                closed=False,
            )
            found -= depth * window.strokes([fold], 0.035, 0.028)
    if old > 0.15:
        found -= 0.020 * old * window.strokes(wrinkles(looks), 0.016, 0.012)


def wrinkles(looks: Looks) -> list[Points]:
    """Return the ways of wrinkles on the forehead, beside and below the eyes."""
    lines = []
    for number in range(3):
        y = -0.60 - 0.12 * number
        wide = 0.52 - 0.05 * number
        lines.append(
            spline([(-wide, y + 0.05), (0, y - 0.01 * number), (wide, y + 0.05)], closed=False)
        )
    apart, wide = looks.eyes.apart, looks.eyes.wide
    for side in (-1, 1):
        start = side * (apart + wide + 0.06)
        lines += [
            np.array([(start, up * 0.5), (start + side * 0.15, up * 1.6)])
            for up in (-0.10, 0.0, 0.10)
        ]
        below = [
            (side * (apart - 0.12), 0.20),
            (side * apart, 0.235),
            (side * (apart + 0.16), 0.19),
        ]
        lines.append(spline(below, closed=False))
    return lines
