"""``Trip``: up, across at a safe height, straight down, and up again; checked as a whole.

``move_to`` goes where a pupil says, in one line. A trip chooses its own lines: so high
that it passes over what stands about, and round the base where the line across would
come too close to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from dobotkit.arm.reach import Reach
from dobotkit.errors import OutOfReach

__all__ = ["Trip", "plan_trip"]

Target = tuple[float, float, float, float]

# mm and degrees that make no difference.
_SAME = 1e-3
# So far inside the edge of the reach (mm).
_INSIDE = 1.0
# How far out it goes round the base, in mm; the first that can be reached.
_ROUND = (240.0, 270.0, 300.0)


class Leg(NamedTuple):
    """One straight line of a trip, and what it is for."""

    name: str
    end: Target


class Trip(NamedTuple):
    """The lines to a place and away from it.

    Attributes
    ----------
    start:
        Where the arm stands before: x, y, z in mm and r in degrees.
    there:
        The lines that lead to the place.
    away:
        The lines after it.
    """

    start: Target
    there: tuple[Leg, ...]
    away: tuple[Leg, ...] = ()

    @property
    def places(self) -> list[Target]:
        """The corners of the whole way, the start first."""
        return [self.start, *(leg.end for leg in (*self.there, *self.away))]

    def check(self, check_line: Callable[[Target, Target], object]) -> None:
        """Refuse the trip if a part of it cannot be reached.

        Parameters
        ----------
        check_line:
            Refuses a straight way, from its start to its end.

        Raises
        ------
        OutOfReach
            Naming the part.
        """
        legs = (*self.there, *self.away)
        for leg, (start, end) in zip(legs, pairwise(self.places), strict=True):
            try:
                check_line(start, end)
            except OutOfReach as error:
                error.what = f"{leg.name}: {error.what[0].lower()}{error.what[1:]}"
                raise


def plan_trip(
    start: Target, end: Target, *, above: float, down: bool, back: bool, reach: Reach
) -> Trip:
    """Plan a trip; nothing is checked yet.

    Parameters
    ----------
    start, end:
        x, y, z in mm and r in degrees.
    above:
        The height z in mm at which it goes across.
    down, back:
        Whether it goes down to the end, and up again; else it ends above.
    reach:
        Where the arm can go.
    """
    there = list(_to(start, (*end[:2], above, end[3]), reach))
    away: tuple[Leg, ...] = ()
    if down:
        there.append(Leg("On the way down", end))
        if back:
            away = (Leg("On the way up again", (*end[:2], above, end[3])),)
    return Trip(start, tuple(there), away)


def _to(start: Target, over: Target, reach: Reach) -> Iterator[Leg]:
    """The lines up and across."""
    if start[2] < over[2] - _SAME:
        start = _up(start, over[2], reach)
        yield Leg("On the way up from where the arm stands", start)
    if start[2] > over[2] + _SAME:
        # Not down at a slant: what stands about may be higher than where it goes.
        high = (*over[:2], start[2], over[3])
        legs = (*_across(start, high, reach), over)
        if all(_can(reach, a, b) for a, b in pairwise((start, *legs))):
            yield from (Leg("On the way across", place) for place in legs[:-1])
            yield Leg("On the way down", over)
            return
    # Not ">": nothing is farther than what is no number.
    if not math.dist(start, over) <= _SAME:
        yield from (Leg("On the way across", place) for place in _across(start, over, reach))


def _up(start: Target, above: float, reach: Reach) -> Target:
    """Straight up; from close to the base, where the arm is folded, up and outwards."""
    straight = (*start[:2], above, start[3])
    if _can(reach, start, straight):
        return straight
    distance, bearing = math.hypot(*start[:2]), math.atan2(start[1], start[0])
    for low, high in reach.radii(above):
        if low > distance and high - low > _INSIDE:
            radius = low + _INSIDE
            out = (radius * math.cos(bearing), radius * math.sin(bearing), above, start[3])
            if _can(reach, start, out):
                return out
    # It is refused then, for the line that it would have taken.
    return straight


def _across(start: Target, over: Target, reach: Reach) -> tuple[Target, ...]:
    """One line, or two by way of a point in front of the base where one is too close to it."""
    if _can(reach, start, over):
        return (over,)
    here, there = (math.atan2(place[1], place[0]) for place in (start, over))
    middle, turn = (here + there) / 2, (start[3] + over[3]) / 2
    for radius in _ROUND:
        via = (radius * math.cos(middle), radius * math.sin(middle), over[2], turn)
        if _can(reach, start, via) and _can(reach, via, over):
            return (via, over)
    # It is refused then, for the line that it would have taken.
    return (over,)


def _can(reach: Reach, start: Target, end: Target) -> bool:
    try:
        reach.check_line(start, end)
    except OutOfReach:
        return False
    return True
