"""``render``: what a camera sees of a table and its arm at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.canvas import (
    develop,
    encoded,
    lay_over,
    shade_factors,
    vignette_of,
)
from dobotkit.simulator.camera.ground import desk_below, ground
from dobotkit.simulator.camera.lamp import shade, towards
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.machine import machine
from dobotkit.simulator.camera.order import farthest_first
from dobotkit.simulator.camera.painting import (
    Outline,
    Window,
    coverage,
    outline_of,
    print_coverage,
)
from dobotkit.simulator.camera.scenery import board_of, solids_of
from dobotkit.simulator.camera.shadows import Caster, caster_of, lit_share
from dobotkit.simulator.camera.solids import Solid, hull_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Rig
    from dobotkit.simulator.profile import Joints
    from dobotkit.things import TableNow

    Planes = list[NDArray[np.float32]]

__all__ = ["render"]


def render(
    table: TableNow,
    joints: Joints | None,
    rig: Rig,
    *,
    cards: Sequence[Laid] = LAID_CARDS,
    tool: str = "cup",
    moment: float | None = None,
) -> NDArray[np.uint8]:
    """Return what a rig sees, (h, w, 3), uint8, blue, green and red.

    The same arguments make the same picture, to the bit.

    Parameters
    ----------
    table:
        What is there, also on the arm.
    joints:
        J1 to J4 of the arm in degrees; None leaves the arm away.
    rig:
        The camera and the light.
    cards:
        What lies flat on the table, the lowest first: cards, and the printed board.
    tool:
        What the arm holds things with: ``"cup"`` or ``"gripper"``.
    moment:
        What the arm's clock shows, in seconds; the table's own if None. It decides the noise.
    """
    view = view_of(rig)
    board = board_of(table)
    planes = [plane.copy() for plane in ground(rig, table.height, board, tuple(cards))]
    solids = solids_of(table)
    if joints is not None:
        solids += machine(joints, desk_below(table.height), tool)
    casters = [caster_of(solid) for solid in solids]
    _shade_ground(view, planes, casters, table.height)
    seen = [(solid, outline) for solid in solids if (outline := _silhouette(view, solid))]
    windows = [outline.window for _, outline in seen]
    for number in farthest_first([solid for solid, _ in seen], windows, view.eye):
        solid, outline = seen[number]
        _paint(view, planes, solid, outline, casters)
    return develop(planes, rig, table.moment if moment is None else moment)


def _silhouette(view: View, solid: Solid) -> Outline | None:
    straight = view.straight(solid.corners)
    if straight[:, 2].min() <= 0:
        return None
    around = hull_of(straight[:, :2])
    depth = np.full((len(around), 1), straight[:, 2].min())
    return outline_of(view, np.hstack((around, depth)))


def _shade_ground(view: View, planes: Planes, casters: Sequence[Caster], z: float) -> None:
    rig = view.rig
    whole = Window(0, 0, rig.width, rig.height)
    share = lit_share(view, rig.light, casters, z, whole, coarser=2)
    if share is None:
        return
    soft = cv2.GaussianBlur(share, (3, 3), 0)
    factors = cv2.LUT(
        cv2.resize(soft, (rig.width, rig.height), interpolation=cv2.INTER_LINEAR),
        shade_factors(rig.light, rig.gamma),
    )
    for plane in planes:
        cv2.multiply(plane, factors, dst=plane)


def _paint(
    view: View, planes: Planes, solid: Solid, outline: Outline, casters: Sequence[Caster]
) -> None:
    """Paint one solid over what is behind it."""
    rig, window = view.rig, outline.window
    dark = vignette_of(rig, (window.left + window.right) / 2, (window.top + window.bottom) / 2)
    rows, columns = window.slices
    size = (rows.stop - rows.start, columns.stop - columns.start)
    colours: list[NDArray[np.float32]] = []
    for number, face in enumerate(solid.faces):
        corners = solid.corners[list(face.corners)]
        to_eye = view.eye - corners[0]
        if face.normal @ to_eye <= 0:
            continue
        sky, lamp = shade(rig.light, face.normal)
        bright = sky + lamp + _shine(view, solid, face.normal, to_eye)
        values = encoded(rig, np.array(face.paint) * bright) * dark
        if not colours:
            colours = [np.full(size, value, np.float32) for value in values]
            if number:
                continue
        part = outline_of(view, view.straight(corners))
        if part is None:
            continue
        inside = Window(
            max(part.window.left, window.left), max(part.window.top, window.top),
            min(part.window.right, window.right), min(part.window.bottom, window.bottom),
        )  # fmt: skip
        if inside.empty:
            continue
        local = Window(
            inside.left - window.left, inside.top - window.top,
            inside.right - window.left, inside.bottom - window.top,
        )  # fmt: skip
        lay_over(colours, local, coverage(view, part, inside), values)
        if not number:
            _paint_top(view, colours, (local, inside), solid, casters, dark)
    lay_over(planes, window, coverage(view, outline), colours)


def _shine(
    view: View, solid: Solid, normal: NDArray[np.float64], to_eye: NDArray[np.float64]
) -> float:
    """How much of the lamp a face throws into the lens (Blinn's half-way vector)."""
    if not solid.gloss:
        return 0.0
    half = towards(view.rig.light) + to_eye / np.linalg.norm(to_eye)
    return float(solid.gloss * max(0.0, normal @ half / np.linalg.norm(half)) ** 20)


def _paint_top(  # noqa: PLR0917 - one part of _paint
    view: View,
    colours: Planes,
    windows: tuple[Window, Window],
    solid: Solid,
    casters: Sequence[Caster],
    dark: float,
) -> None:
    """Paint what sticks on the top of a solid, and the shadows that fall there."""
    local, inside = windows
    for decal in solid.decals:
        outline = outline_of(view, view.straight(decal.corners))
        if outline is None:
            continue
        cover = coverage(view, outline, inside)
        if decal.print is not None:
            cover *= print_coverage(view, decal, inside)
        lay_over(colours, local, cover, encoded(view.rig, np.array(decal.paint)) * dark)
    others = [one for one in casters if one.solid is not solid]
    share = lit_share(view, view.rig.light, others, solid.high, inside)
    if share is not None:
        factors = cv2.LUT(share, shade_factors(view.rig.light, view.rig.gamma))
        for plane in colours:
            plane[local.slices] *= factors
