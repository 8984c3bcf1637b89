"""A calibration made ready for thousands of small questions about where a point is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration

__all__ = ["Gaze"]

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Gaze:
    """How one camera sees one table, without what never changes between two questions.

    Attributes
    ----------
    calibration:
        Of the camera.
    rotation:
        From the arm's frame to the camera's, (3, 3).
    eye:
        Where the camera is, (3,) in mm in the arm's frame.
    ground:
        The z of the table top, in mm.
    """

    calibration: Calibration
    rotation: Doubles
    eye: Doubles
    ground: float

    @classmethod
    def of(cls, calibration: Calibration) -> Gaze:
        """Make a calibration ready."""
        return cls(
            calibration, calibration.rotation, calibration.camera_place_mm, calibration.height_mm
        )

    def image_from_table(self, points_mm: Doubles) -> Doubles:
        """Points (n, 3) in mm → pixels (n, 2), as the lens bends them."""
        seen = (points_mm - self.eye) @ self.rotation.T
        x, y = seen[:, 0] / seen[:, 2], seen[:, 1] / seen[:, 2]
        lens = self.calibration.lens
        k1, k2, p1, p2, k3 = lens.distortion
        (fx, fy), (cx, cy) = lens.focal_px, lens.middle_px
        r2 = x * x + y * y
        radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        both = 2 * x * y
        found = np.empty((len(x), 2))
        found[:, 0] = (x * radial + p1 * both + p2 * (r2 + 2 * x * x)) * fx + cx
        found[:, 1] = (y * radial + p1 * (r2 + 2 * y * y) + p2 * both) * fy + cy
        return found

    def rays(self, points_px: Doubles) -> Doubles:
        """Which way from the camera pixels (n, 2) are seen: (n, 3) in the arm's frame."""
        straight = self.calibration.lens.directions(points_px)
        ahead = np.column_stack([straight, np.ones(len(straight))])
        return np.asarray(ahead @ self.rotation)

    def on_plane(self, rays: Doubles, z_mm: float) -> Doubles:
        """Where rays (n, 3) meet a level plane: (n, 2) in mm."""
        far = (z_mm - self.eye[2]) / rays[:, 2]
        return np.asarray(self.eye[:2] + rays[:, :2] * far[:, None])

    def table_behind(self, points_mm: Doubles) -> Doubles:
        """Which places of the table points (n, 3) in mm hide from the camera: (n, 2) in mm."""
        way = points_mm - self.eye
        far = (self.ground - self.eye[2]) / way[:, 2]
        return np.asarray(self.eye[:2] + way[:, :2] * far[:, None])

    def px_per_mm(self, x: float, y: float) -> float:
        """How many pixels a millimetre of the table is wide there, about."""
        at = np.array([(x, y, self.ground), (x, y + 10.0, self.ground)])
        one, other = self.image_from_table(at)
        return float(np.linalg.norm(one - other)) / 10.0
