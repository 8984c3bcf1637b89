"""pySerial's way to the simulated arm: ``dobotsim://NAME?pace=real|instant|NUMBER&…``.

::

    import serial

    serial.protocol_handler_packages.append("dobotkit.simulator")
    port = serial.serial_for_url("dobotsim://desk?pace=instant", timeout=1)

An arm belongs to its NAME in its process: closed and opened again it is the
same arm, where it was left, with its queue still running, as a real one goes on
when the cable is pulled. Whoever opens it sets its pace: as on the wall (``real``,
the default), so many times faster, or ``instant``, where each frame finds the arm
done with all that was queued before.

What kind of arm it is (``profile=…``, :mod:`dobotkit.simulator.profiles`) is decided
when its NAME is first used. What is on its table (``scene=…``,
:mod:`dobotkit.simulator.scene`) is laid when another scene than before is named; as long as
none is, there is no table. What goes wrong on the way (``fault=…``,
:mod:`dobotkit.simulator.faults`) and how fast the cable is (``baud=…``) is chosen by
whoever opens it. Opened again with the same faults, seed and speed it is the same
cable: what has happened once does not happen again. With others it is a new one.

pySerial takes an ImportError in this module for "no such protocol", so nothing
is imported here that can be missing.
"""

from __future__ import annotations

import errno
import time
from pathlib import Path
from threading import Condition, Lock, RLock
from typing import Any, NamedTuple

from serial.serialutil import SerialBase, SerialException, to_bytes

from dobotkit.simulator.address import FORM, Address, read_address
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.profile import MAGICIAN
from dobotkit.simulator.scene import load_scene, shipped_scene
from dobotkit.things import TableNow, TableScene, ViewNow

__all__ = ["Serial"]


class _Desk(NamedTuple):
    """An arm, and the cable that leads to it."""

    arm: Firmware
    line: Line
    cable: tuple[object, ...]
    scene: str | None


_desks: dict[str, _Desk] = {}
_in_use: set[str] = set()
# The garbage collector may close a forgotten port while another one is being opened.
_registry = RLock()


def _take(text: str, address: Address) -> _Desk:
    """Take the arm of that name for one port, and set its pace and its cable."""
    name = address.name
    with _registry:
        if name in _in_use:
            raise SerialException(f"the simulated arm {name!r} is in use; close its port first")
        desk = _desks.get(name)
        clock = clock_for_pace(address.pace, start=0.0 if desk is None else desk.arm.time)
        cable = (address.faults, address.seed, address.baud)
        if desk is None:
            arm = Firmware(address.profile or MAGICIAN, clock)
        elif address.profile not in (None, desk.arm.profile):
            raise SerialException(
                f"the simulated arm {name!r} has another profile already; choose another name"
            )
        else:
            arm = desk.arm
            arm.use_clock(clock)
        scene = None if desk is None else desk.scene
        if address.scene not in (None, scene):
            scene = address.scene
            arm.world.set_scene(shipped_scene(scene))
        line = None if desk is None or desk.cable != cable else desk.line
        if line is None:
            arm.switch_on()
            line = Line(arm, address.faults, seed=address.seed, baud=address.baud)
        desk = _desks[name] = _Desk(arm, line, cable, scene)
        if not desk.line.open():
            # What pySerial says when the device is not there.
            raise SerialException(
                errno.ENOENT, f"could not open port {text}: the cable is not plugged in"
            )
        _in_use.add(name)
        return desk


class Serial(SerialBase):  # type: ignore[misc] # pySerial publishes no types
    """A serial port with a simulated arm at its other end.

    Made by :func:`serial.serial_for_url`. All settings of a port are accepted;
    speed, parity and control lines make no difference here.
    """

    is_open: bool
    _desk: _Desk
    _line: Line
    _name: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to pySerial
        self._received = bytearray()
        self._arrived = Condition(Lock())
        # Not held by readers: a slow wire keeps a writer busy for some time.
        self._sending = Lock()
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
        try:
            address = read_address(self._port)
            self._desk = _take(self._port, address)
        except ValueError as error:
            text = str(error)
            raise SerialException(text if FORM in text else f"{text}; expected {FORM}") from None
        self._name, self._line = address.name, self._desk.line
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
        return self._desk.arm

    def table_now(self) -> TableNow:
        """Return what is on the arm's table at this moment."""
        self._check_open()
        return self.arm.world.table_now()

    def view_now(self) -> ViewNow:
        """Return what is on the table, and how the arm holds its joints, at this one moment."""
        self._check_open()
        return self.arm.world.view_now()

    def set_scene(self, scene: str | Path | TableScene) -> None:
        """Lay the arm's table anew.

        Parameters
        ----------
        scene:
            The name of a scene of the kit, the text or the path of a ``table.toml``, or a
            scene as data.

        Raises
        ------
        SceneError
            There is no such scene, or it cannot be laid.
        """
        self._check_open()
        self.arm.world.set_scene(load_scene(scene))

    @property
    def in_waiting(self) -> int:
        """How many bytes have arrived from the arm.

        Raises
        ------
        OSError
            The cable was pulled, and all that had arrived is read.
        """
        with self._arrived:
            self._check_open()
            self._collect()
            if self._gone():
                raise OSError(errno.EIO, "Input/output error")
            return len(self._received)

    @property
    def out_waiting(self) -> int:
        """How many bytes wait to be sent: none, the arm takes them at once."""
        self._check_open()
        return 0

    def read(self, size: int = 1) -> bytes:
        """Read ``size`` bytes, or fewer if the time-out comes first or the port is closed.

        Raises
        ------
        serial.SerialException
            The cable was pulled, and all that had arrived is read.
        """
        with self._arrived:
            self._check_open()
            self._collect()
            received = self._received
            if len(received) < size:
                self._wait_for(size)
            data = bytes(received[:size])
            del received[:size]
            return data

    def _collect(self) -> None:
        self._received += self._line.take()

    def _gone(self) -> bool:
        return self._line.unplugged and self._line.due is None and not self._received

    def _wait_for(self, size: int) -> None:
        patience = self._timeout
        deadline = None if patience is None else time.monotonic() + patience
        self._cancelled = False
        while len(self._received) < size and self.is_open and not self._cancelled:
            if self._line.unplugged and self._line.due is None:
                if self._received:
                    break
                raise SerialException(
                    "device reports readiness to read but returned no data "
                    "(device disconnected or multiple access on port?)"
                )
            moments = [moment for moment in (deadline, self._line.due) if moment is not None]
            left = min(moments) - time.monotonic() if moments else None
            if left is None or left > 0:
                self._arrived.wait(left)
            elif deadline is not None and deadline <= time.monotonic():
                break
            self._collect()

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever pySerial takes for bytes
        """Send bytes to the arm.

        Unless something is slow or late on the way, what it answers has arrived
        when this returns.

        Raises
        ------
        serial.SerialException
            The cable was pulled.
        """
        data = to_bytes(data)
        with self._sending:
            self._check_open()
            line = self._line
            if line.unplugged:
                raise SerialException("write failed: [Errno 5] Input/output error")
            line.feed(data)
        with self._arrived:
            self._arrived.notify_all()
        return len(data)

    def flush(self) -> None:
        """Wait until everything is sent, which it is."""
        self._check_open()

    def reset_input_buffer(self) -> None:
        """Forget what has arrived."""
        with self._arrived:
            self._check_open()
            self._collect()
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
