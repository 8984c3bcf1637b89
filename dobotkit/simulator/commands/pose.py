"""Where the arm is, or believes it is."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, pack_floats
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_POSE = Struct("<8f")
_POSE_AND_RAIL = Struct("<9f")
_RESET = Struct("<B2f")  # manual, angle of the rear arm, angle of the forearm


def _read_pose(controller: Controller, _params: bytes) -> bytes:
    if controller.profile.rail.in_pose:
        return pack_floats(_POSE_AND_RAIL, (*controller.pose(), controller.rail()))
    return pack_floats(_POSE, controller.pose())


def _reset_pose(controller: Controller, params: bytes) -> None:
    # A move knows its way from its start; what a real arm does on it is not known.
    if controller.queue.activity is not None:
        return
    manual, rear, front = _RESET.unpack(params)
    state = controller.state
    if not manual:
        state.read_angle_sensors()
        return
    # The host says how the two links stand, and that the base looks straight ahead [L].
    j1, j2, j3, j4 = state.joints
    believed = (0.0, rear, front, j4)
    if not state.linkage.broken_limit(believed):
        slip1, slip2, slip3, slip4 = state.slip
        state.slip = (slip1 + j1, slip2 + j2 - rear, slip3 + j3 - front, slip4)
        state.joints = believed


COMMANDS: Final = {
    10: Command(read=_read_pose),
    # Angles that the arm cannot have are not believed.
    11: Command(do=_reset_pose, takes={_RESET.size}, queued=False),
}
