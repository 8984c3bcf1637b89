"""System calls that Python has no function for, by ctypes.

Nothing is loaded before the first call, so that this can be imported on every system.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform

__all__ = ["NUMBERS", "call", "machine", "prctl", "syscall"]

# The numbers of calls that are *made* here; those that are refused stand in seccomp.py.
NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {"seccomp": 317, "socket": 41, "capset": 126, "unshare": 272},
    "aarch64": {"seccomp": 277, "socket": 198, "capset": 91, "unshare": 97},
}
# New calls have one number everywhere.
_EVERYWHERE = {
    "io_uring_setup": 425,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}


def machine() -> str:
    """Return the processor's kind as Linux calls it, ``x86_64`` or ``aarch64``.

    Raises
    ------
    OSError
        It is another one, whose calls have other numbers.
    """
    name = platform.machine()
    # A 32-bit Python on a 64-bit system counts differently.
    if name not in NUMBERS or ctypes.sizeof(ctypes.c_void_p) != 8:  # noqa: PLR2004 - bytes
        raise OSError(f"the guard does not know this kind of processor ({name})")
    return name


def syscall(name: str, *arguments: object) -> int:
    """Make a system call; raises OSError with what the system says."""
    number = _EVERYWHERE.get(name) or NUMBERS[machine()][name]
    return _checked(
        name,
        _libc().syscall(ctypes.c_long(number), *(_wide(argument) for argument in arguments)),
    )


def prctl(option: int, *arguments: int) -> int:
    """Call ``prctl``, its missing arguments being 0; raises OSError."""
    five = [*arguments, 0, 0, 0, 0][:4]
    return _checked("prctl", _libc().prctl(option, *(ctypes.c_ulong(one) for one in five)))


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library that sets ``errno``; raises OSError."""
    return _checked(name, getattr(_libc(), name)(*arguments))


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _wide(argument: object) -> object:
    """Return a whole number as wide as a register: the C library takes any number of them."""
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(name: str, answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return answer
