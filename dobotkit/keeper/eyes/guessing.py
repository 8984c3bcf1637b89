"""The bodies that a region of one paint could be, fitted to the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.candidates import (
    Candidate,
    badness,
    is_usual,
    kind_of,
    lifted,
    placed,
    raised,
    view_hull,
)  # fmt: skip
from dobotkit.keeper.eyes.fitting import Field, Fit, fit
from dobotkit.keeper.eyes.laying import SEVERAL_SHARE, SMALLEST_MM, best_place, covers, upright
from dobotkit.keeper.eyes.paints import PLAIN
from dobotkit.keeper.eyes.regions import Region, Sight
from dobotkit.keeper.eyes.solids import FREE, PLACED, USUAL_MM, Solid, hull_of
from dobotkit.keeper.eyes.underneath import paint_below
from dobotkit.keeper.eyes.windows import window_of
from dobotkit.opencv import cv2

__all__ = ["bin_of", "of_region"]

# What fits as well as this is not tried in other ways.
_GOOD_PX: Final = 0.45
_EXACT_PX: Final = 0.15
_CERTAIN_PX: Final = 1.0
# Of the area that a usual block covers in the view.
_LEAST_SHARE: Final = 0.12
_MOST_SHARE: Final = 30.0
_ANGLES: Final = (0.0, 15.0, 30.0, 45.0, 60.0, 75.0)
_TALLS: Final = (15.0, 25.0, 38.0)
_PAPER_MM: Final = 0.8
_PAPER_PX: Final = 0.03
_ROUNDS: Final = 6
# What is no body fits worse than this, and has dents.
_WORST_PX: Final = 1.6
_SOLID: Final = 0.8
# A tower of two, beside a usual block: its area; how well it fits as one body, and how much
# better than as one block.
_TOWER_SHARES: Final = (1.15, 2.3)
_TOWER_PX: Final = 1.9
_TOWER_BARE: Final = 0.12
_TOWER_BETTER: Final = -0.25
# So much of a usual one is left of a region if there is another one in it; below one that
# stands on it.
_LEAST_OTHER: Final = 0.4
_LEAST_REST: Final = 0.2
# What something seems to carry fits better by so much than on the table, and not worse.
_CLEARLY_PX: Final = 0.15
_CARRIED_PX: Final = 1.3
_BAD_PX: Final = 9.0
_UNUSUAL_PX: Final = 0.30


def of_region(sight: Sight, region: Region, levels: Sequence[float]) -> Iterator[Candidate]:
    """Fit bodies to a region of one paint: one, or as many as it takes to cover it.

    Parameters
    ----------
    sight:
        The frame.
    region:
        Of its table.
    levels:
        The z of what things may stand on, the table's first, in mm.
    """
    tower = _Guesser(sight, region, tuple(levels)).tower()
    if tower:
        yield from tower
        return
    for _ in range(_ROUNDS):
        found = _Guesser(sight, region, tuple(levels)).best()
        if found is None:
            return
        yield found
        hull = np.round(view_hull(found.fit.solid, sight) - region.corner).astype(np.int32)
        mask = region.mask.copy()
        cv2.fillConvexPoly(mask, hull, 0)
        mask = np.asarray(
            cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8
        )
        if found.fit.cost < _CERTAIN_PX:
            # What belongs to it is not looked at once more.
            whole = np.round(view_hull(found.fit.solid, sight)).astype(np.int32)
            cv2.fillConvexPoly(sight.regions.labels, whole, 0)
        area = cv2.countNonZero(mask) * sight.regions.view.mm**2
        least = _LEAST_REST if found.fit.solid.z > sight.gaze.ground else _LEAST_OTHER
        if area < least * _usual_area(sight, found.fit.solid) or found.kind == "bin":
            return
        region = replace(region, mask=mask, area=area)


def bin_of(sight: Sight, region: Region, levels: Sequence[float]) -> Candidate | None:
    """Fit a bin or a stand to a region; None if it is none. Parameters as of ``of_region``."""
    guesser = _Guesser(sight, region, tuple(levels))
    field = guesser.window()
    best = min(guesser.free(field), key=badness, default=None)
    if best is None or kind_of(best.solid) not in {"bin", "stand"}:
        return None
    if guesser.flat(field).cost < best.cost + _PAPER_PX:
        return None
    return Candidate(kind_of(best.solid), best, region.label, field)


def _usual_area(sight: Sight, near: Solid) -> float:
    """How much of the view a usual block would cover there, in mm²."""
    usual = Solid("block", near.x, near.y, sight.gaze.ground)
    return float(cv2.contourArea(view_hull(usual, sight))) * sight.regions.view.mm**2


@dataclass(frozen=True, slots=True, eq=False)
class _Guesser:
    sight: Sight
    region: Region
    levels: tuple[float, ...]

    def tower(self) -> list[Candidate]:
        """Two usual blocks of one paint, one on the other, if the region looks like that."""
        usual, share = self._usual_there()
        if self.region.label == PLAIN or not _TOWER_SHARES[0] < share < _TOWER_SHARES[1]:
            return []
        field, gaze = self.window(), self.sight.gaze
        start, _ = best_place(
            self.sight, self.region, replace(usual, tall=2 * USUAL_MM), _ANGLES, share
        )
        whole = fit(start, field, gaze, PLACED)
        if whole.cost > _TOWER_PX or whole.bare > _TOWER_BARE:
            return []
        single = [*self._usual(usual, share, field), *self.free(field)]
        if min(map(badness, single), default=_BAD_PX) < whole.cost + _TOWER_BETTER:
            return []
        over = replace(whole.solid, z=whole.solid.z + USUAL_MM, tall=USUAL_MM)
        upper = raised(fit(over, field, gaze, PLACED, reaches_px=(5.0, 4.0, 3.0, 2.5)))
        under = replace(whole.solid, tall=USUAL_MM)
        lower = fit(under, field.below(hull_of(upper.solid, gaze)), gaze, PLACED)
        return [Candidate("block", one, self.region.label, field) for one in (upper, lower)]

    def _usual_there(self) -> tuple[Solid, float]:
        """A usual block in the middle of the region, and the region's share of its area."""
        moments = cv2.moments(self.region.mask, binaryImage=True)
        middle = np.array([[moments["m10"], moments["m01"]]]) / max(moments["m00"], 1.0)
        [(x, y)] = self.sight.regions.view.table_from_view(middle + self.region.corner)
        usual = Solid("block", float(x), float(y), self.levels[0])
        return usual, self.region.area / max(_usual_area(self.sight, usual), 1.0)

    def best(self) -> Candidate | None:
        """The body that fits best, or None if nothing could."""
        region = self.region
        usual, share = self._usual_there()
        if not _LEAST_SHARE < share < _MOST_SHARE:
            return None
        field = self.window()
        several = share > SEVERAL_SHARE
        fits = self.free(field) if several else self._usual(usual, share, field)
        if min(map(badness, fits), default=_BAD_PX) > _GOOD_PX:
            if several:
                fits += self._usual(usual, share, field)
            if self._hopeless(fits):
                return None
            nearest = sorted((f for f in fits if is_usual(f.solid)), key=badness)[:1]
            fits += self._higher(nearest, field)
        carried = self._carried(fits)
        if carried is not None:
            fits = [carried, *(one for one in fits if one.solid.z == self.sight.gaze.ground)]
        elif min(map(badness, fits), default=_BAD_PX) > _GOOD_PX and not several:
            fits += self.free(field)
        if not fits:
            return None
        best = carried or min(fits, key=badness)
        if kind_of(best.solid) in {"bin", "stand"}:
            # Paper and cards are as large, and flat.
            flat = self.flat(field)
            best = flat if flat.cost < best.cost + _PAPER_PX else best
        return Candidate(
            kind_of(best.solid), best, region.label, field, lower=lambda: self._lower(fits, field)
        )

    def _carried(self, fits: list[Fit]) -> Fit | None:
        """A usual body on something that is seen, where that fits clearly better."""
        ground = self.sight.gaze.ground
        low = min((one.cost for one in fits if one.solid.z == ground), default=_BAD_PX)
        for one in sorted(fits, key=badness):
            better = one.cost < min(low - _CLEARLY_PX, _CARRIED_PX)
            if one.solid.z > ground and better and paint_below(one.solid, self.sight) is not None:
                return one
        return None

    def _lower(self, fits: list[Fit], field: Field) -> Fit | None:
        """The best of what stands on the table."""
        low = [one for one in (*fits, *self.free(field)) if one.solid.z == self.sight.gaze.ground]
        return min(low, key=badness, default=None)

    def _hopeless(self, fits: list[Fit]) -> bool:
        """Whether a region without colour is no upright body: part of an arm, a cable."""
        if self.region.label != PLAIN or min(one.cost for one in fits) < _WORST_PX:
            return False
        rows, columns = np.nonzero(self.region.mask)
        points = np.column_stack([columns, rows]).astype(np.float32)
        whole = cv2.contourArea(cv2.convexHull(points))
        return len(points) < _SOLID * whole

    def window(self) -> Field:
        """The window about the region."""
        region, view, gaze = self.region, self.sight.regions.view, self.sight.gaze
        high = (region.corner[0] + region.mask.shape[1], region.corner[1] + region.mask.shape[0])
        (x0, y0), (x1, y1) = view.table_from_view(np.array([region.corner, high], float))
        z = gaze.ground
        box = np.array([(x0, y0, z), (x0, y1, z), (x1, y0, z), (x1, y1, z)])
        paint = None
        if region.label == PLAIN:
            rows, columns = np.nonzero(region.mask)
            index = (rows + region.corner[1], columns + region.corner[0])
            paint = np.median(self.sight.regions.seen(index), axis=0).astype(np.float32)
        return window_of(self.sight, gaze.image_from_table(box), region.label, paint)

    def _usual(self, usual: Solid, share: float, field: Field) -> list[Fit]:
        """Usual blocks and cylinders on the table."""
        guesses = []
        for kind, angles in (("block", _ANGLES), ("cylinder", (0.0,))):
            guesses.append(
                best_place(self.sight, self.region, replace(usual, kind=kind), angles, share)
            )
        guesses.sort(key=lambda pair: -pair[1])
        fits = []
        for guess, _ in guesses:
            fits.append(fit(guess, field, self.sight.gaze, placed(guess)))
            if badness(fits[-1]) < _GOOD_PX:
                break
        return fits

    def _higher(self, on_table: list[Fit], field: Field) -> list[Fit]:
        """Usual blocks and cylinders that stand on something, where they look alike."""
        fits = []
        for low in on_table:
            for z in self.levels[1:]:
                solid = lifted(low.solid, z, self.sight.gaze)
                one = fit(solid, field, self.sight.gaze, placed(solid))
                # What it stands on may have its paint.
                fits.append(raised(one))
        return fits

    def _about(self) -> tuple[Solid, tuple[float, float]]:
        """Where the region is and how it is turned, and its sides in pixels of the view."""
        rows, columns = np.nonzero(self.region.mask)
        points = np.column_stack([columns, rows]).astype(np.float32)
        middle, sides, turn = cv2.minAreaRect(points)
        place = np.array([middle]) + self.region.corner
        [(x, y)] = self.sight.regions.view.table_from_view(place)
        solid = Solid("block", float(x), float(y), self.sight.gaze.ground, 90.0 - turn)
        return solid, (float(sides[0]), float(sides[1]))

    def flat(self, field: Field) -> Fit:
        """Paper or a card on the table."""
        about, sides = self._about()
        start = upright(self.sight, replace(about, tall=_PAPER_MM), sides)
        return fit(start, field, self.sight.gaze, FREE[:5])

    def free(self, field: Field) -> list[Fit]:
        """Blocks, bins and cylinders of any size on the table."""
        region = self.region
        middle, sides = self._about()
        fits: list[Fit] = []
        for kind in ("block", "cylinder"):
            about = replace(middle, kind=kind)
            guesses = [upright(self.sight, replace(about, tall=tall), sides) for tall in _TALLS]
            names = FREE if kind == "block" else ("x", "y", "length", "tall")
            for guess in sorted(guesses, key=lambda one: covers(self.sight, region, one))[:0:-1]:
                one = fit(guess, field, self.sight.gaze, names, reaches_px=(9.0, 6.0, 4.0, 2.5))
                if min(one.solid.length, one.solid.width) > SMALLEST_MM:
                    fits.append(one)
                    if one.cost < _EXACT_PX:
                        break
            if fits and min(map(badness, fits)) < _GOOD_PX + _UNUSUAL_PX:
                break
        return fits
