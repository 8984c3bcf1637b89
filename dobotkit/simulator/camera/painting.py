"""Painting flat things into a picture, exact to a small part of a pixel.

Every edge is straight in the straight coordinates of the lens, and each pixel's ray is
known there: how far a ray is from an edge tells how much of the pixel the edge leaves.
Nothing is bent afterwards, and nothing is drawn larger and made smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.lens import View
    from dobotkit.simulator.camera.solids import Decal

__all__ = ["Outline", "Window", "coverage", "outline_of", "print_coverage"]

# Nearer to the lens than this (mm) nothing is drawn.
_NEAREST: Final = 15.0
_MARGIN: Final = 1.5
_FINER: Final = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture: from one pixel up to, but not with, another one."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """What of an array (h, w) it is."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def empty(self) -> bool:
        """Whether no pixel is in it."""
        return self.left >= self.right or self.top >= self.bottom

    def meets(self, other: Window) -> bool:
        """Whether some pixel is in both."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A polygon without dents, as it is seen.

    Attributes
    ----------
    window:
        The pixels in which it may be seen.
    edges:
        Of each edge a, b, c, (n, 3): a·x + b·y + c is how many pixels the straight
        coordinates (x, y) lie inside of it.
    """

    window: Window
    edges: NDArray[np.float64]


def outline_of(view: View, straight: NDArray[np.float64]) -> Outline | None:
    """Return the outline of corners, (n, 3) of straight x, y and depth; None if unseen.

    The corners may run either way round.
    """
    if straight[:, 2].min() < _NEAREST:
        return None
    spots = straight[:, :2]
    seen = view.pixels(spots)
    left, top = np.floor(seen.min(axis=0) - _MARGIN).astype(int)
    right, bottom = np.ceil(seen.max(axis=0) + _MARGIN).astype(int) + 1
    window = Window(
        max(left, 0), max(top, 0), min(right, view.rig.width), min(bottom, view.rig.height)
    )
    if window.empty:
        return None
    following = np.roll(spots, -1, axis=0)
    step = following - spots
    area = float(np.sum(spots[:, 0] * following[:, 1] - spots[:, 1] * following[:, 0]))
    long = np.hypot(step[:, 0], step[:, 1])
    kept = long > 1e-9  # noqa: PLR2004 - two corners in one place make no edge
    if area == 0 or not kept.any():
        return None
    spots, following, step, long = spots[kept], following[kept], step[kept], long[kept]
    inward = np.stack((-step[:, 1], step[:, 0]), axis=1) / long[:, None] * np.sign(area)
    # How fast the distance grows from pixel to pixel: through the lens, at the middle.
    stretch = view.stretch((spots + following) / 2)
    per_pixel = np.linalg.solve(np.swapaxes(stretch, 1, 2), inward[..., None])[..., 0]
    scale = 1.0 / np.hypot(per_pixel[:, 0], per_pixel[:, 1])
    a, b = (inward * scale[:, None]).T
    return Outline(window, np.stack((a, b, -(a * spots[:, 0] + b * spots[:, 1])), axis=1))


def coverage(view: View, outline: Outline, window: Window | None = None) -> NDArray[np.float32]:
    """Return how much of each pixel of a window an outline covers, (h, w), 0 to 1."""
    part = (window or outline.window).slices
    x, y = (ray[part] for ray in view.rays)
    least = None
    for a, b, c in outline.edges.astype(np.float32):
        inside = x * a
        inside += y * b
        inside += c
        least = inside if least is None else np.minimum(least, inside, out=least)
    assert least is not None  # noqa: S101 - an outline has edges
    least += np.float32(0.5)
    return np.clip(least, 0.0, 1.0, out=least)


def print_coverage(view: View, decal: Decal, window: Window) -> NDArray[np.float32]:
    """Return how much of each pixel the ink of a print covers, (h, w), 0 to 1."""
    ink = decal.print
    assert ink is not None  # noqa: S101 - who asks has looked
    top_left, top_right, _, bottom_left = decal.corners
    seen = np.stack((top_right - top_left, bottom_left - top_left, top_left - view.eye), axis=1)
    # (x, y, 1) of a ray is R (u·along + v·down + from the eye to the corner), but for a factor.
    back = np.linalg.inv(view.rotation @ seen).astype(np.float32)
    rows, columns = window.slices
    x, y = (_finer(ray, rows, columns) for ray in view.rays)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth
    v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth
    height, width = ink.shape
    u *= width
    u -= 0.5
    v *= height
    v -= 0.5
    found = cv2.remap(ink, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    size = (window.right - window.left, window.bottom - window.top)
    return np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_AREA))


def _finer(ray: NDArray[np.float32], rows: slice, columns: slice) -> NDArray[np.float32]:
    """Return the rays between those of a part of a picture, so many for each of them."""
    part = cv2.copyMakeBorder(
        ray[
            max(rows.start - 1, 0) : rows.stop + 1, max(columns.start - 1, 0) : columns.stop + 1
        ],
        int(rows.start == 0), int(rows.stop >= ray.shape[0]),
        int(columns.start == 0), int(columns.stop >= ray.shape[1]),
        cv2.BORDER_REPLICATE,
    )  # fmt: skip
    size = (part.shape[1] * _FINER, part.shape[0] * _FINER)
    fine = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(fine[_FINER:-_FINER, _FINER:-_FINER])
