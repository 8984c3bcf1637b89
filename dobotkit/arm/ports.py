"""The only place where a port is opened, and where the arm to use is chosen.

Hardware or simulator is chosen by the address and by nothing above it:
``COM3`` and ``/dev/ttyUSB0`` are real ports, ``dobotsim://NAME`` is a
simulated arm, and every other pySerial URL works as well.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from typing import Any

import serial

from dobotkit.arm.usb import arms_on_usb, shown_port
from dobotkit.errors import (
    ArmBelongsToKeeper,
    ArmError,
    NoArmFound,
    PortNotAllowed,
    PortNotFound,
    PortTaken,
)

__all__ = [
    "check_owner",
    "find_arm",
    "open_port",
    "unopened_port",
]

BAUD = 115_200
# How long one read() may block in seconds; deadlines are made of several reads.
READ_SLICE = 0.02

# What pySerial lets through where a cable is pulled while it opens a port.
try:
    import termios
except ImportError:  # Windows has no such module
    _TERMINAL_ERRORS: tuple[type[Exception], ...] = ()
else:
    _TERMINAL_ERRORS = (termios.error,)

# Packages with modules of our own for pySerial: dobotsim:// and keeper://.
_HANDLERS = ("dobotkit.simulator", "dobotkit")


def check_owner(address: str) -> None:
    """Raise ``ArmBelongsToKeeper`` where a keeper has to open this port, and not a notebook.

    In a lab every real arm is the keeper's; who started the lab said which.
    """
    scheme = address.casefold().partition("://")[0]
    if os.environ.get("DOBOTKIT_KEEPER") and scheme not in ("keeper", "dobotsim"):
        raise ArmBelongsToKeeper(
            f"In this lab {shown_port(address)} is opened by the keeper, not by a notebook.",
            "Write Arm(). If the lab was started without this arm, end it and start it "
            f"with --arm {shown_port(address)}",
        )


def open_port(address: str, *, take_over: bool = False) -> Any:  # noqa: ANN401  # any pySerial port; it publishes no types
    """Open a port by its address, without moving or resetting what is behind it.

    Parameters
    ----------
    address:
        ``"COM3"``, ``"/dev/ttyUSB0"``, ``"dobotsim://desk"`` or another
        pySerial URL.
    take_over:
        Of a keeper's arm: have it also if another notebook has it and does nothing
        with it. No other port can be taken over.

    Returns
    -------
    serial.SerialBase
        An open port at 115 200 baud, held exclusively where the system can.

    Raises
    ------
    PortNotFound, PortTaken, PortNotAllowed, ArmError
        Saying what is wrong with that port and what to do.
    """
    try:
        port = unopened_port(address)
        # Some arms take a rising DTR or RTS for "go into the bootloader":
        # both stay low, which has to be said before the port opens.
        port.dtr = False
        port.rts = False
        if take_over and hasattr(port, "take_over"):
            port.take_over = True
        port.open()
        try:
            _keep_others_out(port)
        except OSError:
            port.close()
            raise
    except ArmError:
        raise  # the keeper has said itself what is wrong
    except (serial.SerialException, OSError, ValueError, *_TERMINAL_ERRORS) as error:
        explained = _explained(shown_port(address), error, shown_port(str(error)))
        # pySerial's own error names the port in full.
        raise explained from (error if shown_port(address) == address else None)
    return port


def unopened_port(address: str) -> Any:  # noqa: ANN401  # any pySerial port; it publishes no types
    """Make the port object for an address, without opening anything.

    Raises
    ------
    ValueError
        No program here knows addresses of this kind. ``serial.SerialException``
        where the address begins well and goes on wrongly.
    """
    for package in _HANDLERS:
        if package not in serial.protocol_handler_packages:
            serial.protocol_handler_packages.append(package)
    return serial.serial_for_url(
        address,
        do_not_open=True,
        baudrate=BAUD,
        timeout=READ_SLICE,
        write_timeout=1.0,
        exclusive=True,
    )


def _keep_others_out(port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
    """Have the system refuse a serial port to all who open it from now on, but for root.

    pySerial's ``exclusive`` keeps out only those who ask for it as well. The system
    forgets it when the port is closed, also by the end of the process. Windows opens
    no serial port twice.
    """
    if sys.platform == "win32" or not isinstance(port, serial.Serial):
        return
    import fcntl  # noqa: PLC0415  # not on Windows
    import termios  # noqa: PLC0415  # not on Windows

    # Of a pseudo-terminal it would be forgotten only with the program at its other end.
    if _is_pseudo_terminal(os.ttyname(port.fileno())):
        return
    # Some drivers cannot; then it is as it was.
    with contextlib.suppress(OSError):
        fcntl.ioctl(port.fileno(), termios.TIOCEXCL)


def _is_pseudo_terminal(name: str) -> bool:
    # Linux; macOS, whose serial ports are /dev/cu.… and /dev/tty.…
    return re.match(r"/dev/(pts/|ttys[0-9])", name) is not None


def _explained(address: str, error: Exception, text: str) -> ArmError:
    number = getattr(error, "errno", None)
    if number is None and error.args and isinstance(error.args[0], int):
        number = error.args[0]
    lowered = text.lower()
    if (
        number in (errno.EBUSY, errno.EWOULDBLOCK, errno.EAGAIN)
        or "in use" in lowered
        or "exclusively lock" in lowered
        # Windows says "access denied" for a port that is open elsewhere.
        or (sys.platform == "win32" and "permissionerror" in lowered)
        # So a simulated arm on TCP turns a second client away.
        or isinstance(error.__context__, ConnectionResetError)
    ):
        return PortTaken(
            f"The port {address} is in use by another notebook or program.",
            "Close the other notebook (Kernel → Shut Down) or program, "
            "for example DobotStudio, or end the lab that has this arm; then try again.",
        )
    if number in (errno.EACCES, errno.EPERM):
        return PortNotAllowed(
            f"This user may not open the port {address}.",
            "On Linux: run  sudo usermod -aG dialout $USER  and log in again.",
        )
    if "://" in address:
        return PortNotFound(
            f"The address {address} cannot be opened: {text}",
            "A simulated arm is dobotsim://desk, a real one is a port such as COM3.",
        )
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "filenotfound" in lowered:
        return PortNotFound(
            f"There is no port {address} on this computer.",
            f"{_seen()} Or use the simulated arm: Arm('dobotsim://desk').",
        )
    return ArmError(
        f"The port {address} could not be opened: {text}",
        "Unplug the USB cable, plug it in again, and check that the arm is switched on.",
    )


def _seen() -> str:
    addresses = [arm.address for arm in arms_on_usb()]
    if not addresses:
        return "No arm is plugged in: check the USB cable and the switch."
    return f"Plugged in: {shown_port(', '.join(addresses))}."


def find_arm() -> str:
    """Address of the arm to use when none was given.

    ``DOBOTKIT_PORT`` if it is set, else the one arm on USB. There is no
    hidden simulator: without either, this raises.

    Raises
    ------
    NoArmFound
        Nothing is set and no arm, or more than one, is plugged in.
    """
    address = os.environ.get("DOBOTKIT_PORT", "").strip()
    if address:
        return address
    arms = arms_on_usb()
    if not arms:
        raise NoArmFound(
            "No arm was found: DOBOTKIT_PORT is not set and no arm is plugged in.",
            "Plug in the USB cable and switch the arm on, "
            "or use the simulated arm: Arm('dobotsim://desk').",
        )
    if len(arms) > 1:
        # Without their serial numbers: a notebook keeps what it shows.
        seen = ", ".join(f"{shown_port(arm.address)} ({arm.adapter})" for arm in arms)
        first = shown_port(arms[0].address)
        raise NoArmFound(
            f"There is more than one arm: {seen}.",
            f"Say which one, for example: Arm({first!r}). To see which it is, let it lift "
            f"itself a little: dobotkit arms --lift {first}",
        )
    return arms[0].address
