"""``Frame``: one raw picture of a camera, which never leaves this process."""

from __future__ import annotations

from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

__all__ = ["LARGEST_FRAME", "Frame", "Pixels", "wipe"]

Pixels = NDArray[np.uint8]
"""A picture as an array: height × width × 3, blue, green, red from 0 to 255."""

LARGEST_FRAME: Final = (4096, 4096)
"""Width and height in pixels that a frame may have."""

_CHANNELS = 3


class Frame:
    """One raw picture.

    It has no words for what it shows, is not copied, not pickled, and is overwritten as
    soon as it has been looked at.

    Parameters
    ----------
    pixels:
        Height × width × 3, uint8, in the order blue, green, red; this now owns it.
    moment:
        When it was taken, in seconds; of the virtual camera by the arm's clock, else as
        ``time.time`` counts.
    source:
        What took it: ``"virtual"``, ``"usb"``, ``"file"``, ``"folder"`` or ``"video"``.

    Raises
    ------
    ValueError
        That is no picture.
    """

    __slots__ = ("_pixels", "moment", "source")

    def __init__(self, pixels: Pixels, moment: float, source: str) -> None:
        if pixels.dtype != np.uint8 or pixels.ndim != _CHANNELS or pixels.shape[2] != _CHANNELS:
            raise ValueError("a frame is height × width × 3 bytes")
        height, width = pixels.shape[:2]
        if not (0 < width <= LARGEST_FRAME[0] and 0 < height <= LARGEST_FRAME[1]):
            raise ValueError("a frame of that size cannot be looked at")
        self._pixels = pixels
        self.moment = moment
        self.source = source

    @property
    def pixels(self) -> Pixels:
        """Its pixels: height × width × 3, uint8, blue, green, red; zeros once it is wiped."""
        return self._pixels

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self._pixels.shape[:2]
        return (width, height)

    def wipe(self) -> None:
        """Overwrite the pixels with zeros; more than once does no harm."""
        wipe(self._pixels)

    def __repr__(self) -> str:
        width, height = self.size
        return f"<frame of {width} × {height} pixels>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a frame is not copied, and not written anywhere")

    def __copy__(self) -> NoReturn:
        self.__reduce__()

    def __deepcopy__(self, _memo: object) -> NoReturn:
        self.__reduce__()


def wipe(*arrays: NDArray[np.generic] | None) -> None:
    """Overwrite arrays with zeros, also those that are write-protected; None is passed over."""
    for array in arrays:
        if array is None:
            continue
        if not array.flags.writeable:
            array.setflags(write=True)
        array.fill(0)
