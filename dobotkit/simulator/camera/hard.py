"""Rigs and lights that are hard to see in: for measuring how seeing fails, not for lessons.

``glare``
    a lamp shines back from the middle of the table, and from the tops there;
``edge``
    a hard shadow edge, with little light in it, runs across the table;
``night``
    far too little light: the sensor's noise is several times as strong;
``soft``
    the lens is out of focus;
``low``
    the camera stands low and far to the side, and sees more of the sides than of the tops;
``lens``
    a wide lens that bends straight lines very much.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dobotkit.simulator.camera.rig import Light, Rig

__all__ = ["HARD", "hard_rig"]

HARD: Final = ("glare", "edge", "night", "soft", "low", "lens")
"""The names of what is hard."""


def hard_rig(name: str, rig: Rig, *, at: tuple[float, float] = (240.0, 0.0)) -> Rig:
    """Return a rig that is hard to see with, made of a usual one.

    Parameters
    ----------
    name:
        One of :data:`HARD`.
    rig:
        The usual one.
    at:
        Where glare and edge are on the table: x and y in mm.

    Raises
    ------
    ValueError
        If nothing hard has that name.
    """
    changed: dict[str, Rig] = {
        "glare": replace(rig, light=replace(rig.light, glare_mm=at)),
        "edge": replace(
            rig,
            light=Light(
                towards=(0.2, -1.1, 0.9), size=1.5, ambient=0.24, edge_mm=at, edge_angle=65.0
            ),
        ),
        "night": replace(rig, light=replace(rig.light, stops=-2.4), noise=rig.noise * 1.6),
        "soft": replace(rig, blur_px=rig.blur_px + 0.9 * rig.width / 1280),
        "low": replace(
            rig,
            position_mm=(640.0, 190.0, 230.0),
            looks_at_mm=(225.0, 0.0, -60.0),
            focal_px=rig.focal_px * 0.84,
        ),
        "lens": replace(rig, distortion=(-0.3, 0.12, 0.002, -0.0015, -0.02)),
    }
    if name not in changed:
        raise ValueError(f"nothing hard is called {name[:20]!r}: {', '.join(HARD)}")
    return changed[name]
