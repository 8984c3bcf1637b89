"""The way home."""

from __future__ import annotations

from dobotkit.simulator.motion import Activity, JointMove
from dobotkit.simulator.planner.common import joint_brakes
from dobotkit.simulator.state import State

__all__ = ["to_home"]


def to_home(state: State) -> Activity:
    """Plan HOME: all joints to the home pose, at the homing speeds."""
    profile = state.profile
    return JointMove.plan(
        state.joints,
        state.home,
        velocity=profile.homing_velocity,
        acceleration=profile.homing_acceleration,
        brakes=joint_brakes(state),
    )
