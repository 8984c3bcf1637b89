"""What lesson 06 uses: the numbers of a covered picture, and which of them pass a rule.

::

    from dobotkit.lesson import pixels

    photo = pixels.read(scene.picture)      # 1280 × 720 pixels, three numbers each
    photo.at(640, 360)                      # the numbers of one pixel
    photo.close_up(block.box)               # so large that every pixel can be seen
    photo.where(hue=(345, 15))              # the pixels that pass, and how many they are

A picture that left the keeper is covered; here are its pixels, and no others.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import WrongValue
from dobotkit.geometry import Box
from dobotkit.lesson.spelling import nearest
from dobotkit.opencv import cv2
from dobotkit.scene import Picture

__all__ = ["LIMITS", "Chosen", "CloseUp", "Photo", "Pixel", "read"]

LIMITS: Mapping[str, int] = {
    "red": 255, "green": 255, "blue": 255, "hue": 359, "saturation": 100, "brightness": 100,
}  # fmt: skip
"""What a pixel can be asked for, and the highest number of each; the lowest is 0."""

# OpenCV's hue goes in steps of two degrees, the others up to 255.
_HUE_STEP = 2
_BYTE, _HUNDRED = 255, 100
# A picture in an output is no wider than a page; an enlarged pixel is a square of its own.
_WIDEST, _ENLARGED = 640, 480
_MOST_ENLARGED = 64

_Number = TypeVar("_Number", bound=np.generic)


class Pixel(NamedTuple):
    """One pixel: where it is, and what it consists of.

    ``red``, ``green`` and ``blue`` go from 0 to 255. ``hue`` is the place on the circle of
    colours in degrees (0 red, 120 green, 240 blue), ``saturation`` how far from grey and
    ``brightness`` how far from black it is, both in percent.
    """

    x: int
    y: int
    red: int
    green: int
    blue: int
    hue: int
    saturation: int
    brightness: int

    def __repr__(self) -> str:
        return (
            f"pixel ({self.x}, {self.y}): red {self.red}, green {self.green}, blue {self.blue}; "
            f"hue {self.hue}°, saturation {self.saturation} %, brightness {self.brightness} %"
        )


class Shown:
    """A picture made of pixels, with its words."""

    def __init__(self, pixels: NDArray[np.uint8], words: str) -> None:
        self._pixels = pixels
        self.words = words

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        _, png = cv2.imencode(".png", self._pixels)
        data = base64.b64encode(png.tobytes()).decode()
        words = html.escape(self.words)
        return (
            f'<p>{words}</p><img src="data:image/png;base64,{data}" alt="{words}" '
            'style="max-width: 100%">'
        )


class CloseUp(Shown):
    """A part of a picture, so large that every pixel is a square."""


class Chosen(Shown):
    """The pixels that pass a rule; all others are shown dark and grey.

    Attributes
    ----------
    count, of:
        How many pass, of how many.
    """

    def __init__(self, photo: NDArray[np.uint8], mask: NDArray[np.bool_], rule: str) -> None:
        self._mask = mask
        self.count = int(mask.sum())
        self.of = int(mask.size)
        grey = cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR) // 3
        shown = np.where(mask[..., None], photo, grey).astype(np.uint8)
        super().__init__(
            _narrow(shown),
            f"{self.count:,} of {self.of:,} pixels pass ({rule}). The others are dark and grey.",
        )

    def inside(self, box: Box) -> int:
        """Count the pixels that pass inside a box."""
        return int(_part(self._mask, box).sum())

    def share(self, box: Box) -> float:
        """Tell which share of the pixels in a box passes, from 0 to 1."""
        part = _part(self._mask, box)
        return float(part.mean()) if part.size else 0.0


class Photo:
    """The pixels of one covered picture.

    Parameters
    ----------
    pixels:
        Shape (height, width, 3), uint8, in the order blue, green, red, as OpenCV has it.
    """

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._pixels = pixels
        self.height, self.width = (int(side) for side in pixels.shape[:2])

    @property
    def numbers(self) -> int:
        """How many numbers it has: three for each pixel."""
        return self.width * self.height * 3

    def at(self, x: float, y: float) -> Pixel:
        """Tell the numbers of one pixel.

        Parameters
        ----------
        x, y:
            How far from the left and from the top, in pixels.

        Raises
        ------
        WrongValue
            The picture has no such pixel.
        """
        column, row = int(x), int(y)
        if not (0 <= column < self.width and 0 <= row < self.height):
            raise WrongValue(
                f"This picture has no pixel ({column}, {row}).",
                f"x goes from 0 to {self.width - 1}, and y from 0 to {self.height - 1}.",
            )
        one = self._pixels[row : row + 1, column : column + 1]
        blue, green, red = (int(value) for value in one[0, 0])
        hue, saturation, brightness = (int(value) for value in _hsv(one)[0, 0])
        return Pixel(column, row, red, green, blue, hue, saturation, brightness)

    def close_up(self, box: Box) -> CloseUp:
        """Enlarge a part, so that its pixels can be seen.

        Raises
        ------
        WrongValue
            The box lies outside the picture.
        """
        part = _part(self._pixels, box)
        if not part.size:
            raise WrongValue(
                f"{box!r:.80} lies outside this picture.",
                f"It has {self.width} × {self.height} pixels.",
            )
        height, width = part.shape[:2]
        times = max(1, min(_MOST_ENLARGED, _ENLARGED // max(height, width)))
        large = part.repeat(times, axis=0).repeat(times, axis=1)
        return CloseUp(
            large,
            f"{width} × {height} pixels, each shown as a square, {times} times as wide.",
        )

    def where(self, **rule: tuple[float, float]) -> Chosen:
        """Choose the pixels whose numbers lie between two limits, both included.

        ::

            photo.where(red=(120, 255), green=(0, 80))
            photo.where(hue=(345, 15), saturation=(50, 100))    # over 359 and on from 0

        Parameters
        ----------
        **rule:
            For any of ``red``, ``green``, ``blue`` (0 to 255), ``hue`` (0 to 359 degrees),
            ``saturation`` and ``brightness`` (0 to 100 percent): the lowest and the highest.

        Raises
        ------
        WrongValue
            There is no such number, or its limits are none.
        """
        limits = {name: _limits(name, pair) for name, pair in rule.items()}
        mask = np.ones(self._pixels.shape[:2], dtype=bool)
        colours = self._pixels[..., ::-1].astype(np.int16)
        circle = limits.keys() & {"hue", "saturation", "brightness"}
        channels = np.dstack((colours, _hsv(self._pixels))) if circle else colours
        for number, name in enumerate(LIMITS):
            if name not in limits:
                continue
            low, high = limits[name]
            values = channels[..., number]
            if low <= high:
                mask &= (values >= low) & (values <= high)
            else:  # of the hue, which goes round
                mask &= (values >= low) | (values <= high)
        said = ", ".join(f"{name} {low:g}–{high:g}" for name, (low, high) in limits.items())
        return Chosen(self._pixels, mask, said or "no rule")

    def __repr__(self) -> str:
        return (
            f"{self.width} × {self.height} pixels, three numbers each: {self.numbers:,} numbers "
            "and nothing else."
        )


def read(picture: Picture) -> Photo:
    """Read the numbers of a covered picture.

    Parameters
    ----------
    picture:
        Of a scene: ``scene.picture``.

    Raises
    ------
    WrongValue
        It is no picture of a scene, or it was left blank.
    """
    if not isinstance(picture, Picture):
        raise WrongValue(
            f"{type(picture).__name__} is no picture.", "Give the picture of a scene: scene.picture"
        )
    if not picture.data:
        raise WrongValue("This picture is blank: it has no pixels.", "Look again: camera.look()")
    pixels = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)
    return Photo(np.asarray(pixels, np.uint8))


def _hsv(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Hue in degrees, saturation and brightness in percent; shape (height, width, 3)."""
    hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV).astype(np.int16)
    hsv[..., 0] *= _HUE_STEP
    hsv[..., 1:] = np.rint(hsv[..., 1:] * (_HUNDRED / _BYTE))
    return hsv


def _part(array: NDArray[_Number], box: Box) -> NDArray[_Number]:
    left, top, width, height = (round(value) for value in box)
    return array[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]


def _narrow(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    if width <= _WIDEST:
        return pixels
    size = (_WIDEST, round(height * _WIDEST / width))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _limits(name: str, pair: object) -> tuple[float, float]:
    if name not in LIMITS:
        guess = nearest(name, LIMITS)
        raise WrongValue(
            f"A pixel has no {name!r:.30}.",
            (f"Did you mean {guess}? " if guess else "") + f"It has {', '.join(LIMITS)}.",
        )
    try:
        low, high = (float(value) for value in pair)  # type: ignore[attr-defined]  # what is no pair is said
    except (TypeError, ValueError):
        raise WrongValue(
            f"{name}={pair!r:.40} is no pair of limits.",
            f"Give the lowest and the highest: {name}=(0, {LIMITS[name]})",
        ) from None
    if not (0 <= low <= LIMITS[name] and 0 <= high <= LIMITS[name]):
        raise WrongValue(
            f"{name}=({low:g}, {high:g}) goes too far.",
            f"{name} goes from 0 to {LIMITS[name]}.",
        )
    if low > high and name != "hue":
        raise WrongValue(
            f"{name}=({low:g}, {high:g}) has the higher limit first, so nothing would pass.",
            f"Write {name}=({high:g}, {low:g}). Only the hue goes round.",
        )
    return low, high
