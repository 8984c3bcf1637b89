"""Asking one port for its name: the only check that opens a port."""

from __future__ import annotations

import queue
import threading

from dobotkit.arm.ports import open_port
from dobotkit.arm.wire import READ, Wire
from dobotkit.doctor.finding import Finding, bad, good
from dobotkit.doctor.setting import shown_address
from dobotkit.errors import ArmError

__all__ = ["ask_name", "check_handshake"]

_DEVICE_NAME = 1  # GetDeviceName in the maker's protocol document V1.1.5
_NAME = "Handshake"


def ask_name(address: str) -> str:
    """Open a port, send one reading frame, and return the device name that comes back.

    Nothing is stopped, cleared or moved: what the arm is doing goes on.

    Raises
    ------
    ArmError
        The port does not open, or nothing answers.
    """
    wire = Wire(open_port(address))
    try:
        answer = wire.once(_DEVICE_NAME, READ)
    finally:
        wire.close()
    text = answer.split(b"\0")[0].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def check_handshake(address: str, *, limit_s: float = 5.0) -> Finding:
    """Ask the port at `address` for its name.

    Parameters
    ----------
    address:
        A port such as ``"COM3"``, or an address such as ``"dobotsim://desk"``.
    limit_s:
        For how long to wait, in seconds: some ports, of Bluetooth for
        example, take very long to open.
    """
    shown = shown_address(address)
    answers: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(ask_name(address))
        except Exception as error:  # noqa: BLE001 - it is told in the other thread
            answers.put(error)

    threading.Thread(target=ask, name="handshake", daemon=True).start()
    try:
        answer = answers.get(timeout=limit_s)
    except queue.Empty:
        return bad(
            _NAME,
            f"{shown} neither opened nor answered within {limit_s:g} seconds.",
            "This may be a port of Bluetooth, or a driver that hangs.",
            "Try another port. If this is the right one, plug the cable in again.",
        )
    if isinstance(answer, ArmError):
        return bad(
            _NAME,
            answer.what.replace(address, shown),
            f"Arm() would end with {type(answer).__name__}.",
            answer.advice,
        )
    if isinstance(answer, Exception):
        return bad(
            _NAME,
            f"{shown} cannot be asked: {type(answer).__name__}: {answer}".replace(address, shown),
            "The port behaves in a way that the kit does not know.",
            "Plug the cable in again, and try another USB socket.",
        )
    return good(_NAME, f"{shown} answers: its name is {answer!r}.")
