"""Small programs that the Linux kernel runs for every system call: yes, no, or the end.

The instructions are those of ``linux/filter.h``; what they look at is ``struct
seccomp_data`` of ``linux/seccomp.h``: the number of the call, the kind of processor and
six arguments of 64 bits, of which the lower half is looked at here.
"""

from __future__ import annotations

import struct

__all__ = ["ALLOW", "Program", "refuse"]

_LOAD = 0x20  # a word of seccomp_data
_EQUAL, _AT_LEAST, _ANY_BIT = 0x15, 0x35, 0x45
_AND = 0x54
_RETURN = 0x06

ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERROR = 0x00050000

_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16


def refuse(number: int) -> int:
    """Return the verdict that lets a call fail with this error number."""
    return _ERROR | number


class Program:
    """A filter, written one rule after the other; the first that fits decides.

    Parameters
    ----------
    architecture:
        The only kind of processor whose calls are meant; those of another one (the old
        32-bit calls) end the process, because their numbers mean something else.
    """

    def __init__(self, architecture: int) -> None:
        self._instructions: list[tuple[int, int, int, int]] = []
        self._add(_LOAD, 0, 0, _ARCHITECTURE_AT)
        self._add(_EQUAL, 1, 0, architecture)
        self._add(_RETURN, 0, 0, _KILL_PROCESS)
        self._add(_LOAD, 0, 0, _NUMBER_AT)

    def numbers_from(self, least: int, verdict: int) -> None:
        """Decide about all calls with this number or a larger one."""
        self._add(_AT_LEAST, 0, 1, least)
        self._add(_RETURN, 0, 0, verdict)

    def call(self, number: int, verdict: int) -> None:
        """Decide about a call, whatever its arguments are."""
        self._add(_EQUAL, 0, 1, number)
        self._add(_RETURN, 0, 0, verdict)

    def when_equal(
        self, number: int, argument: int, value: int, verdict: int, *, mask: int = 0xFFFFFFFF
    ) -> None:
        """Decide about a call where an argument, as far as `mask` goes, has this value."""
        self._when(number, argument, (_EQUAL, value), verdict, mask)

    def when_any_bit(self, number: int, argument: int, bits: int, verdict: int) -> None:
        """Decide about a call where an argument has one of these bits."""
        self._when(number, argument, (_ANY_BIT, bits), verdict)

    def _when(
        self,
        number: int,
        argument: int,
        test: tuple[int, int],
        verdict: int,
        mask: int = 0xFFFFFFFF,
    ) -> None:
        self._add(_EQUAL, 0, 5, number)
        self._add(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)
        self._add(_AND, 0, 0, mask)
        self._add(test[0], 0, 1, test[1])
        self._add(_RETURN, 0, 0, verdict)
        # What comes next looks at the number again.
        self._add(_LOAD, 0, 0, _NUMBER_AT)

    def bytes(self) -> bytes:
        """Return the program; what no rule is about is allowed."""
        whole = [*self._instructions, (_RETURN, 0, 0, ALLOW)]
        return b"".join(struct.pack("=HBBI", *one) for one in whole)

    def _add(self, code: int, if_true: int, if_false: int, value: int) -> None:
        self._instructions.append((code, if_true, if_false, value))
