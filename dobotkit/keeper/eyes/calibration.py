"""Where on the table a pixel is, and where in the picture a place of the table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dobotkit.keeper.eyes.lens import Lens
from dobotkit.markers import LAID_CARDS, Laid

__all__ = ["Calibration"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How one camera sees one table, in the frame of the arm.

    Attributes
    ----------
    lens:
        The camera's lens.
    rvec, tvec:
        How a place in the arm's frame is turned (a rotation vector, radians) and shifted
        (mm) into the camera's own: x right, y down, z out of the lens. Both (3,).
    height_mm:
        The z of the table top in the arm's frame.
    polygon_mm:
        What of the table belongs to it, corner after corner, (n, 2) x and y in the arm's
        frame; (0, 2) where nothing of it may be shown.
    error_mm:
        How far a place is off that was left out and predicted from the others (root of the
        mean square), or None where there were too few to leave one out.
    made_of:
        What it was measured with, in words.
    laid:
        The cards and where they lie, measured, or as they are laid on a usual table.
    cards_px:
        Where each card's marker was then: its number and its four corners (4, 2). A camera
        or a table that moved shows them somewhere else.
    notes:
        What a reader should know of it, in words; empty where all is well.
    rotation:
        From the arm's frame to the camera's, (3, 3).
    camera_place_mm:
        Where the camera is, (3,) x, y, z in the arm's frame.
    """

    lens: Lens
    rvec: Array
    tvec: Array
    height_mm: float
    polygon_mm: Array
    error_mm: float | None
    made_of: str
    laid: tuple[Laid, ...] = LAID_CARDS
    cards_px: Mapping[int, Array] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rotation: Array = field(init=False, repr=False)
    camera_place_mm: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name, shape in (("rvec", (3,)), ("tvec", (3,)), ("polygon_mm", (-1, 2))):
            array = np.array(getattr(self, name), float).reshape(shape)
            _keep(self, name, array)
        rotation = _rotation(self.rvec)
        _keep(self, "rotation", rotation)
        _keep(self, "camera_place_mm", -rotation.T @ self.tvec)

    def __repr__(self) -> str:
        error = "error unknown" if self.error_mm is None else f"error {self.error_mm:.2f} mm"
        return f"<calibration of {self.size[0]} × {self.size[1]} px by {self.made_of}, {error}>"

    @property
    def camera_matrix(self) -> Array:
        """The camera matrix, (3, 3), in pixels."""
        return self.lens.matrix

    @property
    def distortion(self) -> Array:
        """k1, k2, p1, p2, k3, (5,)."""
        return np.array(self.lens.distortion)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the pictures that it is for."""
        return self.lens.size

    def image_from_table(self, points_mm: ArrayLike) -> Array:
        """Places (n, 3) x, y, z in the arm's frame → pixels (n, 2); NaN behind the camera."""
        points = np.asarray(points_mm, float).reshape(-1, 3)
        seen = points @ self.rotation.T + self.tvec
        with np.errstate(all="ignore"):
            straight = seen[:, :2] / seen[:, 2:]
        straight[seen[:, 2] <= 0] = np.nan
        return self.lens.pixels(straight)

    def table_from_image(self, points_px: ArrayLike, z_mm: float | ArrayLike) -> Array:
        """Pixels (n, 2) → x, y in the arm's frame (n, 2), on the level plane at a height.

        Parameters
        ----------
        points_px:
            Pixels of the picture as the camera gives it, not straightened.
        z_mm:
            The z of what is seen there: of the top of a block, not of the table below it.
            One number, or one for each point.

        Returns
        -------
        ndarray
            NaN where the ray does not meet that plane in front of the camera.
        """
        points = np.asarray(points_px, float).reshape(-1, 2)
        straight = self.lens.directions(points)
        rays = np.column_stack([straight, np.ones(len(points))]) @ self.rotation
        camera = self.camera_place_mm
        with np.errstate(all="ignore"):
            far = (np.asarray(z_mm, float) - camera[2]) / rays[:, 2]
        far[~(far > 0)] = np.nan
        places: Array = camera[:2] + far[:, None] * rays[:, :2]
        return places

    @property
    def polygon_px(self) -> Array:
        """The outline of the table in the picture, (n, 2); bent lines are followed."""
        corners = self.polygon_mm
        if not len(corners):
            return np.empty((0, 2))
        shares = np.linspace(0.0, 1.0, 12, endpoint=False)[:, None]
        ends = np.roll(corners, -1, axis=0)
        sides = [a + (b - a) * shares for a, b in zip(corners, ends, strict=True)]
        outline = np.concatenate(sides)
        return self.image_from_table(
            np.column_stack([outline, np.full(len(outline), self.height_mm)])
        )


def _keep(calibration: Calibration, name: str, array: Array) -> None:
    array.setflags(write=False)
    object.__setattr__(calibration, name, array)


def _rotation(rvec: Array) -> Array:
    angle = float(np.linalg.norm(rvec))
    if not angle:
        return np.eye(3)
    x, y, z = rvec / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    # Rodrigues' formula.
    turn: Array = np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
    return turn
