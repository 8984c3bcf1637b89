"""What is printed on the cards of a table, as the light that it sends back.

A specimen is drawn once, and kept in those sizes in which it was seen lately.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.prints import INK, PAPER
from dobotkit.simulator.camera.solids import Decal, turned
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.things import Printed, Thing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CardFace", "print_on"]

_FINEST: Final = 12
# By so much a drawing is made smaller: whole pixels become one each.
_PARTS: Final = (1, 2, 3, 4, 6, 8, 12)
# Bytes of drawings that are kept: three cards near by, or some forty of a whole table.
_MOST: Final = 32 * 2**20

_kept: OrderedDict[tuple[CardFace, int], NDArray[np.float32]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class CardFace:
    """The upper side of a specimen on a day: its dates are as far off as its age says.

    Attributes
    ----------
    printed:
        Which specimen.
    day:
        The day on which somebody looks at it.
    """

    printed: Printed
    day: date

    @property
    def finest_px_per_mm(self) -> float:
        """How finely it can be seen at most."""
        return float(_FINEST)

    def shares(self, px_per_mm: float) -> NDArray[np.float32]:
        """Return which share of blue, green and red light it sends back, (k, l, 3), 0 to 1.

        Parameters
        ----------
        px_per_mm:
            How fine that has to be; what comes is as fine or finer, by less than twice, and as
            fine as it was drawn at most.
        """
        part = next((one for one in reversed(_PARTS) if _FINEST / one >= px_per_mm), 1)
        key = (self, part)
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        found = _shares(self, part)
        with _lock:
            _kept[key] = found
            while sum(one.nbytes for one in _kept.values()) > _MOST:
                _kept.popitem(last=False)
        return found


def print_on(thing: Thing, face: CardFace) -> Decal:
    """Return a face as it is printed on the whole top of a card."""
    (a, b), (x, y, z) = (thing.size[0] / 2, thing.size[1] / 2), thing.top
    corners = turned(((-a, b), (a, b), (a, -b), (-a, -b)), thing.angle, x, y)
    return Decal(np.array([(u, v, z) for u, v in corners], float), PAPER, face=face)


def _shares(face: CardFace, part: int) -> NDArray[np.float32]:
    printed = face.printed
    specimen = Specimen(
        printed.number, layout=printed.layout, on=face.day, fault=printed.fault or None
    )
    drawn = draw(specimen, px_per_mm=_FINEST)
    height, width = drawn.shape[:2]
    found = np.asarray(cv2.LUT(drawn, _of_ink()), np.float32)
    if part > 1:
        size = (max(1, round(width / part)), max(1, round(height / part)))
        found = np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_AREA))
    found.setflags(write=False)
    return found


def _of_ink() -> NDArray[np.float32]:
    """Return what of blue, green and red light comes back for each value, (1, 256, 3)."""
    light = (np.arange(256) / 255.0)[:, None] ** 2.2
    black, white = np.array(INK), np.array(PAPER)
    return np.asarray(black + (white - black) * light, np.float32)[None]
