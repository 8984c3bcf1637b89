"""A portrait: everything about one person, painted from behind to the front."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from dobotkit.simulator.people.aids import (
    paint_crutches,
    paint_hearing_aid,
    paint_wheelchair,
)
from dobotkit.simulator.people.appearance import NEUTRAL, Appearance
from dobotkit.simulator.people.beards import paint_beard
from dobotkit.simulator.people.brows import paint_brows
from dobotkit.simulator.people.canvas import Canvas
from dobotkit.simulator.people.clothes import paint_clothes, paint_hood
from dobotkit.simulator.people.coverings import HIDES_HAIR, paint_covering
from dobotkit.simulator.people.eyes import paint_eyes
from dobotkit.simulator.people.glasses import paint_glasses
from dobotkit.simulator.people.hair import paint_hair
from dobotkit.simulator.people.hair_behind import paint_hair_behind, paint_locks
from dobotkit.simulator.people.mouth import paint_mouth
from dobotkit.simulator.people.shading import shaded
from dobotkit.simulator.people.skin import paint_ears, paint_face, paint_neck
from dobotkit.simulator.people.turn import turned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dobotkit.simulator.people.parameters import Looks
    from dobotkit.simulator.people.person import Person

__all__ = ["USUAL", "draw", "forget", "portrait"]

# Rows of a usual portrait; a face in it is about 120 pixels wide.
USUAL: Final = 400
# Bytes of portraits that are kept: about 110 usual ones.
_MOST: Final = 64 * 2**20
_ZOOM: Final = {"child": 0.91, "teen": 0.96}

_kept: OrderedDict[tuple[int, Appearance, int], NDArray[np.uint8]] = OrderedDict()
_lock = threading.Lock()


def draw(looks: Looks, how: Appearance, height: int) -> NDArray[np.uint8]:
    """Draw somebody, (height, width, 4): blue, green, red and coverage."""
    canvas = Canvas(height, _ZOOM.get(looks.age, 1.0))
    hidden = looks.wear.covering in HIDES_HAIR
    paint_wheelchair(canvas, looks)
    loose = not hidden and looks.wear.covering != "shayla"
    if loose:
        paint_hair_behind(canvas, looks)
    paint_hood(canvas, looks)
    paint_neck(canvas, looks)
    paint_clothes(canvas, looks)
    paint_crutches(canvas, looks)
    if loose:
        paint_locks(canvas, looks)
    paint_ears(canvas, looks)
    paint_face(canvas, looks, how)
    paint_eyes(canvas, looks, how)
    paint_beard(canvas, looks)
    paint_mouth(canvas, looks, how)
    paint_brows(canvas, looks, how)
    if not hidden:
        paint_hair(canvas, looks)
    if looks.wear.covering not in {"hijab", "shayla"}:
        paint_hearing_aid(canvas, looks)
    paint_covering(canvas, looks)
    paint_glasses(canvas, looks)
    return turned(shaded(canvas, how), canvas, looks, how)


def portrait(
    person: Person, appearance: Appearance = NEUTRAL, *, height: int = USUAL
) -> NDArray[np.uint8]:
    """Return head and shoulders of a person, (height, 0.91 height, 4) uint8.

    Blue, green, red, and how much of each pixel is covered (0 outside). It can be read only,
    and is kept in memory for the next time, while 64 MB hold it.
    """
    key = (person.number, appearance, height)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    found = draw(person.looks, appearance, height)
    found.setflags(write=False)
    with _lock:
        _kept[key] = found
        while sum(one.nbytes for one in _kept.values()) > _MOST:
            _kept.popitem(last=False)
    return found


def forget() -> None:
    """Keep no portrait any more."""
    with _lock:
        _kept.clear()
