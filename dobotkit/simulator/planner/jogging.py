"""Jogging (JOG): which axis, how fast, and what becomes of the jog before."""

from __future__ import annotations

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.motion import Activity, Drive, JogLegs, JogMove, Workspace
from dobotkit.simulator.planner.common import PlanError
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.registers import JOG_COORDINATES, JOG_JOINTS, JOG_RAIL
from dobotkit.simulator.state import State

__all__ = ["jog", "steer"]

_IDLE = 0
_RAIL = 4


def jog(state: State, command: int, *, in_joints: bool) -> Activity:
    """Plan a jog from rest.

    Parameters
    ----------
    state:
        Of the arm.
    command:
        0 stops; 1 and 2 are the first axis forward and back, and so on up to
        8 for the fourth; 9 and 10 are the rail, if there is one.
    in_joints:
        Whether the axes are J1 to J4, or x, y, z, r.
    """
    return _rest(state, state.joints, state.rail, in_joints=in_joints).steer(
        0.0, *_order(state, command, in_joints=in_joints)
    )


def steer(
    state: State, activity: Activity, t: float, command: int, *, in_joints: bool
) -> JogMove | JogLegs | None:
    """Plan what follows when a jog that has been running for ``t`` seconds gets a new command.

    Of the same kind of axes, the new one speeds up while the one before comes
    to rest. Otherwise the arm comes to rest first. None: that is no jog.
    """
    if isinstance(activity, JogLegs):
        activity, t = activity.under_way(t)
    if not isinstance(activity, JogMove):
        return None
    axis, target, acceleration = _order(state, command, in_joints=in_joints)
    if axis is None or activity.in_joints == in_joints:
        return activity.steer(t, axis, target, acceleration)
    stop = activity.steer(t)
    rest = stop.duration
    after = _rest(state, stop.joints(rest), stop.rail(rest), in_joints=in_joints)
    return JogLegs(stop, after.steer(0.0, axis, target, acceleration))


def _order(state: State, command: int, *, in_joints: bool) -> tuple[int | None, float, float]:
    """Return the axis to be jogged or None, its speed with a sign, and its acceleration."""
    if command == _IDLE:
        return None, 0.0, 0.0
    axis, backwards = divmod(command - 1, 2)
    if axis > _RAIL or (axis == _RAIL and not state.has_rail):
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    if axis == _RAIL:
        velocity, acceleration = state.registers[JOG_RAIL]
    else:
        values = state.registers[JOG_JOINTS if in_joints else JOG_COORDINATES]
        velocity, acceleration = values[axis], values[axis + 4]
    velocity *= state.jog_ratio
    if not (velocity > 0 and acceleration > 0):
        return None, 0.0, 0.0
    return axis, -velocity if backwards else velocity, acceleration


def _rest(state: State, joints: Joints, rail: float, *, in_joints: bool) -> JogMove:
    axes = joints if in_joints else state.place(joints)
    workspace = Workspace(state.profile, state.linkage, state.tool, in_joints=in_joints)
    drives = tuple(Drive(place, 0.0, 0.0, 0.0) for place in (*axes, rail))
    return JogMove(workspace, joints, drives, state.profile.brake_factor)
