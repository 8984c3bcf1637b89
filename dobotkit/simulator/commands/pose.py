"""Where the arm is, or believes it is."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, pack_floats
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_POSE = Struct("<8f")
_RESET = Struct("<B2f")  # manual, angle of the rear arm, angle of the forearm


def _read_pose(controller: Controller, _params: bytes) -> bytes:
    return pack_floats(_POSE, controller.pose())


def _reset_pose(controller: Controller, params: bytes) -> None:
    # A move knows its way from its start; what a real arm does on it is not known.
    if controller.queue.activity is not None:
        return
    manual, rear, front = _RESET.unpack(params)
    state = controller.state
    j1, j2, j3, j4 = state.joints
    slip1, slip2, slip3, slip4 = state.slip
    if manual:
        # The host says how the arm stands, and that its base looks straight ahead [L].
        believed = (0.0, rear, front, j4)
        if state.linkage.broken_limit(believed):
            return
        state.slip = (slip1 + j1, slip2 + j2 - rear, slip3 + j3 - front, slip4)
    else:
        # The arm reads the angle sensors of its two links; of J1 and J4 it goes on to
        # believe what it believed [-].
        believed = (j1, j2 + slip2, j3 + slip3, j4)
        state.slip = (slip1, 0.0, 0.0, slip4)
    state.joints = believed


COMMANDS: Final = {
    10: Command(read=_read_pose),
    # Angles that the arm cannot have are not believed.
    11: Command(do=_reset_pose, takes={_RESET.size}, queued=False),
}
