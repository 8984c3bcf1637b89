"""Whether something carries a body that seems to stand higher than the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.paints import TABLE
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import USUAL_MM, Solid, hull_of
from dobotkit.keeper.eyes.windows import window_of
from dobotkit.opencv import cv2

__all__ = ["paint_below", "under"]

# Of what is seen where a carrier would be: so much may look like the table, and so much has
# to have one paint.
_MOST_TABLE: Final = 0.55
_LEAST_PAINT: Final = 0.3
_FEWEST_PX: Final = 12


def under(solid: Solid) -> Solid:
    """The usual block on which a body would stand."""
    return replace(
        solid, kind="block", z=solid.z - USUAL_MM, length=USUAL_MM, width=USUAL_MM, tall=USUAL_MM
    )


def paint_below(solid: Solid, sight: Sight) -> int | None:
    """The label of the paint that is seen where a carrier would be; None if it is the table.

    Parameters
    ----------
    solid:
        A body that seems to stand on another one.
    sight:
        The frame.
    """
    low, high = hull_of(under(solid), sight.gaze), hull_of(solid, sight.gaze)
    field = window_of(sight, low, 0).below(high)
    mask = np.zeros(field.labels.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(low - (field.left, field.top)).astype(np.int32), 1)
    if field.covered is not None:
        mask[field.covered > 0] = 0
    labels = field.labels[mask > 0]
    if len(labels) < _FEWEST_PX:
        return None
    counts = np.bincount(labels, minlength=TABLE + 1)
    if counts[TABLE] > _MOST_TABLE * len(labels):
        return None
    best = int(np.argmax(counts[1:TABLE])) + 1
    return best if counts[best] > _LEAST_PAINT * len(labels) else None
