"""Namespaces: a process's own view of users, network and shared memory (Linux).

A process may make them itself where the system lets ordinary users do so. In the new
network there is no device that is switched on, not even the computer's own loopback.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from pathlib import Path

from dobotkit.guard.libc import prctl, syscall

__all__ = ["drop_capabilities", "enter", "network"]

_NEWIPC, _NEWUSER, _NEWNET = 0x08000000, 0x10000000, 0x40000000
_PR_CAPBSET_DROP = 24
_PR_SET_SECUREBITS = 28
# SECBIT_NOROOT and its lock: being root gives no capabilities back.
_NOT_BY_BEING_ROOT = 0b11
_PR_CAP_AMBIENT, _CLEAR_ALL = 47, 4
_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63


def enter() -> None:
    """Go into new namespaces for users, network and shared memory, as the same user.

    The process must have one thread, and may still be looked at by others of its user:
    a process that may not cannot say who it is in the new place.

    Raises
    ------
    OSError
        The system does not let this user do that.
    """
    user, group = os.geteuid(), os.getegid()
    syscall("unshare", _NEWUSER | _NEWNET | _NEWIPC)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        # Written at once, as the system wants it.
        file = os.open(f"/proc/self/{name}", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(file, text.encode())
        finally:
            os.close(file)


def network() -> str:
    """Return a word for the network that this process is in: another one for each."""
    return str(Path("/proc/self/ns/net").readlink())


def drop_capabilities() -> None:
    """Give up whatever this process may do beyond its user's files.

    In a container a lab often runs as root, and in a namespace of its own every process
    begins as the root of that.
    """
    # An ordinary user has none, and may not even touch these lists.
    with contextlib.suppress(OSError):
        prctl(_PR_SET_SECUREBITS, _NOT_BY_BEING_ROOT)
    for capability in range(_LAST_CAPABILITY + 1):
        with contextlib.suppress(OSError):
            prctl(_PR_CAPBSET_DROP, capability)
    with contextlib.suppress(OSError):
        prctl(_PR_CAP_AMBIENT, _CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _VERSION_3, 0))
    syscall("capset", header, ctypes.create_string_buffer(24))
