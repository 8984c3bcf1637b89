"""What all planning needs: solved targets, speeds in force, and what to say of bad ones."""

from __future__ import annotations

from math import isfinite

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import JointMove, LineMove, LineSpeeds, Track
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.registers import COORDINATES, JOINTS
from dobotkit.simulator.state import State

__all__ = [
    "PlanError",
    "joint_brakes",
    "joint_move",
    "line_speeds",
    "must_be_finite",
    "plus",
    "solve",
    "straight_move",
    "within_limits",
]


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
    return within_limits(state, joints)


def within_limits(state: State, joints: Joints) -> Joints:
    """Return joint angles, or refuse them."""
    if state.linkage.broken_limit(joints):
        raise PlanError(Alarm.PLAN_LIMIT)
    return joints


def plus(a: Target | Joints, b: Target | Joints) -> tuple[float, float, float, float]:
    """Add increments to x, y, z, r or to four angles."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3])


def joint_brakes(state: State) -> Joints:
    """Return what a force stop brakes the joints with, in degrees/s²."""
    a, b, c, d = state.registers[JOINTS][4:]
    factor = state.profile.brake_factor
    return (factor * a, factor * b, factor * c, factor * d)


def joint_move(state: State, start: Joints, end: Joints, at_least: float = 0.0) -> JointMove:
    """Plan a joint move at the speeds in force; it takes ``at_least`` so many seconds."""
    v1, v2, v3, v4, a1, a2, a3, a4 = state.registers[JOINTS]
    v, a = state.ratios
    return JointMove.plan(
        start,
        end,
        velocity=(v1 * v, v2 * v, v3 * v, v4 * v),
        acceleration=(a1 * a, a2 * a, a3 * a, a4 * a),
        brakes=joint_brakes(state),
        at_least=at_least,
    )


def must_be_finite(*values: float) -> None:
    """Refuse a course through points that are nowhere."""
    if not all(map(isfinite, values)):
        raise PlanError(Alarm.PLAN_NO_SOLUTION)


def line_speeds(state: State) -> LineSpeeds:
    """Return how fast a straight move may be at present."""
    velocity, turn_velocity, acceleration, turn_acceleration = state.registers[COORDINATES]
    v, a = state.ratios
    factor = state.profile.brake_factor
    return LineSpeeds(
        velocity * v,
        acceleration * a,
        turn_velocity * v,
        turn_acceleration * a,
        factor * acceleration,
        factor * turn_acceleration,
    )


def straight_move(
    state: State, joints: Joints, start: Target, end: Target, at_least: float = 0.0
) -> LineMove:
    """Plan a straight line at the speeds in force; it takes ``at_least`` so many seconds."""
    must_be_finite(*start, *end)
    track = Track(state.linkage, state.tool, start, end, state.profile.path_step)
    return LineMove.plan(joints, track, line_speeds(state), at_least)
