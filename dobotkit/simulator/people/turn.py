"""Heads that turn, nod and tilt: each pixel is moved by how far it stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.canvas import DEPTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["turned"]


def turned(
    picture: NDArray[np.uint8], canvas: Canvas, looks: Looks, how: Appearance
) -> NDArray[np.uint8]:
    """Return the picture, (h, w, 4), with the head turned, nodded and tilted."""
    if not (how.turn or how.nod or how.tilt):
        return picture
    low = looks.outline.shoulder_high
    chin = looks.outline.chin
    # The head moves as a whole; the neck follows less and less; the shoulders stay.
    follows = np.clip((low - canvas.y) / (low - chin), 0, 1)
    follows = follows * follows * (3 - 2 * follows)
    angle = np.radians(how.tilt) * follows
    pivot = chin + 0.3
    x, y = canvas.x, canvas.y - pivot
    cosine, sine = np.cos(angle), np.sin(angle)
    from_x = np.asarray(cosine * x + sine * y, np.float32)
    from_y = np.asarray(cosine * y - sine * x + pivot, np.float32)
    left, top = float(canvas.x[0, 0]), float(canvas.y[0, 0])
    depth = cv2.GaussianBlur(canvas.planes[DEPTH], (0, 0), 0.05 * canvas.unit)
    aside, down = np.sin(np.radians(how.turn)), np.sin(np.radians(how.nod))
    at_x, at_y = from_x, from_y
    for _ in range(3):
        far = cv2.remap(
            depth, (at_x - left) * canvas.unit, (at_y - top) * canvas.unit, cv2.INTER_LINEAR
        )
        at_x = from_x - np.float32(aside) * far
        at_y = from_y - np.float32(down) * far
    return np.asarray(
        cv2.remap(
            picture, (at_x - left) * canvas.unit, (at_y - top) * canvas.unit, cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )  # fmt: skip
