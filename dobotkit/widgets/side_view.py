"""The view from the side, which turns with the arm."""

from __future__ import annotations

import math

from dobotkit.widgets.ahead import ahead_from_side
from dobotkit.widgets.refusal import refused_way
from dobotkit.widgets.shapes import Area, Dot, Line, Panel, Shape, SolidsHere, Spot, Words
from dobotkit.widgets.sight import CUP, PLATE, TABLE, Sight, from_side, millimetres
from dobotkit.widgets.solids import beside

__all__ = ["side_panel"]

# Width of the turret, for the drawing.
_TURRET = 40.0


def side_panel(sight: Sight, *, names: bool = True) -> Panel:
    """Make the view from the side, which turns with the arm.

    Parameters
    ----------
    sight:
        What the picture depends on.
    names:
        Whether to write what the parts of the arm are called.
    """
    farthest = max(rho for rho, _ in sight.outline)
    # As high as ever, and so much higher or lower as the arm and its table are.
    floor = TABLE + sight.lift
    ground = floor if sight.table is None else sight.table
    bottom = min(floor, ground) - 32.0
    window = (-150.0, bottom, math.ceil(farthest / 10) * 10 + 20.0, 190.0 + sight.lift)
    left, bottom, right, top = window
    high = floor + 162  # of the turret, above the shoulder
    backdrop: list[Shape] = []
    for z in range(math.ceil(bottom / 100) * 100, int(top), 100):
        backdrop += [
            Line("grid", ((left, z), (right, z))),
            Words("tick", (left, z), millimetres(z), "right", dx=-6),
        ]
    for rho in range(-100, int(right), 100):
        backdrop += [
            Line("grid", ((rho, bottom), (rho, top))),
            Words("tick", (rho, bottom), millimetres(rho), dy=12),
        ]
    backdrop += [
        Words("tick", ((left + right) / 2, bottom), "distance from the base in mm", dy=28),
        Words("tick", (left, top), "z in mm", "right", dx=-6, dy=6),
        Area("reach", sight.outline),
        Area("table", ((left, bottom), (right, bottom), (right, floor), (left, floor))),
        Words("words", (right, (floor + bottom) / 2), _table_words(sight), "right", dx=-6),
        Area("base", ((-PLATE, floor), (PLATE, floor), (PLATE, floor + 26), (-PLATE, floor + 26))),
        Area("base", ((-_TURRET, floor + 26), (_TURRET, floor + 26), (30, high), (-30, high))),
    ]
    arm = _side_arm(sight, window, names=names)
    return Panel("From the side", window, tuple(backdrop), arm, beside(sight.pose.j1))


def _table_words(sight: Sight) -> str:
    if sight.table is None:
        return f"table, about z {millimetres(TABLE)}"
    return f"table, z {millimetres(sight.table)}"


def _side_arm(
    sight: Sight, window: tuple[float, float, float, float], *, names: bool
) -> tuple[Shape, ...]:
    shoulder, elbow, wrist, flange = (
        from_side((x, y, z + sight.lift), sight.pose.j1) for x, y, z in sight.skeleton
    )
    rho, z = flange
    tip, cup = (rho, sight.pose.z), z - CUP
    shapes: list[Shape] = [
        *((SolidsHere(),) if sight.has_solids else ()),
        Line("path", sight.side_trail),
        *ahead_from_side(sight.pose.position, sight.ahead),
        Line("stem", (wrist, flange, (rho, cup + 16))),
        Line("link-edge", (shoulder, elbow, wrist)),
        Line("link", (shoulder, elbow, wrist)),
        *(Dot("joint", joint, 7) for joint in (shoulder, elbow, wrist)),
        _effector(sight, rho, cup),
        *(_air(rho, cup) if sight.suction and not sight.holds else ()),
        Dot("tip", tip, 5),
        Words("loud", (window[2], window[3]), f"z {millimetres(sight.pose.z)} mm", "right", dy=-12),
    ]
    if sight.refused is not None:
        # The panel turns with the arm: what counts is the distance from the base.
        places = (sight.refused.at, sight.refused.target)
        at, target = ((math.hypot(x, y), z) for x, y, z in places)
        shapes += refused_way(tip, at, target, window)
    if not names:
        return (*shapes, *_alarm(sight, shoulder))
    # Beside the cup there is more room on the side of the base, unless the
    # arm is pulled in.
    side, shift = ("right", -18) if rho > (window[0] + window[2]) / 2 + 80 else ("left", 18)
    return (
        *shapes,
        *_alarm(sight, shoulder),
        Words("words", (shoulder[0] - 34, shoulder[1]), "shoulder", "right", dx=-2),
        Words("words", elbow, "elbow", "right", dx=-14, dy=-10),
        Words("words", wrist, "wrist", "left", dx=8, dy=-14),
        Words("loud", (rho, cup + 9), _effector_words(sight), side, dx=shift),
    )


def _effector(sight: Sight, rho: float, cup: float) -> Area:
    """The suction cup, or the pen: it is drawn as long."""
    if sight.pen:
        tip = ((rho + 5, cup + 12), (rho, cup), (rho - 5, cup + 12))
        return Area("pen", ((rho - 5, cup + 44), (rho + 5, cup + 44), *tip))
    style = "cup-on" if sight.suction else "cup-off"
    return Area(style, ((rho - 7, cup + 18), (rho + 7, cup + 18), (rho + 16, cup), (rho - 16, cup)))


def _air(rho: float, cup: float) -> tuple[Line, ...]:
    """Three arrows of air that flow up into the cup."""
    arrows = []
    for u in (rho - 11, rho, rho + 11):
        head, tail = cup - 5, cup - 20
        arrows += [
            Line("air", ((u, tail), (u, head))),
            Line("air", ((u - 4, head - 5), (u, head), (u + 4, head - 5))),
        ]
    return tuple(arrows)


def _effector_words(sight: Sight) -> str:
    if sight.pen and not sight.suction:
        return "pen"
    words = f"suction {'on' if sight.suction else 'off'}"
    if sight.gripping:
        words += ", gripper closed"
    return f"holds {sight.holds}" if sight.holds else words


def _alarm(sight: Sight, shoulder: Spot) -> tuple[Shape, ...]:
    """A sign with eight corners over the base, as roads have it, and a word."""
    if not sight.alarm:
        return ()
    u, v = shoulder[0], shoulder[1] - 66
    corners = tuple(
        (u + 24 * math.cos(math.radians(a)), v + 24 * math.sin(math.radians(a)))
        for a in range(22, 382, 45)
    )
    return (
        Area("alarm", corners),
        Words("alarm-words", (u, v), "!"),
        Words("loud", (u - 30, v), "ALARM", "right"),
    )
