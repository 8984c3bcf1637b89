"""Serial ports: what is plugged in, and whether it has its driver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dobotkit.arm.usb import ADAPTERS, ListedPort
from dobotkit.doctor.finding import Finding, bad, good, warning

__all__ = ["check_ports", "chips_without_port"]

_NAME = "Serial ports"
_SWITCH_ON = "Plug in the USB cable and switch the arm on, then run the doctor again."
_DRIVER = {
    "Windows": "If it is on, its driver is missing: Device Manager shows it with a yellow mark. "
    "Whoever has admin rights installs the 'CP210x' or 'CH340/CH9102' driver, once for each PC.",
    "Darwin": "If it is on, look in System Information > USB. macOS brings a driver for most of "
    "these adapters; older ones need the maker's.",
    "Linux": "If it is on, try another cable: some carry power only.",
}


def check_ports(
    ports: Iterable[ListedPort], *, system: str, host: str, bare: Mapping[str, str]
) -> list[Finding]:
    """Say what is plugged in.

    Parameters
    ----------
    ports:
        What the system lists.
    system:
        Its name, as ``platform.system()`` has it.
    host:
        What `host_of` returned.
    bare:
        Adapters on USB that have no port, with the driver that has taken
        them instead, or "". What `chips_without_port` returned.
    """
    ports = list(ports)
    found = [_bare(chip, driver) for chip, driver in bare.items()]
    arms = [port for port in ports if port.adapter]
    others = [port for port in ports if not port.adapter]
    rest = f" Other ports: {', '.join(_line(port) for port in others)}." if others else ""
    if arms:
        seen = ", ".join(f"{port.address} ({port.adapter})" for port in arms)
        found.append(
            good(
                _NAME,
                f"{seen}.{rest}",
                "An adapter of this kind is in every Magician, and in other devices too.",
                f"To be sure, ask it for its name: dobotkit doctor --handshake {arms[0].address}",
            )
        )
        if len(arms) > 1:
            found.append(
                warning(
                    "Which arm",
                    f"There are {len(arms)} adapters that may be arms.",
                    "Arm() does not choose between them.",
                    f"See which it is: dobotkit arms --lift {arms[0].address}    "
                    f"Then name one: dobotkit lab --arm {arms[0].address}",
                )
            )
    elif host in ("binder", "hub"):
        found.append(good(_NAME, f"None with an arm, as usual on such a computer.{rest}"))
    elif not bare:
        found.append(
            warning(
                _NAME,
                f"No arm is seen on USB.{rest}",
                "Lessons run with the simulated arm. This matters for a real one only.",
                f"{_SWITCH_ON} {_DRIVER.get(system, '')}".strip(),
            )
        )
    return found


def _bare(chip: str, driver: str) -> Finding:
    # brltty, for braille displays, takes these adapters for its own; seen on Ubuntu 22.04.
    taken = f" The driver {driver} has taken it." if driver else ""
    return bad(
        "Driver",
        f"A {chip} adapter is plugged in, but has no port.{taken}",
        "Often brltty, a program for braille displays, has taken it; or the driver is missing.",
        "If nobody here uses a braille display: sudo apt-get remove brltty    "
        "Then plug the cable in again.",
    )


def _line(port: ListedPort) -> str:
    numbers = f"USB {port.usb[0]:04x}:{port.usb[1]:04x}" if port.usb else ""
    # Not its description: of somebody's telephone it is what they call it.
    return f"{port.address} ({numbers})" if numbers else port.address


def chips_without_port(devices: Path = Path("/sys/bus/usb/devices")) -> dict[str, str]:
    """Return the adapters that Linux sees on USB without a serial port, and who took them.

    Parameters
    ----------
    devices:
        The folder in which Linux lists USB devices.
    """
    found = {}
    for device in sorted(devices.glob("*")):
        try:
            vendor = int((device / "idVendor").read_text(), 16)
            product = int((device / "idProduct").read_text(), 16)
        except (OSError, ValueError):
            continue  # an interface or a hub without numbers
        chip = ADAPTERS.get((vendor, product))
        if chip and not [*device.glob("*/ttyUSB*"), *device.glob("*/tty/*")]:
            drivers = [link.resolve().name for link in device.glob("*:*/driver")]
            found[chip] = "usbfs (brltty or another program)" if "usbfs" in drivers else ""
    return found
