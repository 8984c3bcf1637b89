"""What an arm looks like from the side and from above: plain numbers in, a picture out.

*From the side*: u is the distance from the base axis, v is z; the panel
turns with the arm. *From above*, as somebody sees it who stands behind the
arm: +x (forward) is up, +y (the arm's left) is to the left, so u = −y and
v = x. All in mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dobotkit.arm.area import Edge
from dobotkit.geometry import Pose
from dobotkit.widgets.refusal import refused_way
from dobotkit.widgets.shapes import Area, Dot, Line, Panel, Picture, Shape, Spot, Words

__all__ = [
    "LEGEND",
    "PLATE",
    "TABLE",
    "Refused",
    "Sight",
    "draw",
    "from_above",
    "from_side",
    "millimetres",
    "ring",
    "side_panel",
]

# The table under the shoulder, in mm. Sources give 131 to 139; it depends on
# the feet of the arm and is not in the protocol, so the picture says "about".
TABLE = -138.0
# How far the suction cup hangs below the point that x, y, z name. The maker
# does not say; published places for picking 25 mm cubes off the table
# (z = -47) fit 66 mm. Only the drawing uses it.
_CUP = 66.0
# Footprint of the arm's base plate and width of its turret, for the drawing.
PLATE, _TURRET = 79.0, 40.0

LEGEND = (
    ("reach", "where the arm can reach"),
    ("path", "path so far"),
    ("tip", "the point that x, y, z name"),
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A move that was refused.

    Parameters
    ----------
    target:
        Where the arm was asked to go, (x, y, z) in mm.
    at:
        Where the way leaves the reach: on the way, or the target itself.
    angles:
        What j2 and j3 would have to be there, in degrees; None if no angles
        would do.
    """

    target: tuple[float, float, float]
    at: tuple[float, float, float]
    angles: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything the picture of an arm depends on.

    Parameters
    ----------
    name:
        What the arm is called above the picture.
    pose:
        Where it is, in mm and degrees.
    skeleton:
        Shoulder, elbow, wrist and end effector as (x, y, z) in mm.
    outline:
        The reachable area from the side: (distance, height) in mm.
    radii:
        The reachable distances from the base axis at the present height, in mm.
    sweep:
        Lowest and highest angle of the base, in degrees.
    side_trail, top_trail:
        The path so far: (distance, z) and (x, y) in mm.
    suction, gripping:
        Whether the cup sucks and whether the gripper is closed.
    pen:
        Whether a pen is fitted.
    ink:
        The lines on the paper, each of places (x, y) in mm.
    edges:
        The outline in pieces, one for each limit.
    refused:
        The move that was refused last, if the arm has not moved since.
    """

    name: str
    pose: Pose
    skeleton: tuple[tuple[float, float, float], ...]
    outline: tuple[Spot, ...]
    radii: tuple[tuple[float, float], ...]
    sweep: tuple[float, float]
    side_trail: tuple[Spot, ...] = ()
    top_trail: tuple[Spot, ...] = ()
    suction: bool = False
    gripping: bool = False
    pen: bool = False
    ink: tuple[tuple[Spot, ...], ...] = ()
    edges: tuple[Edge, ...] = ()
    refused: Refused | None = None


def draw(sight: Sight) -> Picture:
    """Make the picture of an arm from both sides."""
    legend = (*LEGEND, ("pen-down", "drawn with the pen")) if sight.ink else LEGEND
    return Picture(sight.name, (side_panel(sight), _top_panel(sight)), legend)


def from_side(point: tuple[float, float, float], j1: float = 0.0) -> Spot:
    """Where a point in mm is seen from the side of an arm that is turned to ``j1`` degrees."""
    x, y, z = point
    turn = math.radians(j1)
    return x * math.cos(turn) + y * math.sin(turn), z


def from_above(x: float, y: float) -> Spot:
    """Where a point in mm is seen from above, from behind the arm."""
    return -y, x


def millimetres(value: float) -> str:
    """A whole number of mm with a true minus sign, which screen readers say."""
    return f"{round(value)}".replace("-", "−")


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
    window = (-150.0, TABLE - 32.0, math.ceil(farthest / 10) * 10 + 20.0, 190.0)
    left, bottom, right, top = window
    backdrop: list[Shape] = []
    for z in range(-100, int(top), 100):
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
        Area("table", ((left, bottom), (right, bottom), (right, TABLE), (left, TABLE))),
        Words(
            "words", (right, (TABLE + bottom) / 2), f"table, about z {millimetres(TABLE)}",
            "right", dx=-6,
        ),
        Area("base", ((-PLATE, TABLE), (PLATE, TABLE), (PLATE, -112), (-PLATE, -112))),
        Area("base", ((-_TURRET, -112), (_TURRET, -112), (30, 24), (-30, 24))),
    ]  # fmt: skip
    return Panel("From the side", window, tuple(backdrop), _side_arm(sight, window, names=names))


def _side_arm(
    sight: Sight, window: tuple[float, float, float, float], *, names: bool
) -> tuple[Shape, ...]:
    shoulder, elbow, wrist, tip = (from_side(joint, sight.pose.j1) for joint in sight.skeleton)
    rho, z = tip
    cup = z - _CUP
    shapes: list[Shape] = [
        Line("path", sight.side_trail),
        Line("stem", (wrist, tip, (rho, cup + 16))),
        Line("link-edge", (shoulder, elbow, wrist)),
        Line("link", (shoulder, elbow, wrist)),
        *(Dot("joint", joint, 7) for joint in (shoulder, elbow, wrist)),
        _effector(sight, rho, cup),
        *(_air(rho, cup) if sight.suction else ()),
        Dot("tip", tip, 5),
        Words("loud", (window[2], window[3]), f"z {millimetres(sight.pose.z)} mm", "right", dy=-12),
    ]
    if sight.refused is not None:
        # The panel turns with the arm: what counts is the distance from the base.
        places = (sight.refused.at, sight.refused.target)
        at, target = ((math.hypot(x, y), z) for x, y, z in places)
        shapes += refused_way(tip, at, target, window)
    if not names:
        return tuple(shapes)
    # Beside the cup there is more room on the side of the base, unless the
    # arm is pulled in.
    side, shift = ("right", -18) if rho > (window[0] + window[2]) / 2 + 80 else ("left", 18)
    return (
        *shapes,
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
    return f"{words}, gripper closed" if sight.gripping else words


def _top_panel(sight: Sight) -> Panel:
    farthest = max(rho for rho, _ in sight.outline)
    across = math.ceil(farthest / 10) * 10 + 20.0
    behind = min(math.cos(math.radians(angle)) for angle in sight.sweep) * farthest
    window = (-across, min(-PLATE, behind) - 20.0, across, across)
    left, bottom, right, top = window
    backdrop: list[Shape] = []
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
    return Panel("From above", window, tuple(backdrop), _top_arm(sight, window))


def _top_arm(sight: Sight, window: tuple[float, float, float, float]) -> tuple[Shape, ...]:
    _, _, right, top = window
    _, elbow, wrist, tip = (from_above(x, y) for x, y, _ in sight.skeleton)
    x, y = sight.pose.x, sight.pose.y
    turn = math.radians(sight.pose.r)
    ahead = from_above(x + 24 * math.cos(turn), y + 24 * math.sin(turn))
    shapes: list[Shape] = [
        *(Area("reach", ring(near, far, sight.sweep)) for near, far in sight.radii),
        *_axis((0, 0), (0, top - 12), "+x forward", "left", (20, 2)),
        *_axis((0, 0), (-(right - 12), 0), "+y left", "left", (0, 12)),
        Area("base", ((-PLATE, -PLATE), (PLATE, -PLATE), (PLATE, PLATE), (-PLATE, PLATE))),
        Dot("joint", (0, 0), 34),
        Line("path", tuple(from_above(*spot) for spot in sight.top_trail)),
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
    return (
        Dot("cup-on" if sight.suction else "cup-off", tip, 16),
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
