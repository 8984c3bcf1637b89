"""What becomes of a body that nothing holds: it falls, and rests, or slides off and falls on.

It rests where its centre is over what is below it: inside the convex hull of all that
touches its underside. Otherwise it slides off to the side on which its centre is, as far
as it must, turns a little, and falls from there. Where it cannot, because other things
are in the way, it leans on these and stays. It does not turn over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, cos, hypot, pi, sin
from random import Random
from typing import Final

from dobotkit.simulator.table.bodies import TABLE, Body, Prism, prisms_of
from dobotkit.simulator.table.shapes import (
    Footprint,
    Spot,
    free_way,
    gap,
    hull,
    inside,
    overlap,
    rectangle,
)

__all__ = ["DEEP", "GRAZE", "TOUCH", "Ground", "settle", "slide_off"]

TOUCH: Final = 1e-6
"""What is nearer than so many mm touches, and does not overlap."""

GRAZE: Final = 0.004
"""So many mm deep in something, the arm does not yet feel it.

It stops where it touches, and a pose as it is sent is rounded by some 1e-5 mm: without
this, the way straight up from there would bump again.
"""

DEEP: Final = 0.008
"""As deep as that it gets where it began a move about as deep as it may graze things (mm)."""

_LEVEL: Final = 0.01  # tops that differ by less carry a body together (mm)
_TURNS: Final = (0.0, 30.0, -30.0, 60.0, -60.0, 90.0, -90.0, 135.0, -135.0, 180.0)
_TWIST: Final = 15.0  # what slides off turns by so many degrees at most
_FALLS: Final = 30  # from one thing onto the next, until it stays wherever it is


class Ground:
    """The table top: a rectangle at some height."""

    def __init__(self, height: float, edges: tuple[float, float, float, float]) -> None:
        x_low, x_high, y_low, y_high = edges
        self.height = height
        self.edges = edges
        self.footprint = rectangle(
            x_high - x_low, y_high - y_low, (x_low + x_high) / 2, (y_low + y_high) / 2
        )

    def under(self, footprint: Footprint) -> bool:
        """Tell whether any of a footprint is over the table."""
        return gap(footprint, self.footprint) < -TOUCH


def settle(
    body: Body,
    others: Sequence[Body],
    ground: Ground,
    chance: Random,
    *,
    walls: Sequence[Prism] = (),
) -> bool:
    """Let a body fall from where it is, until it rests; tell whether it stayed on the table.

    Parameters
    ----------
    body:
        What nothing holds.
    others:
        What it may fall onto.
    ground:
        The table.
    chance:
        Decides where nothing else does.
    walls:
        What else may be in its way when it slides off: the fingers that let it go.
    """
    for _ in range(_FALLS):
        height, below = _landing(body, others, ground)
        if height is None:
            return False
        body.move(body.x, body.y, height, body.angle)
        body.rests = tuple(dict.fromkeys(name for name, _ in below))
        contact = hull(spot for _, base in below for spot in overlap(body.footprint, base))
        centre = (body.x, body.y)
        if inside(centre, contact, TOUCH):
            return True
        heading = _overhang(body, contact, chance)
        sides = [*walls, *(prism for _, prism in prisms_of(others))]
        bases = [base for _, base in below]
        twist = chance.uniform(-_TWIST, _TWIST)
        if not (
            slide_off(body, bases, sides, heading, twist=twist)
            or slide_off(body, bases, sides, heading)
        ):
            return True
    return True


def _landing(
    body: Body, others: Iterable[Body], ground: Ground
) -> tuple[float | None, list[tuple[str, Footprint]]]:
    """Return the height at which a falling body meets what is below, and what that is."""
    footprint = body.footprint
    found = [
        (name, prism.footprint, prism.high)
        for name, prism in prisms_of(others)
        if prism.high <= body.z + _LEVEL and gap(footprint, prism.footprint) < -TOUCH
    ]
    if ground.under(footprint):
        found.append((TABLE, ground.footprint, ground.height))
    if not found:
        return None, []
    height = max(top for _, _, top in found)
    # The one that touches it most first.
    below = sorted(
        ((name, base) for name, base, top in found if top > height - _LEVEL),
        key=lambda one: (gap(footprint, one[1]), one[0]),
    )
    return height, below


def slide_off(
    body: Body,
    bases: Sequence[Footprint],
    walls: Iterable[Prism],
    heading: Spot,
    *,
    turns: Sequence[float] = _TURNS,
    twist: float = 0.0,
) -> bool:
    """Move a body sideways until it is over none of its bases; tell whether there was room.

    Parameters
    ----------
    body:
        What does not rest.
    bases:
        What it touches below.
    walls:
        What may be in the way.
    heading:
        The side to try first.
    turns:
        Which other sides to try, in degrees from there.
    twist:
        How far it turns meanwhile, in degrees.
    """
    turned = body.prisms_at(body.x, body.y, body.z, body.angle + twist)[0].footprint
    beside = [wall.footprint for wall in walls if _beside(wall, body.z, body.top)]
    angle = atan2(heading[1], heading[0])
    for turn in turns:
        ux, uy = cos(angle + turn * pi / 180), sin(angle + turn * pi / 180)
        way = max((_way_out(turned, (ux, uy), base) for base in bases), default=0.0)
        free, _ = free_way(turned, (ux, uy), beside, way)
        end = turned.moved(ux * way, uy * way)
        if free >= way and all(gap(end, wall) >= -TOUCH for wall in beside):
            body.move(body.x + ux * way, body.y + uy * way, body.z, body.angle + twist)
            return True
    return False


def _beside(prism: Prism, low: float, high: float) -> bool:
    return prism.low < high - TOUCH and prism.high > low + TOUCH


def _overhang(body: Body, contact: Sequence[Spot], chance: Random) -> Spot:
    """Return the direction in which the centre of a body is off what it touches."""
    if contact:
        x = body.x - sum(spot[0] for spot in contact) / len(contact)
        y = body.y - sum(spot[1] for spot in contact) / len(contact)
        if (far := hypot(x, y)) > TOUCH:
            return (x / far, y / far)
    turn = chance.uniform(-pi, pi)
    return (cos(turn), sin(turn))


def _way_out(mover: Footprint, heading: Spot, base: Footprint) -> float:
    """Return how far a footprint must move until it is beside a base, and not over it."""
    ux, uy = heading
    reach = mover.extent + base.extent
    low = 0.0
    high = 2 * reach + hypot(mover.centre[0] - base.centre[0], mover.centre[1] - base.centre[1])
    if gap(mover, base) >= 0:
        return 0.0
    for _ in range(50):
        middle = (low + high) / 2
        if gap(mover.moved(ux * middle, uy * middle), base) < 0:
            low = middle
        else:
            high = middle
    return high
