"""The way home."""

from __future__ import annotations

from dobotkit.simulator.motion import Activity, JointMove, Legs
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.state import State

__all__ = ["to_home"]


def to_home(state: State) -> Activity:
    """Plan HOME: all joints to the home pose, at the homing speeds.

    Where the profile has it so, the links fold first and the base seeks its switch.
    """
    seek = state.profile.homing_seek
    if not seek:
        return _homeward(state, state.joints, state.home)
    j1, *_ = here = state.joints
    _, j2, j3, j4 = state.home
    legs = [_homeward(state, here, (j1, j2, j3, j4))]
    for place, velocity in seek:
        begin, end = (j1, j2, j3, j4), (place, j2, j3, j4)
        legs.append(_homeward(state, begin, end, velocity))
        j1 = place
    legs.append(_homeward(state, (j1, j2, j3, j4), state.home))
    return Legs(tuple(legs))


def _homeward(
    state: State, start: Joints, end: Joints, base_velocity: float | None = None
) -> JointMove:
    profile = state.profile
    v1, v2, v3, v4 = profile.homing_velocity
    a1, a2, a3, a4 = profile.homing_acceleration
    factor = profile.brake_factor
    return JointMove.plan(
        start,
        end,
        velocity=(v1 if base_velocity is None else base_velocity, v2, v3, v4),
        acceleration=profile.homing_acceleration,
        # The PTP acceleration, which brakes other moves, may be too low for this one.
        brakes=(factor * a1, factor * a2, factor * a3, factor * a4),
    )
