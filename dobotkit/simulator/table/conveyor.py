"""What rides on the belt, how far it gets, and what happens at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, inf, radians, sin
from random import Random

from dobotkit.simulator.table.bodies import BELT, Body, Prism, carried_by, prisms_of
from dobotkit.simulator.table.resting import TOUCH, Ground, settle, slide_off
from dobotkit.simulator.table.shapes import Spot, free_way, gap
from dobotkit.things import Belt

__all__ = ["Ride", "riders"]

_BARELY = 1e-9


def riders(bodies: Iterable[Body]) -> list[Body]:
    """Return what lies on the belt itself."""
    return [body for body in bodies if BELT in body.rests]


class Ride:
    """The belt runs for a while.

    All that lies on it goes along with what stands on it, until something is in the
    way: then the belt slips through below. A body whose centre is past the end of the
    belt slides down there; while there is no room for it, it stays.

    Parameters
    ----------
    belt, base:
        The belt, and the body that it is.
    bodies:
        All things that nothing holds.
    walls:
        What else may be in the way: the arm's tool and what hangs on it.
    ground, chance:
        Of the table.

    Attributes
    ----------
    moved:
        Whether anything got any farther.
    """

    def __init__(
        self,
        belt: Belt,
        base: Body,
        bodies: list[Body],
        walls: Sequence[Prism],
        *,
        ground: Ground,
        chance: Random,
    ) -> None:
        self._belt = belt
        self._base = base
        self._bodies = bodies
        self._walls = walls
        self._ground = ground
        self._chance = chance
        self.moved = False

    def go(self, distance: float) -> list[Body]:
        """Go that far (mm; negative: backwards); return what has left the table."""
        turn = radians(self._belt.angle)
        sense = 1.0 if distance > 0 else -1.0
        heading = (sense * cos(turn), sense * sin(turn))
        left = abs(distance)
        gone: list[Body] = []
        moving = self._groups()
        while left > _BARELY and moving:
            ways = [self._way(group, moving, heading, left) for group in moving]
            way = min(ways)
            for group in moving:
                _shift(group, heading, way)
            self.moved = self.moved or way > _BARELY
            left -= way
            if left <= _BARELY:
                break
            # Who got no farther is held up, or has slid down: it stands still from now on.
            held_up = [group for group, its in zip(moving, ways, strict=True) if its <= way]
            moving = [group for group, its in zip(moving, ways, strict=True) if its > way]
            for group in held_up:
                if self._past_the_end(group, heading):
                    gone += self._fall(group, heading)
        return gone

    def _groups(self) -> list[list[Body]]:
        """Return what moves as one: a rider with all that stands on it."""
        groups: list[list[Body]] = []
        for body in riders(self._bodies):
            group = [body, *carried_by(body.name, self._bodies)]
            names = {one.name for one in group}
            for other in [one for one in groups if not names.isdisjoint(b.name for b in one)]:
                groups.remove(other)
                group += [one for one in other if one.name not in names]
                names |= {one.name for one in other}
            groups.append(sorted(group, key=lambda one: one.z))
        return groups

    def _way(
        self, group: list[Body], moving: list[list[Body]], heading: Spot, limit: float
    ) -> float:
        """Return how far a group can go before it meets something, or is at the end."""
        along = {body.name for one in moving for body in one}
        walls = [
            *self._walls,
            *(prism for body in self._bodies if body.name not in along for prism in body.prisms),
        ]
        way = limit
        for body in group:
            if BELT in body.rests:
                way = min(way, max(0.0, self._to_the_end(body, heading)))
            for part in body.prisms:
                beside = [
                    wall.footprint
                    for wall in walls
                    if wall.low < part.high - TOUCH and wall.high > part.low + TOUCH
                ]
                way, _ = free_way(part.footprint, heading, beside, way)
        return way

    def _to_the_end(self, body: Body, heading: Spot) -> float:
        x, y, _ = self._belt.place
        along = (body.x - x) * heading[0] + (body.y - y) * heading[1]
        return self._belt.size[0] / 2 - along

    def _past_the_end(self, group: list[Body], heading: Spot) -> bool:
        ends = [self._to_the_end(body, heading) for body in group if BELT in body.rests]
        return min(ends, default=inf) <= TOUCH

    def _fall(self, group: list[Body], heading: Spot) -> list[Body]:
        """Let what is past the end slide down, and all on it fall; return what left the table.

        Where there is no room for all of it, nothing happens.
        """
        before = [(body, body.x, body.y, body.z, body.angle, body.rests) for body in group]
        gone = self._slide_down(group, heading)
        if gone is not None and not any(
            self._in_a_wall(body) for body in group if body not in gone
        ):
            for body in gone:
                self._bodies.remove(body)
            return gone
        for body, x, y, z, angle, rests in before:
            body.move(x, y, z, angle)
            body.rests = rests
        return []

    def _slide_down(self, group: list[Body], heading: Spot) -> list[Body] | None:
        settled = [self._base, *(body for body in self._bodies if body not in group)]
        first = next(
            body
            for body in group
            if BELT in body.rests and self._to_the_end(body, heading) <= TOUCH
        )
        rest = [body for body in group if body is not first]
        beside = [*settled, *(body for body in rest if body.z < first.top - TOUCH)]
        bases = [prism.footprint for prism in self._base.prisms]
        walls = (prism for _, prism in prisms_of(beside))
        if not slide_off(first, bases, walls, heading, turns=(0.0,)):
            return None
        gone = []
        for body in (first, *rest):
            if settle(body, settled, self._ground, self._chance):
                settled.append(body)
            else:
                gone.append(body)
        return gone

    def _in_a_wall(self, body: Body) -> bool:
        return any(
            wall.low < part.high - TOUCH
            and wall.high > part.low + TOUCH
            and gap(part.footprint, wall.footprint) < -TOUCH
            for wall in self._walls
            for part in body.prisms
        )


def _shift(group: list[Body], heading: Spot, way: float) -> None:
    for body in group:
        body.move(body.x + heading[0] * way, body.y + heading[1] * way, body.z, body.angle)
