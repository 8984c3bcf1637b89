"""The view from above, as somebody sees it who stands behind the arm."""

from __future__ import annotations

import math

from dobotkit.widgets.ahead import ahead_from_above
from dobotkit.widgets.refusal import refused_way
from dobotkit.widgets.shapes import Area, Dot, Line, Panel, Shape, SolidsHere, Spot, Words
from dobotkit.widgets.sight import PLATE, Sight, from_above, millimetres
from dobotkit.widgets.solids import ABOVE

__all__ = ["ring", "top_panel"]

# What the cup is drawn as wide as, and how wide it is beside things (radius in mm).
_CUP, _TRUE_CUP = 16, 8


def top_panel(sight: Sight) -> Panel:
    """Make the view from above."""
    farthest = max(rho for rho, _ in sight.outline)
    across = math.ceil(farthest / 10) * 10 + 20.0
    behind = min(math.cos(math.radians(angle)) for angle in sight.sweep) * farthest
    window = (-across, min(-PLATE, behind) - 20.0, across, across)
    left, bottom, right, top = window
    backdrop: list[Shape] = [*sight.ground]
    for y in range(-300, 301, 100):
        backdrop += [
            Line("grid", ((-y, bottom), (-y, top))),
            Words("tick", (-y, bottom), millimetres(y), dy=12),
        ]
    for x in range(math.ceil(bottom / 100) * 100, int(top), 100):
        backdrop += [
            Line("grid", ((left, x), (right, x))),
            Words("tick", (left, x), millimetres(x), "right", dx=-6),
        ]
    backdrop += [
        Words("tick", (0, bottom), "y in mm: + is left, − is right", dy=28),
        Words("tick", (left, top), "x in mm", "right", dx=-6, dy=6),
    ]
    return Panel("From above", window, tuple(backdrop), _top_arm(sight, window), ABOVE, sight.flat)


def _top_arm(sight: Sight, window: tuple[float, float, float, float]) -> tuple[Shape, ...]:
    _, _, right, top = window
    _, elbow, wrist, tip = (from_above(x, y) for x, y, _ in sight.skeleton)
    x, y = sight.pose.x, sight.pose.y
    turn = math.radians(sight.pose.r)
    ahead = from_above(x + 24 * math.cos(turn), y + 24 * math.sin(turn))
    shapes: list[Shape] = [
        *(Area("reach", ring(near, far, sight.sweep)) for near, far in sight.radii),
        *((SolidsHere(),) if sight.has_solids else ()),
        *_axis((0, 0), (0, top - 12), "+x forward", "left", (20, 2)),
        *_axis((0, 0), (-(right - 12), 0), "+y left", "left", (0, 12)),
        Area("base", ((-PLATE, -PLATE), (PLATE, -PLATE), (PLATE, PLATE), (-PLATE, PLATE))),
        Dot("joint", (0, 0), 34),
        Line("path", tuple(from_above(*spot) for spot in sight.top_trail)),
        *ahead_from_above(sight.pose.position, sight.ahead),
        Line("stem", (wrist, tip)),
        Line("link-edge", ((0, 0), elbow, wrist)),
        Line("link", ((0, 0), elbow, wrist)),
        *(Dot("joint", joint, 7) for joint in ((0.0, 0.0), elbow, wrist)),
        *(Line("pen-down", tuple(from_above(*spot) for spot in line)) for line in sight.ink),
        *_effector_from_above(sight, tip, ahead),
        Dot("tip", tip, 5),
    ]
    if sight.refused is not None:
        at, target = (from_above(*place[:2]) for place in (sight.refused.at, sight.refused.target))
        shapes += refused_way(tip, at, target, window)
    words = f"x {millimetres(x)}, y {millimetres(y)} mm"
    shapes.append(Words("loud", (right, top), words, "right", dy=-12))
    return tuple(shapes)


def _effector_from_above(sight: Sight, tip: Spot, ahead: Spot) -> tuple[Shape, ...]:
    if sight.pen:  # so thin that what it has drawn can be seen
        return ()
    radius = _CUP if sight.table is None else _TRUE_CUP
    return (
        Dot("cup-on" if sight.suction else "cup-off", tip, radius),
        Line("turn", (tip, ahead)),
    )


def _axis(
    start: Spot, end: Spot, words: str, align: str, shift: tuple[float, float]
) -> tuple[Shape, ...]:
    """An arrow with its name at the tip."""
    (u0, v0), (u1, v1) = start, end
    length = math.dist(start, end)
    du, dv = (u1 - u0) / length, (v1 - v0) / length
    barbs = tuple((u1 - 12 * du + s * 6 * dv, v1 - 12 * dv + s * 6 * du) for s in (-1, 1))
    return (
        Line("axis", (start, end)),
        Line("axis", (barbs[0], end, barbs[1])),
        Words("words", end, words, align, *shift),
    )


def ring(
    near: float, far: float, sweep: tuple[float, float], *, steps: int = 32
) -> tuple[Spot, ...]:
    """Outline of the part of a ring that the base can turn to, from above."""
    low, high = (math.radians(angle) for angle in sweep)
    angles = [low + (high - low) * i / steps for i in range(steps + 1)]
    outer = [from_above(far * math.cos(a), far * math.sin(a)) for a in angles]
    inner = [from_above(near * math.cos(a), near * math.sin(a)) for a in reversed(angles)]
    return (*outer, *inner)
