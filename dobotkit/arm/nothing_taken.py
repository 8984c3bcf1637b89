"""Why nothing hangs on an arm that was to take something, as a simulated table shows it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dobotkit.arm.standing import Standing
from dobotkit.errors import NothingHeld
from dobotkit.things import Thing

__all__ = ["nothing_taken"]

# What is within so many mm of a thing's edge may have been meant.
_NEAR = 10.0
# So far beside the middle, and so much too high or too low, makes no difference (mm).
_MIDDLE, _TOUCHES = 1.0, 2.0


def nothing_taken(place: Standing, things: Iterable[Thing], *, gripper: bool) -> NothingHeld:
    """Return the error that says why.

    Parameters
    ----------
    place:
        Where the thing was said to stand.
    things:
        What is on the table.
    gripper:
        Whether the gripper was to take it.
    """
    here = f"Nothing was taken at x={place.x:g}, y={place.y:g}: "
    near = min(
        (thing for thing in things if _beside(thing, place) <= _NEAR and thing.kind != "bin"),
        key=lambda thing: _aside(thing, place),
        default=None,
    )
    if near is None:
        what = "between the gripper's fingers" if gripper else "under the cup"
        return NothingHeld(
            f"{here}there was nothing {what} at z={place.top:g}.",
            "Look where things stand: arm.table.things. If it is not as high as a usual cube, "
            "say so: height=…",
        )
    top = near.place[2] + near.size[2]
    if abs(top - place.top) > _TOUCHES and _aside(near, place) <= _MIDDLE:
        return NothingHeld(
            f"{here}the tool was at z={place.top:g}, and the top of {near.name} is at z={top:g}.",
            f"It is {near.size[2]:g} mm high: arm.pick(arm.table.find({near.name!r})) knows that.",
        )
    return NothingHeld(
        f"{here}that is beside the middle of {near.name}, and the tool has no hold there.",
        f"Go to its middle: ({near.place[0]:g}, {near.place[1]:g}).",
    )


def _aside(thing: Thing, place: Standing) -> float:
    return math.hypot(thing.place[0] - place.x, thing.place[1] - place.y)


def _beside(thing: Thing, place: Standing) -> float:
    """How far a place is beside the edge of a thing, at least."""
    return _aside(thing, place) - max(thing.size[:2]) / 2
