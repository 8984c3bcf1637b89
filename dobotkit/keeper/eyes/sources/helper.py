"""The process that reads one camera or file for the keeper.

OpenCV's calls wait for as long as a driver likes, and nothing inside a process can take one back.
So a camera is read by a process of its own, which belongs to the keeper and ends with it: when
a step takes too long the keeper kills it, and the system lets the camera go. What decodes files
lives here for the same reason: a file that breaks it breaks this process alone.

It writes nothing anywhere but into the pipe to the keeper, and overwrites each picture it has sent.
"""

from __future__ import annotations

from dobotkit.hardening import keep_memory_private

if __name__ == "__main__":
    keep_memory_private()  # before there is a picture in this memory

import contextlib
import os
import sys
import threading
from typing import BinaryIO, Final

from dobotkit.keeper.eyes.frame import LARGEST_FRAME, Pixels
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
from dobotkit.keeper.eyes.sources.opened import Fails, Opened, open_here
from dobotkit.keeper.eyes.sources.talk import (
    FRAME,
    LOOK,
    OPENED,
    READY,
    TROUBLE,
    pack_head,
    read_order,
)

__all__ = ["main", "serve"]

VARIABLES: Final = {
    # A second wall behind the size that is read from the head of a file.
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(LARGEST_FRAME[0] * LARGEST_FRAME[1]),
    # A video is a file: nothing in it may send FFmpeg to the network.
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file",
    # With them Media Foundation takes up to a minute to open a camera.
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}

# Bytes of memory that reading a picture may take, however it was packed.
_MOST_MEMORY = 4_000_000_000


class _Asking:
    """Reads the keeper's lines; when they end, so does this process, whatever it waits for."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines
        self._asked = threading.Semaphore(0)

    def start(self) -> None:
        threading.Thread(target=self._read, name="keeper's lines", daemon=True).start()

    def wait(self) -> None:
        self._asked.acquire()

    def is_asked(self) -> bool:
        return self._asked.acquire(blocking=False)

    def _read(self) -> None:
        while self._lines.readline() == LOOK:
            self._asked.release()
        os._exit(0)


def serve(lines: BinaryIO, out: int) -> None:
    """Open what the first line says, and answer each further one with a picture.

    Parameters
    ----------
    lines:
        What the keeper writes.
    out:
        The descriptor of the pipe to it.
    """
    from dobotkit.opencv import cv2  # noqa: PLC0415 - the variables come first

    cv2.setNumThreads(1)
    _send(out, pack_head(READY))
    order = read_order(lines.readline())
    asking = _Asking(lines)
    asking.start()
    try:
        opened = open_here(order)
        _send(out, pack_head(OPENED))
        _answer(opened, asking, out)
    except Fails as fails:
        word = fails.trouble.encode("ascii")
        _send(out, pack_head(TROUBLE, length=len(word)) + word)


def _answer(opened: Opened, asking: _Asking, out: int) -> None:
    try:
        while True:
            while not asking.is_asked():
                if not opened.idle():
                    asking.wait()
                    break
            pixels = opened.take()
            try:
                _send_picture(out, pixels)
            finally:
                pixels.fill(0)
    finally:
        opened.close()


def _send_picture(out: int, pixels: Pixels) -> None:
    height, width = pixels.shape[:2]
    _send(out, pack_head(FRAME, height, width, pixels.size))
    _send(out, pixels.data.cast("B"))


def _send(out: int, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(out, left[: 1 << 20]) :]


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        if sys.platform != "win32":
            import resource  # noqa: PLC0415 - not on Windows

            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def main() -> None:
    """Serve the keeper until it has enough."""
    os.environ.update(VARIABLES)
    scrub_freed_memory()
    _limit_memory()
    # What libraries print must not get among the pictures.
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - on Windows only

        msvcrt.setmode(out, os.O_BINARY)
    with contextlib.suppress(BrokenPipeError):  # the keeper is gone, or wants no more
        serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
    # Not by way of drivers' threads that Python would wait for.
    os._exit(0)
