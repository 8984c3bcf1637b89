"""What is in the invented classroom: drawn in even, white light.

Nothing in it is round with two dark spots in it: a finder of faces must find none here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.simulator.camera.easel import Easel, Paint, Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

__all__ = ["FRONT", "HIGH", "WIDE", "cupboard", "wall"]

WIDE: Final = 1280
HIGH: Final = 960
"""The whole drawing, in pixels: a picture of 16:9 shows the middle of it, one of 4:3 all."""

FRONT: Final = 716
"""From this line down a low cupboard stands before everybody, in pixels of the drawing."""

# As one sees them on a screen: red, green, blue.
_WALL: Final = (214, 205, 186)
_PANEL: Final = (150, 172, 160)
_RAIL: Final = (232, 228, 216)
_DOOR: Final = (88, 132, 150)
_FRAME: Final = (226, 220, 206)
_WOOD: Final = (176, 132, 88)
_DARK_WOOD: Final = (128, 90, 58)
_SKY: Final = (186, 214, 236)
_HILL: Final = (140, 176, 132)
_NEAR_HILL: Final = (112, 156, 104)
_LEAF: Final = (78, 128, 74)
_LIGHT_LEAF: Final = (108, 158, 92)
_POT: Final = (188, 108, 78)
_PAPER: Final = (238, 234, 224)
_METAL: Final = (196, 198, 198)
_SPINES: Final = (
    (176, 74, 66), (64, 104, 150), (214, 172, 84), (92, 136, 100), (132, 92, 140),
    (222, 200, 170), (70, 132, 140), (196, 124, 80), (86, 90, 112), (172, 150, 110),
)  # fmt: skip
_FLAGS: Final = ((196, 92, 80), (222, 182, 96), (98, 148, 120), (86, 128, 168), (152, 112, 158))
_WINDOW: Final = (84, 190, 318, 548)


def wall() -> tuple[Picture, Picture]:
    """Return the wall with all that is on it, (960, 1280, 3), and what is outside, (960, 1280).

    Blue, green and red; values are light to the power of 1/2.2. In the second one 255 is what is
    seen through the window.
    """
    easel = Easel(WIDE, HIGH)
    _paint_wall(easel)
    view = _paint_window(easel)
    _paint_door(easel)
    _paint_poster(easel)
    _paint_shelf(easel)
    _paint_flags(easel)
    return easel.picture(), easel.left_of(view)


def cupboard() -> Picture:
    """Return the cupboard in front of everybody, (244, 1280, 3), as the wall is."""
    high = HIGH - FRONT
    easel = Easel(WIDE, high)
    easel.rectangle((0, 0, WIDE, high), _WOOD, grain=7)
    easel.rectangle((0, 0, WIDE, 14), (206, 166, 120), grain=5)
    easel.shade((0, 16, WIDE, 30), 0.35)
    for left in range(-52, WIDE, 346):
        easel.rectangle((left, 40, left + 326, 260), (160, 116, 76), grain=7)
        easel.rectangle((left + 148, 58, left + 178, 65), _METAL)
    return easel.picture()


def _paint_wall(easel: Easel) -> None:
    easel.rectangle((0, 0, WIDE, HIGH), _WALL, grain=0)
    easel.rectangle((0, 640, WIDE, HIGH), _PANEL)
    for left in range(20, WIDE, 46):
        easel.rectangle((left, 660, left + 2, HIGH), (134, 156, 145))
    easel.shade((0, 626, WIDE, 634), 0.25)
    easel.rectangle((0, 628, WIDE, 648), _RAIL)
    easel.mottle(0.009)


def _paint_window(easel: Easel) -> Part:
    """Return what is seen through it."""
    left, top, right, foot = _WINDOW
    easel.shade((left - 14, top - 10, right + 24, foot + 30), 0.22)
    easel.rectangle((left - 18, top - 18, right + 18, foot + 18), _FRAME)
    easel.fade((left, top, right, foot), _SKY, (226, 234, 232))
    for x, y, size in ((left + 66, top + 96, 26), (left + 172, top + 160, 20)):
        for aside, up, part in ((0, 0, 1.0), (1.1, 0.2, 0.75), (-1.0, 0.25, 0.7)):
            easel.ellipse(
                x + aside * size, y + up * size, size * part * 1.5, size * part, (244, 246, 246)
            )
    easel.inside((left, top, right, foot), _paint_hills)
    view = easel.part((left, top, right, foot))
    middle, third = (left + right) / 2, top + (foot - top) / 3
    easel.rectangle((middle - 6, top, middle + 6, foot), _FRAME)
    easel.rectangle((left, third - 5, right, third + 5), _FRAME)
    easel.rectangle((left - 34, foot + 12, right + 34, foot + 34), _FRAME)
    easel.shade((left - 30, foot + 36, right + 34, foot + 50), 0.25)
    # Curtains.
    for start, sense in ((left - 34, 1), (right + 34, -1)):
        for fold in range(4):
            x = start + sense * fold * 15
            paint = (206, 150, 120) if fold % 2 else (218, 166, 136)
            hem = [
                (x + sense * (14 - fold * 2), foot + 70),
                (x - sense * (2 + fold * 2), foot + 70),
            ]
            easel.polygon([(x, top - 30), (x + sense * 16, top - 30), *hem], paint)
    easel.rectangle((left - 54, top - 40, right + 54, top - 30), _DARK_WOOD)
    return view


def _paint_hills(easel: Easel) -> None:
    left, _, right, foot = _WINDOW
    easel.ellipse(left + 40, foot + 60, 210, 130, _HILL)
    easel.ellipse(right - 10, foot + 70, 190, 118, _NEAR_HILL)
    easel.rectangle((left + 52, foot - 104, left + 60, foot - 50), _DARK_WOOD)
    easel.polygon([(left + 18, foot - 84), (left + 94, foot - 84), (left + 56, foot - 176)], _LEAF)


def _paint_door(easel: Easel) -> None:
    easel.shade((560, 172, 822, HIGH), 0.2)
    easel.rectangle((548, 170, 812, HIGH), _FRAME)
    easel.rectangle((566, 188, 794, HIGH), _DOOR, grain=4)
    for left, top, right, foot in ((592, 590, 768, 790), (592, 810, 768, HIGH)):
        easel.rectangle((left, top, right, foot), (74, 116, 134))
        easel.rectangle((left + 5, top + 5, right, foot), (96, 142, 160))
        easel.rectangle((left + 5, top + 5, right - 5, foot - 5), _DOOR, grain=4)
    # Its glass, with the corridor behind.
    easel.rectangle((612, 226, 748, 520), (70, 108, 124))
    easel.fade((620, 234, 740, 512), (204, 210, 204), (178, 180, 168))
    easel.polygon([(640, 512), (668, 512), (740, 300), (740, 234), (734, 234)], (214, 219, 214))
    easel.rectangle((774, 566, 786, 628), _METAL)
    easel.rectangle((742, 592, 782, 602), (168, 172, 174))
    easel.rectangle((588, 546, 772, 566), (80, 122, 140))


def _paint_poster(easel: Easel) -> None:
    """An arm that stacks blocks."""
    easel.shade((386, 240, 510, 416), 0.2)
    easel.rectangle((382, 232, 502, 408), _PAPER)
    easel.rectangle((394, 370, 490, 376), (150, 144, 132))
    easel.line([(414, 370), (424, 306), (462, 284), (474, 326)], 9, (92, 120, 150))
    easel.rectangle((402, 356, 436, 372), (70, 84, 100))
    for left, top, paint in ((462, 332, (196, 84, 72)), (462, 352, (222, 176, 82))):
        easel.rectangle((left, top, left + 24, top + 18), paint)
    easel.rectangle((406, 248, 478, 256), (120, 134, 146))


def _paint_shelf(easel: Easel) -> None:
    for row, top in enumerate((250, 410)):
        foot = top + 112
        easel.shade((900, foot + 8, 1236, foot + 40), 0.3)
        _paint_books(easel, 906, foot, row)
        easel.rectangle((890, foot, 1230, foot + 16), _WOOD, grain=5)
        for left in (920, 1190):
            easel.polygon(
                [(left, foot + 16), (left + 8, foot + 16), (left + 8, foot + 44)], _DARK_WOOD
            )
    _paint_plant(easel, 1170, 362, 0.62)
    # A globe would be a round thing; boxes are not.
    for left, top, right, foot, paint in (
        (1080, 448, 1214, 522, (104, 146, 150)),
        (1096, 404, 1196, 448, _POT),
    ):
        easel.rectangle((left, top, right, foot), paint)
        easel.rectangle((left + 42, top + 14, right - 42, top + 30), _PAPER)


def _paint_books(easel: Easel, left: float, foot: float, row: int) -> None:
    chance = np.random.default_rng((11, row))
    end = 1120 if row == 0 else 1062
    number = row * 4
    while left < end:
        wide, high = float(chance.integers(13, 27)), float(chance.integers(70, 104))
        red, green, blue = _SPINES[number % len(_SPINES)]
        easel.rectangle((left, foot - high, left + wide, foot), (red, green, blue))
        easel.rectangle((left, foot - high, left + 3, foot), (red - 22, green - 22, blue - 22))
        easel.rectangle(
            (left + 4, foot - high + 14, left + wide - 3, foot - high + 18), (226, 216, 190)
        )
        left += wide + 1
        number += 1 + int(chance.integers(0, 2))


def _paint_flags(easel: Easel) -> None:
    across = np.linspace(-20, WIDE + 20, 60)
    sag = 150 + 26 * np.sin(across / WIDE * np.pi * 3) ** 2
    easel.line(list(zip(across.tolist(), sag.tolist(), strict=True)), 2, (150, 140, 124))
    for number, x in enumerate(range(18, WIDE, 62)):
        y = 150 + 26 * float(np.sin((x + 18) / WIDE * np.pi * 3) ** 2)
        paint = _FLAGS[number % len(_FLAGS)]
        easel.polygon([(x, y), (x + 38, y), (x + 19, y + 42)], paint)


def _paint_plant(easel: Easel, x: float, foot: float, part: float) -> None:
    """A pot with leaves, as large as a part of the usual one says."""
    chance = np.random.default_rng((12, round(x)))
    for number in range(19):
        lean = float(chance.uniform(-1.25, 1.25))
        long = part * float(chance.uniform(90, 150)) * (1 - 0.25 * abs(lean))
        paint: Paint = _LEAF if number % 2 else _LIGHT_LEAF
        tip = (x + long * np.sin(lean), foot - 60 * part - long * np.cos(lean))
        easel.leaf((x, foot - 52 * part), tip, 15 * part, paint)
    easel.polygon(
        [(x - 40 * part, foot - 66 * part), (x + 40 * part, foot - 66 * part),
         (x + 30 * part, foot), (x - 30 * part, foot)],
        _POT,
    )  # fmt: skip
    easel.rectangle(
        (x - 44 * part, foot - 74 * part, x + 44 * part, foot - 58 * part), (200, 122, 92)
    )
