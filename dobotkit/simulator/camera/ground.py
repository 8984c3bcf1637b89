"""What never moves in a picture: the desk, the board on it, and the cards on its rim."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.lamp import edge_share, glare, lit, shade, tint
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.painting import coverage, lay_over, outlines_of, print_coverage
from dobotkit.simulator.camera.prints import card
from dobotkit.simulator.camera.scenery import BOARD_MM
from dobotkit.simulator.camera.solids import Paint, prism

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.markers import Laid
    from dobotkit.simulator.camera.rig import Rig

    Planes = list[NDArray[np.float32]]

__all__ = ["desk_below", "edge_on_table", "ground"]

Board = tuple[float, float, float, float]

_DESK: Final[Paint] = (0.115, 0.112, 0.108)
_WOOD: Final[Paint] = (0.34, 0.49, 0.60)
_EDGE: Final[Paint] = (0.20, 0.31, 0.40)
_LINE: Final[Paint] = (0.16, 0.24, 0.31)
_LINE_MM: Final = 0.8
_GRAIN_MM: Final = 0.5
_LAID_DESK: Final = -88.0


def desk_below(height: float) -> float:
    """Return the z of the desk on which the board lies and the arm stands, in mm."""
    return min(_LAID_DESK, height - BOARD_MM)


@lru_cache(maxsize=2)
def _grain(seed: int) -> NDArray[np.float32]:
    """Return how bright wood is, half a mm a pixel, (h, w), around 1; its grain runs along y."""
    chance = np.random.default_rng((seed, 2))
    high, wide = 1024, 1536

    def waves(across: int, along: int, by: float) -> NDArray[np.float32]:
        rough = chance.standard_normal((across, along)).astype(np.float32)
        return np.asarray(cv2.resize(rough, (wide, high), interpolation=cv2.INTER_CUBIC)) * by

    bend = waves(5, 4, 26.0)
    rings = np.arange(high, dtype=np.float32)[:, None] + bend
    year = np.sin(rings / 7.5 + waves(9, 3, 1.3)) * 0.5 + 0.5
    fibre = waves(640, 10, 0.016) + waves(1024, 60, 0.012)
    return np.asarray(1.0 + 0.12 * (year**3 - 0.35) + 2.2 * fibre + waves(4, 3, 0.02))


@lru_cache(maxsize=2)
def ground(
    rig: Rig, height: float, board: Board | None, cards: tuple[Laid, ...]
) -> tuple[NDArray[np.float32], ...]:
    """Return the light that comes from an empty table without shadows: three planes, float32.

    The planes are shared: who paints on them copies them first.
    """
    view = view_of(rig)
    planes = _desk(view, desk_below(height))
    if board is not None:
        _board(view, planes, height, board)
        decals = [decal for laid in cards for decal in card(laid, height)]
        outlines = outlines_of(view, [view.straight(decal.corners) for decal in decals])
        for decal, outline in zip(decals, outlines, strict=True):
            if outline is not None:
                cover = coverage(view, outline, outline.window)
                if decal.print is not None:
                    cover *= print_coverage(view, decal, outline.window)
                lay_over(planes, outline.window, cover, lit(rig.light, decal.paint))
        if rig.light.glare_mm is not None:
            back = glare(rig.light, *view.plane(height))
            for plane, value in zip(planes, tint(rig.light), strict=True):
                cv2.add(plane, back * value, dst=plane)
    return tuple(planes)


@lru_cache(maxsize=2)
def edge_on_table(rig: Rig, height: float) -> NDArray[np.uint8] | None:
    """Return how much of the lamp the shadow of something outside the picture leaves.

    (h, w), 0 to 255, on the level of the table; None in a light without such a shadow.
    """
    if rig.light.edge_mm is None:
        return None
    share = edge_share(rig.light, *view_of(rig).plane(height), 0.0)
    return np.asarray(share * 255, np.uint8)


def _desk(view: View, z: float) -> list[NDArray[np.float32]]:
    x, y = view.plane(z)
    rough = np.random.default_rng((view.rig.seed, 3)).standard_normal((512, 512))
    speckle = np.asarray(rough * 0.1 + 1.0, np.float32)
    found = cv2.remap(speckle, np.mod(x * 0.7, 510.0), np.mod(y * 0.7, 510.0), cv2.INTER_LINEAR)
    return [np.asarray(found * value) for value in lit(view.rig.light, _DESK)]


def _board(view: View, planes: Planes, height: float, board: Board) -> None:
    x_low, x_high, y_low, y_high = board
    foot = ((x_low, y_low), (x_high, y_low), (x_high, y_high), (x_low, y_high))
    solid = prism(foot, desk_below(height), height, _EDGE)
    places = [solid.corners[list(face.corners)] for face in solid.faces]
    outlines = outlines_of(view, [view.straight(corners) for corners in places])
    for face, corners, outline in reversed(list(zip(solid.faces, places, outlines, strict=True))):
        if outline is None or face.normal @ (view.eye - corners[0]) <= 0:
            continue
        cover = coverage(view, outline, outline.window)
        if face is not solid.faces[0]:
            colours = lit(view.rig.light, _EDGE, sum(shade(view.rig.light, face.normal)))
            lay_over(planes, outline.window, cover, colours)
            continue
        rows, columns = outline.window.slices
        x, y = view.plane(height, columns, rows)
        grain = cv2.remap(
            _grain(view.rig.seed),
            (y - y_low) / _GRAIN_MM,
            (x - x_low) / _GRAIN_MM,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
        wood = [grain * value for value in lit(view.rig.light, _WOOD)]
        lay_over(planes, outline.window, cover, wood)
