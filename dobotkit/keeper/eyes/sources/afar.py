"""``AfarSource``: a camera or file that another process reads, with an end to every wait."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

import numpy as np

from dobotkit.errors import CameraClosed
from dobotkit.keeper.eyes.frame import LARGEST_FRAME, Frame, Pixels
from dobotkit.keeper.eyes.sources import trouble
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.keeper.eyes.sources.talk import (
    FRAME,
    HEAD,
    LOOK,
    OPENED,
    READY,
    Order,
    unpack_head,
)

__all__ = ["HELPER", "AfarSource", "Patience"]

HELPER: Final = (sys.executable, "-P", "-m", "dobotkit.keeper.eyes.sources.helper")
"""The program that reads."""

# How long a process that was killed may take to be gone (s); one that hangs in its driver is
# left to the system.
_KILLED_S = 2.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step may take, in seconds.

    Attributes
    ----------
    start:
        Until the process runs and has loaded OpenCV; a virus scanner may read that first.
    open:
        Until the camera is open.
    first:
        Until its first picture is there: many have to find out first how bright it is.
    read:
        Until any further picture is there.
    """

    start: float = 60.0
    open: float = 20.0
    first: float = 15.0
    read: float = 5.0


_Answer = tuple[bytes, Any]


class AfarSource:
    """A USB camera, a picture, a folder of pictures or a video.

    The first ``read`` opens it. When it fails, what it held is let go of; the next ``read`` tries
    once more from the start, as when a camera was plugged in again.

    Parameters
    ----------
    address:
        What to read.
    patience:
        How long each step may take.
    command:
        The program that reads it.
    """

    def __init__(
        self,
        address: Address,
        *,
        patience: Patience | None = None,
        command: Sequence[str] = HELPER,
    ) -> None:
        assert address.kind != "virtual"  # noqa: S101 - that one is no process of its own
        self._address = address
        self._patience = patience or Patience()
        self._command = tuple(command)
        self._helper: _Helper | None = None
        self._closed = False
        self._lock = threading.Lock()

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self._address.kind

    @property
    def name(self) -> str:
        """What it is called here; never told to a notebook."""
        return self._address.name

    def read(self) -> Frame:
        """Take a picture now; it belongs to the caller, who wipes it.

        Raises
        ------
        CameraClosed
            It was closed, perhaps by another thread and just now.
        CameraError
            It does not open, or no picture comes, or not in time.
        """
        helper = self._start()
        first = not helper.worked
        patience = self._patience.first if first else self._patience.read
        pixels = self._ask(helper, "first" if first else "read", patience)
        return Frame(pixels, time.time(), self.kind)

    def close(self) -> None:
        """Let the device go, also while another thread waits for a picture."""
        with self._lock:
            self._closed = True
            helper, self._helper = self._helper, None
        if helper is not None:
            helper.end()

    def _start(self) -> _Helper:
        with self._lock:
            if self._closed:
                raise _closed()
            if self._helper is not None and self._helper.is_there:
                return self._helper
        # Some systems take seconds to list their cameras: `close` must not wait for that.
        address = self._address.again()
        with self._lock:
            if self._closed:
                raise _closed()
            self._address = address
            helper = self._helper = _Helper(self._command)
        order = Order(address.kind, address.target, address.once, *address.size)
        self._wait(helper, READY, "start", self._patience.start)
        helper.tell(order.line())
        self._wait(helper, OPENED, "open", self._patience.open)
        return helper

    def _ask(self, helper: _Helper, step: trouble.Step, patience: float) -> Pixels:
        helper.tell(LOOK)
        try:
            pixels: Pixels = self._wait(helper, FRAME, step, patience)
        except BaseException:
            # An answer that nobody waits for any more must not be the next one's.
            if self._helper is helper:
                self._drop(helper)
            raise
        helper.worked = True
        return pixels

    def _wait(self, helper: _Helper, what: bytes, step: trouble.Step, patience: float) -> Any:  # noqa: ANN401 - pixels or words
        try:
            came, content = helper.answer(patience)
        except queue.Empty:
            # First let go: else it would be this one that holds the camera.
            self._drop(helper)
            raise trouble.too_late(self._address, step, patience) from None
        if came == what:
            return content
        self._drop(helper)
        if self._closed:
            raise _closed()
        word = content if isinstance(content, str) else "broken"
        raise trouble.explain(self._address, word, first=not helper.worked)

    def _drop(self, helper: _Helper) -> None:
        helper.end()
        with self._lock:
            if self._helper is helper:
                self._helper = None


def _closed() -> CameraClosed:
    return CameraClosed("The camera has just been let go.", "Look again: camera.look()")


class _Helper:
    """The process that reads, and the thread that listens to it."""

    def __init__(self, command: Sequence[str]) -> None:
        # The environment is the keeper's own, which was cleaned when that was started.
        more: dict[str, Any] = {}
        if sys.platform == "win32":
            more["creationflags"] = subprocess.CREATE_NO_WINDOW
        else:
            more["start_new_session"] = True  # Ctrl-C in the terminal is not for it
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=os.path.abspath(os.sep),  # noqa: PTH100 - of this drive
            **more,
        )
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._over = False
        self.worked = False
        self._thread = threading.Thread(target=self._listen, name="camera", daemon=True)
        self._thread.start()

    @property
    def is_there(self) -> bool:
        return not self._over and self._process.poll() is None

    def tell(self, line: bytes) -> None:
        # One that has ended is noticed where its answer is waited for.
        if self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.write(line)

    def answer(self, patience: float) -> _Answer:
        """Return its next words or picture; raise ``queue.Empty`` after so many seconds."""
        return self._answers.get(timeout=patience)

    def end(self) -> None:
        """Kill it, and overwrite what it has sent and nobody has taken."""
        self._over = True
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILLED_S)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._thread.join(_KILLED_S)
        with contextlib.suppress(queue.Empty):
            while True:
                _, content = self._answers.get_nowait()
                if isinstance(content, np.ndarray):
                    content.fill(0)
        self._answers.put((b"", "ended"))  # for a thread that still waits

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - it was started with a pipe
        with stream:
            try:
                while (answer := _next(stream)) is not None:
                    self._answers.put(answer)
                    del answer  # whoever takes it has it alone
            except (OSError, ValueError, MemoryError):
                self._process.kill()  # it says what cannot be
        self._answers.put((b"", "ended"))


def _next(stream: IO[bytes]) -> _Answer | None:
    head = bytearray(HEAD.size)
    if not _fill(stream, memoryview(head)):
        return None
    what, height, width, length = unpack_head(bytes(head), LARGEST_FRAME)
    if what != FRAME:
        words = bytearray(length)
        return (
            (what, words.decode("ascii", "replace")) if _fill(stream, memoryview(words)) else None
        )
    pixels = np.zeros((height, width, 3), np.uint8)
    if _fill(stream, pixels.data.cast("B")):
        return what, pixels
    pixels.fill(0)
    return None


def _fill(stream: IO[bytes], place: memoryview) -> bool:
    """Read until the place is full; return whether it is."""
    at = 0
    while at < len(place):
        count = stream.readinto(place[at:])  # type: ignore[attr-defined]  # a raw stream has it
        if not count:
            return False
        at += count
    return True
