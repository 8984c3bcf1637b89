"""pySerial's way to the simulated arm: ``dobotsim://NAME?pace=real|instant|NUMBER``.

::

    import serial

    serial.protocol_handler_packages.append("dobotkit.simulator")
    port = serial.serial_for_url("dobotsim://desk?pace=instant", timeout=1)

An arm belongs to its NAME in its process: closed and opened again it is the
same arm, where it was left, with its queue still running, as a real one goes on
when the cable is pulled. Whoever opens it sets its pace: as on the wall (``real``,
the default), so many times faster, or ``instant``, where each frame finds the arm
done with all that was queued before.

pySerial takes an ImportError in this module for "no such protocol", so nothing
is imported here that can be missing.
"""

from __future__ import annotations

import time
from threading import Condition, Lock, RLock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from serial.serialutil import SerialBase, SerialException, to_bytes

from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware

__all__ = ["Serial"]

_FORM = "dobotsim://NAME?pace=real|instant|NUMBER"

_arms: dict[str, Firmware] = {}
_in_use: set[str] = set()
# The garbage collector may close a forgotten port while another one is being opened.
_registry = RLock()


def _parse(address: str) -> tuple[str, str]:
    """Return the NAME and the pace of an address."""
    parts = urlsplit(address)
    if parts.scheme != "dobotsim" or not parts.netloc or parts.path or parts.fragment:
        raise SerialException(f"expected an address of the form {_FORM}, not {address!r}")
    pace = "real"
    for option, value in parse_qsl(parts.query, keep_blank_values=True):
        if option != "pace":
            raise SerialException(
                f"{address!r} has the unknown option {option!r}; expected {_FORM}"
            )
        pace = value
    return parts.netloc, pace


def _take(name: str, pace: str) -> Firmware:
    """Take the arm of that name for one port, and set its pace."""
    with _registry:
        if name in _in_use:
            raise SerialException(f"the simulated arm {name!r} is in use; close its port first")
        arm = _arms.get(name)
        try:
            clock = clock_for_pace(pace, start=0.0 if arm is None else arm.time)
        except ValueError as error:
            raise SerialException(f"{error}; expected {_FORM}") from None
        if arm is None:
            arm = _arms[name] = Firmware(clock=clock)
        else:
            arm.use_clock(clock)
        _in_use.add(name)
        return arm


class Serial(SerialBase):  # type: ignore[misc] # pySerial publishes no types
    """A serial port with a simulated arm at its other end.

    Made by :func:`serial.serial_for_url`. All settings of a port are accepted;
    speed, parity and control lines make no difference here.
    """

    is_open: bool
    _arm: Firmware
    _name: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to pySerial
        self._received = bytearray()
        self._arrived = Condition(Lock())
        self._cancelled = False
        super().__init__(*args, **kwargs)

    def open(self) -> None:
        """Open the port.

        Raises
        ------
        serial.SerialException
            If the address is not of the expected form, or the arm is in use.
        """
        if self._port is None:
            raise SerialException("Port must be configured before it can be used.")
        if self.is_open:
            raise SerialException("Port is already open.")
        self._name, pace = _parse(self._port)
        self._arm = _take(self._name, pace)
        self._received.clear()
        self.is_open = True

    def close(self) -> None:
        """Close the port; the arm goes on with what it was told."""
        with self._arrived:
            if not self.is_open:
                return
            self.is_open = False
            self._arrived.notify_all()
        with _registry:
            _in_use.discard(self._name)

    @property
    def arm(self) -> Firmware:
        """The simulated arm at the other end, for tests and views."""
        return self._arm

    @property
    def in_waiting(self) -> int:
        """How many bytes have arrived from the arm."""
        self._check_open()
        return len(self._received)

    @property
    def out_waiting(self) -> int:
        """How many bytes wait to be sent: none, the arm takes them at once."""
        self._check_open()
        return 0

    def read(self, size: int = 1) -> bytes:
        """Read ``size`` bytes, or fewer if the time-out comes first or the port is closed."""
        with self._arrived:
            self._check_open()
            received = self._received
            if len(received) < size:
                self._wait_for(size)
            data = bytes(received[:size])
            del received[:size]
            return data

    def _wait_for(self, size: int) -> None:
        patience = self._timeout
        deadline = None if patience is None else time.monotonic() + patience
        self._cancelled = False
        while len(self._received) < size and self.is_open and not self._cancelled:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            self._arrived.wait(left)

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever pySerial takes for bytes
        """Send bytes to the arm; what it answers has arrived when this returns."""
        data = to_bytes(data)
        with self._arrived:
            self._check_open()
            answer = self._arm.receive(data)
            if answer:
                self._received += answer
                self._arrived.notify_all()
        return len(data)

    def flush(self) -> None:
        """Wait until everything is sent, which it is."""
        self._check_open()

    def reset_input_buffer(self) -> None:
        """Forget what has arrived."""
        with self._arrived:
            self._check_open()
            self._received.clear()

    def reset_output_buffer(self) -> None:
        """Forget what is not sent yet, which is nothing."""
        self._check_open()

    def cancel_read(self) -> None:
        """Let a read that waits in another thread return with what it has."""
        with self._arrived:
            self._cancelled = True
            self._arrived.notify_all()

    def _check_open(self) -> None:
        if not self.is_open:
            # pySerial's own portNotOpenError has another name since version 3.5.
            raise SerialException("Attempting to use a port that is not open")

    # The rest of what pySerial expects of a port. The arm at the other end has
    # neither control lines nor a speed.

    def _reconfigure_port(self) -> None:
        pass

    def _update_rts_state(self) -> None:
        pass

    def _update_dtr_state(self) -> None:
        pass

    def _update_break_state(self) -> None:
        pass

    @property
    def cts(self) -> bool:
        """Clear To Send: always."""
        self._check_open()
        return True

    @property
    def dsr(self) -> bool:
        """Data Set Ready: always."""
        self._check_open()
        return True

    @property
    def ri(self) -> bool:
        """Ring Indicator: never."""
        self._check_open()
        return False

    @property
    def cd(self) -> bool:
        """Carrier Detect: always."""
        self._check_open()
        return True
