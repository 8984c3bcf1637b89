"""The code on a specimen card: QR or PDF417, in the place where its layout has it."""

from __future__ import annotations

from typing import Final

import numpy as np

from dobotkit.card_layouts import Layout
from dobotkit.keeper.eyes.card_fields import cut
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["read_code"]

# Around the code (mm): a little paper, and what it was found less exactly.
_AROUND: Final = 1.6


def read_code(flat: Pixels, layout: Layout, px_per_mm: float) -> str | None:
    """Read the code of a card; None if it cannot be read.

    Parameters
    ----------
    flat:
        The card as if seen from straight above, (h, w, 3), uint8, blue, green, red.
    layout:
        Where its code is, and which.
    px_per_mm:
        Of `flat`.
    """
    import zxingcpp  # noqa: PLC0415 - loaded when there is something to read

    place, kind = layout.code
    wanted = zxingcpp.barcode_formats_from_str({"QR": "QRCode", "PDF417": "PDF417"}[kind])
    part = cut(flat, place, px_per_mm, _AROUND, _AROUND)
    grey = np.ascontiguousarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)
    try:
        seen = zxingcpp.read_barcode(
            grey, formats=wanted, try_invert=False, text_mode=zxingcpp.TextMode.Plain
        )
        return str(seen.text) if seen is not None and seen.valid else None
    finally:
        wipe(grey)
