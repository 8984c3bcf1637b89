"""What a route of the pen looks like before it is driven: the whole reach, and enlarged.

Both panels are seen from above, by somebody who stands behind the arm, as in
``drawing``. The enlarged one has a scale of its own: its u and v are mm times a
factor, and its numbers are mm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dobotkit.arm.route import Route
from dobotkit.drawing import Box, Drawing
from dobotkit.geometry import Pose
from dobotkit.widgets.shapes import Area, Dot, Line, Panel, Picture, Shape, Spot, Words
from dobotkit.widgets.sight import PLATE, from_above, millimetres
from dobotkit.widgets.top_view import ring

__all__ = ["PaperPicture", "picture_of_drawing", "picture_of_route"]

# Size of the enlarged panel, in its own units, and the least it shows, in mm.
_SIZE = 400.0
_LEAST_MM = 20.0
_MARGIN = 0.18
# So that the whole reach is not wider than what matters.
_SMALLER = 0.62
# mm; less than a pixel.
_FINE = 0.1
# mm above the paper at which the pen is shown as lifted.
_LIFTED = 0.3
_MOST_LINES = 7
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)

_DOWN = ("pen-down", "pen down")
_UP = ("pen-up", "pen up")
_REACH = ("reach", "where the arm can reach")
_BEYOND = ("beyond", "cannot be reached")


def picture_of_route(route: Route) -> Picture:
    """Make the picture of what ``arm.draw`` would do."""
    beyond = route.out_of_reach()
    zoom = _Zoom.on(route.drawing.box)
    legend = (_DOWN, _UP, _REACH, *([_BEYOND] if beyond else []))
    return Picture(
        "Preview: this is what arm.draw would draw",
        (_whole_reach(route, beyond, zoom), _enlarged(route, beyond, zoom)),
        legend,
    )


def picture_of_drawing(drawing: Drawing) -> Picture:
    """Make the picture of a drawing, wherever it lies."""
    zoom = _Zoom.on(drawing.box)
    shapes = (
        *zoom.backdrop(),
        *(zoom.line("pen-down", stroke) for stroke in drawing.strokes),
        *_ends(drawing, zoom),
    )
    return Picture("A drawing", (Panel("From above", zoom.window, shapes, ()),), (_DOWN,))


class PaperPicture:
    """The picture of a drawing that is under way; what stays is made once.

    Parameters
    ----------
    route:
        What is being drawn.
    ink:
        The lines on the paper before, each of places (x, y) in mm. All of them
        stay in view.
    """

    def __init__(self, route: Route, ink: tuple[tuple[Spot, ...], ...]) -> None:
        self._height = route.z
        self._zoom = zoom = _Zoom.on((route.drawing + Drawing(ink) if ink else route.drawing).box)
        strokes = route.drawing.thinned(_FINE).strokes
        planned = (zoom.line("planned", stroke) for stroke in strokes)
        self._backdrop = (*zoom.backdrop(), *planned)

    def now(self, ink: tuple[tuple[Spot, ...], ...], pose: Pose, *, over: bool) -> Picture:
        """Make the picture of this moment.

        Parameters
        ----------
        ink:
            The lines on the paper.
        pose:
            Where the arm is.
        over:
            Whether it draws no more: then the pen is not shown.
        """
        zoom = self._zoom
        shapes: list[Shape] = [zoom.line("pen-down", line) for line in ink]
        if not over:
            down = pose.z <= self._height + _LIFTED
            corner = (-_SIZE / 2, -_SIZE / 2)
            words = "pen down" if down else "pen up"
            shapes += [
                Dot("pen" if down else "mark", zoom.spot(pose[:2]), 7),
                Words("loud", corner, words, "left", dx=8, dy=-12),
            ]
        panel = Panel("The paper, from above", zoom.window, self._backdrop, tuple(shapes))
        heading = "The drawing" if over else "Drawing"
        return Picture(heading, (panel,), (("planned", "planned"), ("pen-down", "drawn")))


@dataclass(frozen=True)
class _Zoom:
    """A square piece of the table, enlarged."""

    centre: Spot
    size: float

    @classmethod
    def on(cls, box: Box) -> _Zoom:
        longest = max(box.x_high - box.x_low, box.y_high - box.y_low)
        return cls(box.centre, max(longest * (1 + 2 * _MARGIN), _LEAST_MM))

    @property
    def factor(self) -> float:
        return _SIZE / self.size

    @property
    def window(self) -> tuple[float, float, float, float]:
        return (-_SIZE / 2, -_SIZE / 2, _SIZE / 2, _SIZE / 2)

    @property
    def corners(self) -> tuple[Spot, ...]:
        """The square on the table, as places (x, y) in mm."""
        (x, y), half = self.centre, self.size / 2
        signs = ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
        return tuple((x + p * half, y + q * half) for p, q in signs)

    def spot(self, place: Spot) -> Spot:
        """Where a place (x, y) in mm is in the enlarged panel."""
        (x, y), (cx, cy) = place, self.centre
        u, v = from_above(x - cx, y - cy)
        return u * self.factor, v * self.factor

    def line(self, style: str, places: Iterable[Spot]) -> Line:
        return Line(style, tuple(map(self.spot, places)))

    def backdrop(self) -> list[Shape]:
        """Lines at round numbers of mm, with the numbers, and the directions."""
        step = next((s for s in _STEPS if self.size / s <= _MOST_LINES), _STEPS[-1])
        edge = _SIZE / 2
        shapes: list[Shape] = []
        for x in _multiples(step, self.centre[0], self.size):
            _, v = self.spot((x, 0))
            shapes += [
                Line("grid", ((-edge, v), (edge, v))),
                Words("tick", (-edge, v), millimetres(x), "right", dx=-6),
            ]
        for y in _multiples(step, self.centre[1], self.size):
            u, _ = self.spot((0, y))
            shapes += [
                Line("grid", ((u, -edge), (u, edge))),
                Words("tick", (u, -edge), millimetres(y), dy=12),
            ]
        shapes.append(Words("tick", (0, -edge), "y in mm: + is left, − is right", dy=28))
        shapes.append(Words("tick", (edge, edge), "x in mm: up is forward", "right", dy=-12))
        return shapes


def _multiples(step: int, middle: float, size: float) -> range:
    """Multiples of a step that lie well inside, so that their numbers have room."""
    low, high = middle - size * 0.47, middle + size * 0.47
    return range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step)


def _whole_reach(route: Route, beyond: list[list[Spot]], zoom: _Zoom) -> Panel:
    rings = route.reach.radii(route.z)
    farthest = max((far for _, far in rings), default=300.0)
    box = route.drawing.box
    across = max(farthest, abs(box.y_low), abs(box.y_high)) + 20

    def spot(place: Spot) -> Spot:
        u, v = from_above(*place)
        return u * _SMALLER, v * _SMALLER

    right, left = (spot((0, y))[0] for y in (-across, across))
    bottom, top = (
        spot((x, 0))[1] for x in (min(-PLATE, box.x_low) - 10, max(farthest, box.x_high) + 20)
    )
    shapes: list[Shape] = []
    for y in range(-900, 901, 100):
        u, _ = spot((0, y))
        if left <= u <= right:
            shapes += [
                Line("grid", ((u, bottom), (u, top))),
                Words("tick", (u, bottom), millimetres(y), dy=12),
            ]
    for x in range(-900, 901, 100):
        _, v = spot((x, 0))
        if bottom <= v <= top:
            shapes += [
                Line("grid", ((left, v), (right, v))),
                Words("tick", (left, v), millimetres(x), "right", dx=-6),
            ]
    plate = ((-PLATE, -PLATE), (-PLATE, PLATE), (PLATE, PLATE), (PLATE, -PLATE))
    shapes += [
        Words("tick", (0, bottom), "y in mm: + is left, − is right", dy=28),
        *_rings(route, spot),
        Area("base", tuple(map(spot, plate))),
        Dot("joint", (0, 0), 34 * _SMALLER),
        Words("words", spot((-PLATE, 0)), "arm", dy=-10),
        *_lines(route, beyond, spot),
        Line("frame", tuple(map(spot, zoom.corners))),
        Words("tick", spot(zoom.corners[0]), "enlarged", "right", dx=-2, dy=10),
    ]
    title = f"From above, at z {millimetres(route.z)} mm"
    return Panel(title, (left, bottom, right, top), tuple(shapes), ())


def _rings(route: Route, spot: Callable[[Spot], Spot]) -> list[Shape]:
    """Where the arm can reach at the height of the paper."""
    return [
        Area(
            "reach",
            tuple(spot((v, -u)) for u, v in ring(near, far, route.reach.limits.j1, steps=180)),
        )
        for near, far in route.reach.radii(route.z)
    ]


def _enlarged(route: Route, beyond: list[list[Spot]], zoom: _Zoom) -> Panel:
    shapes = [
        *zoom.backdrop(),
        *_rings(route, zoom.spot),
        *_lines(route, beyond, zoom.spot),
        *_ends(route.drawing, zoom),
    ]
    if beyond:
        corner = (-_SIZE / 2, _SIZE / 2)
        words = "✕ marks what cannot be reached"
        shapes.append(Words("loud", corner, words, "left", dx=8, dy=14))
    return Panel("The drawing, enlarged", zoom.window, tuple(shapes), ())


def _lines(
    route: Route, beyond: list[list[Spot]], spot: Callable[[Spot], Spot]
) -> list[Shape]:  # fmt: skip
    shapes: list[Shape] = [
        Line(style, tuple(map(spot, line)))
        for style, lines in (
            ("pen-up", route.lines(pen_down=False)),
            ("pen-down", route.lines(pen_down=True)),
            ("beyond", beyond),
        )
        for line in lines
        if len(line) > 1
    ]
    for part in beyond:
        u, v = spot(part[len(part) // 2])
        shapes += [
            Line("cross", ((u - 7, v - 7), (u + 7, v + 7))),
            Line("cross", ((u - 7, v + 7), (u + 7, v - 7))),
        ]
    return shapes


def _ends(drawing: Drawing, zoom: _Zoom) -> list[Shape]:
    """Where it begins and ends: a circle and a square, with words."""
    start, end = zoom.spot(drawing.strokes[0][0]), zoom.spot(drawing.strokes[-1][-1])
    if math.dist(start, end) < 10:  # noqa: PLR2004  # closer than the marks are wide
        return [Dot("mark", start, 6), Words("loud", start, "start and end", dy=18)]
    u, v = end
    square = ((u - 6, v - 6), (u + 6, v - 6), (u + 6, v + 6), (u - 6, v + 6))
    return [
        Dot("mark", start, 6),
        Area("mark", square),
        *_beside(start, "start"),
        *_beside(end, "end"),
    ]


def _beside(spot: Spot, words: str) -> list[Shape]:
    """Words beside a mark, away from the middle, where the drawing is."""
    u, v = spot
    align, dx = ("right", -12) if u < 0 else ("left", 12)
    return [Words("loud", spot, words, align, dx=dx, dy=12 if v < 0 else -12)]
