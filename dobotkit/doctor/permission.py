"""Whether this user may use serial ports: on Linux they belong to a group."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from dobotkit.doctor.finding import Finding, bad, good, warning

__all__ = ["Access", "access_to", "check_access", "check_group", "serial_groups"]

# Debian, Ubuntu and Fedora use the first, Arch Linux the second.
_GROUPS = ("dialout", "uucp")


@dataclass(frozen=True, slots=True)
class Access:
    """Whether this user may open a device.

    Attributes
    ----------
    allowed:
        Whether the system lets this process read and write it.
    group:
        The group that may, or None.
    member:
        Whether the user is entered in that group; the session may not know yet.
    """

    allowed: bool
    group: str | None
    member: bool


def access_to(address: str) -> Access | None:
    """Return who may open a device file; None where there is none, as on Windows."""
    if sys.platform == "win32":
        return None
    import grp  # noqa: PLC0415 - not on Windows
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        status = os.stat(address)  # noqa: PTH116 - an address that may be anything
    except OSError:
        return None
    try:
        group = grp.getgrgid(status.st_gid)
    except KeyError:
        return Access(os.access(address, os.R_OK | os.W_OK), None, member=False)
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = ""
    return Access(
        allowed=os.access(address, os.R_OK | os.W_OK),
        group=group.gr_name,
        member=user in group.gr_mem or status.st_gid in os.getgroups(),
    )


def check_access(address: str, access: Access) -> Finding:
    """Judge whether this user may open the device at `address`."""
    name = "Permission"
    if access.allowed:
        return good(name, f"You may use {address}.")
    why = "Arm() ends with PortNotAllowed."
    if access.group in (None, "root"):
        return bad(
            name,
            f"Only the administrator may use {address}.",
            why,
            'Add a udev rule that gives it to the group dialout: SUBSYSTEM=="tty", GROUP="dialout"',
        )
    if access.member:
        return bad(
            name,
            f"You are in the group {access.group}, but this session does not know it yet.",
            why,
            "Log out and in again (on some systems: restart the computer).",
        )
    return bad(
        name,
        f"{address} is for the group {access.group}, and you are not in it.",
        why,
        f"sudo usermod -aG {access.group} $USER    and then log out and in again.",
    )


def serial_groups() -> tuple[str | None, bool]:
    """Return the group that this Linux gives serial ports to, and whether the user is in it."""
    if sys.platform == "win32":
        return None, True
    import grp  # noqa: PLC0415 - not on Windows

    for name in _GROUPS:
        try:
            group = grp.getgrnam(name)
        except KeyError:
            continue
        return name, os.geteuid() == 0 or group.gr_gid in (os.getegid(), *os.getgroups())
    return None, True


def check_group(group: str | None, *, member: bool) -> Finding:
    """Judge, before an arm is plugged in, whether the user will be able to use it."""
    if group is None or member:
        return good("Permission", "You may use serial ports.")
    return warning(
        "Permission",
        f"You are not in the group {group}.",
        "Serial ports usually belong to it: Arm() would end with PortNotAllowed.",
        f"Before a real arm comes: sudo usermod -aG {group} $USER    and log out and in again.",
    )
