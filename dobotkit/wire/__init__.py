"""Look at the bytes between a computer and an arm.

::

    from dobotkit import wire

    with wire.listen(arm) as heard:      # an Arm, or a driver such as pydobot's
        arm.pose()
    heard                                # a table: who said what
    wire.decode("aa aa 02 0a 00 f6")     # one frame, byte by byte
    wire.encode("GetPose")               # from a name to bytes
"""

from __future__ import annotations

from dobotkit.frames import encode
from dobotkit.wire.practice import practice_address
from dobotkit.wire.read import decode
from dobotkit.wire.tap import Tap, listen

__all__ = ["Tap", "decode", "encode", "listen", "practice_address"]
