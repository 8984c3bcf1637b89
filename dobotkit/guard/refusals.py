"""Says why some things of Python do not work behind a wall, instead of ``PermissionError``."""

from __future__ import annotations

import importlib
import socket
from typing import Any, NoReturn

from dobotkit.errors import GuardRefused

__all__ = ["explain_refusals"]


def explain_refusals() -> None:
    """Let sockets, and what shares memory by a name, say that they may not."""
    _explain_sockets()
    _explain_memory()


def _explain_sockets() -> None:
    really = socket.socket.__init__

    def __init__(  # noqa: N807 - it is one
        self: socket.socket,
        family: int = -1,
        type: int = -1,  # noqa: A002 - Python's name
        proto: int = -1,
        fileno: int | None = None,
    ) -> None:
        try:
            really(self, family, type, proto, fileno)
        except PermissionError:
            raise GuardRefused(
                "This notebook has no network: the guard around it lets it make no socket.",
                "Work with what is in the notebook's folder. Your teacher can put files there.",
            ) from None

    socket.socket.__init__ = __init__  # type: ignore[method-assign] # to say more


def _explain_memory() -> None:
    multiprocessing = importlib.import_module("_multiprocessing")
    semaphore: Any = multiprocessing.SemLock

    class NoSemLock(semaphore):  # type: ignore[misc] # its base is known only at run time
        """What locks, queues and pools of processes are made of."""

        def __new__(cls, *_: object, **__: object) -> NoReturn:
            """Refuse."""
            raise _not_shared("multiprocessing")

    # Above a wall there is Linux, which has both of these modules.
    multiprocessing.SemLock = NoSemLock  # type: ignore[attr-defined] # a module of C

    def shm_open(*_: object, **__: object) -> NoReturn:
        raise _not_shared("multiprocessing.shared_memory")

    importlib.import_module("_posixshmem").shm_open = shm_open  # type: ignore[attr-defined] # same


def _not_shared(name: str) -> GuardRefused:
    return GuardRefused(
        f"{name} does not work in this notebook: it shares memory between programs by a name, "
        "which others could find as well. The guard around the notebook refuses that.",
        "Use threads instead, for example concurrent.futures.ThreadPoolExecutor.",
    )
