"""bluetooth://NAME: a port that does not open before its partner is near, that is never."""

from __future__ import annotations

import threading

from serial.serialutil import SerialBase, SerialException

GIVE_UP = threading.Event()


class Serial(SerialBase):
    """A port whose other end is out of range until ``GIVE_UP`` is set."""

    def open(self) -> None:
        GIVE_UP.wait(60)
        raise SerialException("the other end is out of range")

    def _reconfigure_port(self) -> None:
        """Take any setting."""

    def _update_dtr_state(self) -> None:
        """There is no such line."""

    def _update_rts_state(self) -> None:
        """There is no such line."""
