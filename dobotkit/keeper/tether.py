"""What the program that started this keeper tells it, and that it is still there.

Its words come in lines on standard input, a pipe whose other end only that program
holds. When it lets go of it, is killed, or has its window closed, the pipe ends. What the
keeper has to say to it goes out in lines on standard output.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading
from collections.abc import Callable

from dobotkit.typed import read_some

__all__ = ["Voice", "listen"]

log = logging.getLogger(__name__)

# Lines are short; what is longer comes from nobody we know.
_LONGEST = 256
# So many lines wait for a program that does not listen; more are left unsaid.
_UNSAID = 16


def listen(on_line: Callable[[str], None], on_end: Callable[[], None]) -> None:
    """Call one function with each line of standard input, and the other one at its end.

    Returns after the end.
    """
    pending = b""
    while data := read_some():
        *lines, pending = (pending + data).split(b"\n")
        pending = pending[-_LONGEST:]
        for line in lines:
            try:
                on_line(line.decode("utf-8", "replace").strip())
            except Exception:  # a word that fails must not cut the tether
                log.exception("an order failed")
    on_end()


class Voice:
    """Says lines to the program that started this keeper, and waits for nobody."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue(_UNSAID)
        threading.Thread(target=self._speak, name="voice", daemon=True).start()

    def say(self, line: str) -> None:
        """Say one line; returns at once, also when nobody listens."""
        with contextlib.suppress(queue.Full):
            self._lines.put_nowait(line)

    def _speak(self) -> None:
        while True:
            line = self._lines.get()
            try:
                # Not with sys.stdout: a thread that waits in it keeps Python from ending.
                os.write(1, f"{line}\n".encode())
            except OSError:
                return
