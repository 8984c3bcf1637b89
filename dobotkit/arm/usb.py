"""Which serial ports there are, and which of them may be an arm.

Looks only at what the system lists; opens nothing and asks nothing.
"""

from __future__ import annotations

import glob
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

__all__ = ["ADAPTERS", "ListedPort", "UsbArm", "arms_on_usb", "listed_ports", "shown_port"]

# USB adapters seen on Magicians: (vendor, product).
ADAPTERS = {
    (0x10C4, 0xEA60): "CP210x",
    (0x1A86, 0x7523): "CH340",
    (0x1A86, 0x55D4): "CH9102",
}

# What drivers on macOS call their devices; a modem may be a CH9102 or anything else.
_MACOS_NAMES = (
    ("cu.SLAB_USBtoUART*", "USB serial"),
    ("cu.usbserial*", "USB serial"),
    ("cu.wchusbserial*", "USB serial"),
    ("cu.usbmodem*", None),
)

# Behind these, a port is called after the number that is burnt into its adapter, or after
# somebody's headphones.
_CALLED_AFTER = re.compile(
    r"(/dev/serial/by-(?:id|path)/|/dev/(?:cu|tty)\.(?:SLAB_USBtoUART|usbserial|wchusbserial|usbmodem)?)"
    r"[^\s,;()'\"]*[^\s,;()'\".?:]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListedPort:
    """A serial port as the system lists it.

    Attributes
    ----------
    address:
        What opens it, for example ``"COM3"``.
    description:
        What the system calls the thing behind it; may be empty.
    usb:
        Vendor and product number of a port on USB.
    adapter:
        The adapter chip, if Magicians have such a one, else None.
    serial_number:
        What the maker of the adapter has burnt into it; empty where there is none, as
        in most CH340. It tells two arms apart whatever their ports are called.
    """

    address: str
    description: str = ""
    usb: tuple[int, int] | None = None
    adapter: str | None = None
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class UsbArm:
    """A port on USB that looks like an arm: its address, adapter chip and serial number."""

    address: str
    adapter: str
    serial_number: str = ""

    def __str__(self) -> str:
        number = f", serial number {self.serial_number}" if self.serial_number else ""
        return f"{self.address} ({self.adapter}{number})"


def listed_ports() -> list[ListedPort]:
    """Every serial port that the system lists, by address."""
    # pySerial 3.4, which pydobot pins, cannot even be imported there on macOS 11 and
    # newer: a symbol that it looks up at once is gone (ValueError). Where the library
    # itself is not found, older Pythons say AttributeError, OSError or TypeError.
    try:
        from serial.tools.list_ports import comports  # noqa: PLC0415  # see above
    except (ImportError, AttributeError, OSError, TypeError, ValueError):
        return sorted(_by_name("/dev"), key=_address)
    return sorted(map(_listed, comports()), key=_address)


def arms_on_usb(ports: Iterable[ListedPort] | None = None) -> list[UsbArm]:
    """Ports whose USB adapter is of a kind that Magicians have, by address.

    Parameters
    ----------
    ports:
        What is plugged in, if that is known already.
    """
    return [
        UsbArm(port.address, port.adapter, port.serial_number)
        for port in (listed_ports() if ports is None else ports)
        if port.adapter
    ]


def shown_port(text: str) -> str:
    """Return a text without the serial numbers and names that are in names of ports.

    Notebooks are saved and reports are sent: they say that there is such a port, and
    ``dobotkit arms`` says its whole name to who sits in front of it.

    Parameters
    ----------
    text:
        An address, or a sentence with addresses in it.
    """
    return _CALLED_AFTER.sub(r"\1(...)", text)


def _address(port: ListedPort) -> str:
    return port.address


def _listed(info: Any) -> ListedPort:  # noqa: ANN401  # pySerial's ListPortInfo; it has no types
    # Not every system fills in everything.
    usb = None if info.vid is None else (info.vid, info.pid)
    adapter = None if usb is None else ADAPTERS.get(usb)
    if usb is None and sys.platform == "darwin":
        # On Macs with Apple's own processors, pySerial 3.4 lists a port without its USB numbers.
        adapter = _adapter_called(info.device)
    return ListedPort(
        info.device,
        "" if info.description in (None, "n/a") else info.description,
        usb,
        adapter,
        info.serial_number or "",
    )


def _adapter_called(device: str) -> str | None:
    name = device.rpartition("/")[2]
    return next((adapter for pattern, adapter in _MACOS_NAMES if fnmatch(name, pattern)), None)


def _by_name(folder: str) -> Iterator[ListedPort]:
    """Ports on macOS by what their drivers call them, which is all there is to go by."""
    for pattern, adapter in _MACOS_NAMES:
        for device in glob.glob(f"{folder}/{pattern}"):  # noqa: PTH207  # device names, not a tree
            yield ListedPort(device, adapter=adapter)
