"""Cards as pictures."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from dobotkit.simulator.specimens.codes import draw_code, draw_mark
from dobotkit.simulator.specimens.ocr_b import draw_line
from dobotkit.simulator.specimens.paper import card_paper
from dobotkit.simulator.specimens.portrait import draw_portrait
from dobotkit.simulator.specimens.print_on import print_fields, print_title, stamp
from dobotkit.simulator.specimens.styles import STYLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dobotkit.simulator.specimens.specimen import Specimen

__all__ = ["PX_PER_MM", "draw"]

PX_PER_MM: Final = 12.0
"""How finely a card is drawn, if nothing else is asked for: about 300 dots an inch."""

# Bytes of cards that are kept: about 30.
_MOST: Final = 64 * 2**20
_INK: Final = (34, 22, 20)

_kept: OrderedDict[tuple[Specimen, float], NDArray[np.uint8]] = OrderedDict()
_lock = threading.Lock()


def draw(specimen: Specimen, *, px_per_mm: float = PX_PER_MM) -> NDArray[np.uint8]:
    """Return a card, (h, w, 3) uint8, blue, green, red, up to its square corners.

    Whoever cuts it out rounds them, by the layout's `corner_mm`. The array can be read only,
    and is kept in memory for the next time, while 64 MB hold it.
    """
    key = (specimen, px_per_mm)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    found = _drawn(specimen, px_per_mm)
    found.setflags(write=False)
    with _lock:
        _kept[key] = found
        while sum(one.nbytes for one in _kept.values()) > _MOST:
            _kept.popitem(last=False)
    return found


def _drawn(specimen: Specimen, px_per_mm: float) -> NDArray[np.uint8]:
    layout, style = specimen.design, STYLES[specimen.layout]
    picture = card_paper(layout.name, px_per_mm).copy()
    print_title(picture, layout, style.strong, px_per_mm)
    draw_portrait(picture, specimen.person, layout.portrait, style, px_per_mm)
    for mark in layout.marks:
        draw_mark(picture, mark, px_per_mm)
    draw_code(picture, specimen.code_text, layout.code, px_per_mm)
    print_fields(picture, specimen, style.strong, _INK, px_per_mm)
    stamp(picture, layout.word, px_per_mm)
    for line, place in zip(specimen.lines, layout.mrz_lines, strict=True):
        draw_line(picture, line, place, px_per_mm, _INK)
    return picture
