"""``render``: what a camera sees of a table and its arm at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.ground import desk_below, ground
from dobotkit.simulator.camera.lamp import lit, shade, shade_factors, towards
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.machine import machine
from dobotkit.simulator.camera.order import farthest_first
from dobotkit.simulator.camera.painting import Window, coverage, lay_over, print_coverage
from dobotkit.simulator.camera.scenery import board_of, solids_of
from dobotkit.simulator.camera.seen import Seen, look_at
from dobotkit.simulator.camera.sensor import develop
from dobotkit.simulator.camera.shadows import Shadows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Rig
    from dobotkit.simulator.camera.solids import Face, Solid
    from dobotkit.simulator.profile import Joints
    from dobotkit.things import TableNow

    Planes = list[NDArray[np.float32]]

__all__ = ["render"]

_COARSER = 2


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
    planes = [plane.copy() for plane in ground(rig, table.height, board_of(table), tuple(cards))]
    solids = solids_of(table)
    if joints is not None:
        solids += machine(joints, desk_below(table.height), tool)
    shadows = Shadows(view, rig.light, solids)
    _shade(planes, shadows, table.height, rig)
    seen = look_at(view, solids)
    order = farthest_first(
        [one.solid for one in seen], [one.around.window for one in seen], view.eye
    )
    for number in order:
        _paint(view, planes, seen[number], shadows)
    return develop(planes, rig, table.moment if moment is None else moment)


def _shade(planes: Planes, shadows: Shadows, z: float, rig: Rig) -> None:
    """Throw the shadows of everything on the table."""
    share = shadows.on_level(z, Window(0, 0, rig.width, rig.height), coarser=_COARSER)
    if share is None:
        return
    soft = cv2.GaussianBlur(share, (3, 3), 0)
    whole = cv2.resize(soft, (rig.width, rig.height), interpolation=cv2.INTER_LINEAR)
    factors = cv2.LUT(whole, shade_factors(rig.light))
    for plane in planes:
        cv2.multiply(plane, factors, dst=plane)


def _paint(view: View, planes: Planes, seen: Seen, shadows: Shadows) -> None:
    """Paint one solid over what is behind it."""
    solid, window, light = seen.solid, seen.around.window, view.rig.light
    colours: Planes = []
    for face, outline in seen.faces:
        bright = sum(shade(light, face.normal)) + _shine(view, solid, face)
        values = lit(light, face.paint, bright)
        if not colours:
            colours = [np.full(window.size, value, np.float32) for value in values]
        elif outline is not None:
            inside = outline.window.shared(window)
            if not inside.empty:
                cover = coverage(view, outline, inside)
                lay_over(colours, inside.within(window), cover, values)
    if seen.top is not None:
        _paint_top(view, colours, seen, shadows)
    lay_over(planes, window, coverage(view, seen.around, window), colours)


def _shine(view: View, solid: Solid, face: Face) -> float:
    """How much of the lamp a face throws into the lens (Blinn's half-way vector)."""
    if not solid.gloss:
        return 0.0
    to_eye = view.eye - solid.corners[face.corners[0]]
    half = towards(view.rig.light) + to_eye / np.linalg.norm(to_eye)
    return float(solid.gloss * max(0.0, face.normal @ half / np.linalg.norm(half)) ** 20)


def _paint_top(view: View, colours: Planes, seen: Seen, shadows: Shadows) -> None:
    """Paint what sticks on the top of a solid, and the shadows that fall there."""
    window, light = seen.around.window, view.rig.light
    for decal, outline in seen.decals:
        inside = outline.window.shared(window)
        if inside.empty:
            continue
        cover = coverage(view, outline, inside)
        if decal.print is not None:
            cover *= print_coverage(view, decal, inside)
        lay_over(colours, inside.within(window), cover, lit(light, decal.paint))
    assert seen.top is not None  # noqa: S101 - who calls has looked
    inside = seen.top.window.shared(window)
    share = shadows.on_level(seen.solid.high, inside, but=seen.solid)
    if share is not None:
        # Only the top: the sides are as bright as before.
        cover = coverage(view, seen.top, inside)
        factors = 1 - cover * (1 - cv2.LUT(share, shade_factors(light)))
        for plane in colours:
            plane[inside.within(window).slices] *= factors
