"""Point to point: the ten modes of PTP."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, inf, isfinite

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity, Legs
from dobotkit.simulator.planner.common import (
    PlanError,
    joint_move,
    plus,
    solve,
    straight_move,
    within_limits,
)
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.registers import JUMP_ENDS
from dobotkit.simulator.state import State

__all__ = ["to_point"]


def to_point(state: State, mode: int, values: tuple[float, float, float, float]) -> Activity:
    """Plan a PTP command; ``values`` are x, y, z, r or four angles, as the mode says."""
    if mode not in _MODES:
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    return _MODES[mode](state, values)


def _top(state: State, here: float, there: float) -> float:
    """Return how high a jump between two heights goes, in mm."""
    rise, fall, limit = state.registers[JUMP_ENDS]
    if not (0 <= rise < inf and 0 <= fall < inf and isfinite(limit)):
        raise PlanError(Alarm.PLAN_JUMP_PARAMETERS)
    if max(here, there) > limit:
        return max(here, there)
    return min(max(here + rise, there + fall), limit)


def _jump(state: State, target: Target, *, straight: bool) -> Activity:
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
            straight_move(state, up, above_here, above_target)
            if straight
            else joint_move(state, up, across),
            upright(above_target, target, across, down),
        )
    )


_Values = tuple[float, float, float, float]


def _to_angles(state: State, angles: _Values) -> Activity:
    return joint_move(state, state.joints, within_limits(state, angles))


def _to_position(state: State, target: _Values) -> Activity:
    return joint_move(state, state.joints, solve(state, target))


def _line_to(state: State, target: _Values) -> Activity:
    return straight_move(state, state.joints, state.place(state.joints), target)


def _angles_to_position(state: State, angles: _Values) -> Target:
    return state.place(within_limits(state, angles))


_MODES: dict[int, Callable[[State, _Values], Activity]] = {
    # JUMP, MOVJ and MOVL to x, y, z, r
    0: lambda s, v: _jump(s, v, straight=False),
    1: _to_position,
    2: _line_to,
    # JUMP, MOVJ and MOVL to four angles
    3: lambda s, v: _jump(s, _angles_to_position(s, v), straight=False),
    4: _to_angles,
    5: lambda s, v: _line_to(s, _angles_to_position(s, v)),
    # MOVJ by angles, MOVL by x, y, z, r, MOVJ by x, y, z, r
    6: lambda s, v: _to_angles(s, plus(s.joints, v)),
    7: lambda s, v: _line_to(s, plus(s.place(s.joints), v)),
    8: lambda s, v: _to_position(s, plus(s.place(s.joints), v)),
    # JUMP to x, y, z, r with a straight leg across; the maker's text calls it
    # an increment, the maker's code takes it as absolute
    9: lambda s, v: _jump(s, v, straight=True),
}
