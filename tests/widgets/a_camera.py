"""A camera for views: a device with state, above a table with two blocks that can be moved."""

from __future__ import annotations

import threading
import time

import cv2
import numpy as np

from dobotkit.errors import CameraClosed, CameraMoved
from dobotkit.geometry import Box, Point
from dobotkit.scene import Bin, Block, Code, Marker, Picture, Scene

WIDTH, HEIGHT = 320, 240
RED, BLUE = (0, 15, 172), (193, 78, 43)  # blue, green, red, as OpenCV has it


class ACamera:
    """Sees a red block, which wanders, and a blue one; says how often it was looked through.

    Attributes
    ----------
    looks:
        The moment of every look through it.
    busiest:
        How many looked through it at one moment, at most.
    """

    source = "virtual"

    def __init__(self, why: str = "find the red block") -> None:
        self.why = why
        self.on = True
        self.trouble = ""
        self.at = 40
        self.looks: list[float] = []
        self.busiest = 0
        self._now = 0
        self._lock = threading.Lock()

    def look_live(self) -> Scene:
        with self._lock:
            self._now += 1
            self.busiest = max(self.busiest, self._now)
            self.looks.append(time.monotonic())
        try:
            if not self.on:
                raise CameraClosed("This camera is off.", "Open it again: Camera(session, …)")
            if self.trouble:
                raise CameraMoved(self.trouble, "Look at the table.")
            return scene(self.at)
        finally:
            with self._lock:
                self._now -= 1

    def close(self) -> None:
        self.on = False


def scene(at: int = 40, *, of: tuple[Block, ...] = ()) -> Scene:
    """What is seen with the red block at this pixel."""
    blocks = of or (
        Block("red", Point(230, 60, -70), box=Box(at, 60, 60, 60), marker=3),
        Block("blue", Point(250, -60, -70), 15.0, box=Box(200, 100, 60, 60), sure=0.4, hidden=0.5),
    )
    return Scene(
        blocks=blocks,
        markers=(
            Marker("aruco", 3, None, None, Box(at + 15, 75, 30, 30)),
            Marker("aruco", 17, None, None, Box(280, 8, 30, 30)),
            Marker("aruco", 990, None, None, Box(4, 4, 30, 30)),
        ),
        codes=(Code("QR", "robot", Box(260, 180, 40, 40)),),
        bins=(Bin("blue", Point(200, -150, -70), box=Box(100, 150, 80, 60)),),
        picture=Picture(picture(at), WIDTH, HEIGHT, "A table with two blocks."),
    )


def picture(at: int = 40) -> bytes:
    """A grey table with the two blocks, as a JPEG."""
    pixels = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    pixels[60:120, at : at + 60] = RED
    pixels[100:160, 200:260] = BLUE
    done, data = cv2.imencode(".jpg", pixels)
    assert done
    return data.tobytes()
