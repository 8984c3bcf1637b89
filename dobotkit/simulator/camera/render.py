"""``render``: what a camera sees of a table and its arm at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.ground import Board, desk_below, edge_on_table, ground
from dobotkit.simulator.camera.lamp import edge_share, shade_factors
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.machine import machine
from dobotkit.simulator.camera.order import farthest_first
from dobotkit.simulator.camera.painting import Window, coverage, lay_over
from dobotkit.simulator.camera.scenery import board_of, solids_of
from dobotkit.simulator.camera.sensor import develop
from dobotkit.simulator.camera.shadows import Shadows
from dobotkit.simulator.camera.sprites import Sprite, paint_all

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Rig
    from dobotkit.simulator.profile import Joints
    from dobotkit.things import Belt, TableNow, Thing

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
    day: date | None = None,
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
    day:
        On which somebody looks. The dates on specimens are as far off as their owners' age says,
        so it is needed where such cards lie; None leaves them white.
    """
    specimens = any(thing.specimen is not None for thing in table.things)
    planes = _exposed(
        rig,
        (table.height, board_of(table, cards), tuple(cards)),
        (
            table.things,
            table.belt and replace(table.belt, speed=0.0),
            day if specimens else None,
        ),
        joints,
        tool,
    )
    return develop(planes, rig, table.moment if moment is None else moment)


@lru_cache(maxsize=2)
def _exposed(
    rig: Rig,
    lies: tuple[float, Board | None, tuple[Laid, ...]],
    stands: tuple[tuple[Thing, ...], Belt | None, date | None],
    joints: Joints | None,
    tool: str,
) -> Sequence[NDArray[np.float32]]:
    """Return the light that reaches the sensor; the same while nothing moves."""
    height = lies[0]
    planes = [plane.copy() for plane in ground(rig, *lies)]
    solids = solids_of(*stands)
    if joints is not None:
        solids += machine(joints, desk_below(height), tool)
    view = view_of(rig)
    shadows = Shadows(view, rig.light, [solid for solid in solids if solid.casts])
    _shade(planes, shadows, height, rig)
    sprites = paint_all(rig, solids, height)
    windows = [sprite.around.window for sprite in sprites]
    for number in farthest_first([sprite.solid for sprite in sprites], windows, view.eye):
        sprite = sprites[number]
        colours = _shaded(view, sprite, shadows, height)
        lay_over(planes, sprite.around.window, sprite.cover, colours)
    return planes


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


def _shaded(view: View, sprite: Sprite, shadows: Shadows, table_z: float) -> Planes:
    """Return the colours of a solid with the shadows that fall on its top."""
    if sprite.top is None:
        return sprite.colours
    window, light, high = sprite.around.window, view.rig.light, sprite.solid.high
    inside = sprite.top.window.shared(window)
    share = None if inside.empty else shadows.on_level(high, inside, but=sprite.solid)
    if share is None:
        return sprite.colours
    factors = shade_factors(light)
    if light.edge_mm is None:
        dark = factors[share]
    else:  # which has darkened it already, and there is no lamp to be hidden twice
        edge = edge_share(light, *view.plane(high, *inside.slices[::-1]), high - table_z)
        left = factors[np.asarray(edge * 255, np.uint8)]
        dark = factors[np.asarray(edge * share, np.uint8)] / left
    part = inside.within(window).slices
    cover = coverage(view, sprite.top, inside)  # the sides are as bright as before
    shaded = [plane.copy() for plane in sprite.colours]
    for plane in shaded:
        plane[part] *= 1 - cover * (1 - dark)
    return shaded
