"""What hair is made of: strands, waves, curls, braids, as light and dark and as height."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.people.canvas import slopes
from dobotkit.simulator.people.chance import noise
from dobotkit.simulator.people.curls import curls
from dobotkit.simulator.people.tones import HAIR_COLOURS, bgr, light_of

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Canvas, Plane, Window
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["lay_hair", "ragged", "texture"]

# Pixels of noise to a unit, across the strands.
_FINE = 70
# How rough a texture is: its height in units, and how much light and dark it has.
_ROUGH = {
    "straight": (0.012, 0.20), "wavy": (0.018, 0.22), "curly": (0.016, 0.17),
    "coily": (0.016, 0.20), "buzz": (0.008, 0.12),
}  # fmt: skip


def _looked_up(tile: Plane, along: Plane, across: Plane) -> Plane:
    return np.asarray(tile[along.astype(np.int32) & 255, across.astype(np.int32) & 255])


def texture(window: Window, kind: str, seed: int, origin: tuple[float, float] | None) -> Plane:
    """Return hair's light and dark, (h, w), about -1 to 1.

    Strands go out from `origin`; where there is none they fall straight down.
    """
    shift = float(seed % 251)
    x, y = window.x + np.zeros_like(window.y), window.y + np.zeros_like(window.x)
    if kind in {"curly", "coily", "buzz"}:
        size, tile = {
            "curly": (85.0, curls(13, 4, 420)), "coily": (95.0, curls(6, 3, 1500)),
            "buzz": (90.0, noise(1.0, 1.0)),
        }[kind]  # fmt: skip
        return np.asarray(_looked_up(tile, y * size + shift, x * size + 2 * shift), np.float32)
    if origin is None:
        across, along = x, y
    else:
        dx, dy = x - np.float32(origin[0]), y - np.float32(origin[1])
        along = np.sqrt(dx * dx + dy * dy)
        across = np.arctan2(dx, dy + np.float32(1e-3)) * np.float32(0.85)
    if kind == "wavy":
        across = across + np.float32(0.055) * np.sin(along * 6 + shift + 2 * across)
    fine = _looked_up(noise(30.0, 1.0), along * 60 + shift, across * _FINE + 2 * shift)
    broad = _looked_up(noise(60.0, 5.0), along * 60 + 2 * shift, across * _FINE + shift)
    return np.asarray(0.55 * fine + 0.75 * broad, np.float32)


def ragged(window: Window, mask: Plane, seed: int, much: float) -> Plane:
    """Return a mask whose edge is ragged and soft, as that of hair is."""
    soft = window.soften(mask, 0.45 * much)
    shift = seed % 199
    rows = (np.arange(window.shape[0]) * (70 / window.unit) + shift).astype(int) & 255
    columns = (np.arange(window.shape[1]) * (70 / window.unit) + shift).astype(int) & 255
    rough = noise(1.6, 1.6)[rows[:, None], columns[None]]
    return np.asarray(np.clip((soft - 0.5 + 0.16 * rough) * np.float32(2.2) + 0.5, 0, 1))


def lay_hair(
    canvas: Canvas,
    window: Window,
    mask: Plane,
    looks: Looks,
    *,
    kind: str | None = None,
    colour: str | None = None,
    origin: tuple[float, float] | None = None,
    rim: float = 0.35,
    dark: float = 1.0,
    depth: Plane | float | None = None,
    relief: bool = True,
    lines: Plane | None = None,
) -> None:
    """Lay hair over a mask: its colour, strands, roundness and sheen.

    `relief` says whether it is thick enough to hide the slopes below it. `lines` are
    partings and the gaps between braids, (h, w): dark and deep.
    """
    kind = kind or looks.hair.texture
    rough, contrast = _ROUGH[kind]
    strands = texture(window, kind, looks.seed, origin)
    light = light_of(HAIR_COLOURS[colour or looks.hair.colour]) * np.float32(dark)
    paint = light[:, None, None] * np.clip(1 + contrast * strands * 1.6, 0.25, 2.2)
    grey = looks.hair.greying
    if grey:
        fine = texture(window, "buzz", looks.seed + 1, None)
        silver = np.clip(fine - 1.0 + 2 * grey, 0, 1) * np.float32(0.45)
        paint = paint + silver * (bgr(0.36, 0.37, 0.39)[:, None, None] - paint)
    height = window.rounded(mask, rim) + rough * window.soften(strands, 0.008)
    gloss = {"straight": 0.9, "wavy": 0.75, "curly": 0.5}.get(kind, 0.25)
    if lines is not None:
        paint = paint * (1 - 0.75 * lines)
        height = height - 0.05 * lines
    slope = slopes(height, window.unit) if relief else None
    canvas.lay(window, mask, paint, slope=slope, gloss=gloss, depth=depth)
    # A band of sheen goes around a head where hair bends away from the light.
    if origin is not None and kind in {"straight", "wavy"}:
        y = looks.outline.crown + 0.42 + 0.16 * window.x**2
        band = np.exp(-(((window.y - y) / 0.13) ** 2)) * np.clip(0.5 + strands, 0, 1.5)
        part = canvas.part(window)
        part[:3] += mask * np.asarray(band, np.float32) * (light * 0.55 + 0.012)[:, None, None]
