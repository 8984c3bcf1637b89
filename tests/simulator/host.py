"""A host at the other end of the cable, for tests: says what a client says, and checks shapes.

The frames are put together here byte by byte, so that the simulator's codec is
not tested against itself.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

from dobotkit.simulator.clock import ManualClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN, Profile

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "vectors.json").read_text("utf-8"))

READ, WRITE, QUEUE = 0, 1, 3
JUMP_XYZ, MOVJ_XYZ, MOVL_XYZ, JUMP_ANGLE, MOVJ_ANGLE = range(5)
MOVL_ANGLE, MOVJ_INC, MOVL_INC, MOVJ_XYZ_INC, JUMP_MOVL_XYZ = range(5, 10)


def frame(number: int, ctrl: int, params: bytes = b"") -> bytes:
    """The bytes of one frame."""
    total = number + ctrl + sum(params)
    checksum = (256 - total % 256) % 256
    return bytes([0xAA, 0xAA, 2 + len(params), number, ctrl, *params, checksum])


class Host:
    """Talks to one arm, whose time passes only when the host waits."""

    def __init__(self, profile: Profile = MAGICIAN) -> None:
        self.clock = ManualClock()
        self.arm = Firmware(profile, self.clock)

    def silent(self, number: int, ctrl: int, params: bytes = b"") -> bool:
        """Send a frame and tell whether the arm leaves it without an answer."""
        return self.arm.receive(frame(number, ctrl, params)) == b""

    def _answer(self, number: int, ctrl: int, params: bytes) -> bytes:
        answer = self.arm.receive(frame(number, ctrl, params))
        assert answer[:2] == b"\xaa\xaa", f"no answer to {number}"
        assert answer[2] == len(answer) - 4
        assert answer[3:5] == bytes([number, ctrl])
        assert sum(answer[3:]) % 256 == 0
        return answer[5:-1]

    def ask(self, number: int, layout: str, params: bytes = b"") -> tuple:
        """Read something that has this layout."""
        return struct.unpack("<" + layout, self._answer(number, READ, params))

    def write(self, number: int, params: bytes = b"") -> None:
        """Write something at once."""
        assert self._answer(number, WRITE, params) == b""

    def queue(self, number: int, params: bytes = b"") -> int:
        """Write something into the queue and return its index."""
        (index,) = struct.unpack("<Q", self._answer(number, QUEUE, params))
        return index

    def ptp(self, mode: int, a: float, b: float, c: float, d: float) -> int:
        """Queue a PTP command."""
        return self.queue(84, struct.pack("<B4f", mode, a, b, c, d))

    def set_speed(self, velocity: float, acceleration: float) -> None:
        """Set all PTP speeds at once, at ratios of 100 %."""
        self.write(80, struct.pack("<8f", *[velocity] * 4, *[acceleration] * 4))
        self.write(81, struct.pack("<4f", velocity, velocity, acceleration, acceleration))
        self.write(83, struct.pack("<2f", 100, 100))

    def set_tool(self, ahead: float, aside: float = 0.0, down: float = 0.0) -> None:
        """Set the tool offset at once."""
        self.write(60, struct.pack("<3f", ahead, aside, down))

    @property
    def pose(self) -> tuple[float, ...]:
        """x, y, z, r, j1 to j4 as the wire gives them."""
        return self.ask(10, "8f")

    @property
    def xyzr(self) -> tuple[float, ...]:
        return self.pose[:4]

    @property
    def joints(self) -> tuple[float, ...]:
        return self.pose[4:]

    @property
    def index(self) -> int:
        """The index of the command that ended last."""
        return self.ask(246, "Q")[0]

    @property
    def alarms(self) -> set[int]:
        """The codes of the alarms that are set."""
        mask = int.from_bytes(bytes(self.ask(20, "16B")), "little")
        return {code for code in range(128) if mask >> code & 1}

    def wait(self, seconds: float) -> None:
        """Let some time pass."""
        self.clock.advance(seconds)

    def finish(self, tick: float = 0.01) -> float:
        """Wait until the arm is at rest; return how long that took, to one tick."""
        ticks = 0
        while not self.arm.idle:
            self.clock.advance(tick)
            ticks += 1
            assert ticks < 100_000, "the arm does not come to rest"
        return ticks * tick

    def go(self, mode: int, a: float, b: float, c: float, d: float = 0.0) -> float:
        """Move and wait for the end."""
        self.ptp(mode, a, b, c, d)
        return self.finish()
