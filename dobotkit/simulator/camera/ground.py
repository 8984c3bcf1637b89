"""What never moves in a picture: the desk, the board on it, and the cards on its rim."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.canvas import encoded, lay_over
from dobotkit.simulator.camera.lamp import shade
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.painting import coverage, outline_of, print_coverage
from dobotkit.simulator.camera.prints import card
from dobotkit.simulator.camera.scenery import BOARD_MM
from dobotkit.simulator.camera.solids import Decal, Paint, prism

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.markers import Laid
    from dobotkit.simulator.camera.rig import Rig

__all__ = ["desk_below", "ground"]

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
    return 1.0 + 0.055 * (year**3 - 0.35) + fibre + waves(4, 3, 0.02)


@lru_cache(maxsize=3)
def ground(
    rig: Rig, height: float, board: Board | None, cards: tuple[Laid, ...]
) -> tuple[NDArray[np.float32], ...]:
    """Return an empty table without shadows as a rig sees it: three planes, float32, 0 to 255.

    The planes are shared: who paints on them copies them first.
    """
    view = view_of(rig)
    planes = _desk(view, desk_below(height))
    if board is not None:
        _board(view, planes, height, board)
        for laid in cards:
            for decal in card(laid, height):
                _lay(view, planes, decal)
    across = (np.arange(rig.width, dtype=np.float32) - rig.middle_px[0]) ** 2
    down = (np.arange(rig.height, dtype=np.float32) - rig.middle_px[1]) ** 2
    corner = (rig.width**2 + rig.height**2) / 4
    dark = (1 - rig.vignette * (across + down[:, None]) / corner) ** (1 / rig.gamma)
    return tuple(plane * dark for plane in planes)


def _desk(view: View, z: float) -> list[NDArray[np.float32]]:
    x, y = view.plane(z)
    rough = np.random.default_rng((view.rig.seed, 3)).standard_normal((512, 512))
    speckle = np.asarray(rough * 0.05 + 1.0, np.float32)
    found = cv2.remap(speckle, np.mod(x * 0.7, 510.0), np.mod(y * 0.7, 510.0), cv2.INTER_LINEAR)
    return [np.asarray(found * value, np.float32) for value in encoded(view.rig, np.array(_DESK))]


def _board(view: View, planes: list[NDArray[np.float32]], height: float, board: Board) -> None:
    x_low, x_high, y_low, y_high = board
    foot = ((x_low, y_low), (x_high, y_low), (x_high, y_high), (x_low, y_high))
    solid = prism(foot, desk_below(height), height, _EDGE)
    for face in reversed(solid.faces):
        middle = solid.corners[list(face.corners)].mean(axis=0)
        if face.normal @ (view.eye - middle) <= 0:
            continue
        outline = outline_of(view, view.straight(solid.corners[list(face.corners)]))
        if outline is None:
            continue
        cover = coverage(view, outline)
        if face.normal[2] < 0.5:  # noqa: PLR2004 - a side
            sky, lamp = shade(view.rig.light, face.normal)
            lay_over(
                planes, outline.window, cover, encoded(view.rig, np.array(_EDGE) * (sky + lamp))
            )
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
        wood = encoded(view.rig, np.array(_WOOD))
        lay_over(planes, outline.window, cover, [grain * value for value in wood])


def _lay(view: View, planes: list[NDArray[np.float32]], decal: Decal) -> None:
    outline = outline_of(view, view.straight(decal.corners))
    if outline is None:
        return
    cover = coverage(view, outline)
    if decal.print is not None:
        cover *= print_coverage(view, decal, outline.window)
    lay_over(planes, outline.window, cover, encoded(view.rig, np.array(decal.paint)))
