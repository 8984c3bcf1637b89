"""Point to point: the ten modes of PTP."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, inf, isfinite

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.laws import Ramps, shortest_time
from dobotkit.simulator.motion import Activity, JointMove, Legs, LineMove, RailMove
from dobotkit.simulator.planner.common import (
    PlanError,
    joint_move,
    plus,
    solve,
    straight_move,
    within_limits,
)
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.registers import JUMP_ENDS, RAIL
from dobotkit.simulator.state import State

__all__ = ["to_point"]


_Values = tuple[float, float, float, float]

_INCREMENTS = (6, 7, 8)


def to_point(state: State, mode: int, values: _Values, rail: float | None = None) -> Activity:
    """Plan a PTP command.

    Parameters
    ----------
    state:
        Of the arm.
    mode, values:
        The mode, and x, y, z, r or four angles, as the mode says.
    rail:
        Where on its rail the arm is to go in the same time (in mm; an increment
        if the mode is one). Only the leg across of a jump moves the rail.
    """
    if mode not in _MODES:
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    if rail is None or not state.has_rail:
        return _MODES[mode](state, values, 0.0)
    end = state.rail + rail if mode in _INCREMENTS else rail
    facts = state.profile.rail
    if not facts.low <= end <= facts.high:
        raise PlanError(Alarm.PLAN_LIMIT)
    velocity, acceleration = state.registers[RAIL]
    v, a = state.ratios
    way = abs(end - state.rail)
    seconds = shortest_time(way, velocity * v, acceleration * a)
    move = _MODES[mode](state, values, seconds)

    def beside(move: Activity) -> Activity:
        if not isinstance(move, JointMove | LineMove):
            return move
        law = Ramps(way, velocity * v, acceleration * a, move.full_time)
        sign = -1.0 if end < state.rail else 1.0
        brake = state.profile.brake_factor * acceleration
        return RailMove(move, state.rail, sign, law, brake)

    if isinstance(move, Legs):
        up, *rest = move.moves
        return Legs((up, *map(beside, rest[:1]), *rest[1:]))
    return beside(move)


def _top(state: State, here: float, there: float) -> float:
    """Return how high a jump between two heights goes, in mm."""
    rise, fall, limit = state.registers[JUMP_ENDS]
    if not (0 <= rise < inf and 0 <= fall < inf and isfinite(limit)):
        raise PlanError(Alarm.PLAN_JUMP_PARAMETERS)
    if max(here, there) > limit:
        return max(here, there)
    return min(max(here + rise, there + fall), limit)


def _jump(state: State, target: Target, at_least: float, *, straight: bool) -> Activity:
    """Up, across, down. Only the leg across may be told to be straight."""
    here = state.place(state.joints)
    top = _top(state, here[2], target[2])
    above_here = (here[0], here[1], top, here[3])
    above_target = (target[0], target[1], top, target[3])
    down = solve(state, target)
    up = solve(state, above_here)
    across = solve(state, above_target)

    # Far out, a joint move would swing the tool sideways: straight up and down there.
    far = state.profile.forearm + state.tool[0]

    def upright(a: Target, b: Target, joints_a: Joints, joints_b: Joints) -> Activity:
        if hypot(a[0], a[1]) > far:
            return straight_move(state, joints_a, a, b)
        return joint_move(state, joints_a, joints_b)

    return Legs(
        (
            upright(here, above_here, state.joints, up),
            straight_move(state, up, above_here, above_target, at_least)
            if straight
            else joint_move(state, up, across, at_least),
            upright(above_target, target, across, down),
        )
    )


def _to_angles(state: State, angles: _Values, at_least: float) -> Activity:
    return joint_move(state, state.joints, within_limits(state, angles), at_least)


def _to_position(state: State, target: _Values, at_least: float) -> Activity:
    return joint_move(state, state.joints, solve(state, target), at_least)


def _line_to(state: State, target: _Values, at_least: float) -> Activity:
    return straight_move(state, state.joints, state.place(state.joints), target, at_least)


def _angles_to_position(state: State, angles: _Values) -> Target:
    return state.place(within_limits(state, angles))


# Each for what the command says, and how many seconds it is to take at least.
_MODES: dict[int, Callable[[State, _Values, float], Activity]] = {
    # JUMP, MOVJ and MOVL to x, y, z, r
    0: lambda s, v, t: _jump(s, v, t, straight=False),
    1: _to_position,
    2: _line_to,
    # JUMP, MOVJ and MOVL to four angles
    3: lambda s, v, t: _jump(s, _angles_to_position(s, v), t, straight=False),
    4: _to_angles,
    5: lambda s, v, t: _line_to(s, _angles_to_position(s, v), t),
    # MOVJ by angles, MOVL by x, y, z, r, MOVJ by x, y, z, r
    6: lambda s, v, t: _to_angles(s, plus(s.joints, v), t),
    7: lambda s, v, t: _line_to(s, plus(s.place(s.joints), v), t),
    8: lambda s, v, t: _to_position(s, plus(s.place(s.joints), v), t),
    # JUMP to x, y, z, r with a straight leg across; the maker's text calls it
    # an increment, the maker's code takes it as absolute
    9: lambda s, v, t: _jump(s, v, t, straight=True),
}
