"""What stands on what: of the ways to read a picture, the one that holds together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.candidates import Candidate
from dobotkit.keeper.eyes.fitting import Fit, fit
from dobotkit.keeper.eyes.solids import PLACED

__all__ = ["settled"]

_WORST_PX: Final = 3.0


def settled(candidates: Sequence[Candidate], calibration: Calibration) -> list[Candidate]:
    """Decide which candidates stand on others, and drop what cannot be.

    Parameters
    ----------
    candidates:
        Fitted one by one.
    calibration:
        Of the camera.

    Returns
    -------
    list of Candidate
        Those that stand somewhere, with ``stacked`` filled in.
    """
    ground = calibration.height_mm
    kept: list[Candidate] = []
    order = sorted(candidates, key=lambda one: (one.marker is None, one.fit.solid.z, one.fit.cost))
    for one in order:
        if one.fit.cost > _WORST_PX or _told_already(one, kept):
            continue
        kept.append(one)
    found = []
    for one in kept:
        solid = one.fit.solid
        below = [other for other in kept if other is not one and _carries(other, one)]
        if solid.z > ground + 8.0 and not below and one.marker is None:
            found.append(_lowered(one, calibration))
        else:
            found.append(replace(one, stacked=any(other.kind != "bin" for other in below)))
    return found


def _told_already(one: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether another candidate is at the same place."""
    a = one.fit.solid
    for other in kept:
        b = other.fit.solid
        apart = math.hypot(a.x - b.x, a.y - b.y)
        tall = min(a.top, b.top) - max(a.z, b.z)
        if apart < 0.45 * (a.length + b.length) / 2 and tall > 6.0 and other.kind != "bin":  # noqa: PLR2004
            return True
    return False


def _carries(other: Candidate, one: Candidate) -> bool:
    """Whether a candidate can stand on another."""
    a, b = one.fit.solid, other.fit.solid
    if abs(b.top - a.z) > 6.0:  # noqa: PLR2004 - mm
        return False
    return math.hypot(a.x - b.x, a.y - b.y) < 0.8 * max(b.length, b.width)


def _lowered(one: Candidate, calibration: Calibration) -> Candidate:
    """The same, standing on the table: nothing is below that could carry it."""
    ground = calibration.height_mm
    start = replace(one.fit.solid, z=ground)
    lower: Fit = fit(start, one.field, calibration, PLACED)
    return replace(one, fit=lower)
