"""``Route``: the way of a pen, up, across, down and along the lines, before it is driven."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from dobotkit.arm.reach import Reach
from dobotkit.arm.timing import line_seconds, path_seconds
from dobotkit.drawing import Drawing
from dobotkit.drawing.thin import distance
from dobotkit.errors import OutOfReach

__all__ = ["Pace", "Route", "Step", "plan"]

Spot = tuple[float, float]
Target = tuple[float, float, float, float]

# Far below what the arm can repeat a place to (0.2 mm): many small bends are
# passed faster than few larger ones.
THIN_MM = 0.02
# A long line is sent in pieces of so many seconds: the arm then never has more
# than about a second of the drawing in its queue, and a bar can follow it.
PIECE_S = 0.2
# mm between two places that are looked at for the preview.
_LOOK_MM = 2.0


class Pace(NamedTuple):
    """How fast, in mm/s and mm/s².

    ``line`` is the speed with the pen down, ``travel`` the one with the pen up.
    """

    line: float
    travel: float
    acceleration: float


class Step(NamedTuple):
    """One straight piece of the way.

    ``stroke`` is the stroke that it draws or leads to, counted from 1, and 0
    for the end; ``seconds`` is how long it will probably take.
    """

    target: Target
    pen_down: bool
    stroke: int
    length: float
    seconds: float


@dataclass(frozen=True, repr=False)
class Route:
    """What ``arm.draw`` would do: the way of the pen, its length and its time.

    Made by ``arm.preview``; ``show(route)`` draws it.

    Parameters
    ----------
    drawing:
        What is drawn.
    start:
        Where the arm stands before: x, y, z in mm and r in degrees.
    z:
        Height of drawing in mm.
    steps:
        The pieces of the way, in order.
    pace:
        How fast.
    reach:
        Where the arm can go.
    """

    drawing: Drawing
    start: Target
    z: float
    steps: tuple[Step, ...]
    pace: Pace
    reach: Reach

    @property
    def seconds(self) -> float:
        """How long it will probably take, in seconds; an estimate."""
        return sum(step.seconds for step in self.steps)

    @property
    def length(self) -> float:
        """How far the pen goes while it is down, in mm."""
        return sum(step.length for step in self.steps if step.pen_down)

    @property
    def travel(self) -> float:
        """How far the pen goes while it is up, in mm."""
        return sum(step.length for step in self.steps if not step.pen_down)

    def lines(self, *, pen_down: bool) -> list[list[Spot]]:
        """Return the way seen from above: lines of places (x, y) in mm."""
        found: list[list[Spot]] = []
        drawn = False
        for before, step in self._pieces():
            if step.pen_down == pen_down:
                if not (found and drawn):
                    found.append([before[:2]])
                found[-1].append(step.target[:2])
            drawn = step.pen_down == pen_down
        return found

    def out_of_reach(self) -> list[list[Spot]]:
        """Return the parts of the way that cannot be reached: lines of places (x, y) in mm."""
        found: list[list[Spot]] = []
        for before, step in self._pieces():
            count = max(1, math.ceil(step.length / _LOOK_MM))
            spots = [_between(before, step.target, i / count) for i in range(count + 1)]
            looked = [(self.reach.contains(spot), spot[:2]) for spot in spots]
            for inside, group in groupby(looked, key=lambda look: look[0]):
                if inside:
                    continue
                part = [spot for _, spot in group]
                if found and found[-1][-1] == part[0]:
                    found[-1] += part[1:]
                else:
                    found.append(part)
        return found

    def check(self) -> None:
        """Refuse the way if a part of it cannot be reached.

        Raises
        ------
        OutOfReach
            Naming the stroke and the point.
        """
        trouble = self._trouble()
        if trouble is not None:
            trouble.advice += " Look at the whole drawing with show(arm.preview(…))."
            raise trouble

    def _trouble(self) -> OutOfReach | None:
        # First what the pupil wrote, then the ways between.
        turn = self.start[3] - _bearing(*self.start[:2])
        for number, stroke in enumerate(self.drawing.strokes, 1):
            for index, (x, y) in enumerate(stroke, 1):
                try:
                    self.reach.joints_for((x, y, self.z, turn + _bearing(x, y)))
                except OutOfReach as error:
                    place = f"point {index} of {len(stroke)} (x {x:g}, y {y:g})"
                    return _named(f"Stroke {number}, {place}", error)
        for before, step in self._pieces():
            try:
                self.reach.check_line(before, step.target)
            except OutOfReach as error:
                return _named(self._where(step, error), error)
        return None

    def words(self) -> str:
        """Return the route in words."""
        count = len(self.drawing.strokes)
        text = (
            f"{count} stroke{'' if count == 1 else 's'}: {self.length:.0f} mm with the pen down "
            f"and {self.travel:.0f} mm with the pen up, about {in_words(self.seconds)}."
        )
        if self.drawing.left_out:
            text += f" Not drawn: {', '.join(self.drawing.left_out)}."
        trouble = self._trouble()
        if trouble is not None:
            return f"{text} It cannot be drawn. {trouble.what} {trouble.advice}"
        return f"{text} All of it can be reached."

    def __repr__(self) -> str:
        return self.words()

    def _pieces(self) -> Iterator[tuple[Target, Step]]:
        starts = (self.start, *(step.target for step in self.steps))
        return zip(starts, self.steps, strict=False)

    def _where(self, step: Step, error: OutOfReach) -> str:
        if not step.stroke:
            return "On the way up at the end"
        if not step.pen_down:
            return f"With the pen up, on the way to stroke {step.stroke}"
        stroke = self.drawing.strokes[step.stroke - 1]
        first = min(
            range(len(stroke) - 1), key=lambda i: distance(error.at[:2], stroke[i], stroke[i + 1])
        )
        return f"Stroke {step.stroke}, between points {first + 1} and {first + 2}"


def _named(where: str, error: OutOfReach) -> OutOfReach:
    """The same refusal, with the part of the drawing in front."""
    error.what = f"{where}: {error.what[0].lower()}{error.what[1:]}"
    return error


def plan(
    drawing: Drawing, start: Target, *, z: float, lift: float, pace: Pace, reach: Reach
) -> Route:
    """Plan the way of a pen.

    Parameters
    ----------
    drawing:
        What to draw, in mm on the table.
    start:
        Where the arm stands. Its wrist does not turn on the way: r goes with the base.
    z, lift:
        Height of drawing, and how far above it the pen travels, in mm.
    pace:
        How fast.
    reach:
        Where the arm can go. The route is not checked yet.
    """
    steps: list[Step] = []
    here = start
    turn = start[3] - _bearing(*start[:2])

    def target(spot: Spot, height: float) -> Target:
        return (*spot, height, turn + _bearing(*spot))

    def travel(spot: Spot, height: float, stroke: int) -> None:
        nonlocal here
        length = math.dist(here[:3], (*spot, height))
        if length > 0:
            seconds = line_seconds(length, pace.travel, pace.acceleration)
            here = target(spot, height)
            steps.append(Step(here, False, stroke, length, seconds))

    if start[2] < z + lift:
        travel(start[:2], z + lift, 1)
    for number, stroke in enumerate(drawing.thinned(THIN_MM).strokes, 1):
        travel(stroke[0], z + lift, number)
        travel(stroke[0], z, number)
        spots = _cut(stroke, pace.line * PIECE_S)
        times = path_seconds([(*spot, z) for spot in spots], pace.line, pace.acceleration)
        for (before, spot), seconds in zip(pairwise(spots), times, strict=True):
            here = target(spot, z)
            steps.append(Step(here, True, number, math.dist(before, spot), seconds))
        travel(stroke[-1], z + lift, number if number < len(drawing.strokes) else 0)
    return Route(drawing, start, z, tuple(steps), pace, reach)


def in_words(seconds: float) -> str:
    """A time for a reader: seconds below two minutes, else minutes."""
    if seconds < 120:  # noqa: PLR2004
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min"


def _cut(stroke: tuple[Spot, ...], longest: float) -> list[Spot]:
    """Cut the pieces of a stroke into equal parts that are no longer than so many mm."""
    spots = [stroke[0]]
    for a, b in pairwise(stroke):
        count = max(1, math.ceil(math.dist(a, b) / longest))
        spots += [
            (a[0] + (b[0] - a[0]) * i / count, a[1] + (b[1] - a[1]) * i / count)
            for i in range(1, count)
        ]
        spots.append(b)
    return spots


def _bearing(x: float, y: float) -> float:
    """Direction of a place from the base, in degrees."""
    return math.degrees(math.atan2(y, x))


def _between(a: Target, b: Target, part: float) -> Target:
    x, y, z, r = (p + (q - p) * part for p, q in zip(a, b, strict=True))
    return x, y, z, r
