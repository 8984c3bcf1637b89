"""The colours of each layout: pale under what is read, strong where nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STYLES", "Style"]

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """Colours as blue, green, red.

    Attributes
    ----------
    upper, lower:
        The paper, at the card's upper edge and at the machine-readable zone.
    waves:
        The fine lines of the background: two of their colours.
    strong:
        Title and emblem.
    wall:
        What is behind the face.
    """

    upper: Colour
    lower: Colour
    waves: tuple[Colour, Colour]
    strong: Colour
    wall: Colour


STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {
        "student": Style(
            (250, 240, 222), (246, 246, 240), ((210, 160, 60), (150, 170, 40)),
            (128, 72, 14), (238, 230, 216),
        ),
        "pupil": Style(
            (218, 236, 253), (240, 245, 250), ((70, 150, 235), (110, 110, 225)),
            (36, 62, 168), (216, 228, 238),
        ),
        "residence": Style(
            (244, 228, 244), (246, 242, 246), ((190, 110, 170), (200, 150, 90)),
            (112, 40, 104), (232, 224, 232),
        ),
        "permit": Style(
            (226, 246, 228), (242, 247, 243), ((90, 170, 80), (170, 170, 60)),
            (52, 92, 20), (222, 232, 224),
        ),
        "passport": Style(
            (248, 236, 236), (244, 244, 248), ((200, 140, 110), (140, 120, 210)),
            (110, 44, 40), (236, 230, 226),
        ),
    }
)  # fmt: skip
"""The style of each layout, by its name."""
