"""The ten ways in which the firmware goes from point to point (its PTP modes).

What a way of theirs touches is worked out here before anything is sent, by the
formulas of the maker's planner (:mod:`dobotkit.arm.travel`): where it ends, by which
places it leads, and how slow the joints have to be so that the end effector is not
too fast. Places are ``(x, y, z, r)`` in mm and degrees, angles ``(j1, j2, j3, j4)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from dobotkit.arm.kinematics import Tool, forward, inverse
from dobotkit.arm.reach import Reach
from dobotkit.arm.travel import JointMove, Joints, Place, joint_move, top_of_jump
from dobotkit.errors import OutOfReach

__all__ = ["MODES", "Leg", "Steps", "check", "legs_of"]

MODES = range(10)
"""0 and 9 jump to a place, 3 to angles; 1 and 4 go with the joints, 2 and 5 in a
straight line; 6, 7, 8 go by so much more: angles, a place in a line, a place with the
joints. The document calls the place of mode 9 an increment, which is a slip: the maker's
own program takes it for a place."""

_JUMPS, _STRAIGHT = (0, 3, 9), (2, 5, 7)
_JUMP_STRAIGHT = 9
_BY_ANGLES, _ANGLES_MORE, _PLACE_MORE = (3, 4, 5, 6), 6, (7, 8)

# What the joints are told when nothing asks for less: as pydobot does, in °/s and °/s².
_JOINT_SPEED = _JOINT_ACCELERATION = 200.0
# 32-bit floats round: a hair slower than allowed.
_A_HAIR = 0.999


class Leg(NamedTuple):
    """One piece of a way, from rest to rest: a straight line, or each joint for itself."""

    is_straight: bool
    start: Place
    end: Place


class Steps(NamedTuple):
    """The end of a move, and the pieces that lead there."""

    end: Place
    legs: tuple[Leg, ...]


def legs_of(
    mode: int, values: Place, start: Place, *, reach: Reach, jump: tuple[float, float]
) -> Steps:
    """Return where a move leads and by which pieces.

    Parameters
    ----------
    mode:
        0 to 9.
    values:
        A place, angles, or by how much more, depending on the mode.
    start:
        Where the arm is.
    reach:
        Where it can be.
    jump:
        How high a jump lifts, and the height that it does not go above, in mm.

    Raises
    ------
    OutOfReach
        Angles are asked for that the joints cannot take.
    """
    end = _end_of(mode, values, start, reach)
    straight = mode in _STRAIGHT
    if mode not in _JUMPS:
        return Steps(end, (Leg(straight, start, end),))
    top = top_of_jump(start[2], end[2], *jump)
    above, beyond = (*start[:2], top, start[3]), (*end[:2], top, end[3])
    # Up and down it goes in a line or with its joints, depending on how far out it is:
    # both are looked at.
    return Steps(
        end,
        (
            Leg(is_straight=True, start=start, end=above),
            Leg(is_straight=False, start=start, end=above),
            Leg(is_straight=mode == _JUMP_STRAIGHT, start=above, end=beyond),
            Leg(is_straight=True, start=beyond, end=end),
            Leg(is_straight=False, start=beyond, end=end),
        ),
    )


def check(
    steps: Steps,
    reach: Reach,
    *,
    fastest: float,
    ratios: tuple[float, float],
    check_line: Callable[[Place, Place], object],
) -> tuple[float, ...] | None:
    """Refuse a way that leaves the reach, and work out how fast joints may be on it.

    Parameters
    ----------
    steps:
        The way.
    reach:
        Where the arm can be.
    fastest:
        The end effector's speed in mm/s that no piece may be above.
    ratios:
        Which share of its speeds and accelerations the arm uses, above 0 and up to 1.
    check_line:
        Checks a straight piece, from where to where.

    Returns
    -------
    tuple of 8 floats or None
        Speeds and accelerations of the joints in °/s and °/s², in the order of the
        protocol, that the arm has to be told; None where no joint goes for itself.

    Raises
    ------
    OutOfReach
        For the end, or for the first place on the way that cannot be reached.
    """
    # First the end, so that a wrong target is not called a wrong way.
    reach.joints_for(steps.end)
    for leg in steps.legs:
        # It ends at a corner of a jump, or at the end, which is looked at already.
        with _off_the_way(steps.end):
            if leg.is_straight:
                check_line(leg.start, leg.end)
            else:
                reach.joints_for(leg.end)
    legs = [leg for leg in steps.legs if not leg.is_straight]
    if not legs:
        return None
    speed, tool = _JOINT_SPEED, reach.tool
    while (found := max(_move(leg, tool, speed).speed for leg in legs)) > fastest:
        speed *= fastest / found * _A_HAIR
    # At another speed the joints, each speeding up for itself, lead another way.
    for leg in legs:
        for place in _move(leg, tool, speed, ratios).places[1:]:
            with _off_the_way(steps.end):
                reach.joints_for(place)
    return (*[speed] * 4, *[_JOINT_ACCELERATION] * 4)


def _move(
    leg: Leg, tool: Tool, speed: float, ratios: tuple[float, float] = (1.0, 1.0)
) -> JointMove:
    start, end = inverse(*leg.start, tool=tool), inverse(*leg.end, tool=tool)
    velocity, acceleration = speed * ratios[0], _JOINT_ACCELERATION * ratios[1]
    return joint_move(start, end, (velocity,) * 4, (acceleration,) * 4, tool)


@contextmanager
def _off_the_way(end: Place) -> Iterator[None]:
    """Say of a place out of reach that it is on the way to another one."""
    try:
        yield
    except OutOfReach as error:
        if error.target != error.at:
            # A straight piece has said so itself.
            error.target = end[:3]
            raise
        raise OutOfReach(
            "The target can be reached, but not in this way of moving: "
            f"{error.what[0].lower()}{error.what[1:]}",
            "Go there in two moves, by way of a point in front of the arm, "
            "for example (200, 0, 50).",
            limit=error.limit,
            value=error.value,
            low=error.low,
            high=error.high,
            reason=error.reason,
            at=error.at,
            unit=error.unit,
            target=end[:3],
        ) from None


def _end_of(mode: int, values: Place, start: Place, reach: Reach) -> Place:
    if mode in _BY_ANGLES:
        joints: Joints = values
        if mode == _ANGLES_MORE:
            joints = _sum(inverse(*start, tool=reach.tool), values)
        # Before it is a place: that may be in reach with other angles than these.
        reach.check_joints(joints)
        return forward(*joints, tool=reach.tool)
    return _sum(start, values) if mode in _PLACE_MORE else values


def _sum(a: Place, b: Place) -> Place:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3])
