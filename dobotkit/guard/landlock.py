"""Landlock: which files a process and all it starts may touch (Linux 5.13 and later).

No privilege is needed, and nothing takes a rule back. Numbers and structures are those of
``linux/landlock.h``. What an older kernel cannot refuse yet is left out there; the trial
(``trial.py``) and the filter of system calls (``seccomp.py``) say what that means.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

from dobotkit.guard.libc import syscall

__all__ = ["ANY_FILE", "DEVICE", "LIST", "READ", "SOCKETS", "WRITE", "restrict", "version"]

_EXECUTE = 1 << 0
_WRITE_FILE = 1 << 1
_READ_FILE = 1 << 2
_READ_DIR = 1 << 3
_REMOVE_DIR = 1 << 4
_REMOVE_FILE = 1 << 5
_MAKE_DIR = 1 << 7
_MAKE_REG = 1 << 8
_MAKE_SOCK = 1 << 9
_MAKE_FIFO = 1 << 10
_REFER = 1 << 13
_TRUNCATE = 1 << 14
_IOCTL_DEV = 1 << 15

LIST = _READ_DIR
READ = _EXECUTE | _READ_FILE | _READ_DIR
# No symbolic links: the server would follow them out of the folder on a pupil's behalf.
# No devices, and nothing that is written there is run.
WRITE = (
    _READ_FILE
    | _READ_DIR
    | _WRITE_FILE
    | _REMOVE_DIR
    | _REMOVE_FILE
    | _MAKE_DIR
    | _MAKE_REG
    | _MAKE_FIFO
    | _REFER
    | _TRUNCATE
)
SOCKETS = _READ_FILE | _READ_DIR | _WRITE_FILE | _MAKE_SOCK | _REMOVE_FILE
DEVICE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
# What can be allowed for something that is no folder.
ANY_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

# How many rights of files the kernels know that speak version 1, 2, 3, 4 and 5.
_FILE_RIGHTS = (13, 14, 15, 15, 16)
_NETWORK_SINCE, _SCOPES_SINCE, _SILENCE_SINCE = 4, 6, 7
_BIND_AND_CONNECT = 0b11  # TCP
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_ASK_VERSION = 1
_PATH_BENEATH = 1
_LOG_NOTHING = 0b001


def version() -> int:
    """Return which version of Landlock this kernel speaks; 0 if none."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(allowed: Mapping[Path, int]) -> None:
    """Let this thread, and all that it starts from now on, touch only these places.

    TCP and, with a kernel that can, signals to others and abstract sockets are refused
    altogether. ``no_new_privs`` has to be set before.

    Parameters
    ----------
    allowed:
        The rights at each place and below it. A place that does not exist is left out.

    Raises
    ------
    OSError
        The kernel has no Landlock, or it is switched off.
    """
    speaks = version()
    if not speaks:
        raise OSError("this Linux has no Landlock")
    rights = (1 << _FILE_RIGHTS[min(speaks, len(_FILE_RIGHTS)) - 1]) - 1
    words = [rights]
    if speaks >= _NETWORK_SINCE:
        words.append(_BIND_AND_CONNECT)
    if speaks >= _SCOPES_SINCE:
        words.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    attributes = ctypes.create_string_buffer(struct.pack(f"={len(words)}Q", *words))
    rules = syscall("landlock_create_ruleset", attributes, 8 * len(words), 0)
    try:
        for place, right in allowed.items():
            _allow(rules, place, right & rights)
        # The names of files that a pupil tried to open belong into no log of the system.
        syscall("landlock_restrict_self", rules, _LOG_NOTHING if speaks >= _SILENCE_SINCE else 0)
    finally:
        os.close(rules)


def _allow(rules: int, place: Path, right: int) -> None:
    # What is not there, or may not be looked at anyway, needs no rule.
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        found = os.open(place, os.O_PATH | os.O_CLOEXEC)
        try:
            if not place.is_dir():
                right &= ANY_FILE
            rule = ctypes.create_string_buffer(struct.pack("=Qi", right, found))
            syscall("landlock_add_rule", rules, _PATH_BENEATH, rule, 0)
        finally:
            os.close(found)


def together(*lots: Iterable[tuple[Path, int]]) -> dict[Path, int]:
    """Return the rights of all of them; what is named twice has the rights of both."""
    both: dict[Path, int] = {}
    for lot in lots:
        for place, right in lot:
            both[place] = both.get(place, 0) | right
    return both
