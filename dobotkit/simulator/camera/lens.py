"""How a lens bends what it sees, and which ray of light each pixel gets.

*Straight* coordinates are x/z and y/z in the camera's frame: there, edges are straight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Rig

__all__ = ["View", "distorted", "turned_into", "view_of"]

_ROUNDS = 25
_STEP = 1e-4
_COARSE = 8
# A focal length of so many pictures' breadths is that of a lens that is zoomed in.
_ZOOMED = 2.0


def distorted(
    straight: NDArray[np.float64], lens: tuple[float, float, float, float, float]
) -> NDArray[np.float64]:
    """Bend straight coordinates, (n, 2), as OpenCV's lens model does with k1, k2, p1, p2, k3."""
    k1, k2, p1, p2, k3 = lens
    x, y = straight[..., 0], straight[..., 1]
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    return np.stack(
        (
            x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
            y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
        ),
        axis=-1,
    )


def _straightened(
    bent: NDArray[np.float64], lens: tuple[float, float, float, float, float]
) -> NDArray[np.float64]:
    """The reverse, by going back as far as it missed, until it no longer does."""
    found = bent.copy()
    for _ in range(_ROUNDS):
        miss = bent - distorted(found, lens)
        found += miss
        if np.abs(miss).max() < 1e-8:  # noqa: PLR2004 - far less than any pixel
            break
    return found


def turned_into(rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the vector, (3,), along the axis of a turn, as long as its angle in radians."""
    w = np.array(
        (
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        )
    )
    sine, cosine = np.linalg.norm(w) / 2, (np.trace(rotation) - 1) / 2
    angle = np.arctan2(sine, cosine)
    if sine > 1e-6:  # noqa: PLR2004 - neither no turn nor half a turn
        return np.asarray(w / (2 * sine) * angle)
    if cosine > 0:
        return w / 2
    # Half a turn: its axis is a column of rotation + identity.
    columns = rotation + np.eye(3)
    axis = columns[:, np.argmax(np.linalg.norm(columns, axis=0))]
    return np.asarray(axis / np.linalg.norm(axis) * angle)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a rig's geometry makes of places, worked out once.

    Attributes
    ----------
    eye:
        Where the lens is, (3,), in mm.
    rotation, tvec:
        As of the rig.
    rays:
        The straight coordinates that each pixel sees, and ones: (3, h, w), float32.
    """

    rig: Rig
    eye: NDArray[np.float64]
    rotation: NDArray[np.float64]
    tvec: NDArray[np.float64]
    rays: NDArray[np.float32]

    def straight(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the straight coordinates of places, (n, 3) → (n, 3): x/z, y/z, and z in mm."""
        seen = points_mm @ self.rotation.T + self.tvec
        depth = seen[:, 2:]
        return np.hstack((seen[:, :2] / np.where(depth == 0, 1e-9, depth), depth))

    def pixels(self, straight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where straight coordinates, (n, 2), are seen, (n, 2) in pixels."""
        rig = self.rig
        return np.asarray(distorted(straight, rig.distortion) * rig.focal_px + rig.middle_px)

    def stretch(self, straight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many pixels a step in straight x and y is there, (n, 2, 2)."""
        here = self.pixels(straight)
        right = self.pixels(straight + np.array((_STEP, 0.0)))
        down = self.pixels(straight + np.array((0.0, _STEP)))
        return np.stack((right - here, down - here), axis=-1) / _STEP

    def plane(
        self, z_mm: float, across: slice = slice(None), down: slice = slice(None)
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return which x and y in mm of the plane at a height each pixel sees, (h, w) each.

        Pixels that look above the horizon see places far away.
        """
        x, y, _ = self.rays[:, down, across]
        to_arm = self.rotation.T.astype(np.float32)
        fall = to_arm[2, 0] * x + to_arm[2, 1] * y + to_arm[2, 2]
        np.minimum(fall, np.float32(-1e-3), out=fall)
        far = np.float32(z_mm - self.eye[2]) / fall
        east = (to_arm[0, 0] * x + to_arm[0, 1] * y + to_arm[0, 2]) * far
        north = (to_arm[1, 0] * x + to_arm[1, 1] * y + to_arm[1, 2]) * far
        return east + np.float32(self.eye[0]), north + np.float32(self.eye[1])


@lru_cache(maxsize=2)
def _rays(
    size: tuple[int, int],
    focal: float,
    middle: tuple[float, float],
    lens: tuple[float, float, float, float, float],
) -> NDArray[np.float32]:
    # What a lens that is zoomed in bends is straight from one eighth pixel to the next.
    step = _COARSE if focal > _ZOOMED * max(size) else 1
    wide, high = (-(-side // step) + (step > 1) for side in size)
    across, down = np.meshgrid(
        (np.arange(wide) * step - middle[0]) / focal, (np.arange(high) * step - middle[1]) / focal
    )
    found = np.moveaxis(_straightened(np.stack((across, down), axis=-1), lens), -1, 0)
    rays = np.ones((3, size[1], size[0]), np.float32)
    if step == 1:
        rays[:2] = found
        return rays
    shrink = np.array(((1 / step, 0, 0), (0, 1 / step, 0)))
    for plane, coarse in zip(rays, found.astype(np.float32), strict=False):
        cv2.warpAffine(
            coarse, shrink, size, dst=plane, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
    return rays


@lru_cache(maxsize=4)
def _view(rig: Rig) -> View:
    return View(
        rig,
        np.array(rig.position_mm, float),
        rig.rotation,
        rig.tvec,
        _rays((rig.width, rig.height), rig.focal_px, rig.middle_px, rig.distortion),
    )


def view_of(rig: Rig) -> View:
    """Return the view of a rig; the same one for the same geometry."""
    return _view(rig)
