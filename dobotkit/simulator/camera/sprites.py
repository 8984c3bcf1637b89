"""Solids as they are painted, kept for the next picture: most of them stand still."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.simulator.camera.lamp import (
    edge_share,
    glare,
    lit,
    mirrored,
    shade,
    shade_factors,
    tint,
    towards,
)
from dobotkit.simulator.camera.lens import View, view_of
from dobotkit.simulator.camera.painting import (
    Outline,
    coverage,
    face_colours,
    lay_over,
    print_coverage,
)
from dobotkit.simulator.camera.seen import Seen, look_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.painting import Window
    from dobotkit.simulator.camera.rig import Light, Rig
    from dobotkit.simulator.camera.solids import Decal, Face, Solid

    Planes = list[NDArray[np.float32]]

__all__ = ["Sprite", "paint_all"]

# A crowded table and an arm have fewer; seen from near by each may be as large as the picture.
_MOST: Final = 96
_MOST_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A solid as it is painted, without the shadows that others throw on it.

    Attributes
    ----------
    solid:
        Which one.
    around:
        The outline of all of it.
    cover:
        How much of each pixel of that outline's window it covers, (h, w).
    colours:
        The light that comes from it: three planes (h, w).
    top:
        The outline of the face on which shadows fall; None where there is none.
    """

    solid: Solid
    around: Outline
    cover: NDArray[np.float32]
    colours: Planes
    top: Outline | None

    @property
    def nbytes(self) -> int:
        """How much memory it takes, in bytes."""
        return self.cover.nbytes + sum(plane.nbytes for plane in self.colours)


_kept: OrderedDict[tuple[Rig, Solid, float], Sprite | None] = OrderedDict()
_lock = threading.Lock()


def paint_all(rig: Rig, solids: Sequence[Solid], table_z: float) -> list[Sprite]:
    """Paint those solids that a rig sees, above a table at some height, in the same order."""
    keys = [(rig, solid, table_z) for solid in solids]
    with _lock:
        known = {key: _kept[key] for key in keys if key in _kept}
    new = [key for key in keys if key not in known]
    if new:
        view = view_of(rig)
        known |= dict.fromkeys(new)
        for seen in look_at(view, [solid for _, solid, _ in new]):
            known[rig, seen.solid, table_z] = _painted(view, seen, table_z)
    with _lock:
        for key in keys:
            _kept[key] = known[key]
            _kept.move_to_end(key)
        taken = sum(sprite.nbytes for sprite in _kept.values() if sprite is not None)
        while len(_kept) > _MOST or taken > _MOST_BYTES:
            _, oldest = _kept.popitem(last=False)
            taken -= 0 if oldest is None else oldest.nbytes
    return [sprite for key in keys if (sprite := known[key]) is not None]


def _painted(view: View, seen: Seen, table_z: float) -> Sprite:
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
        lay_over(colours, inside.within(window), cover, _colours(view, decal, inside))
    ground = seen.top if solid.ground else None
    if ground is not None and (light.edge_mm is not None or light.glare_mm is not None):
        _light_top(view, colours, seen, ground, table_z)
    return Sprite(solid, seen.around, coverage(view, seen.around, window), colours, ground)


def _colours(
    view: View, decal: Decal, window: Window
) -> Sequence[NDArray[np.float32] | np.float32]:
    """The light that comes from a decal where nothing hides the lamp."""
    light = view.rig.light
    if decal.face is None:
        return lit(light, decal.paint)
    shares = face_colours(view, decal, window)
    if light.mirror_mm is not None:
        z = float(decal.corners[0, 2])
        back = mirrored(light, *view.plane(z, *window.slices[::-1]))
        shares = [share + back for share in shares]
    return [share * value for share, value in zip(shares, tint(light), strict=True)]


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


def _light_top(view: View, colours: Planes, seen: Seen, top: Outline, table_z: float) -> None:
    """Throw the edge of a far shadow on a top, and let the lamp shine back from it."""
    light, window, high = view.rig.light, seen.around.window, seen.solid.high
    inside = top.window.shared(window)
    if inside.empty:
        return
    cover = coverage(view, top, inside)  # the sides are as bright as before
    parts = [plane[inside.within(window).slices] for plane in colours]
    x, y = view.plane(high, *inside.slices[::-1])
    if light.edge_mm is not None:
        share = np.asarray(edge_share(light, x, y, high - table_z) * 255, np.uint8)
        factors = 1 - cover * (1 - shade_factors(light)[share])
        for part in parts:
            np.multiply(part, factors, out=part)
    if light.glare_mm is not None:
        back = glare(light, x, y) * cover * np.float32(0.5)
        for part, value in zip(parts, tint(light), strict=True):
            np.add(part, back * value, out=part)
