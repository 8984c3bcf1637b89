"""``Drawing``: strokes of a pen on a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from os import PathLike
from typing import NamedTuple, Self

from dobotkit.drawing.reading import strokes_in
from dobotkit.drawing.thin import thinned
from dobotkit.errors import NotDrawable

__all__ = ["Box", "Drawing", "Spot", "Stroke"]

Spot = tuple[float, float]
Stroke = tuple[Spot, ...]


class Box(NamedTuple):
    """A rectangle on the table in mm, with sides along x and y."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    @property
    def centre(self) -> Spot:
        """Its middle (x, y) in mm."""
        return (self.x_low + self.x_high) / 2, (self.y_low + self.y_high) / 2


@dataclass(frozen=True, init=False, repr=False)
class Drawing:
    """Strokes of a pen: places (x, y) in mm on the table, in the arm's frame.

    ::

        square = Drawing([(200, -30), (260, -30), (260, 30), (200, 30), (200, -30)])
        leaf = Drawing.from_svg("leaf.svg").fit(x=(200, 280), y=(-40, 40))
        arm.draw(square + leaf)

    It never changes: every method returns a new drawing. x is forward and y
    to the arm's left, so somebody who stands behind the arm sees it upright.

    Parameters
    ----------
    points:
        Places ``(x, y)`` in mm. A list of places is one stroke; a list of
        lists is several strokes, with the pen lifted between them.

    Attributes
    ----------
    strokes:
        The strokes, each a tuple of places.
    left_out:
        What an SVG file has that a pen cannot draw, in words.

    Raises
    ------
    NotDrawable
        The points are none, or there are none.
    """

    strokes: tuple[Stroke, ...]
    left_out: tuple[str, ...] = ()

    def __init__(self, points: object, *, left_out: Iterable[str] = ()) -> None:
        strokes = points.strokes if isinstance(points, Drawing) else strokes_in(points)
        object.__setattr__(self, "strokes", strokes)
        object.__setattr__(self, "left_out", tuple(left_out))

    @classmethod
    def from_svg(cls, source: str | PathLike[str], *, tolerance: float = 0.02) -> Self:
        """Read the lines of an SVG file, as Inkscape and others write it.

        Outlines of paths and shapes are drawn, in the size that the file
        says; fillings, colours and widths are not. The top of the picture
        points forward, away from the arm, and its right-hand side to the
        arm's right. Put it where it can be reached with ``fit``.

        Parameters
        ----------
        source:
            Name of a file, or the text of one (it begins with ``<``).
        tolerance:
            How far in mm the straight pieces may be from a curve.

        Raises
        ------
        NotDrawable
            There is no such file, it is no SVG, or it has nothing to draw.
        """
        # Imported here: it takes a quarter of a second, and few notebooks need it.
        from dobotkit.drawing.svg import lines_of  # noqa: PLC0415

        strokes, left_out = lines_of(source, tolerance=tolerance)
        return cls(strokes, left_out=left_out)

    @property
    def length(self) -> float:
        """How far the pen goes while it is down, in mm."""
        return sum(math.dist(a, b) for stroke in self.strokes for a, b in pairwise(stroke))

    @property
    def box(self) -> Box:
        """The smallest rectangle on the table that holds it, in mm."""
        xs, ys = zip(*(spot for stroke in self.strokes for spot in stroke), strict=True)
        return Box(min(xs), max(xs), min(ys), max(ys))

    def moved(self, x: float = 0.0, y: float = 0.0) -> Self:
        """Return it moved so many mm forward and to the left."""
        return self._mapped(lambda spot: (spot[0] + x, spot[1] + y))

    def scaled(self, factor: float) -> Self:
        """Return it so many times as big; its middle stays where it is."""
        if not (math.isfinite(factor) and factor > 0):
            raise NotDrawable(
                f"A drawing cannot be made {factor} times as big.",
                "Give a number above 0: 2 is twice as big, 0.5 half as big.",
            )
        cx, cy = self.box.centre
        return self._mapped(
            lambda spot: (cx + (spot[0] - cx) * factor, cy + (spot[1] - cy) * factor)
        )

    def turned(self, degrees: float) -> Self:
        """Return it turned about its middle, to the left as seen from above."""
        cx, cy = self.box.centre
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

        def turn(spot: Spot) -> Spot:
            dx, dy = spot[0] - cx, spot[1] - cy
            return cx + dx * cosine - dy * sine, cy + dx * sine + dy * cosine

        return self._mapped(turn)

    def fit(self, x: tuple[float, float], y: tuple[float, float]) -> Self:
        """Return it as big as fits into a rectangle on the table, in its middle.

        Its shape stays: both directions are scaled by the same factor.

        Parameters
        ----------
        x, y:
            From where to where in mm: ``fit(x=(200, 280), y=(-40, 40))``.

        Raises
        ------
        NotDrawable
            The rectangle has no size.
        """
        (x_low, x_high), (y_low, y_high) = _range("x", x), _range("y", y)
        box = self.box
        sizes = (
            (x_high - x_low, box.x_high - box.x_low),
            (y_high - y_low, box.y_high - box.y_low),
        )
        # A straight line along one axis has no size along the other; a dot has none at all.
        factor = min((room / size for room, size in sizes if size > 0), default=1.0)
        cx, cy = box.centre
        mx, my = (x_low + x_high) / 2, (y_low + y_high) / 2
        return self._mapped(
            lambda spot: (mx + (spot[0] - cx) * factor, my + (spot[1] - cy) * factor)
        )

    def thinned(self, tolerance: float = 0.1) -> Self:
        """Return it without points that the line passes within ``tolerance`` mm anyway."""
        return type(self)(
            [thinned(stroke, tolerance) for stroke in self.strokes], left_out=self.left_out
        )

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Drawing):
            return NotImplemented
        return type(self)(
            self.strokes + other.strokes,
            left_out=tuple(dict.fromkeys(self.left_out + other.left_out)),
        )

    def __repr__(self) -> str:
        count = len(self.strokes)
        box = self.box
        words = (
            f"Drawing({count} stroke{'' if count == 1 else 's'}, {self.length:.0f} mm of line, "
            f"x {box.x_low:.0f} to {box.x_high:.0f}, y {box.y_low:.0f} to {box.y_high:.0f} mm)"
        )
        if self.left_out:
            words += f"\nNot drawn: {', '.join(self.left_out)}."
        return words

    def _mapped(self, place: Callable[[Spot], Spot]) -> Self:
        return type(self)(
            [[place(spot) for spot in stroke] for stroke in self.strokes], left_out=self.left_out
        )


def _range(name: str, value: tuple[float, float]) -> tuple[float, float]:
    try:
        low, high = sorted(float(number) for number in value)
    except (TypeError, ValueError):
        low = high = math.nan
    if not (math.isfinite(high - low) and high > low):
        raise NotDrawable(
            f"fit was given {name}={value!r}, which is no range.",
            f"Give two different numbers in mm, for example {name}=(-40, 40).",
        )
    return low, high
