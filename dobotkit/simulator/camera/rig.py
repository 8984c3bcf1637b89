"""A camera above a table, as data: where it stands, its lens, its sensor, and the light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.simulator.camera.lens import distorted, turned_into

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LIGHTS", "NEAR_MM", "Light", "Rig"]

Triple = tuple[float, float, float]

# The picture for which focal length, middle and blur of a usual rig are meant.
_WIDTH: Final = 1280
NEAR_MM: Final = (85.6, 54.0)
"""Length and width of what a usual look from near by is at: a card of a wallet's size, in mm."""

# How much more than that is seen on each side, as a part of it.
_MARGIN: Final = 0.12
# The z of the table for which a usual rig hangs as it does.
_TOP_MM: Final = -70.0


@dataclass(frozen=True, slots=True)
class Light:
    """What lights a table.

    Attributes
    ----------
    kelvin:
        The colour of its light: 3000 is a warm bulb, 5500 daylight, 8000 a blue sky.
    stops:
        How much brighter than usual the picture is, in exposure stops: 1 is twice the light.
    towards:
        Where the lamp or window is, as a direction from the table; any length.
    size:
        How large the lamp is, seen from the table, in degrees: large ones make soft shadows.
    ambient:
        Which share of the light comes from everywhere and makes no shadow, 0 to 1.
    edge_mm:
        Where the edge of a shadow that something outside the picture casts lies on the
        table: a point (x, y) in mm; None without such a shadow.
    edge_angle:
        The direction in which that edge runs, in degrees from the x axis; the shadow is to
        the left of it.
    glare_mm:
        Where a lamp shines back from the table: a point (x, y) in mm; None without.
    mirror_mm:
        Where the lamp is seen in a laminated card that lies there: a point (x, y) in mm, for a
        camera at its usual place; wood is matt and shows nothing. None without.
    """

    kelvin: float = 5500.0
    stops: float = 0.0
    towards: Triple = (0.35, -0.75, 1.1)
    size: float = 9.0
    ambient: float = 0.55
    edge_mm: tuple[float, float] | None = None
    edge_angle: float = 0.0
    glare_mm: tuple[float, float] | None = None
    mirror_mm: tuple[float, float] | None = None


LIGHTS: Final[dict[str, Light]] = {
    "day": Light(),
    "warm": Light(kelvin=3000.0, towards=(-0.3, 0.8, 1.2), size=6.0, ambient=0.5),
    "cold": Light(kelvin=8500.0, towards=(0.6, -0.5, 1.2), size=14.0, ambient=0.65),
    "dim": Light(kelvin=4600.0, stops=-1.3, size=12.0, ambient=0.6),
    "bright": Light(
        stops=0.7, towards=(0.2, 0.5, 1.3), size=5.0, ambient=0.5, mirror_mm=(250.0, 48.0)
    ),
    "shadow": Light(
        towards=(0.3, -1.0, 1.0), size=3.0, ambient=0.44, edge_mm=(250.0, 40.0), edge_angle=20.0
    ),
}
"""The lights that a rig can be in, by name; between dim and bright lie two exposure stops."""


@dataclass(frozen=True, slots=True)
class Rig:
    """One camera in one light.

    Places are mm in the arm's frame. A picture's pixels are counted as OpenCV does: (0, 0)
    is the middle of the pixel at the top left.

    Attributes
    ----------
    position_mm, looks_at_mm:
        Where the lens is, and the point that is seen in the middle of the picture.
    roll:
        How far the camera is turned about the direction in which it looks, in degrees,
        clockwise as it looks.
    width, height:
        Of the picture, in pixels.
    focal_px:
        The focal length, in pixels.
    middle_px:
        Where the lens's axis meets the picture.
    distortion:
        k1, k2, p1, p2, k3 of the lens, as OpenCV has them.
    light:
        What lights the table.
    gamma:
        A pixel is what reached it to the power of 1/gamma.
    vignette:
        Which share of the light is missing in the corners.
    noise:
        Standard deviation of a pixel's noise, in steps of 8 bits, in usual light.
    blur_px:
        How far the lens spreads a point: standard deviation, in pixels.
    seed:
        Decides what is left to chance: the grain of the wood, and the noise.
    """

    position_mm: Triple = (470.0, 0.0, 430.0)
    looks_at_mm: Triple = (235.0, 0.0, -70.0)
    roll: float = 0.0
    width: int = _WIDTH
    height: int = 720
    focal_px: float = 1020.0
    middle_px: tuple[float, float] = (644.0, 356.0)
    distortion: tuple[float, float, float, float, float] = (-0.11, 0.04, 0.0006, -0.0005, 0.0)
    light: Light = LIGHTS["day"]
    gamma: float = 2.2
    vignette: float = 0.16
    noise: float = 1.6
    blur_px: float = 0.55
    seed: int = 0

    @classmethod
    def usual(cls, width: int = _WIDTH, height: int = 720, *, seed: int = 0) -> Rig:
        """Return the usual rig, which sees a usual table with its rim, at some resolution."""
        usual = cls()
        part = width / usual.width
        x, y = usual.middle_px
        return replace(
            usual,
            width=width,
            height=height,
            focal_px=usual.focal_px * part,
            middle_px=(
                (x - (usual.width - 1) / 2) * part + (width - 1) / 2,
                (y - (usual.height - 1) / 2) * part + (height - 1) / 2,
            ),
            seed=seed,
        )

    def in_light(self, name: str) -> Rig:
        """Return the same rig in another light of :data:`LIGHTS`.

        Raises
        ------
        ValueError
            If no light has that name.
        """
        if name not in LIGHTS:
            near = get_close_matches(name, LIGHTS, 1)
            raise ValueError(
                f"there is no light {name[:20]!r}: {', '.join(LIGHTS)}"
                + (f"; did you mean {near[0]!r}?" if near else "")
            )
        return replace(self, light=LIGHTS[name])

    def above(self, height_mm: float) -> Rig:
        """Return the same rig above a table whose top has another z: hung as much higher."""
        x, y, z = self.position_mm
        u, v, w = self.looks_at_mm
        up = height_mm - _TOP_MM
        return replace(self, position_mm=(x, y, z + up), looks_at_mm=(u, v, w + up))

    def bumped(self, times: int = 1) -> Rig:
        """Return the rig after somebody knocked against it: it looks a little elsewhere."""
        x, y, z = self.position_mm
        u, v, w = self.looks_at_mm
        return replace(
            self,
            position_mm=(x + 4.0 * times, y + 11.0 * times, z - 3.0 * times),
            looks_at_mm=(u - 9.0 * times, v + 16.0 * times, w),
            roll=self.roll + 2.5 * times,
        )

    def closely(
        self,
        place_mm: Triple,
        size_mm: tuple[float, float] = NEAR_MM,
        angle: float | None = None,
    ) -> Rig:
        """Return the same rig turned to a place and zoomed in on it.

        Only where it looks, its turn and its focal length are others: what is known of where
        the lens is holds on.

        Parameters
        ----------
        place_mm:
            What is seen in the middle.
        size_mm:
            Length and width of what lies there; all of it is in the picture, with a margin.
        angle:
            Where its length points, in degrees from the x axis: in the picture to the right.
            None where that is not known: then it is in the picture however it lies.
        """
        aimed = replace(self, looks_at_mm=place_mm, roll=0.0)
        length, width = size_mm
        if angle is None:
            turns = np.linspace(0.0, 2 * np.pi, 16, endpoint=False)
            around = np.hypot(length, width) / 2 * np.stack((np.cos(turns), np.sin(turns)), axis=1)
        else:
            c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
            half = np.array(((1, 1), (-1, 1), (-1, -1), (1, -1))) * (length / 2, width / 2)
            around = half @ np.array(((c, s), (-s, c)))
            ends = aimed._straight(place_mm, np.array(((-c, -s), (c, s))) * length / 2)  # noqa: SLF001 - of its own kind
            right, down = ends[1] - ends[0]
            aimed = replace(aimed, roll=float(np.degrees(np.arctan2(down, right))))
        seen = np.abs(aimed._straight(place_mm, around)).max(axis=0) * (1 + _MARGIN)  # noqa: SLF001 - of its own kind
        x, y = self.middle_px
        room = (min(x, self.width - 1 - x), min(y, self.height - 1 - y))
        return replace(aimed, focal_px=float(min(room / seen)))

    def _straight(self, place_mm: Triple, around_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where places around one on its level are seen, (n, 2): x/z and y/z of the lens."""
        level = np.column_stack((around_mm, np.zeros(len(around_mm)))) + place_mm
        seen = level @ self.rotation.T + self.tvec
        return np.asarray(seen[:, :2] / seen[:, 2:])

    @property
    def camera_matrix(self) -> NDArray[np.float64]:
        """The camera matrix, (3, 3), in pixels."""
        x, y = self.middle_px
        return np.array([[self.focal_px, 0.0, x], [0.0, self.focal_px, y], [0.0, 0.0, 1.0]])

    @property
    def rotation(self) -> NDArray[np.float64]:
        """Turns a direction of the arm's frame into one of the camera's, (3, 3)."""
        forward = np.subtract(self.looks_at_mm, self.position_mm)
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, (0.0, 0.0, 1.0))
        if np.linalg.norm(right) < 1e-6:  # noqa: PLR2004 - it looks straight down
            right = np.array((0.0, 1.0, 0.0))
        right = right / np.linalg.norm(right)
        down = np.cross(forward, right)
        c, s = np.cos(np.radians(self.roll)), np.sin(np.radians(self.roll))
        return np.array((c * right + s * down, c * down - s * right, forward))

    @property
    def rvec(self) -> NDArray[np.float64]:
        """The same turn as a vector, (3,), as OpenCV writes it."""
        return turned_into(self.rotation)

    @property
    def tvec(self) -> NDArray[np.float64]:
        """Where the origin of the arm's frame is, as the camera sees it, (3,), in mm."""
        return np.asarray(-self.rotation @ self.position_mm)

    def image_from_table(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points of the arm's frame, (n, 3) in mm, are seen, (n, 2) in pixels."""
        seen = np.asarray(points_mm, float).reshape(-1, 3) @ self.rotation.T + self.tvec
        found = distorted(seen[:, :2] / seen[:, 2:], self.distortion)
        return np.asarray(found * self.focal_px + self.middle_px)
