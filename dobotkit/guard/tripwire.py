"""A tripwire: ordinary Python code that wants into the network is stopped, and told why.

Python tells its audit hooks what it is about to do (PEP 578). Code in other languages (a
library, a program that a cell starts) is not heard of, so that this is no wall. Behind a
wall it only puts into words what the system refuses anyway.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from dobotkit.errors import GuardRefused

__all__ = ["install"]

_NETWORK = frozenset(
    (
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    )
)


def install() -> None:
    """Stretch the tripwire in this process, for good."""
    sys.addaudithook(_look)


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NETWORK:
        return
    if event == "socket.sendmsg" and arguments[1] is None:
        return  # along a connection that is there already
    if _is_a_pair(sys._getframe(1)):  # noqa: SLF001 - there is no other way to ask who calls
        return
    raise GuardRefused(
        f"This notebook has no network, and its guard stopped {event}.",
        "Work with what is in the notebook's folder. Your teacher can put files there.",
    )


def _is_a_pair(caller: FrameType) -> bool:
    """Whether a pair of sockets is being made that lead to each other, as Windows needs it."""
    code = caller.f_code
    return sys.platform == "win32" and (
        code.co_name in {"socketpair", "_fallback_socketpair"}
        and caller.f_globals.get("__name__") == "socket"
    )
