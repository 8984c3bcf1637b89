"""What stands on what: of the ways to read a picture, the one that holds together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dobotkit.keeper.eyes.candidates import Candidate, kind_of, lifted, placed
from dobotkit.keeper.eyes.fitting import fit
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.paints import PLAIN
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import Solid, hull_of
from dobotkit.keeper.eyes.underneath import paint_below, under
from dobotkit.keeper.eyes.windows import window_of

__all__ = ["settled"]

_WORST_PX: Final = 2.6
# Heights are found this well, in mm.
_LEVEL: Final = 7.0
_ON_LEVEL: Final = 2.0
# Two bodies that share more of their place than this cannot both be there.
_SAME_PLACE: Final = 0.8
_SAME_TALL: Final = 6.0
# Of two, the upper one is seen better by so much of its outline.
_BETTER: Final = 0.08
_REACH: Final = 0.85
# What carries another one is seen in part only.
_CARRIER_PX: Final = 0.9
_CARRIER_BARE: Final = 0.12
_CARRIER_SEEN: Final = 0.15


def settled(
    candidates: Sequence[Candidate], sight: Sight, levels: Sequence[float]
) -> list[Candidate]:
    """Decide which candidates stand on others, and drop what cannot be.

    Parameters
    ----------
    candidates:
        Fitted one by one.
    sight:
        The frame in which they were found.
    levels:
        The z of what carries things beside the table, in mm.

    Returns
    -------
    list of Candidate
        Those that stand somewhere, with ``stacked`` filled in.
    """
    gaze = sight.gaze
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
    stands = (gaze.ground, *levels)
    raised = [one for one in kept if not _on_level(one, stands)]
    carried = {id(one) for one in raised if _find_carrier(one, kept, sight)}
    found = []
    for one in kept:
        below = [other for other in kept if other is not one and _carries(other, one)]
        if below or _on_level(one, stands) or id(one) in carried:
            upon = id(one) in carried or any(other.kind != "bin" for other in below)
            found.append(replace(one, stacked=upon))
        else:
            found.append(_lowered(one, sight))
    return found


def _find_carrier(one: Candidate, kept: list[Candidate], sight: Sight) -> bool:
    """See what is below a raised candidate as a usual block that it hides in part.

    True if something is there, also where it could not be told what.
    """
    if any(other is not one and _carries(other, one) for other in kept):
        return True
    high = one.fit.solid
    below = under(high)
    label = paint_below(high, sight)
    if label is None:
        return False
    outline = hull_of(high, sight.gaze)
    field = window_of(sight, hull_of(below, sight.gaze), label).below(outline)
    rivals = [other for other in kept if other is not one and _could_be(other, below, one)]
    starts = [below, replace(below, kind="cylinder", angle=0.0)]
    for rival in rivals:
        low = rival.fit.solid
        starts.append(replace(below, x=low.x, y=low.y, angle=low.angle))
    fits = [fit(start, field, sight.gaze, placed(start)) for start in starts]
    best = min(fits, key=lambda tried: tried.cost)
    if best.off_px > _CARRIER_PX or best.bare > _CARRIER_BARE or best.seen < _CARRIER_SEEN:
        return True
    found = Candidate(best.solid.kind, best, label, field)
    if _carries(found, one):
        for rival in rivals:
            kept.remove(rival)
        kept.append(found)
    return True


def _could_be(other: Candidate, below: Solid, one: Candidate) -> bool:
    """Whether a candidate could be a wrong reading of what is below another one."""
    if other.marker is not None or other.kind == "bin":
        return False
    return abs(other.fit.solid.z - below.z) < _LEVEL and _near(one, other, 1.0)


def _on_level(one: Candidate, levels: Sequence[float]) -> bool:
    return any(abs(one.fit.solid.z - z) < _ON_LEVEL for z in levels)


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


def _lowered(one: Candidate, sight: Sight) -> Candidate:
    """The same, standing on the table: nothing is below that could carry it."""
    low = one.lower() if one.lower is not None else None
    if low is None:
        start = lifted(one.fit.solid, sight.gaze.ground, sight.gaze)
        low = fit(start, one.field, sight.gaze, placed(start))
    return replace(one, fit=low, kind=kind_of(low.solid))
