"""A camera on USB through OpenCV, in a process that may hang with it."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from dobotkit.keeper.eyes.frame import LARGEST_FRAME, Pixels
from dobotkit.keeper.eyes.sources.opened import Fails
from dobotkit.opencv import cv2

__all__ = ["Device", "backends"]

# Some cameras answer the first times with nothing, while their light goes on.
_FIRST_TRIES = 30
# Of one that has worked, so many empty answers in a row mean that it is gone.
_TRIES = 5
_CHANNELS = 3


def backends(system: str = sys.platform) -> tuple[int, ...]:
    """Return OpenCV's ways to a camera on a system, the first to be tried first.

    On Windows DirectShow opens at once; Media Foundation can take half a minute, and knows
    cameras that the other does not.
    """
    if system == "win32":
        return (cv2.CAP_DSHOW, cv2.CAP_MSMF)
    if system == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    if system == "linux":
        return (cv2.CAP_V4L2,)
    return (cv2.CAP_ANY,)


class Device:
    """A camera that is open.

    Parameters
    ----------
    number:
        Which one, as OpenCV counts.
    width, height:
        The size that it is asked for, in pixels; it may have another one.

    Raises
    ------
    Fails
        It does not open.
    """

    def __init__(self, number: int, width: int, height: int) -> None:
        self._capture = _open(number)
        self._worked = False
        # A large picture comes compressed through USB, or only some times a second.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def idle(self) -> bool:
        """Pass over a picture that nobody has asked for: what waits in the driver gets old."""
        self._grab()
        return True

    def take(self) -> Pixels:
        """Return a picture that was begun after the question.

        Raises
        ------
        Fails
            None comes, or it has no size that a picture may have.
        """
        # The one that comes next may have been exposed before.
        self._grab()
        self._grab()
        there, pixels = self._capture.retrieve()
        if not there or pixels is None:
            raise Fails("gone")
        return checked(pixels)

    def close(self) -> None:
        """Let the camera go: its light goes out."""
        self._capture.release()

    def _grab(self) -> None:
        for _ in range(_TRIES if self._worked else _FIRST_TRIES):
            if self._capture.grab():
                self._worked = True
                return
        raise Fails("gone" if self._worked else "silent")


def _open(number: int) -> Any:  # noqa: ANN401 - OpenCV's, or what a test puts in its place
    for backend in backends():
        try:
            capture = cv2.VideoCapture(number, backend)
        except cv2.error:
            continue
        if capture.isOpened():
            return capture
        capture.release()
    raise Fails("closed")


def checked(pixels: Any) -> Pixels:  # noqa: ANN401 - whatever a driver or file gave
    """Return what was read as a picture of three colours.

    Raises
    ------
    Fails
        It has a size that no picture may have.
    """
    if not isinstance(pixels, np.ndarray) or pixels.size == 0:
        raise Fails("empty")
    if pixels.dtype != np.uint8:
        raise Fails("format")
    height, width = pixels.shape[:2]
    if width > LARGEST_FRAME[0] or height > LARGEST_FRAME[1]:
        raise Fails("large")
    if pixels.ndim == _CHANNELS and pixels.shape[2] == _CHANNELS:
        return np.ascontiguousarray(pixels)
    if pixels.ndim == 2 or pixels.shape[2] == 1:  # noqa: PLR2004 - a grey one
        coloured = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
        pixels.fill(0)
        return coloured
    raise Fails("format")
