"""A camera's lens: from directions to pixels and back, exactly.

The model is OpenCV's: a pinhole and five numbers of distortion (k1, k2, p1, p2, k3). The
way back has no formula; it is solved by Newton's method, to a millionth of a pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lens"]

Array = NDArray[np.float64]

_ROUNDS = 30
# In units of the focal length: less than a millionth of a pixel. What does not come as close
# as this has no direction: it is beyond what the lens shows.
_EXACT = 1e-10


@dataclass(frozen=True, slots=True)
class Lens:
    """What a camera does to light, whatever it looks at.

    Attributes
    ----------
    focal_px:
        Focal length in pixels, along x and along y.
    middle_px:
        Where the optical axis meets the picture; the middle of the first pixel is (0, 0).
    distortion:
        k1, k2, p1, p2, k3.
    size:
        Width and height of the picture in pixels.
    source:
        How the lens is known, in words: ``"its data sheet"``, ``"3 looks at the board"``.
    notes:
        What had to be taken as given, in words.
    """

    focal_px: tuple[float, float]
    middle_px: tuple[float, float]
    distortion: tuple[float, float, float, float, float]
    size: tuple[int, int]
    source: str
    notes: tuple[str, ...] = ()

    @classmethod
    def usual(cls, size: tuple[int, int]) -> Lens:
        """A lens as most webcams have: 60° wide, straight, the axis in the middle."""
        width, height = size
        focal = width / 2 / math.tan(math.radians(30.0))
        return cls(
            (focal, focal),
            ((width - 1) / 2, (height - 1) / 2),
            (0.0, 0.0, 0.0, 0.0, 0.0),
            size,
            "what most webcams have",
            ("The lens was not measured: it was taken to be 60° wide and without distortion.",),
        )

    @property
    def matrix(self) -> Array:
        """The camera matrix, (3, 3)."""
        (fx, fy), (cx, cy) = self.focal_px, self.middle_px
        return np.array([[fx, 0.0, cx], [0.0, fy, cy], [0.0, 0.0, 1.0]])

    def bent(self, straight: Array) -> Array:
        """Directions (n, 2) as x/z, y/z of a pinhole → the same, as the lens bends them."""
        return self._bent(straight)[0]

    def pixels(self, straight: Array) -> Array:
        """Directions (n, 2) as x/z, y/z → pixels (n, 2)."""
        return self.bent(straight) * self.focal_px + self.middle_px

    def directions(self, points_px: Array) -> Array:
        """Pixels (n, 2) → directions (n, 2) as x/z, y/z; NaN where the lens shows none."""
        wanted = (np.asarray(points_px, float) - self.middle_px) / self.focal_px
        straight = wanted.copy()
        with np.errstate(all="ignore"):
            for _ in range(_ROUNDS):
                bent, ((a, b), (c, d)) = self._bent(straight)
                miss = bent - wanted
                size = a * d - b * c
                # Beyond the turning point of a barrel the lens would show the same twice.
                solved = (np.abs(miss).max(axis=1) < _EXACT) & (size > 0)
                if solved.all():
                    return straight
                straight = straight - np.stack(
                    [
                        (d * miss[:, 0] - b * miss[:, 1]) / size,
                        (a * miss[:, 1] - c * miss[:, 0]) / size,
                    ],
                    axis=1,
                )
        straight[~solved] = np.nan
        return straight

    def _bent(self, straight: Array) -> tuple[Array, tuple[tuple[Array, Array], ...]]:
        """Bend, and tell how much it changes with x and with y: a 2 x 2 of arrays (n,)."""
        k1, k2, p1, p2, k3 = self.distortion
        x, y = straight[:, 0], straight[:, 1]
        r2 = x * x + y * y
        radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        grows = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3))
        bent = np.stack(
            [
                x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
                y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
            ],
            axis=1,
        )
        across = x * y * grows + 2 * p1 * x + 2 * p2 * y
        return bent, (
            (radial + x * x * grows + 2 * p1 * y + 6 * p2 * x, across),
            (across, radial + y * y * grows + 6 * p1 * y + 2 * p2 * x),
        )
