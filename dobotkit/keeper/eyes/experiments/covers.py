"""The kit's cover, and two that do not protect: they exist here alone, to be measured.

Blur and mosaic are what many programs and newspapers use. They are never used on a picture of
a camera: only on drawn people, so that pupils see what is left below them.
"""

from __future__ import annotations

from typing import Literal

from dobotkit.errors import WrongValue
from dobotkit.keeper.eyes.faces import FoundFace
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.hiding import hidden_part, hide
from dobotkit.measuring_messages import BLUR, MOSAIC
from dobotkit.opencv import cv2

__all__ = ["Cover", "check", "covered"]

Cover = Literal["none", "box", "blur", "mosaic"]


def covered(pixels: Pixels, face: FoundFace, cover: Cover, strength: int) -> Pixels:
    """Return a copy of a picture with one face covered.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red.
    face:
        Where it is.
    cover:
        ``"box"`` is the very one of every picture that leaves the keeper; the others cover the
        same part of the picture.
    strength:
        Of a blur its window in pixels (odd), of a mosaic how many squares stand side by side;
        one that :func:`check` lets pass.
    """
    hidden = pixels.copy()
    if cover == "box":
        hide(hidden, [face.box])
    elif cover == "blur":
        part = _inside(hidden, face)
        part[:] = cv2.GaussianBlur(part, (strength, strength), 0)
    elif cover == "mosaic":
        part = _inside(hidden, face)
        height, width = part.shape[:2]
        small = (strength, max(1, round(strength * height / width)))
        few = cv2.resize(part, small, interpolation=cv2.INTER_AREA)
        part[:] = cv2.resize(few, (width, height), interpolation=cv2.INTER_NEAREST)
    return hidden


def check(cover: Cover, strength: int) -> None:
    """Raise ``WrongValue`` unless a cover can be so strong."""
    low, high = {"blur": BLUR, "mosaic": MOSAIC}.get(cover, (0, 0))
    if not low <= strength <= high or (cover == "blur" and strength % 2 == 0):
        raise WrongValue(
            f"A cover {cover!r} has no strength {strength}.",
            f"Choose one from {low} to {high}" + (", an odd one." if cover == "blur" else "."),
        )


def _inside(pixels: Pixels, face: FoundFace) -> Pixels:
    """Return the part of a picture that the kit's box would hide: not a copy."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = hidden_part(face.box, (width, height))
    return pixels[top:bottom, left:right]
