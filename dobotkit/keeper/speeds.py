"""Speeds in space that an arm is given by the keeper itself: as its desk allows, and no more."""

from __future__ import annotations

import struct
from typing import Final

from dobotkit.keeper.envelope import Envelope

__all__ = ["CARTESIAN", "HARDEST", "TURN", "careful"]

CARTESIAN: Final = (81, 90, 100)
"""The commands that set them: of lines, of drawn paths, of arcs."""

HARDEST: Final = 400.0
"""The highest acceleration, in mm/s² and degrees/s²."""

TURN: Final = 250.0
"""The highest speed of r in degrees/s: ``Arm.speed`` sets it to the number of mm/s."""

_PATH = 90


def careful(envelope: Envelope, number: int, present: bytes = b"") -> tuple[int, bytes]:
    """Return a setting of speeds in space that a desk allows: command and parameters.

    Parameters
    ----------
    envelope:
        The rules of the desk.
    number:
        One of ``CARTESIAN``.
    present:
        What is set now: nothing becomes faster than that.
    """
    cap = envelope.speed
    hard = min(2 * cap, HARDEST)
    layout, most = {
        81: ("<4f", (cap, min(cap, TURN), hard, hard)),
        90: ("<3f", (100.0, cap, 100.0)),
        100: ("<4f", (cap, min(cap, TURN), hard, hard)),
    }[number]
    values = most
    if len(present) >= struct.calcsize(layout):
        now = struct.unpack_from(layout, present)
        # What is no number, or not above 0, is no speed to go back to.
        values = tuple(min(a, b) if b > 0 else a for a, b in zip(most, now, strict=True))
    # The last byte of paths: the last value is an acceleration and no time.
    return number, struct.pack(layout, *values) + (b"\0" if number == _PATH else b"")
