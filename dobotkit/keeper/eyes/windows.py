"""A small part of a frame, as shares of one paint: where a body is fitted."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.colours import CHROMATIC, looks
from dobotkit.keeper.eyes.fitting import Field
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.keeper.eyes.paints import TABLE, colour_index
from dobotkit.keeper.eyes.regions import Sight

__all__ = ["window_of"]

_MARGIN_PX: Final = 12
# So different from the table is a paint of no colour at least.
_APART: Final = 0.30
_MOST: Final = 1.3


def window_of(
    sight: Sight,
    points_px: NDArray[np.floating],
    label: int,
    paint: NDArray[np.float32] | None = None,
) -> Field:
    """Cut the part about some points out of a frame.

    Parameters
    ----------
    sight:
        The frame.
    points_px:
        (n, 2) pixels; the window goes a little further than all of them.
    label:
        The label of the paint that is looked for.
    paint:
        The looks of a paint without colour, (3,), if they are known.
    """
    height, width = sight.pixels.shape[:2]
    edge = (width - 2, height - 2)
    low = np.clip(np.floor(points_px.min(0)) - _MARGIN_PX, 0, edge).astype(int)
    high = np.clip(np.ceil(points_px.max(0)) + _MARGIN_PX, low + 2, (width, height)).astype(int)
    pixels = sight.pixels[low[1] : high[1], low[0] : high[0]]
    seen = looks(pixels, sight.regions.paints.roots)
    index = colour_index(pixels)
    try:
        share = np.minimum(_share(sight, seen, label, paint), _MOST).astype(np.float32)
        light = np.ascontiguousarray(seen[..., 0])
        labels = np.take(sight.regions.paints.labels, index)
    finally:
        wipe(seen, index)
    sight.derived.extend((share, light, labels))
    return Field(
        share=share,
        light=light,
        labels=labels,
        label=label,
        table=TABLE,
        left=int(low[0]),
        top=int(low[1]),
    )


def _share(
    sight: Sight, seen: NDArray[np.float32], label: int, paint: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """How much of a paint the looks of pixels (h, w, 3) have, (h, w)."""
    table = sight.regions.paints.table
    if 1 <= label <= len(CHROMATIC):
        # Only the tint: a shadow has less light, and the same tint.
        of_paint = np.array(sight.palette.patches[CHROMATIC[label - 1]], np.float32)
        across = of_paint[1:] - table[1:]
        tints = seen[..., 1:] - table[1:]
        return np.asarray(tints @ (across / max(float(across @ across), 1e-6)))
    if paint is not None:
        across = paint - table
        return np.asarray((seen - table) @ (across / max(float(across @ across), _APART**2)))
    return np.asarray(np.sqrt(((seen - table) ** 2).sum(2)) / _APART)
