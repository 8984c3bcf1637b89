"""A USB camera with a state of its own, behind the one call with which OpenCV opens it.

As a program, it is the keeper's reader of cameras with this camera plugged in::

    python -P -m tests.keeper.eyes.usb_camera '{"folder": "/somewhere"}'

The folder is the desk it stands on: a file ``unplugged`` in it takes the camera away, a file
``light`` is there while its light is on, and ``taken`` says that another program has it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import ClassVar

import numpy as np

from dobotkit.keeper.eyes.sources import helper
from dobotkit.opencv import cv2

__all__ = ["SHOWN", "UsbCamera"]

SHOWN = 17
"""Blue of all its pixels; green and red count the pictures, so that each is another one."""

_FRAME_S = 0.01


class UsbCamera:
    """The camera, as ``cv2.VideoCapture`` would give it.

    What it does wrong stands in ``habits``: ``hang`` (``open``, ``first``, ``read``), ``late``
    (so many empty answers before the first picture), ``only`` (the one size it has), ``grey``,
    ``zero`` (pictures without pixels), ``die`` (ends the program at the second picture).
    """

    habits: ClassVar[dict[str, object]] = {}

    def __init__(self, number: int, backend: int) -> None:
        del backend
        self._desk = Path(str(self.habits["folder"]))
        self._size = [640, 480]
        self._grabbed = 0
        self._late = int(str(self.habits.get("late", 0)))
        self._open = number == 0 and not self._is("taken") and not self._is("unplugged")
        self._hang("open")
        if self._open:
            (self._desk / "light").touch()

    def isOpened(self) -> bool:  # noqa: N802 - as OpenCV spells it
        return self._open

    def set(self, what: int, value: float) -> bool:
        if "only" in self.habits:
            self._size = list(self.habits["only"])  # type: ignore[call-overload]  # a list of two
        elif what in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT):
            self._size[what == cv2.CAP_PROP_FRAME_HEIGHT] = int(value)
        return True

    def grab(self) -> bool:
        self._hang("read" if self._grabbed else "first")
        time.sleep(_FRAME_S)
        if not self._open or self._is("unplugged"):
            return False
        if self._late:
            self._late -= 1
            return False
        self._grabbed += 1
        if self.habits.get("die") and self._is("asked"):
            os._exit(3)
        return True

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        width, height = self._size
        if self.habits.get("zero"):
            return True, np.zeros((0, 0, 3), np.uint8)
        if self.habits.get("grey"):
            return True, np.full((height, width), SHOWN, np.uint8)
        picture = np.full((height, width, 3), SHOWN, np.uint8)
        picture[..., 1:] = divmod(self._grabbed, 256)
        return True, picture

    def release(self) -> None:
        self._open = False
        (self._desk / "light").unlink(missing_ok=True)

    def _is(self, what: str) -> bool:
        return (self._desk / what).exists()

    def _hang(self, where: str) -> None:
        if self.habits.get("hang") == where and (where != "read" or self._is("asked")):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    UsbCamera.habits = json.loads(sys.argv[1])
    cv2.VideoCapture = UsbCamera  # type: ignore[misc,assignment]  # the seam
    helper.main()
    os._exit(0)
