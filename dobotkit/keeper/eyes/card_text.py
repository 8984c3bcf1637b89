"""Reads a card: its zone for machines, and of a specimen also what is printed and its code.

The zone comes first. If it does not say that this is a specimen, it ends there: no field and no
code of anybody's own card is ever read, and not even its zone is told. "I could not read it" is
an answer, with a word on why.

Call it in a process that ends soon afterwards: texts cannot be overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NoReturn

import numpy as np

from dobotkit import mrz
from dobotkit.card_layouts import ISSUER, LAYOUTS, Layout, is_reserved
from dobotkit.keeper.eyes.card_codes import read_code
from dobotkit.keeper.eyes.card_fields import cut, read_fields
from dobotkit.keeper.eyes.cards import FoundCard, rectify
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.mrz_reading import read_zone
from dobotkit.keeper.eyes.text import Line, forget
from dobotkit.opencv import cv2

__all__ = ["CardText", "Trouble", "read_card"]

Trouble = Literal["too small", "blurred", "unclear", "no specimen"]

# A line of a zone on an identity card, 4 mm high, is 48 pixels high then, as the network wants it.
_PX_PER_MM: Final = 12.0
# In the frame a card has at least so many pixels per mm to be read at all; and if it has fewer
# than the second, that is why it could not be read.
_TOO_FEW, _FEW = 2.2, 4.0
# At the ends of a line (mm).
_BESIDE: Final = 2.0
# How steep edges are, in parts of the difference between ink and paper for each pixel of the
# frame; less than that is blurred.
_SHARP: Final = 0.2


class CardText:
    """What stands on a card, for as long as it takes to say what may be said about it.

    Attributes
    ----------
    zone:
        Its machine-readable zone; its check digits may be wrong. None if it is not a specimen's,
        or could not be read.
    fields:
        What is printed, by the names of :attr:`dobotkit.card_layouts.Layout.zones`: the text,
        and how sure it is.
    code:
        What its code holds; None if it could not be read.
    layout:
        A key of :data:`dobotkit.card_layouts.LAYOUTS`; None if it is not known.
    trouble:
        Why it could not be read, or None.
    sure:
        How sure the zone is, 0 to 1.
    """

    __slots__ = ("code", "fields", "layout", "sure", "trouble", "zone")

    def __init__(
        self,
        zone: mrz.Zone | None = None,
        fields: Mapping[str, Line] = MappingProxyType({}),
        *,
        code: str | None = None,
        layout: str | None = None,
        trouble: Trouble | None = None,
        sure: float = 0.0,
    ) -> None:
        self.zone = zone
        self.fields = fields
        self.code = code
        self.layout = layout
        self.trouble = trouble
        self.sure = sure

    def forget(self) -> None:
        """Let go of all that was read."""
        self.zone = self.code = None
        self.fields = {}

    def __repr__(self) -> str:
        return f"<what stands on a card{f': {self.trouble}' if self.trouble else ''}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what stands on a card is not copied, and not written anywhere")

    def __copy__(self) -> NoReturn:
        self.__reduce__()

    def __deepcopy__(self, _memo: object) -> NoReturn:
        self.__reduce__()


def read_card(pixels: Pixels, card: FoundCard) -> CardText:
    """Read a card that was found.

    Parameters
    ----------
    pixels:
        The picture, or a part of it with the whole card, (h, w, 3), uint8, blue, green, red. It
        is only read.
    card:
        Where the card is in it.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    if card.layout is None:
        return CardText(trouble="no specimen")
    layout = LAYOUTS[card.layout]
    scale = _px_per_mm(card, layout)
    if scale < _TOO_FEW:
        return CardText(trouble="too small", layout=layout.name)
    flat = rectify(pixels, card, px_per_mm=_PX_PER_MM)
    try:
        return _read(flat, layout, scale)
    finally:
        wipe(flat)
        forget()


def _read(flat: Pixels, layout: Layout, scale: float) -> CardText:
    strips = [cut(flat, line, _PX_PER_MM, _BESIDE) for line in layout.mrz_lines]
    read = read_zone(strips, layout.mrz)
    zone = read.zone
    if zone is None:
        return CardText(trouble=_why(strips, scale), layout=layout.name, sure=read.sure)
    if zone.issuing_state != ISSUER or not is_reserved(zone.number):
        return CardText(trouble="no specimen", layout=layout.name)
    return CardText(
        zone,
        read_fields(flat, layout, _PX_PER_MM, zone),
        code=read_code(flat, layout, _PX_PER_MM),
        layout=layout.name,
        sure=read.sure,
    )


def _px_per_mm(card: FoundCard, layout: Layout) -> float:
    """Return how many pixels of the picture are one mm of the card, where it is farthest away."""
    ends = np.roll(card.corners, -1, axis=0) - card.corners
    sides = np.hypot(ends[:, 0], ends[:, 1])
    width, height = layout.size_mm
    return float((sides / (width, height, width, height)).min())


def _why(strips: list[Pixels], scale: float) -> Trouble:
    """Say why a zone could not be read."""
    if scale < _FEW:
        return "too small"
    return "blurred" if max(map(_sharpness, strips)) * _PX_PER_MM / scale < _SHARP else "unclear"


def _sharpness(strip: Pixels) -> float:
    """Return how steep the steepest edges are: parts of the contrast for each pixel."""
    grey = np.asarray(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), np.uint8)
    cv2.GaussianBlur(grey, (0, 0), 1.0, dst=grey)
    low, high = np.percentile(grey, (2, 90))
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1))
    steep = float(np.percentile(steps, 98))
    wipe(grey, steps)
    return steep / max(1.0, float(high - low))
