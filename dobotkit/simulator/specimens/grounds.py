"""What a card lies on when it is photographed: drawn, from plain to grass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.opencv import cv2

__all__ = ["GROUNDS", "ground"]

Picture = NDArray[np.float32]

# Everything below is drawn for pictures so wide, in pixels, and grows with them.
_WIDE: Final = 1280
# Blue, green, red.
_PLAIN: Final = ((228, 230, 232), (150, 150, 150), (96, 140, 84), (140, 100, 60), (60, 58, 56))
_WOOD: Final = ((110, 150, 185), (70, 105, 150), (150, 180, 200))
_CLOTH: Final = ((150, 90, 60), (70, 70, 150), (170, 165, 160), (90, 110, 70))
_BRICK: Final = (70, 88, 150)
_MORTAR: Final = (165, 170, 175)
_STONES: Final = (118, 122, 128)
_GRASS: Final = (52, 118, 78)


def ground(name: str, size: tuple[int, int], seed: int) -> Picture:
    """Draw what lies below.

    Parameters
    ----------
    name:
        One of :data:`GROUNDS`.
    size:
        Width and height in pixels.
    seed:
        The same seed draws the same, to the bit.

    Returns
    -------
    ndarray
        float32 (h, w, 3): blue, green, red, 0 to 255.

    Raises
    ------
    ValueError
        If no ground has that name.
    """
    if name not in _DRAWN:
        raise ValueError(f"no ground is called {name[:20]!r}: {', '.join(GROUNDS)}")
    lots = np.random.default_rng((seed, GROUNDS.index(name)))
    picture = _DRAWN[name](size, max(size) / _WIDE, lots)
    return np.clip(picture, 0, 255)


def _paint(paints: tuple[tuple[int, int, int], ...], lots: np.random.Generator) -> Picture:
    paint = np.array(paints[int(lots.integers(len(paints)))], np.float32)
    return np.asarray(paint + lots.uniform(-12, 12, 3), np.float32)


def _grain(
    size: tuple[int, int], wide: float, high: float, lots: np.random.Generator
) -> NDArray[np.float32]:
    """Noise whose spots are so wide and high, in pixels: (h, w), of standard deviation 1."""
    width, height = size
    few = (max(2, round(width / wide)), max(2, round(height / high)))
    small = lots.standard_normal((few[1], few[0])).astype(np.float32)
    large = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.float32)
    return large / max(float(large.std()), 1e-6)


def _plain(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    paint = _paint(_PLAIN, lots)
    return paint + 1.5 * _grain(size, 60 * scale, 60 * scale, lots)[..., None]


def _wood(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    _, height = size
    paint = _paint(_WOOD, lots)
    fibre = (
        _grain(size, 220 * scale, 3 * scale, lots) * 6
        + _grain(size, 500 * scale, 26 * scale, lots) * 9
    )
    picture = paint + fibre[..., None] * np.array([0.9, 1.0, 1.0], np.float32)
    plank = round(float(lots.uniform(130, 240)) * scale)
    for top in range(int(lots.integers(0, plank)), height, plank):
        picture[top : top + plank] += lots.normal(0, 8)
        picture[top : top + max(1, round(2 * scale))] *= 0.55
    return picture


def _cloth(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    width, height = size
    paint = _paint(_CLOTH, lots)
    pitch = 2 * np.pi / (float(lots.uniform(4, 7)) * scale)
    across, down = np.arange(width) * pitch, np.arange(height) * pitch
    weave = 7 * (np.sin(across)[None] * np.sin(down)[:, None])
    folds = _grain(size, 420 * scale, 300 * scale, lots) * 12
    picture = paint + np.asarray(weave + folds, np.float32)[..., None]
    if lots.random() < 0.5:  # a check: broad stripes both ways
        stripe = round(float(lots.uniform(50, 110)) * scale)
        for along in (np.arange(width)[None, :], np.arange(height)[:, None]):
            picture += 18 * ((along // stripe) % 2)[..., None].astype(np.float32)
    return picture


def _brick(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    width, height = size
    high, wide = round(62 * scale), round(190 * scale)
    joint = max(2, round(9 * scale))
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = (
        np.array(_MORTAR, np.float32) + 7 * _grain(size, 4 * scale, 4 * scale, lots)[..., None]
    )
    rough = (
        _grain(size, 5 * scale, 4 * scale, lots) * 10
        + _grain(size, 40 * scale, 24 * scale, lots) * 8
    )
    for row, top in enumerate(range(-int(lots.integers(0, high)), height, high + joint)):
        start = -int(lots.integers(0, wide)) - (row % 2) * wide // 2
        for left in range(start, width, wide + joint):
            there = (
                slice(max(0, top), max(0, top + high)),
                slice(max(0, left), max(0, left + wide)),
            )
            tone = np.array(_BRICK) * lots.uniform(0.75, 1.25) + lots.uniform(-8, 8)
            picture[there] = tone + rough[there][..., None]
    return picture


def _gravel(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    width, height = size
    picture = np.full((height, width, 3), 52, np.float32)
    middle = float(lots.uniform(12, 20)) * scale
    many = int(3.2 * width * height / (np.pi * middle**2))
    x, y = lots.uniform(0, width, many), lots.uniform(0, height, many)
    long = middle * lots.uniform(0.5, 1.35, many)
    short = long * lots.uniform(0.55, 1.0, many)
    turn, light = lots.uniform(0, 180, many), lots.uniform(0.55, 1.5, many)
    tint = lots.normal(0, 7, (many, 3))
    for k in range(many):
        paint = np.clip(np.array(_STONES) * light[k] + tint[k], 0, 255)
        place, axes = (round(x[k]), round(y[k])), (round(long[k]), round(short[k]))
        cv2.ellipse(picture, place, axes, turn[k], 0, 360, (0.45 * paint).tolist(), -1)
        inner = (max(1, round(0.86 * long[k])), max(1, round(0.86 * short[k])))
        lit = (place[0] - round(0.06 * long[k]), place[1] - round(0.08 * long[k]))
        cv2.ellipse(picture, lit, inner, turn[k], 0, 360, paint.tolist(), -1)
    return picture + 6 * _grain(size, 3 * scale, 3 * scale, lots)[..., None]


def _grass(size: tuple[int, int], scale: float, lots: np.random.Generator) -> Picture:
    width, height = size
    picture = np.full((height, width, 3), (22, 52, 36), np.float32)
    many = int(0.011 * width * height / scale**2)
    x, y = lots.uniform(0, width, many), lots.uniform(0, height, many)
    turn = np.radians(lots.normal(-90, 32, many))
    long = lots.uniform(18, 62, many) * scale
    light, tint = lots.uniform(0.5, 1.6, many), lots.normal(0, 9, (many, 3))
    thick = max(1, round(2 * scale))
    for k in range(many):
        paint = np.clip(np.array(_GRASS) * light[k] + tint[k], 0, 255).tolist()
        root = (round(x[k]), round(y[k]))
        tip = (round(x[k] + long[k] * np.cos(turn[k])), round(y[k] + long[k] * np.sin(turn[k])))
        cv2.line(picture, root, tip, paint, thick + (k % 2), cv2.LINE_AA)
    return picture


_DRAWN: Final[dict[str, Callable[[tuple[int, int], float, np.random.Generator], Picture]]] = {
    "plain": _plain,
    "wood": _wood,
    "cloth": _cloth,
    "brick": _brick,
    "gravel": _gravel,
    "grass": _grass,
}
GROUNDS: Final = tuple(_DRAWN)
"""The names of what a card can lie on, from easy to hard."""
