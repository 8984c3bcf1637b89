"""Fit a body to the edges of a picture, to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.solids import Solid, samples_of
from dobotkit.opencv import cv2

__all__ = ["Field", "Fit", "fit"]

Doubles = NDArray[np.float64]

_COUNT: Final = 72
_STEP: Final = 0.5
_CLEAR: Final = 0.28
# What is known of a block before it is looked at: mm and degrees.
_PRIOR: Final = {
    "x": 50.0, "y": 50.0, "angle": 90.0, "length": 12.0, "width": 12.0, "tall": 5.0, "z": 10.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """How much of each pixel belongs to what is looked for.

    Attributes
    ----------
    share:
        float32 (h, w): about 0 on the table, about 1 on the body.
    left, top:
        Where this window begins in the picture, in pixels.
    light:
        float32 (h, w): how bright each pixel looks, about 0 to 1.
    """

    share: NDArray[np.float32]
    left: int
    top: int
    light: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted body.

    Attributes
    ----------
    solid:
        Where and how large it is.
    off_px:
        How far its outline lies beside the edges that were found, root mean square, pixels.
    seen:
        The share of its outline where an edge was found.
    """

    solid: Solid
    off_px: float
    seen: float

    @property
    def cost(self) -> float:
        """How badly it fits: pixels, with what was not found counted as far away."""
        return self.off_px + 2.5 * max(0.0, 0.97 - self.seen)


def fit(
    solid: Solid,
    field: Field,
    calibration: Calibration,
    names: tuple[str, ...],
    *,
    reaches_px: tuple[float, ...] = (7.0, 5.0, 3.0, 2.5),
    prior: Solid | None = None,
) -> Fit:
    """Move a body until its outline lies on edges.

    Parameters
    ----------
    solid:
        Where to begin.
    field:
        The window of the picture.
    calibration:
        Of the camera.
    names:
        Attributes of the body that may change.
    reaches_px:
        How far from the outline edges are looked for, one number a round.
    prior:
        What sizes are expected; ``solid`` where it is not given.

    Returns
    -------
    Fit
        The last round's.
    """
    expected = prior or solid
    off, seen = 9.0, 0.0
    for reach in reaches_px:
        points, normals, moves, inner = samples_of(solid, calibration, names, _COUNT)
        away, clear = _edges(field, points, normals, reach, inner)
        outline = ~inner
        seen = float((clear & outline).sum() / max(outline.sum(), 1))
        if clear.sum() < len(names) + 3:
            return Fit(solid, 9.0, seen)
        scale = np.maximum(np.abs(away), 0.7)
        weight = np.where(clear, np.where(inner, 0.35, 1.0) * np.minimum(1.0, 1.5 / scale), 0.0)
        ridge = np.array([1.0 / _PRIOR[name] for name in names])
        wish = np.array([getattr(expected, n) - getattr(solid, n) for n in names])
        left = np.vstack([moves * weight[:, None], np.diag(ridge)])
        right = np.concatenate([away * weight, ridge * wish])
        step, *_ = np.linalg.lstsq(left, right, rcond=None)
        step = np.clip(step, -12.0, 12.0)
        solid = solid.moved(names, step)
        rest = (away - moves @ step)[clear & outline]
        off = float(np.sqrt(np.mean(np.minimum(rest**2, 9.0)))) if len(rest) else 9.0
    return Fit(solid, off, seen)


def _edges(
    field: Field, points: Doubles, normals: Doubles, reach: float, inner: NDArray[np.bool_]
) -> tuple[Doubles, NDArray[np.bool_]]:
    """How far along each normal the edge is, in pixels, and whether there is one."""
    along = np.arange(-reach, reach + _STEP / 2, _STEP)
    at = points[:, None, :] + along[None, :, None] * normals[:, None, :]
    x = (at[..., 0] - field.left).astype(np.float32)
    y = (at[..., 1] - field.top).astype(np.float32)
    lines = cv2.remap(field.share, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if inner.any():
        lines[inner] = cv2.remap(
            field.light, x[inner], y[inner], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    # From the inside outwards it falls; of an inner edge it may also rise.
    fall = lines[:, :-3] - lines[:, 3:]
    fall[inner] = np.abs(fall[inner])
    middle = (along[:-3] + along[3:]) / 2
    likely = fall * np.exp(-0.5 * (middle / (0.7 * reach)) ** 2)[None]
    best = np.argmax(likely, axis=1)
    rows = np.arange(len(points))
    strong = fall[rows, best]
    near = np.clip(best, 1, fall.shape[1] - 2)
    before, here, after = fall[rows, near - 1], fall[rows, near], fall[rows, near + 1]
    bend = before - 2 * here + after
    # The peak of a parabola through three neighbours.
    shift = 0.5 * (before - after) / np.minimum(bend, -1e-6)
    away = middle[near] + np.clip(shift, -1.0, 1.0) * _STEP
    clear = strong > np.where(inner, 0.05, _CLEAR)
    return away.astype(np.float64), clear
