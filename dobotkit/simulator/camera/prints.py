"""What is printed: the markers on things, and the cards on the rim, as decals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.markers import (
    DICTIONARY,
    INKS,
    LARGEST_THING_NUMBER,
    MARKER_SHARE,
    MODULES,
    STICKER_SHARE,
    Laid,
)
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.solids import Decal, Paint, turned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["INK", "PAPER", "card", "ink", "sticker"]

PAPER: Final[Paint] = (0.80, 0.815, 0.82)
"""White paper."""

INK: Final[Paint] = (0.034, 0.033, 0.034)
"""Black ink."""

_DOTS: Final = 8
_LINE_MM: Final = 0.5


def ink(red: float, green: float, blue: float) -> Paint:
    """Return what paper sends back that is printed in a colour, 0 to 255 of sRGB."""
    b, g, r = (
        black + (white - black) * (part / 255.0) ** 2.2
        for part, white, black in zip((blue, green, red), PAPER, INK, strict=True)
    )
    return b, g, r


@lru_cache(maxsize=1024)
def _modules(number: int) -> NDArray[np.float32]:
    """Return where a marker is black, a few dots a module."""
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    drawn = cv2.aruco.generateImageMarker(dictionary, number, MODULES)
    black = np.asarray(drawn == 0, np.float32)
    return np.repeat(np.repeat(black, _DOTS, axis=0), _DOTS, axis=1)


def _lying(
    corners: Iterable[tuple[float, float]],
    z: float,
    paint: Paint,
    print_: NDArray[np.float32] | None = None,
) -> Decal:
    return Decal(np.array([(x, y, z) for x, y in corners], float), paint, print_)


def _square(
    middle: tuple[float, float], width: float, height: float
) -> tuple[tuple[float, float], ...]:
    (x, y), a, b = middle, width / 2, height / 2
    return ((x - a, y + b), (x + a, y + b), (x + a, y - b), (x - a, y - b))


def sticker(
    number: int,
    place: tuple[float, float, float],
    size: tuple[float, float],
    angle: float,
    *,
    round_: bool = False,
) -> tuple[Decal, ...]:
    """Stick a marker on the middle of a top; on a round one as large as fits."""
    if not 0 <= number <= LARGEST_THING_NUMBER:
        return ()
    x, y, z = place
    share = 0.5**0.5 if round_ else 1.0
    least = min(size) * share

    def square(part: float) -> list[tuple[float, float]]:
        return turned(_square((0.0, 0.0), part * least, part * least), angle, x, y)

    return (
        _lying(square(STICKER_SHARE), z, PAPER),
        _lying(square(MARKER_SHARE), z, INK, _modules(number)),
    )


def card(laid: Laid, z: float) -> tuple[Decal, ...]:
    """Lay a card on the table: its paper, and all that is printed on it."""
    printed = laid.card
    decals = [_lying(laid.outline_mm, z, PAPER)]
    for mark in printed.marks:
        corners = laid.table_from_card(mark.corners_mm)
        decals.append(_lying(corners, z, INK, _modules(mark.number)))
    for patch in printed.patches:
        square = _square(patch.middle_mm, patch.size_mm, patch.size_mm)
        decals.append(_lying(laid.table_from_card(square), z, ink(*INKS[patch.colour])))
    for cross in printed.crosses:
        for width, height in ((cross.size_mm, _LINE_MM), (_LINE_MM, cross.size_mm)):
            square = _square(cross.middle_mm, width, height)
            decals.append(_lying(laid.table_from_card(square), z, INK))
    return tuple(decals)
