"""One arm in one notebook's hands: bytes in, checked, passed on, answered."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from dobotkit.arm.wire import Wire, encode, take_frame
from dobotkit.errors import ArmError, ArmSilent

__all__ = ["Lease"]

_SUCTION_CUP, _GRIPPER = 62, 63
_START, _FORCE_STOP, _CLEAR = 240, 242, 245
_OFF = b"\0\0"


class Lease:
    """An open arm.

    Parameters
    ----------
    port:
        The open port, which this now owns.

    Attributes
    ----------
    dropped:
        How many damaged frames came, and were dropped as the firmware does.
    """

    def __init__(self, port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
        self._wire = Wire(port)
        self._incoming = bytearray()
        self._lock = threading.Lock()
        self.closed = False
        self.dropped = 0

    def write(self, data: bytes) -> bytes:
        """Pass whole and allowed frames on to the arm, and return what it answers."""
        self._incoming += data
        reply = b""
        while True:
            frame, _ = take_frame(self._incoming)
            if frame is None:
                return reply
            reply += self._pass_on(frame)

    def stop(self) -> None:
        """Brake now and forget what waits."""
        # One after the other without a frame of the notebook in between.
        with self._wire.lock:
            self._wire.shout(_FORCE_STOP, _CLEAR)
            self._wire.tell(_FORCE_STOP)
            self._wire.tell(_CLEAR)
            self._wire.tell(_START)

    def close(self) -> None:
        """Stop the arm, switch its pump off, free the port; twice does nothing."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
        try:
            # That an arm was unplugged is no reason to keep its port.
            with contextlib.suppress(ArmError):
                self.stop()
                self._wire.once(_SUCTION_CUP, 1, _OFF)
                self._wire.once(_GRIPPER, 1, _OFF)
        finally:
            self._wire.close()

    def _pass_on(self, frame: bytes) -> bytes:
        number, ctrl, params = frame[3], frame[4], frame[5:-1]
        try:
            answer = self._wire.once(number, ctrl, params)
        except ArmSilent:
            return b""
        return encode(number, ctrl, answer)
