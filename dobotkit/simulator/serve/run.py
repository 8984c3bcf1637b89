"""Serve until somebody says stop: Ctrl-C, SIGTERM, or the window is closed."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Event
from types import FrameType

from dobotkit.errors import SimulatorError
from dobotkit.simulator.serve.server import Server

__all__ = ["serve_until_told"]

# SIGBREAK is Ctrl-Break on Windows, SIGHUP the closed window elsewhere.
_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
# On Windows no signal interrupts a wait without an end.
_LOOK = 0.2


def serve_until_told(server: Server, say: Callable[[str], None]) -> None:
    """Say ``ready ADDRESS``, serve, and close the server when a signal comes.

    To be called in the main thread.

    Parameters
    ----------
    server:
        What serves; it is closed in any case.
    say:
        Takes a line of text.

    Raises
    ------
    SimulatorError
        If the server ended by itself.
    """
    told = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    before = {}
    with server:
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            # Under nohup, SIGHUP is ignored, and stays so.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, stop)
        try:
            say(f"ready {server.address}")
            while not told.wait(_LOOK):
                if not server.alive:
                    raise SimulatorError(
                        "The simulated arm ended by itself.",
                        "Start it again; if that goes on, show us what it said above.",
                    )
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
