"""A photograph of a card, for measuring: where its corners are is known exactly."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.opencv import cv2
from dobotkit.simulator.specimens.grounds import GROUNDS, ground

__all__ = ["GROUNDS", "lay_card", "photograph"]

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]
Light = NDArray[np.float32]

# The lens: its focal length as a share of the picture's longer side.
_FOCAL: Final = 1.1
# Cards of plastic (ISO/IEC 7810 ID-1) are 85.6 mm wide, with corners of 3.18 mm; pages are not.
_ROUND: Final = 3.18 / 85.6
_CARD_RATIO: Final = 1.5
# How dark a card's shadow is, 0 to 1.
_SHADOW: Final = 0.42
# Where two pictures are mixed, the edge is as wide as this (px): a lens shows no sharper one.
_FINE: Final = 4


def photograph(
    card: Pixels,
    *,
    seed: int,
    size: tuple[int, int] = (1280, 960),
    background: str = "plain",
    turn: float = 0.0,
    tilt: float = 0.0,
    blur: float = 0.6,
    motion: float = 0.0,
    noise: float = 2.0,
    glare: float = 0.0,
    fill: float = 0.6,
) -> tuple[Pixels, Corners]:
    """Photograph a card that lies on something.

    Parameters
    ----------
    card:
        The card as it is drawn, uint8 (h, w, 3): blue, green, red.
    seed:
        Decides the ground, the light, the place and which way the card is tilted.
    size:
        Width and height of the photograph in pixels.
    background:
        One of :data:`GROUNDS`.
    turn:
        How far the card is turned in the picture, in degrees, clockwise.
    tilt:
        How far it is tilted away from the camera, in degrees.
    blur, motion:
        Standard deviation of a lens out of focus, and length of a smear, in pixels.
    noise:
        Standard deviation of the sensor's noise, of 255.
    glare:
        How strongly a lamp shines back from the card: 0 not at all, 1 white in the middle.
    fill:
        How much of the picture's width or height the card reaches over.

    Returns
    -------
    tuple
        The photograph, uint8 (h, w, 3), and the corners of the card in it, float32 (4, 2):
        top left, top right, bottom right, bottom left as the card is read.
    """
    lots = np.random.default_rng((seed, 71))
    picture = ground(background, size, seed)
    corners = _corners(card, size, lots, turn=turn, tilt=tilt, fill=fill)
    lay_card(picture, card, corners)
    _shine(picture, corners, glare, lots)
    return _developed(picture, blur, motion, noise, lots), corners


def lay_card(picture: Light, card: Pixels, corners: Corners) -> None:
    """Draw a card over a picture, in place, with its shadow.

    Parameters
    ----------
    picture:
        float32 (h, w, 3), 0 to 255.
    card:
        uint8 (h, w, 3).
    corners:
        (4, 2) pixels: where the card's four corners come to lie.
    """
    height, width = picture.shape[:2]
    # What shrinks is averaged first: a warp alone would leave lines out.
    long = max(
        float(np.linalg.norm(corners[1] - corners[0])),
        float(np.linalg.norm(corners[2] - corners[3])),
    )
    share = min(1.0, 1.3 * long / card.shape[1])
    shrunk = (max(2, round(card.shape[1] * share)), max(2, round(card.shape[0] * share)))
    small = np.asarray(cv2.resize(card, shrunk, interpolation=cv2.INTER_AREA), np.uint8)
    high, wide = small.shape[:2]
    # Pixels are squares: the corners of the paper are half a pixel beside the last middles.
    paper = np.array(
        [(-0.5, -0.5), (wide - 0.5, -0.5), (wide - 0.5, high - 0.5), (-0.5, high - 0.5)], np.float32
    )
    move = np.asarray(
        cv2.getPerspectiveTransform(paper, np.asarray(corners, np.float32)), np.float64
    )
    seen = cv2.warpPerspective(
        small, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    cover = _cover(small.shape[:2], move, (width, height))
    away = max(1.0, 0.012 * long)
    dark = cv2.GaussianBlur(cover, (0, 0), away)
    dark = cv2.warpAffine(dark, np.array([[1, 0, away], [0, 1, 1.3 * away]]), (width, height))
    picture *= (1.0 - _SHADOW * dark)[..., None]
    picture += cover[..., None] * (seen.astype(np.float32) - picture)


def _cover(shape: tuple[int, int], move: NDArray[np.float64], size: tuple[int, int]) -> Light:
    """How much of each pixel the card covers, (h, w), 0 to 1: rounded as cards are."""
    high, wide = shape
    radius = _ROUND * max(wide, high) if max(wide, high) / min(wide, high) > _CARD_RATIO else 0.0
    around = []
    spots = ((wide, 0, -90), (wide, high, 0), (0, high, 90), (0, 0, 180))
    for x, y, start in spots:
        middle = (
            x + (radius if x == 0 else -radius) - 0.5,
            y + (radius if y == 0 else -radius) - 0.5,
        )
        for step in range(9 if radius else 1):
            angle = math.radians(start + step * 90 / 8)
            around.append(
                (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
            )
    edge = cv2.perspectiveTransform(np.array([around], np.float32), move)[0]
    cover = np.zeros((size[1], size[0]), np.uint8)
    whole = np.round(edge * 2**_FINE).astype(np.int32)
    cv2.fillPoly(cover, [whole], 255, cv2.LINE_AA, _FINE)
    return np.asarray(cover, np.float32) / np.float32(255)


def _corners(
    card: Pixels,
    size: tuple[int, int],
    lots: np.random.Generator,
    *,
    turn: float,
    tilt: float,
    fill: float,
) -> Corners:
    """Where the corners of the card are seen: turned, tilted to a side by lot, moved by lot."""
    width, height = size
    focal = _FOCAL * max(size)
    ratio = card.shape[1] / card.shape[0]
    flat = np.array([(-ratio, -1.0), (ratio, -1.0), (ratio, 1.0), (-ratio, 1.0)]) / 2
    around, side = math.radians(turn), float(lots.uniform(0, 2 * math.pi))
    c, s = math.cos(around), math.sin(around)
    flat = flat @ np.array([(c, s), (-s, c)])
    axis = np.array([math.cos(side), math.sin(side), 0.0]) * math.radians(tilt)
    places = np.column_stack([flat, np.zeros(4)]) @ cv2.Rodrigues(axis)[0].T
    # As far away as makes it fill so much of the picture.
    near, far = 0.1, 1000.0
    for _ in range(60):
        middle = math.sqrt(near * far)
        seen = focal * places[:, :2] / (places[:, 2:] + middle)
        reach = np.ptp(seen, axis=0) / (width, height)
        if places[:, 2].min() + middle < 0.05 or reach.max() > fill:
            near = middle
        else:
            far = middle
    seen = focal * places[:, :2] / (places[:, 2:] + far)
    low, high = seen.min(0), seen.max(0)
    free = np.array([width, height]) - (high - low)
    # A little of the ground is seen on all sides.
    at = free * lots.uniform(0.2, 0.8, 2)
    return np.asarray(seen - low + at, np.float32)


def _shine(picture: Light, corners: Corners, glare: float, lots: np.random.Generator) -> None:
    """Let the light fall off to a side, and shine back from the card."""
    height, width = picture.shape[:2]
    slope = lots.uniform(-0.14, 0.14, 2)
    across = 1 + slope[0] * np.linspace(-1, 1, width, dtype=np.float32)
    down = 1 + slope[1] * np.linspace(-1, 1, height, dtype=np.float32)
    picture *= np.outer(down, across)[..., None].astype(np.float32)
    shares = lots.uniform(0.25, 0.75, 2)
    if glare <= 0:
        return
    a, b, c, d = corners
    u, v = float(shares[0]), float(shares[1])
    spot = (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * d + u * c)
    wide = 0.16 * float(np.linalg.norm(c - a))
    x = (np.arange(width, dtype=np.float32) - spot[0]) / wide
    y = (np.arange(height, dtype=np.float32) - spot[1]) / (0.6 * wide)
    picture += (glare * 235) * np.exp(-(x[None] ** 2) - (y[:, None] ** 2))[..., None]


def _developed(
    picture: Light, blur: float, motion: float, noise: float, lots: np.random.Generator
) -> Pixels:
    seen = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur) if blur > 0 else picture)
    if motion > 1:
        steps = round(motion) | 1
        smear = np.zeros((steps, steps), np.float32)
        turn = float(lots.uniform(0, math.pi))
        half = steps // 2
        ends = [
            (round(half + sign * half * math.cos(turn)), round(half + sign * half * math.sin(turn)))
            for sign in (-1, 1)
        ]
        cv2.line(smear, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
        seen = np.asarray(cv2.filter2D(seen, -1, smear / smear.sum()))
    if noise > 0:
        seen = seen + np.float32(noise) * lots.standard_normal(seen.shape, np.float32)
    return np.asarray(np.clip(seen + 0.5, 0, 255), np.uint8)
