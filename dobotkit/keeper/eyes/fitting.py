"""Fit a body to the edges of a picture, to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.solids import USUAL_MM, Edges, Solid, edges_of
from dobotkit.opencv import cv2

__all__ = ["Field", "Fit", "fit", "weighed"]

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]

_COUNT: Final = 56
_STEP: Final = 0.5
# From the body to what is beside it the share falls at least so much over a pixel and a half.
_CLEAR: Final = 0.26
_CLEAR_INNER: Final = 0.05
_FAR_PX: Final = 9.0
# Further than so many mm or degrees it has to move, or it has come to rest.
_STILL: Final = 0.08
_TURNS: Final = 3.0
_LAST_REACH_PX: Final = 3.0
# So wide is an edge, in pixels.
_BLUR_PX: Final = 5
_FEWEST: Final = 5
# What is known of a block before it is looked at: mm and degrees.
_LOOSE: Final = {
    "x": 50.0, "y": 50.0, "angle": 90.0, "length": 15.0, "width": 15.0, "tall": 6.0,
}  # fmt: skip
# How much it tells against a body, in pixels: table where it should be; its own paint
# beside it; an edge that something else hides.
_BARE: Final = 5.0
_BEYOND: Final = 2.0
_HIDDEN: Final = 0.6
_INSIDE_PX: Final = 2.0
_OUTSIDE_PX: Final = 2.6


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A window of the picture.

    Attributes
    ----------
    share:
        float32 (h, w): how much a pixel is of the paint that is looked for; about 0 on the
        table, about 1 on the body.
    light:
        float32 (h, w): how bright each pixel looks, about 0 to 1.
    labels:
        uint8 (h, w): its paint's label, with a fifth's chance of being wrong at edges.
    label, table:
        The label of the paint that is looked for, and of the table.
    left, top:
        Where this window begins in the picture, in pixels.
    covered:
        uint8 (h, w): 1 where something else is in front; None if nothing is known to be.
    """

    share: Floats
    light: Floats
    labels: NDArray[np.uint8]
    label: int
    table: int
    left: int
    top: int
    covered: NDArray[np.uint8] | None = None

    def below(self, outline_px: NDArray[np.float32]) -> Field:
        """The same, with something in front of it: nothing is known where that is seen."""
        covered = np.zeros(self.labels.shape, np.uint8)
        shifted = np.round(outline_px - (self.left, self.top)).astype(np.int32)
        cv2.fillConvexPoly(covered, shifted, 1)
        around = cv2.dilate(covered, np.ones((_BLUR_PX, _BLUR_PX), np.uint8))
        return replace(self, covered=np.asarray(around, np.uint8))


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted body.

    Attributes
    ----------
    solid:
        Where and how large it is.
    off_px:
        How far its outline lies beside the edges that were found, root mean square, pixels.
    seen, bare, beyond, hidden:
        Shares of its outline: where an edge was found; where there is table instead; where
        its paint goes on; where something else is.
    """

    solid: Solid
    off_px: float
    seen: float
    bare: float
    beyond: float

    @property
    def hidden(self) -> float:
        """The share of its outline that something else hides."""
        return max(0.0, 1.0 - self.seen - self.bare - self.beyond)

    @property
    def cost(self) -> float:
        """How badly it fits, in pixels: small is good, more than 1 is doubtful."""
        return self.off_px + _BARE * self.bare + _BEYOND * self.beyond + _HIDDEN * self.hidden


def fit(
    solid: Solid,
    field: Field,
    gaze: Gaze,
    names: tuple[str, ...],
    *,
    reaches_px: tuple[float, ...] = (7.0, 5.0, 4.0, 3.0, 2.5),
) -> Fit:
    """Move a body until its outline lies on edges.

    Parameters
    ----------
    solid:
        Where to begin, and what sizes are expected, but for its height: that of a usual block.
    field:
        The window of the picture.
    gaze:
        Of the camera.
    names:
        Attributes of the body that may change.
    reaches_px:
        How far from the outline edges are looked for, one number a round.

    Returns
    -------
    Fit
        The last round's.
    """
    expected = np.array([USUAL_MM if name == "tall" else getattr(solid, name) for name in names])
    ridge = np.array([1.0 / _LOOSE[name] for name in names])
    edges = edges_of(solid, gaze, names, _COUNT)
    for reach in reaches_px:
        away, clear = _found(field, edges, reach)
        if clear.sum() < len(names) + 4:
            break
        trust = np.where(edges.inner, 0.35, 1.0) / np.maximum(np.abs(away) / 1.2, 1.0)
        weight = np.where(clear, trust * trust, 0.0)
        wish = expected - [getattr(solid, name) for name in names]
        square = (edges.moves * weight[:, None]).T @ edges.moves + np.diag(ridge**2)
        right = edges.moves.T @ (weight * away) + ridge**2 * wish
        step = np.clip(np.linalg.solve(square, right), -12.0, 12.0)
        solid = solid.moved(names, step)
        far = float(np.abs(step).max())
        # After a small step the same edges are seen, and move in the same way.
        edges = edges_of(solid, gaze, names, _COUNT) if far > _TURNS else edges.of(solid, gaze)
        if far < _STILL:
            break
    return _weighed(solid, field, edges)


def weighed(solid: Solid, field: Field, gaze: Gaze) -> Fit:
    """How well a body fits as it stands."""
    return _weighed(solid, field, edges_of(solid, gaze, (), _COUNT))


def _weighed(solid: Solid, field: Field, edges: Edges) -> Fit:
    outline = ~edges.inner
    edges = Edges(
        edges.points[outline], edges.normals[outline], edges.moves[outline], edges.inner[outline],
        edges.body[outline],
    )  # fmt: skip
    away, clear = _found(field, edges, _LAST_REACH_PX)
    inside = _at(field.labels, field, edges.points - _INSIDE_PX * edges.normals)
    outside = _at(field.labels, field, edges.points + _OUTSIDE_PX * edges.normals)
    total = max(len(away), 1)
    bare = ~clear & (inside == field.table)
    # Where its paint goes on it does not end, though it may get darker there.
    beyond = (outside == field.label) & (inside == field.label)
    if field.covered is not None:
        free = _at(field.covered, field, edges.points) == 0
        bare &= free
        beyond &= free
    clear &= ~beyond
    many = int(clear.sum())
    off = float(np.sqrt(np.mean(away[clear] ** 2))) if many >= _FEWEST else _FAR_PX
    return Fit(solid, off, many / total, float(bare.sum()) / total, float(beyond.sum()) / total)


def _at(values: NDArray[np.uint8], field: Field, points: Doubles) -> NDArray[np.uint8]:
    height, width = values.shape
    column = np.clip(np.rint(points[:, 0]).astype(int) - field.left, 0, width - 1)
    row = np.clip(np.rint(points[:, 1]).astype(int) - field.top, 0, height - 1)
    return np.asarray(values[row, column])


def _found(field: Field, edges: Edges, reach: float) -> tuple[Doubles, NDArray[np.bool_]]:
    """How far along each normal the edge is, in pixels, and whether there is one."""
    along = np.arange(-reach - 0.5, reach + 0.5 + _STEP / 2, _STEP)
    at = edges.points[:, None, :] + along[None, :, None] * edges.normals[:, None, :]
    at -= (field.left, field.top)
    flat = at.astype(np.float32)
    inner = edges.inner
    lines = _sampled(field.share, flat)
    if inner.any():
        lines[inner] = _sampled(field.light, flat[inner])
    # From the inside outwards it falls; of an inner edge it may also rise.
    fall = lines[:, :-3] - lines[:, 3:]
    fall[inner] = np.abs(fall[inner])
    middle = (along[:-3] + along[3:]) / 2
    likely = fall * np.exp(-0.5 * (middle / (0.7 * reach)) ** 2).astype(np.float32)
    rows = np.arange(len(fall))
    best = np.clip(np.argmax(likely, axis=1), 1, fall.shape[1] - 2)
    before, here, after = fall[rows, best - 1], fall[rows, best], fall[rows, best + 1]
    bend = before - 2 * here + after
    # The peak of a parabola through three neighbours.
    shift = 0.5 * (before - after) / np.minimum(bend, -1e-6)
    away = middle[best] + np.clip(shift, -1.0, 1.0) * _STEP
    clear = here > np.where(inner, _CLEAR_INNER, _CLEAR)
    if field.covered is not None:
        clear &= _at(field.covered, field, edges.points) == 0
    return away.astype(np.float64), clear


def _sampled(values: Floats, at: Floats) -> Floats:
    """Values between pixels, (n, m), at column and row (n, m, 2)."""
    found = cv2.remap(
        values, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.float32)
