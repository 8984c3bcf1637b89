"""``render``: what a camera sees of a table and its arm at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.ground import desk_below, edge_on_table, ground
from dobotkit.simulator.camera.lamp import (
    edge_share,
    glare,
    lit,
    shade,
    shade_factors,
    tint,
    towards,
)
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

    from dobotkit.simulator.camera.rig import Light, Rig
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
    shadows = Shadows(view, rig.light, [solid for solid in solids if solid.casts])
    _shade(planes, shadows, table.height, rig)
    seen = look_at(view, solids)
    windows = [one.around.window for one in seen]
    for number in farthest_first([one.solid for one in seen], windows, view.eye):
        _paint(view, planes, seen[number], shadows, table.height)
    return develop(planes, rig, table.moment if moment is None else moment)


def _shade(planes: Planes, shadows: Shadows, z: float, rig: Rig) -> None:
    """Throw the shadows of everything on the table."""
    edge = edge_on_table(rig, z)
    share = shadows.on_level(z, Window(0, 0, rig.width, rig.height), coarser=_COARSER)
    if share is not None:
        soft = cv2.GaussianBlur(share, (5, 5), 0)
        whole = cv2.resize(soft, (rig.width, rig.height), interpolation=cv2.INTER_LINEAR)
        share = np.asarray(whole if edge is None else cv2.multiply(whole, edge, scale=1 / 255))
    elif edge is not None:
        share = edge
    else:
        return
    factors = cv2.LUT(share, shade_factors(rig.light))
    for plane in planes:
        cv2.multiply(plane, factors, dst=plane)


def _paint(view: View, planes: Planes, seen: Seen, shadows: Shadows, table_z: float) -> None:
    """Paint one solid over what is behind it."""
    solid, window, light = seen.solid, seen.around.window, view.rig.light
    left = _left_by_the_edge(light, solid, table_z)
    painted = []
    for face, outline in seen.faces:
        sky, lamp = shade(light, face.normal)
        top = solid.ground and face is solid.faces[0]
        bright = sky + (lamp + _shine(view, solid, face)) * (1.0 if top else left)
        painted.append((lit(light, face.paint, bright), outline))
    if seen.top is not None:
        painted.append(painted.pop(0))
    # All of it has the colour of a side at first: what shines through where faces meet.
    colours = [np.full(window.size, value) for value in painted[(len(painted) - 1) // 2][0]]
    for values, outline in painted if len(painted) > 1 else ():
        inside = window if outline is None else outline.window.shared(window)
        if outline is not None and not inside.empty:
            cover = coverage(view, outline, inside)
            lay_over(colours, inside.within(window), cover, values)
    for decal, outline in seen.decals:
        inside = outline.window.shared(window)
        if inside.empty:
            continue
        cover = coverage(view, outline, inside)
        if decal.print is not None:
            cover *= print_coverage(view, decal, inside)
        lay_over(colours, inside.within(window), cover, lit(light, decal.paint))
    if solid.ground and seen.top is not None:
        _light_top(view, colours, seen, shadows, table_z)
    lay_over(planes, window, coverage(view, seen.around, window), colours)


def _left_by_the_edge(light: Light, solid: Solid, table_z: float) -> float:
    if light.edge_mm is None:
        return 1.0
    x, y, z = solid.corners.mean(axis=0).astype(np.float32)
    return float(edge_share(light, x, y, float(z) - table_z))


def _shine(view: View, solid: Solid, face: Face) -> float:
    """How much of the lamp a face throws into the lens (Blinn's half-way vector)."""
    if not solid.gloss:
        return 0.0
    to_eye = view.eye - solid.corners[face.corners[0]]
    half = towards(view.rig.light) + to_eye / np.linalg.norm(to_eye)
    return float(solid.gloss * max(0.0, face.normal @ half / np.linalg.norm(half)) ** 20)


def _light_top(view: View, colours: Planes, seen: Seen, shadows: Shadows, table_z: float) -> None:
    """Throw shadows on the top of a solid, and let the lamp shine back from it."""
    assert seen.top is not None  # noqa: S101 - who calls has looked
    window, light = seen.around.window, view.rig.light
    inside = seen.top.window.shared(window)
    if inside.empty:
        return
    high = seen.solid.high
    share = shadows.on_level(high, inside, but=seen.solid)
    if share is None and light.edge_mm is None and light.glare_mm is None:
        return
    cover = coverage(view, seen.top, inside)  # the sides are as bright as before
    parts = [plane[inside.within(window).slices] for plane in colours]
    x, y = view.plane(high, *inside.slices[::-1])
    if light.edge_mm is not None:
        edge = edge_share(light, x, y, high - table_z) * 255
        share = np.asarray(edge if share is None else edge * share / 255, np.uint8)
    if share is not None:
        factors = 1 - cover * (1 - cv2.LUT(share, shade_factors(light)))
        for part in parts:
            np.multiply(part, factors, out=part)
    if light.glare_mm is not None:
        back = glare(light, x, y) * cover * np.float32(0.5)
        for part, value in zip(parts, tint(light), strict=True):
            np.add(part, back * value, out=part)
