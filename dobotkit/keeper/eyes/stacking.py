"""What stands on what: of the ways to read a picture, the one that holds together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dobotkit.keeper.eyes.candidates import Candidate, lifted, placed
from dobotkit.keeper.eyes.fitting import fit
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.regions import PLAIN
from dobotkit.keeper.eyes.solids import USUAL_MM, Solid, hull_of

__all__ = ["settled"]

_WORST_PX: Final = 2.6
# Heights are found this well, in mm.
_LEVEL: Final = 7.0
_ON_LEVEL: Final = 2.0
# Two bodies that share more of their place than this cannot both be there.
_SAME_PLACE: Final = 0.5
_SAME_TALL: Final = 6.0
# Of two, the upper one is seen better by so much of its outline.
_BETTER: Final = 0.08
_REACH: Final = 0.85
# What carries another one is seen in part only.
_CARRIER_PX: Final = 0.9
_CARRIER_BARE: Final = 0.12
_CARRIER_SEEN: Final = 0.22


def settled(
    candidates: Sequence[Candidate], gaze: Gaze, levels: Sequence[float]
) -> list[Candidate]:
    """Decide which candidates stand on others, and drop what cannot be.

    Parameters
    ----------
    candidates:
        Fitted one by one.
    gaze:
        Of the camera.
    levels:
        The z of what carries things beside the table, in mm.

    Returns
    -------
    list of Candidate
        Those that stand somewhere, with ``stacked`` filled in.
    """
    kept: list[Candidate] = []
    for one in sorted(
        candidates, key=lambda one: (one.marker is None, one.label == PLAIN, one.fit.cost)
    ):
        if one.fit.cost > _WORST_PX:
            continue
        rival = next((other for other in kept if _same_place(one, other)), None)
        if rival is None:
            kept.append(one)
        elif one.label != rival.label:
            higher = _one_on_the_other(one, rival, gaze)
            if higher is not None:
                kept.remove(rival)
                kept += higher
    for one in [one for one in kept if one.fit.solid.z > gaze.ground + _LEVEL]:
        _find_carrier(one, kept, gaze)
    found = []
    for one in kept:
        below = [other for other in kept if other is not one and _carries(other, one)]
        carried = below or any(abs(one.fit.solid.z - z) < _ON_LEVEL for z in (gaze.ground, *levels))
        if not carried:
            found.append(_lowered(one, gaze))
        else:
            found.append(replace(one, stacked=any(other.kind != "bin" for other in below)))
    return found


def _find_carrier(one: Candidate, kept: list[Candidate], gaze: Gaze) -> None:
    """See what is below a raised candidate as a usual block that it hides in part."""
    if any(other is not one and _carries(other, one) for other in kept):
        return
    high = one.fit.solid
    z = high.z - USUAL_MM
    for number, other in enumerate(kept):
        if other is one or other.marker is not None or other.kind == "bin":
            continue
        low = other.fit.solid
        if abs(low.z - z) > _LEVEL or not _near(one, other, 1.0):
            continue
        field = other.field.below(hull_of(high, gaze))
        starts = (
            Solid("block", low.x, low.y, z, low.angle),
            Solid("block", high.x, high.y, z, high.angle),
            Solid("cylinder", high.x, high.y, z),
        )
        fits = [fit(start, field, gaze, placed(start)) for start in starts]
        best = min(fits, key=lambda tried: tried.cost)
        if best.off_px < _CARRIER_PX and best.bare < _CARRIER_BARE and best.seen > _CARRIER_SEEN:
            kept[number] = replace(other, fit=best, kind=best.solid.kind)
            return


def _same_place(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates would be in each other."""
    if "bin" in (one.kind, other.kind):
        return one.kind == other.kind and _near(one, other, _SAME_PLACE)
    a, b = one.fit.solid, other.fit.solid
    return min(a.top, b.top) - max(a.z, b.z) > _SAME_TALL and _near(one, other, _SAME_PLACE)


def _near(one: Candidate, other: Candidate, share: float) -> bool:
    a, b = one.fit.solid, other.fit.solid
    apart = math.hypot(a.x - b.x, a.y - b.y)
    return apart < share * (min(a.length, a.width) + min(b.length, b.width)) / 2


def _one_on_the_other(one: Candidate, rival: Candidate, gaze: Gaze) -> list[Candidate] | None:
    """Two paints at one place: perhaps one stands on the other."""
    first, second = sorted((one, rival), key=lambda c: c.fit.hidden + c.fit.beyond)
    if second.fit.hidden - first.fit.hidden < _BETTER or second.marker is not None:
        return None
    higher = first.fit
    if first.marker is None and abs(first.fit.solid.z - second.fit.solid.top) > _LEVEL:
        start = lifted(first.fit.solid, second.fit.solid.top, gaze)
        higher = fit(start, first.field, gaze, placed(start))
        if higher.cost > first.fit.cost:
            return None
    return [second, replace(first, fit=higher)]


def _carries(other: Candidate, one: Candidate) -> bool:
    """Whether a candidate can stand on another."""
    a, b = one.fit.solid, other.fit.solid
    if abs(b.top - a.z) > _LEVEL or a.z - b.z < _LEVEL:
        return False
    return _near(one, other, _REACH)


def _lowered(one: Candidate, gaze: Gaze) -> Candidate:
    """The same, standing on the table: nothing is below that could carry it."""
    if one.spare is not None:
        return replace(one, fit=one.spare, kind=one.spare.solid.kind)
    lower = lifted(one.fit.solid, gaze.ground, gaze)
    return replace(one, fit=fit(lower, one.field, gaze, placed(lower)))
