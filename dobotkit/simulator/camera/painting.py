"""Painting flat things into a picture, exact to a small part of a pixel.

Every edge is straight in the straight coordinates of the lens, and each pixel's ray is
known there: how far a ray is from an edge tells how much of the pixel the edge leaves.
Nothing is bent afterwards, and nothing is drawn larger and made smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.lens import View
    from dobotkit.simulator.camera.solids import Decal

    Planes = list[NDArray[np.float32]]

__all__ = [
    "Outline", "Window",
    "coverage", "face_colours", "lay_over", "outlines_of", "print_coverage",
]  # fmt: skip

# Nearer to the lens than this (mm) nothing is drawn.
_NEAREST: Final = 15.0
_MARGIN: Final = 1.5
_FINER: Final = 2
# A drawing so many times as fine as the picture needs no more samples than one a pixel.
_ENOUGH: Final = 1.5


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
    def size(self) -> tuple[int, int]:
        """Its height and width."""
        return self.bottom - self.top, self.right - self.left

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

    def shared(self, other: Window) -> Window:
        """Return what is in both."""
        return Window(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def within(self, other: Window) -> Window:
        """Return the same part, counted from the corner of another one."""
        return Window(
            self.left - other.left,
            self.top - other.top,
            self.right - other.left,
            self.bottom - other.top,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A polygon without dents, as it is seen.

    Attributes
    ----------
    window:
        The pixels in which it may be seen.
    edges:
        Of each edge a, b, c, (n, 3), float32: a·x + b·y + c is how many pixels the straight
        coordinates (x, y) lie inside of it.
    """

    window: Window
    edges: NDArray[np.float32]


def outlines_of(view: View, polygons: Sequence[NDArray[np.float64]]) -> list[Outline | None]:
    """Return the outlines of polygons, each (n, 3) of straight x, y and depth; None if unseen.

    Their corners may run either way round. All are worked out at once: there are many.
    """
    if not polygons:
        return []
    with np.errstate(all="ignore"):  # what lies beside or behind the lens may be anywhere
        return _outlines_of(view, polygons)


def _outlines_of(view: View, polygons: Sequence[NDArray[np.float64]]) -> list[Outline | None]:
    counts = [len(polygon) for polygon in polygons]
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    corners = np.vstack(polygons)
    spots = corners[:, :2]
    following = np.arange(1, len(corners) + 1)
    following[starts + counts - 1] = starts
    ends = spots[following]
    step = ends - spots
    long = np.hypot(step[:, 0], step[:, 1])
    area = np.add.reduceat(spots[:, 0] * ends[:, 1] - spots[:, 1] * ends[:, 0], starts)
    sense = np.repeat(np.sign(area), counts)
    inward = np.stack((-step[:, 1], step[:, 0]), axis=1)
    inward *= (sense / np.maximum(long, 1e-12))[:, None]
    # How fast the distance grows from pixel to pixel: through the lens, at the middle.
    middles = (spots + ends) / 2
    stretch = view.stretch(middles)
    a, b, c, d = stretch[:, 0, 0], stretch[:, 0, 1], stretch[:, 1, 0], stretch[:, 1, 1]
    u, v = inward.T
    scale = np.abs(a * d - b * c) / np.hypot(d * u - c * v, a * v - b * u)
    inward *= scale[:, None]
    edges = np.column_stack((inward, -np.sum(inward * spots, axis=1))).astype(np.float32)
    kept = long > 1e-9  # noqa: PLR2004 - two corners in one place make no edge

    seen = view.pixels(spots)
    # The lens bends long edges outwards: about as far as their middle is off the straight way.
    bulge = np.hypot(*((seen + seen[following]) / 2 - view.pixels(middles)).T)
    margin = _MARGIN + np.maximum.reduceat(bulge, starts)[:, None]
    low = np.floor(np.minimum.reduceat(seen, starts) - margin)
    high = np.ceil(np.maximum.reduceat(seen, starts) + margin) + 1
    most = (view.rig.width, view.rig.height)
    low = np.nan_to_num(np.clip(low, 0, most)).astype(int)
    high = np.nan_to_num(np.clip(high, 0, most)).astype(int)
    shown = (
        (np.minimum.reduceat(corners[:, 2], starts) > _NEAREST)
        & (area != 0)
        & (low < high).all(axis=1)
    )
    return [
        Outline(Window(*one, *other), edges[start : start + count][kept[start : start + count]])
        if seen_here
        else None
        for one, other, start, count, seen_here in zip(
            low.tolist(), high.tolist(), starts.tolist(), counts, shown.tolist(), strict=True
        )
    ]


def coverage(view: View, outline: Outline, window: Window) -> NDArray[np.float32]:
    """Return how much of each pixel of a window an outline covers, (h, w), 0 to 1."""
    rays = view.rays[:, *window.slices].reshape(3, -1)
    inside = (outline.edges @ rays).min(axis=0)
    inside += np.float32(0.5)
    np.clip(inside, 0.0, 1.0, out=inside)
    return np.asarray(inside.reshape(window.size))


def print_coverage(view: View, decal: Decal, window: Window) -> NDArray[np.float32]:
    """Return how much of each pixel the ink of a print covers, (h, w), 0 to 1."""
    assert decal.print is not None  # noqa: S101 - who asks has looked
    return _laid(view, decal.corners, decal.print, window, _FINER)


def face_colours(view: View, decal: Decal, window: Window) -> list[NDArray[np.float32]]:
    """Return which share of blue, green and red light each pixel of a face sends back.

    Three planes (h, w), 0 to 1; beside the face they go on as at its edge.
    """
    assert decal.face is not None  # noqa: S101 - who asks has looked
    seen = view.pixels(view.straight(decal.corners)[:, :2])
    along, down = np.linalg.norm(decal.corners[(1, 3), :] - decal.corners[0], axis=1)
    steps = np.linalg.norm(np.roll(seen, -1, axis=0) - seen, axis=1)
    # As fine as where it is nearest to the lens.
    px_per_mm = float((steps / (along, down, along, down)).max())
    fine = decal.face.finest_px_per_mm <= _ENOUGH * px_per_mm
    finer = 1 if fine else _FINER
    shares = decal.face.shares(finer * px_per_mm)
    blue_green_red = cv2.split(_laid(view, decal.corners, shares, window, finer))
    return [np.asarray(plane, np.float32) for plane in blue_green_red]


def _laid(
    view: View,
    corners: NDArray[np.float64],
    drawn: NDArray[np.float32],
    window: Window,
    finer: int,
) -> NDArray[np.float32]:
    """Return what a drawing, (k, l) or (k, l, 3), is in each pixel when it is laid on corners."""
    top_left, top_right, _, bottom_left = corners
    height, width = drawn.shape[:2]
    seen = np.stack(
        ((top_right - top_left) / width, (bottom_left - top_left) / height, top_left - view.eye),
        axis=1,
    )
    # (x, y, 1) of a ray is R (u·along + v·down + from the eye to the corner), but for a factor.
    back = np.linalg.inv(view.rotation @ seen).astype(np.float32)
    rays = view.rays[:, *window.slices] if finer == 1 else _finer(view.rays, window)
    u, v, depth = (back @ rays.reshape(3, -1)).reshape(rays.shape)
    u /= depth
    v /= depth
    u -= np.float32(0.5)
    v -= np.float32(0.5)
    found = cv2.remap(drawn, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if finer == 1:
        return np.asarray(found)
    return np.asarray(cv2.resize(found, window.size[::-1], interpolation=cv2.INTER_AREA))


def _finer(rays: NDArray[np.float32], window: Window) -> NDArray[np.float32]:
    """Return the rays between those of a window, so many for each of them."""
    rows, columns = window.slices
    _, height, width = rays.shape
    part = rays[
        :2, max(rows.start - 1, 0) : rows.stop + 1, max(columns.start - 1, 0) : columns.stop + 1
    ]
    part = np.pad(
        part,
        (
            (0, 0),
            (int(rows.start == 0), int(rows.stop >= height)),
            (int(columns.start == 0), int(columns.stop >= width)),
        ),
        mode="reflect",
        reflect_type="odd",
    )
    size = (part.shape[2] * _FINER, part.shape[1] * _FINER)
    found = np.ones((3, window.size[0] * _FINER, window.size[1] * _FINER), np.float32)
    for number in (0, 1):
        fine = cv2.resize(part[number], size, interpolation=cv2.INTER_LINEAR)
        found[number] = fine[_FINER:-_FINER, _FINER:-_FINER]
    return found


def lay_over(
    planes: Planes,
    window: Window,
    cover: NDArray[np.float32],
    colours: Sequence[NDArray[np.float32] | np.float32],
) -> None:
    """Lay something over a part of a picture, where it covers it."""
    for plane, colour in zip(planes, colours, strict=True):
        part = plane[window.slices]
        part += cover * (colour - part)
