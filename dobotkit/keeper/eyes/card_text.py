"""Reads a card: its zone for machines, and of a specimen also what is printed and its code.

The zone comes first. If it does not say that this is a specimen, it ends there: no field and no
code of anybody's own card is ever read, and not even its zone is told. "I could not read it" is
an answer, with a word on why.

Call it in a process that ends soon afterwards: texts cannot be overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NoReturn

import numpy as np

from dobotkit import mrz
from dobotkit.card_layouts import LAYOUTS, Layout
from dobotkit.keeper.eyes.card_codes import read_code
from dobotkit.keeper.eyes.card_fields import FIELDS, cut, read_fields
from dobotkit.keeper.eyes.cards import FoundCard, rectify
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.mrz_reading import read_zone
from dobotkit.keeper.eyes.specimen_only import is_specimen
from dobotkit.keeper.eyes.text import Line, forget
from dobotkit.keeper.eyes.zone_ways import PX_PER_MM, ways_to_lie
from dobotkit.opencv import cv2

__all__ = ["CardText", "Trouble", "read_card"]

Trouble = Literal["too small", "blurred", "unclear", "no specimen"]

_PX_PER_MM: Final = PX_PER_MM
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


def read_card(
    pixels: Pixels,
    card: FoundCard,
    *,
    fields: Collection[str] | None = None,
    code: bool = True,
) -> CardText:
    """Read a card that was found.

    Parameters
    ----------
    pixels:
        The picture, or a part of it with the whole card, (h, w, 3), uint8, blue, green, red. It
        is only read.
    card:
        Where the card is in it. Without a layout only its zone is read.
    fields:
        Which printed fields are read; all that can be if None. Who needs none reads none.
    code:
        Whether its code is read.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    if card.layout is None:
        return _read_unknown(pixels, card)
    layout = LAYOUTS[card.layout]
    scale = _px_per_mm(card, layout.size_mm)
    if scale < _TOO_FEW:
        return CardText(trouble="too small", layout=layout.name)
    flat = rectify(pixels, card, px_per_mm=_PX_PER_MM)
    try:
        return _read(flat, layout, scale, fields, code=code)
    finally:
        wipe(flat)
        forget()


def _read(
    flat: Pixels, layout: Layout, scale: float, fields: Collection[str] | None, *, code: bool
) -> CardText:
    strips = [cut(flat, line, _PX_PER_MM, _BESIDE) for line in layout.mrz_lines]
    read = read_zone(strips, layout.mrz)
    zone = read.zone
    if zone is None:
        return CardText(trouble=_why(strips, scale), layout=layout.name, sure=read.sure)
    if not is_specimen(zone):
        return CardText(trouble="no specimen", layout=layout.name)
    return CardText(
        zone,
        read_fields(flat, layout, _PX_PER_MM, zone, FIELDS if fields is None else fields),
        code=read_code(flat, layout, _PX_PER_MM) if code else None,
        layout=layout.name,
        sure=read.sure,
    )


def _read_unknown(pixels: Pixels, card: FoundCard) -> CardText:
    """Read the zone of a card whose markers were not seen."""
    trouble: Trouble = "unclear"
    ways = ways_to_lie(pixels, card)
    try:
        for way in ways:
            if way.px_per_mm < _TOO_FEW:
                trouble = "too small"
                continue
            read = read_zone(way.strips, way.kind)
            if read.zone is not None and read.zone.valid:
                if not is_specimen(read.zone):
                    return CardText(trouble="no specimen")
                return CardText(read.zone, sure=read.sure)
            trouble = _why(way.strips, way.px_per_mm)
    finally:
        for way in ways:
            wipe(*way.strips)
        forget()
    return CardText(trouble=trouble)


def _px_per_mm(card: FoundCard, size_mm: tuple[float, float]) -> float:
    """Return how many pixels of the picture are one mm of the card, where it is farthest away."""
    ends = np.roll(card.corners, -1, axis=0) - card.corners
    sides = np.hypot(ends[:, 0], ends[:, 1])
    width, height = size_mm
    return float((sides / (width, height, width, height)).min())


def _why(strips: Sequence[Pixels], scale: float) -> Trouble:
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
