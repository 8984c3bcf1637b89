"""Arcs and circles (ARC, CIRCLE)."""

from __future__ import annotations

from math import dist, isfinite

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity, Arc, LineMove, LineSpeeds
from dobotkit.simulator.planner.common import PlanError
from dobotkit.simulator.registers import ARC
from dobotkit.simulator.state import State

__all__ = ["round_arc"]

_SAME = 0.001
"""So many mm and degrees apart, two points are one."""


def round_arc(state: State, middle: Target, end: Target, turns: int | None = None) -> Activity:
    """Plan an arc from where the arm stands, or so many turns of the circle it is part of."""
    if not all(map(isfinite, (*middle, *end))):
        raise PlanError(Alarm.PLAN_ARC_POINTS)
    here = state.place(state.joints)
    if dist(here, middle) < _SAME or dist(here, end) < _SAME:
        raise PlanError(Alarm.PLAN_REPEATED_POINT)
    try:
        arc = Arc(
            state.linkage, state.tool, here, middle, end, step=state.profile.path_step, turns=turns
        )
    except ValueError:
        raise PlanError(Alarm.PLAN_ARC_POINTS) from None
    velocity, turn_velocity, acceleration, turn_acceleration = state.registers[ARC]
    v, a = state.arc_ratios
    factor = state.profile.brake_factor
    speeds = LineSpeeds(
        velocity * v,
        acceleration * a,
        turn_velocity * v,
        turn_acceleration * a,
        factor * acceleration,
        factor * turn_acceleration,
    )
    return LineMove.plan(state.joints, arc, speeds)
