"""Automatic levelling, for printing in three dimensions.

The simulated arm stands on an even table: levelling takes no time, and finds that
nothing is out of level.
"""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_LEVEL = Struct("<Bf")  # on, accuracy
_RESULT = Struct("<f")


def _read_result(_controller: Controller, _params: bytes) -> bytes:
    return _RESULT.pack(0.0)


# The document prints 30, which is HOMEParams; all code has 32.
COMMANDS: Final = {32: Command(read=_read_result, takes={_LEVEL.size})}
