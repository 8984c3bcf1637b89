"""The network that reads: PP-OCRv6 through OpenCV, one for a process, from verified bytes.

OpenCV's network keeps the last picture inside, as numbers, until it is given another of the same
size. So whoever has read ends with :func:`forget`: a black one takes the place of the picture and
of all that was computed from it. What is made ready here, and what the network answers, is
overwritten here.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import ModelBroken
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.models import load
from dobotkit.models.onnx_notes import note
from dobotkit.opencv import cv2

__all__ = ["WIDTHS", "chances_of", "forget", "has_letter", "letters_known"]

WIDTHS: Final = (320, 640, 800)
"""As wide, in pixels, are the pictures that the network is given: few sizes, for it lays out its
memory anew for each. A line that is longer is squeezed."""

# So high has every picture to be, and so many pixels of its width are a step.
_HIGH: Final = 48
_STEP: Final = 8


def chances_of(pixels: Pixels, characters: Sequence[str], width: int | None) -> NDArray[np.float32]:
    """Say how likely each character is at each step along a line; whoever asks wipes it.

    Parameters
    ----------
    pixels:
        The line, (h, w, 3), uint8, blue, green, red, the right way up.
    characters:
        Which ones; each is one that the network knows.
    width:
        The whole picture is made so wide, one of `WIDTHS`; as its shape says if None.

    Returns
    -------
    ndarray
        (steps, 1 + characters), float32: first how likely none is, then each of these.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    known = _network.characters
    columns = np.array([0, *(known[one] for one in characters)])
    height, long = pixels.shape[:2]
    natural = max(1, round(long * _HIGH / height))
    whole = width or next((one for one in WIDTHS if one >= natural), WIDTHS[-1])
    wide = whole if width else min(natural, whole)
    small = np.empty((_HIGH, wide, 3), np.uint8)
    how = cv2.INTER_AREA if height > _HIGH else cv2.INTER_CUBIC
    cv2.resize(pixels, (wide, _HIGH), dst=small, interpolation=how)
    blob = np.zeros((1, 3, _HIGH, whole), np.float32)
    try:
        np.divide(small.transpose(2, 0, 1), 127.5, out=blob[0, :, :, :wide])
        blob[0, :, :, :wide] -= 1
        return _network.ask(blob, columns)[: max(1, -(-wide // _STEP))]
    finally:
        wipe(small, blob)


def letters_known() -> tuple[str, ...]:
    """Return all characters that the network knows."""
    return tuple(_network.characters)


def has_letter(character: str) -> bool:
    """Whether the network knows a character."""
    return character in _network.characters


def forget() -> None:
    """Overwrite what the network keeps of the last picture."""
    _network.forget()


class _Network:
    """The one network of this process, used by one thread at a time; made when it is needed."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._net: Any = None
        # The shape of the picture that is still inside; None if there is none.
        self._holds: tuple[int, ...] | None = None

    @functools.cached_property
    def characters(self) -> dict[str, int]:
        """Which class is which character."""
        return self._made()[1]

    def ask(self, blob: NDArray[np.float32], columns: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return (steps, columns) of its answer."""
        net = self._made()[0]
        with self._turn:
            if self._holds != blob.shape:
                # A picture of another size would not take the place of the one before.
                self._forget()
            self._holds = blob.shape
            net.setInput(blob)
            answer = net.forward()
            try:
                return np.ascontiguousarray(answer[0][:, columns])
            finally:
                wipe(answer)

    def forget(self) -> None:
        """Overwrite what is kept of the last picture with a black one."""
        with self._turn:
            self._forget()

    def _forget(self) -> None:
        shape, self._holds = self._holds, None
        if shape is not None:
            net = self._made()[0]
            net.setInput(np.full(shape, -1, np.float32))
            net.forward()

    @functools.cache  # noqa: B019 - there is one of it as long as the process runs
    def _made(self) -> tuple[Any, dict[str, int]]:
        content = load("ppocr")
        # The blank is class 0, the space comes last.
        characters = [*note(content, "character").split("\n"), " "]
        net = cv2.dnn.readNetFromONNX(np.frombuffer(content, np.uint8))
        net.setInput(np.full((1, 3, _HIGH, WIDTHS[0]), -1, np.float32))
        if net.forward().shape[-1] != len(characters) + 1:
            raise ModelBroken(
                "The model that reads has not as many characters as it names.",
                "This is a fault of the kit. Install it again; if that does not help, report it.",
            )
        return net, {one: number for number, one in enumerate(characters, 1)}


_network = _Network()
