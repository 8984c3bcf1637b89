"""Codes in a frame that hold a text: QR, Data Matrix, Aztec.

Other kinds, which stand on identity, library and student cards, boarding passes and tickets, are
never told. They are looked for as well, so that one that holds a long number can be covered
(``long_numbers.py``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.overwriting import overwrite
from dobotkit.long_numbers import says_a_number
from dobotkit.opencv import cv2
from dobotkit.scene import CODE_NOT_TOLD

__all__ = ["LONGEST_TEXT", "MOST_CODES", "FoundCode", "find_codes", "plain"]

LONGEST_TEXT: Final = 300
"""As many characters of a code's text are told."""

MOST_CODES: Final = 16
"""As many codes of a frame are told."""

# What can turn the direction of a line, or hide in it, is no text for a reader.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_TOLD: Final = {
    "QRCode": "QR", "MicroQRCode": "Micro QR", "DataMatrix": "Data Matrix", "Aztec": "Aztec"
}  # fmt: skip
# What cards and tickets carry; codes of goods in a shop are nobody's.
_COVERED: Final = {
    "PDF417": "PDF417", "Code128": "Code 128", "Code39": "Code 39", "Code93": "Code 93",
    "Codabar": "Codabar", "ITF": "ITF"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in a frame.

    Attributes
    ----------
    kind:
        ``"QR"``, ``"Micro QR"``, ``"Data Matrix"`` or ``"Aztec"``; of a covered one also
        another.
    text:
        What it says: at most :data:`LONGEST_TEXT` characters, none of them unseen. Of a covered
        one that it is not told.
    box_px:
        x, y, width and height of what it covers, in pixels.
    covered:
        Whether it holds a long number, and is to be covered.
    """

    kind: str
    text: str
    box_px: tuple[int, int, int, int]
    covered: bool = False


def find_codes(
    pixels: Pixels, *, passed_over: Callable[[Box], bool] | None = None
) -> list[FoundCode]:
    """Find codes and read them.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    passed_over:
        Tells of a box in its pixels whether what is there is left alone: the text of a code on a
        card is not even asked for.

    Returns
    -------
    list of FoundCode
        From left to right: all that are to be covered, and at most :data:`MOST_CODES` others.
    """
    import zxingcpp  # noqa: PLC0415 - loaded when there is something to see

    kinds = {getattr(zxingcpp.BarcodeFormat, name): name for name in (*_TOLD, *_COVERED)}
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    try:
        seen = zxingcpp.read_barcodes(
            grey,
            formats=zxingcpp.barcode_formats_from_str(",".join((*_TOLD, *_COVERED))),
            try_invert=False,
            text_mode=zxingcpp.TextMode.Plain,
        )
    finally:
        wipe(grey)
    found: list[FoundCode] = []
    for one in seen:
        place = one.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        left, top = min(c.x for c in corners), min(c.y for c in corners)
        right, bottom = max(c.x for c in corners), max(c.y for c in corners)
        box = (left, top, right - left, bottom - top)
        if passed_over is not None and passed_over(Box(*box)):
            continue
        name = kinds.get(one.format, "")
        code = _read(one.text, name, box)
        if code is not None:
            found.append(code)
    found.sort(key=lambda code: code.box_px)
    told = [code for code in found if not code.covered][:MOST_CODES]
    return [code for code in found if code.covered or code in told]


def _read(text: str, name: str, box: tuple[int, int, int, int]) -> FoundCode | None:
    """Return a code with this text; None if there is nothing to tell of it, and to cover."""
    seen = _seen(text)
    # Also what a line or an unseen letter parts may be one number.
    if name == "PDF417" or says_a_number(text) or says_a_number(seen):
        overwrite(text)
        if seen is not text:
            overwrite(seen)
        kind = (_TOLD | _COVERED).get(name, "printed")
        return FoundCode(kind, CODE_NOT_TOLD, box, covered=True)
    told = " ".join(seen.split())[:LONGEST_TEXT]
    return FoundCode(_TOLD[name], told, box) if told and name in _TOLD else None


def plain(text: str) -> str:
    """The text without characters that are not seen, and not longer than what is told."""
    return " ".join(_seen(text).split())[:LONGEST_TEXT]


def _seen(text: str) -> str:
    # In one go: nothing is left in between that would have to be overwritten.
    lines = (" " if letter in "\t\n\r" else letter for letter in text)
    return "".join(letter for letter in lines if unicodedata.category(letter) not in _UNSEEN)
