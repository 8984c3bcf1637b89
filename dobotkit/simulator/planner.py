"""From a motion command to a move, by the rules of the maker's planner.

Targets of joint moves and of all way-points of a jump are checked before
anything moves (alarms 0x11 and 0x12). A straight line is not: it starts,
and ends where it leaves the reach (0x21 and 0x22).
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, isfinite

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity, JointMove, Legs, LineMove, LineSpeeds, Track
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.registers import COORDINATES, CP, JOINTS, JUMP
from dobotkit.simulator.state import State

__all__ = ["PlanError", "solve", "to_home", "to_next_point", "to_point"]


class PlanError(Exception):
    """The move cannot be planned; the controller turns this into an alarm."""

    def __init__(self, alarm: Alarm) -> None:
        super().__init__(alarm)
        self.alarm = alarm


def solve(state: State, target: Target) -> Joints:
    """Return the joint angles for a target that can be reached."""
    joints = state.linkage.inverse(target, state.tool)
    if joints is None:
        raise PlanError(Alarm.PLAN_NO_SOLUTION)
    return _within_limits(state, joints)


def to_point(state: State, mode: int, values: tuple[float, float, float, float]) -> Activity:
    """Plan a PTP command; ``values`` are x, y, z, r or four angles, as the mode says."""
    if mode not in _MODES:
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    return _MODES[mode](state, values)


def to_home(state: State) -> Activity:
    """Plan HOME: all joints to the home pose, at the homing speeds."""
    profile = state.profile
    return JointMove.plan(
        state.joints,
        state.home,
        velocity=profile.homing_velocity,
        acceleration=profile.homing_acceleration,
        brakes=_joint_brakes(state),
    )


def to_next_point(
    state: State, mode: int, point: tuple[float, float, float], velocity: float
) -> Activity:
    """Plan one point of a continuous path (CP): a straight line, r kept.

    Every point has its own velocity (mm/s) and the arm stops at it: this
    planner does not look ahead to the next point, as the real one does.
    """
    if mode not in (0, 1):
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    profile = state.profile
    x, y, z, r = here = state.place(state.joints)
    dx, dy, dz = point
    acceleration = min(state.registers[CP][0], profile.cp_acceleration_cap)
    speeds = LineSpeeds(
        velocity=min(velocity, profile.line_velocity_cap),
        acceleration=acceleration,
        turn_velocity=0.0,
        turn_acceleration=0.0,
        brake=profile.brake_factor * acceleration,
        turn_brake=0.0,
    )
    target = (dx, dy, dz, r) if mode else (x + dx, y + dy, z + dz, r)
    return _line(state, state.joints, here, target, speeds)


def _within_limits(state: State, joints: Joints) -> Joints:
    if state.linkage.broken_limit(joints):
        raise PlanError(Alarm.PLAN_LIMIT)
    return joints


def _plus(a: Target | Joints, b: Target | Joints) -> tuple[float, float, float, float]:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3])


def _joint_brakes(state: State) -> Joints:
    a, b, c, d = state.registers[JOINTS][4:]
    factor = state.profile.brake_factor
    return (factor * a, factor * b, factor * c, factor * d)


def _joint_move(state: State, start: Joints, end: Joints) -> JointMove:
    v1, v2, v3, v4, a1, a2, a3, a4 = state.registers[JOINTS]
    v, a = state.ratios
    return JointMove.plan(
        start,
        end,
        velocity=(v1 * v, v2 * v, v3 * v, v4 * v),
        acceleration=(a1 * a, a2 * a, a3 * a, a4 * a),
        brakes=_joint_brakes(state),
    )


def _line(state: State, joints: Joints, start: Target, end: Target, speeds: LineSpeeds) -> LineMove:
    if not all(map(isfinite, (*start, *end))):
        raise PlanError(Alarm.PLAN_NO_SOLUTION)
    track = Track(state.linkage, state.tool, start, end, state.profile.path_step)
    return LineMove.plan(joints, track, speeds)


def _straight(state: State, joints: Joints, start: Target, end: Target) -> LineMove:
    velocity, turn_velocity, acceleration, turn_acceleration = state.registers[COORDINATES]
    v, a = state.ratios
    factor = state.profile.brake_factor
    speeds = LineSpeeds(
        velocity * v,
        acceleration * a,
        turn_velocity * v,
        turn_acceleration * a,
        factor * acceleration,
        factor * turn_acceleration,
    )
    return _line(state, joints, start, end, speeds)


def _jump(state: State, target: Target, *, straight: bool) -> Activity:
    """Up, across, down. Only the leg across may be told to be straight."""
    here = state.place(state.joints)
    height, limit = state.registers[JUMP]
    highest = max(here[2], target[2])
    if highest > limit:
        top = highest
    elif highest + height > limit:
        top = limit
    else:
        top = highest + height
    above_here = (here[0], here[1], top, here[3])
    above_target = (target[0], target[1], top, target[3])
    down = solve(state, target)
    up = solve(state, above_here)
    across = solve(state, above_target)

    # Far out, a joint move would swing the tool sideways: straight up and down there.
    far = state.profile.forearm + state.tool[0]

    def upright(a: Target, b: Target, joints_a: Joints, joints_b: Joints) -> Activity:
        if hypot(a[0], a[1]) > far:
            return _straight(state, joints_a, a, b)
        return _joint_move(state, joints_a, joints_b)

    return Legs(
        (
            upright(here, above_here, state.joints, up),
            _straight(state, up, above_here, above_target)
            if straight
            else _joint_move(state, up, across),
            upright(above_target, target, across, down),
        )
    )


_Values = tuple[float, float, float, float]


def _to_angles(state: State, angles: _Values) -> Activity:
    return _joint_move(state, state.joints, _within_limits(state, angles))


def _to_position(state: State, target: _Values) -> Activity:
    return _joint_move(state, state.joints, solve(state, target))


def _line_to(state: State, target: _Values) -> Activity:
    return _straight(state, state.joints, state.place(state.joints), target)


def _angles_to_position(state: State, angles: _Values) -> Target:
    return state.place(_within_limits(state, angles))


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
    6: lambda s, v: _to_angles(s, _plus(s.joints, v)),
    7: lambda s, v: _line_to(s, _plus(s.place(s.joints), v)),
    8: lambda s, v: _to_position(s, _plus(s.place(s.joints), v)),
    # JUMP to x, y, z, r with a straight leg across; the maker's text calls it
    # an increment, the maker's code takes it as absolute
    9: lambda s, v: _jump(s, v, straight=True),
}
