"""What could be a thing: from markers and from regions of one paint, fitted to the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.colours import CHROMATIC, Palette, looks
from dobotkit.keeper.eyes.fitting import Field, Fit, fit
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.regions import PLAIN, TABLE, Region, Regions, Sight
from dobotkit.keeper.eyes.solids import FREE, PLACED, Solid, hull_of
from dobotkit.markers import LARGEST_THING_NUMBER, MARKER_SHARE
from dobotkit.opencv import cv2

__all__ = ["USUAL_MM", "Candidate", "candidates_of", "view_hull"]

Doubles = NDArray[np.float64]

USUAL_MM: Final = 25.0
"""The edge of a usual block."""

_SMALLEST_MM: Final = 10.0
_LARGEST_MM: Final = 60.0
_SAME_MM: Final = 0.5
# No block is as large from above.
_BIN_MM2: Final = 2500.0
_ROUND_SHARE: Final = 0.5**0.5
_MARGIN_PX: Final = 14
# Of the area that a usual block covers in the view.
_LEAST_SHARE: Final = 0.10
_MOST_SHARE: Final = 4.0
_BIN_SHARE: Final = 2.4
_TOO_MUCH: Final = 14.0
_GOOD_PX: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Something that could be a thing.

    Attributes
    ----------
    kind:
        ``"block"``, ``"cylinder"`` or ``"bin"``.
    fit:
        The body that was fitted to it.
    label:
        Its paint's label, or 0.
    field:
        The window of the picture in which it was fitted.
    area:
        How many mm² of its paint are seen.
    marker:
        The number of the marker on its top, or None.
    colour, sure, stacked, hidden:
        As of a block; filled in later.
    """

    kind: str
    fit: Fit
    label: int
    field: Field
    area: int
    marker: int | None = None
    colour: str = "unknown"
    sure: float = 0.0
    stacked: bool = False
    hidden: float = 0.0


def view_hull(solid: Solid, calibration: Calibration, regions: Regions) -> NDArray[np.int32]:
    """The outline of a body in the view from above: (n, 2) column, row."""
    flat = calibration.table_from_image(hull_of(solid, calibration), calibration.height_mm)
    return np.round(regions.view.view_from_table(flat)).astype(np.int32)


def candidates_of(
    sight: Sight, marks: Sequence[FoundMark], levels: tuple[float, ...]
) -> list[Candidate]:
    """Fit a body to each marker of a thing and to each region that could be one.

    Parameters
    ----------
    sight:
        The frame, and what is known of it.
    marks:
        What was found in it.
    levels:
        How high above the table things may stand, in mm, beside on the table and on blocks.
    """
    looker = _Looker(sight.pixels, sight.calibration, sight.palette, sight.regions, levels)
    found = [
        one
        for mark in marks
        if mark.family == "aruco" and mark.number <= LARGEST_THING_NUMBER
        for one in looker.of_mark(mark)
    ]
    # What belongs to these is not looked at once more.
    for one in found:
        hull = view_hull(one.fit.solid, sight.calibration, sight.regions)
        cv2.fillConvexPoly(sight.regions.labels, hull, 0)
    for label in range(1, PLAIN + 1):
        for region in sight.regions.of_label(label):
            found += looker.of_region(region)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Looker:
    pixels: Pixels
    calibration: Calibration
    palette: Palette
    regions: Regions
    levels: tuple[float, ...]

    @property
    def ground(self) -> float:
        return self.calibration.height_mm

    def of_mark(self, mark: FoundMark) -> Iterator[Candidate]:
        """The body below a marker."""
        label = self._label_about(mark)
        guesses = [*self._usual_below(mark), *self._other_below(mark)]
        if not guesses:
            return
        field = self._field(np.concatenate([hull_of(s, self.calibration) for s in guesses]), label)
        fits = []
        for guess in guesses:
            names = ("x", "y") if guess.tall == USUAL_MM else ("x", "y", "tall")
            one = fit(guess, field, self.calibration, names, reaches_px=(3.0, 2.0), prior=guess)
            # Where the marker lies is known better than any outline.
            top = mark.on_plane(self.calibration, one.solid.top)
            one = replace(one, solid=replace(one.solid, x=top[0], y=top[1]))
            fits.append(one)
        best = min(fits, key=lambda one: one.cost + (0.0 if one.solid.tall == USUAL_MM else 0.4))
        yield Candidate(best.solid.kind, best, label, field, 0, mark.number)

    def _usual_below(self, mark: FoundMark) -> Iterator[Solid]:
        levels = sorted({0.0, USUAL_MM, 2 * USUAL_MM, 3 * USUAL_MM, *self.levels})
        for kind, share in (("block", 1.0), ("cylinder", _ROUND_SHARE)):
            for level in levels:
                z = self.ground + level
                x, y, angle, side = mark.on_plane(self.calibration, z + USUAL_MM)
                size = side / (MARKER_SHARE * share)
                if abs(size - USUAL_MM) < 0.04 * USUAL_MM:
                    yield Solid(kind, x, y, z, angle)

    def _other_below(self, mark: FoundMark) -> Iterator[Solid]:
        """A block of another size that stands on the table."""
        for kind, share in (("block", 1.0), ("cylinder", _ROUND_SHARE)):
            size = USUAL_MM
            for _ in range(3):
                x, y, angle, side = mark.on_plane(self.calibration, self.ground + size)
                size = side / (MARKER_SHARE * share)
            if _SMALLEST_MM < size < _LARGEST_MM and abs(size - USUAL_MM) > _SAME_MM:
                yield Solid(kind, x, y, self.ground, angle, size, size, size)

    def _label_about(self, mark: FoundMark) -> int:
        """The paint that is seen most around a marker."""
        flat = self.calibration.table_from_image(mark.corners_px, self.ground)
        points = self.regions.view.view_from_table(flat)
        middle = points.mean(0)
        grown = np.round(middle + (points - middle) * 1.75).astype(np.int32)
        low = np.maximum(grown.min(0), 0)
        high = grown.max(0) + 1
        window = self.regions.labels[low[1] : high[1], low[0] : high[0]]
        if not window.size:
            return 0
        mask = np.zeros(window.shape, np.uint8)
        cv2.fillConvexPoly(mask, grown - low, 1)
        counts = np.bincount(window[mask > 0], minlength=TABLE + 1)[1:PLAIN]
        best = int(np.argmax(counts))
        area = float(mask.sum())
        return best + 1 if counts[best] > 0.08 * area else PLAIN

    def of_region(self, region: Region) -> Iterator[Candidate]:
        """The bodies that a region of one paint could be."""
        rest = region
        for _ in range(6):
            first = self._single(rest)
            if first is None:
                return
            yield first
            mask = rest.mask.copy()
            hull = view_hull(first.fit.solid, self.calibration, self.regions) - rest.corner
            cv2.fillConvexPoly(mask, hull, 0)
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
            area = int((mask > 0).sum())
            if area < 0.35 * self._usual_area(first.fit.solid):
                return
            rest = replace(rest, mask=mask, area=area)

    def _usual_area(self, near: Solid) -> float:
        usual = Solid("block", near.x, near.y, self.ground)
        return float(cv2.contourArea(view_hull(usual, self.calibration, self.regions)))

    def _single(self, region: Region) -> Candidate | None:
        rows, columns = np.nonzero(region.mask)
        middle = np.array([[columns.mean(), rows.mean()]]) + region.corner
        [(x, y)] = self.regions.view.table_from_view(middle)
        usual = Solid("block", float(x), float(y), self.ground)
        share = region.area / self._usual_area(usual)
        if not _LEAST_SHARE < share < _TOO_MUCH:
            return None
        guesses = list(self._guesses(region, usual, share))
        corners = np.array([[columns.min(), rows.min()], [columns.max(), rows.max()]], float)
        (x0, y0), (x1, y1) = self.regions.view.table_from_view(corners + region.corner)
        z = self.ground
        box = np.array([(x0, y0, z), (x0, y1, z), (x1, y0, z), (x1, y1, z)])
        field = self._field(
            np.vstack([self.calibration.image_from_table(box).astype(np.float32)]), region.label
        )
        fits: list[Fit] = []
        for guess, names in guesses:
            start = fit(
                guess, field, self.calibration, PLACED if guess.kind == "block" else PLACED[:2]
            )
            if names != PLACED[: len(names)]:
                free = fit(start.solid, field, self.calibration, names, prior=guess)
                fits.append(free)
            else:
                fits.append(start)
        best = min(fits, key=_badness)
        kind = best.solid.kind
        if kind == "block" and best.solid.length * best.solid.width > _BIN_MM2:
            kind = "bin"
        return Candidate(kind, best, region.label, field, region.area)

    def _guesses(
        self, region: Region, usual: Solid, share: float
    ) -> Iterator[tuple[Solid, tuple[str, ...]]]:
        """Bodies to begin with, and what may change of each."""
        for kind in ("block", "cylinder"):
            angles = (0.0, 15.0, 30.0, 45.0, 60.0, 75.0) if kind == "block" else (0.0,)
            placed = self._placed(region, replace(usual, kind=kind), angles)
            yield placed, PLACED if kind == "block" else PLACED[:2]
            if kind == "block":
                on_block = self._placed(
                    region, replace(usual, z=self.ground + USUAL_MM), (placed.angle,)
                )
                yield on_block, PLACED
            if not 0.75 < share < 1.3:  # noqa: PLR2004 - about a usual one
                size = USUAL_MM * float(np.clip(share, 0.3, _TOO_MUCH)) ** 0.5
                other = replace(usual, kind=kind, length=size, width=size, tall=min(size, 40.0))
                names = FREE if kind == "block" else ("x", "y", "length", "tall")
                yield self._placed(region, other, angles), names

    def _placed(self, region: Region, solid: Solid, angles: tuple[float, ...]) -> Solid:
        """Move a body so that it covers the middle of a region, turned as it covers most."""
        moments = cv2.moments(region.mask, binaryImage=True)
        wanted = np.array([moments["m10"], moments["m01"]]) / max(moments["m00"], 1.0)
        best, most = solid, -1.0
        for angle in angles:
            one = replace(solid, angle=angle)
            for _ in range(2):
                hull = view_hull(one, self.calibration, self.regions)
                seen = cv2.moments(hull)
                if not seen["m00"]:
                    break
                middle = np.array([seen["m10"], seen["m01"]]) / seen["m00"] - region.corner
                column, row = wanted - middle
                one = replace(one, x=one.x + row, y=one.y + column)
            drawn = np.zeros_like(region.mask)
            hull = view_hull(one, self.calibration, self.regions) - region.corner
            cv2.fillConvexPoly(drawn, hull, 255)
            both = float(((drawn & region.mask) > 0).sum())
            either = float(cv2.contourArea(hull.astype(np.float32))) + region.area - both
            if both / max(either, 1.0) > most:
                best, most = one, both / max(either, 1.0)
        return best

    def _field(self, points_px: NDArray[np.floating], label: int) -> Field:
        """The window of the picture about some points, as shares of a paint."""
        height, width = self.pixels.shape[:2]
        low = np.clip(np.floor(points_px.min(0)) - _MARGIN_PX, 0, (width - 2, height - 2)).astype(
            int
        )
        high = np.clip(np.ceil(points_px.max(0)) + _MARGIN_PX, low + 2, (width, height)).astype(int)
        seen = looks(
            np.ascontiguousarray(self.pixels[low[1] : high[1], low[0] : high[0]]),
            self.palette.table(),
        )
        table = self.regions.table
        if 1 <= label <= len(CHROMATIC):
            paint = np.array(self.palette.patches[CHROMATIC[label - 1]], np.float32)
            across = paint[1:] - table[1:]
            share = (seen[..., 1:] - table[1:]) @ (across / max(float(across @ across), 1e-6))
        else:
            apart = seen - table
            share = np.linalg.norm(apart, axis=2) / 0.35
        light = np.ascontiguousarray(seen[..., 0])
        return Field(np.minimum(share, 1.3).astype(np.float32), int(low[0]), int(low[1]), light)


def _badness(one: Fit) -> float:
    """Cost, with what is unusual made dearer."""
    solid = one.solid
    unusual = 0.0 if (solid.length, solid.width, solid.tall) == (USUAL_MM,) * 3 else 0.3
    return one.cost + unusual + (0.12 if solid.kind == "cylinder" else 0.0)
