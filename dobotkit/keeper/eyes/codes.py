"""Codes in a frame that hold a text: QR, Data Matrix, Aztec.

PDF417, which identity cards and boarding passes carry, is not read.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["LONGEST_TEXT", "MOST_CODES", "FoundCode", "find_codes", "plain"]

LONGEST_TEXT: Final = 300
"""As many characters of a code's text are told."""

MOST_CODES: Final = 16
"""As many codes of a frame are told."""

# What can turn the direction of a line, or hide in it, is no text for a reader.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in a frame.

    Attributes
    ----------
    kind:
        ``"QR"``, ``"Micro QR"``, ``"Data Matrix"`` or ``"Aztec"``.
    text:
        What it says: at most :data:`LONGEST_TEXT` characters, none of them unseen.
    box_px:
        x, y, width and height of what it covers, in pixels.
    """

    kind: str
    text: str
    box_px: tuple[int, int, int, int]


def find_codes(pixels: Pixels) -> list[FoundCode]:
    """Find codes and read them.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.

    Returns
    -------
    list of FoundCode
        From left to right; at most :data:`MOST_CODES`.
    """
    import zxingcpp  # noqa: PLC0415 - loaded when there is something to see

    kinds = {
        zxingcpp.BarcodeFormat.QRCode: "QR",
        zxingcpp.BarcodeFormat.MicroQRCode: "Micro QR",
        zxingcpp.BarcodeFormat.DataMatrix: "Data Matrix",
        zxingcpp.BarcodeFormat.Aztec: "Aztec",
    }
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    try:
        seen = zxingcpp.read_barcodes(
            grey,
            formats=zxingcpp.barcode_formats_from_str("QRCode,MicroQRCode,DataMatrix,Aztec"),
            try_invert=False,
            text_mode=zxingcpp.TextMode.Plain,
        )
    finally:
        wipe(grey)
    found = []
    for one in seen:
        place = one.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        left, top = min(c.x for c in corners), min(c.y for c in corners)
        right, bottom = max(c.x for c in corners), max(c.y for c in corners)
        text = plain(one.text)
        if text:
            box = (left, top, right - left, bottom - top)
            found.append(FoundCode(kinds.get(one.format, "printed"), text, box))
    return sorted(found, key=lambda code: code.box_px)[:MOST_CODES]


def plain(text: str) -> str:
    """The text without characters that are not seen, and not longer than what is told."""
    seen = "".join(" " if letter in "\t\n\r" else letter for letter in text)
    shown = "".join(letter for letter in seen if unicodedata.category(letter) not in _UNSEEN)
    return " ".join(shown.split())[:LONGEST_TEXT]
