"""A camera above the table, of which everything is known: the truth for tests."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2

HEIGHT = -70.0
LENS = Lens(
    (1000.0, 1000.0), (633.0, 365.0), (-0.15, 0.05, 0.001, -0.001, 0.0), (1280, 720), "its makers"
)

GRID_MM = (
    np.stack(np.meshgrid(np.linspace(130, 330, 6), np.linspace(-220, 220, 7)), -1).reshape(-1, 2)
)  # fmt: skip
"""Places all over the table, (42, 2)."""


def camera_at(
    place: tuple[float, float, float] = (150.0, 30.0, 640.0),
    looks_at: tuple[float, float, float] = (230.0, 0.0, HEIGHT),
    lens: Lens = LENS,
) -> Calibration:
    """Hang a camera up; what is far from the arm is at the top of its picture."""
    ahead = np.subtract(looks_at, place)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, [1.0, 0.0, 0.0])
    right /= np.linalg.norm(right)
    turn = np.stack([right, np.cross(ahead, right), ahead])
    rvec = cv2.Rodrigues(turn)[0].ravel()
    return Calibration(
        lens, rvec, -turn @ np.array(place), HEIGHT, np.empty((0, 2)), 0.0, "its makers"
    )


def marks_seen(
    camera: Calibration,
    laid: Iterable[Laid] = LAID_CARDS,
    *,
    noise_px: float = 0.0,
    seed: int = 1,
    height_mm: float = HEIGHT,
) -> dict[int, NDArray[np.float64]]:
    """Return the markers' corners as OpenCV projects them, with noise."""
    chance = np.random.default_rng(seed)
    seen = {}
    for one in laid:
        for mark in one.card.marks:
            places = np.array(one.table_from_card(mark.corners_mm))
            pixels, _ = cv2.projectPoints(
                np.column_stack([places, np.full(4, height_mm)]),
                camera.rvec.copy(),
                camera.tvec.copy(),
                camera.camera_matrix,
                camera.distortion,
            )
            seen[mark.number] = pixels[:, 0] + chance.normal(0.0, noise_px, (4, 2))
    return seen


def worst_mm(found: Calibration, truth: Calibration, above_mm: float) -> float:
    """Return how far a place anywhere on the table is off, at a height above it, at most."""
    heights = np.full(len(GRID_MM), HEIGHT + above_mm)
    pixels = truth.image_from_table(np.column_stack([GRID_MM, heights]))
    return float(np.linalg.norm(found.table_from_image(pixels, heights) - GRID_MM, axis=1).max())
