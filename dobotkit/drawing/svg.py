"""The lines of an SVG file, in mm.

``svgelements`` reads the file: paths, basic shapes, groups with transforms,
units and the view box. It reads nothing but this file: pictures and style
sheets that a file names are not fetched, and its XML parser resolves no
entities from elsewhere. Curves become straight pieces here.

``svg.path`` is released more often, but reads the data of single paths only:
shapes, groups, transforms and units would have to be written here again.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from os import PathLike
from pathlib import Path as FilePath
from xml.etree.ElementTree import ParseError

from svgelements import (
    SVG,
    Close,
    Image,
    Line,
    Move,
    Path,
    PathSegment,
    Shape,
    Text,
)

from dobotkit.drawing.thin import distance
from dobotkit.errors import NotDrawable

__all__ = ["lines_of"]

Spot = tuple[float, float]

# CSS Values 3, 5.2: an inch is 96 px, and it is 25.4 mm.
_MM = 25.4 / 96
# The drawings that pupils make take some hundred kB; a map of a country does not help here.
_MOST_BYTES = 5_000_000
_DEEPEST = 12
_TEXT = "text (in Inkscape: Path → Object to Path)"
_PICTURE = "a picture made of dots"
# For numbers, units and path data that are none.
_WHAT_THE_LIBRARY_RAISES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def lines_of(
    source: str | PathLike[str], *, tolerance: float
) -> tuple[list[list[Spot]], list[str]]:
    """Read the strokes of an SVG, and say what in it is not drawn.

    Parameters
    ----------
    source:
        Name of a file, or the text of one.
    tolerance:
        How far in mm the straight pieces may be from a curve.

    Returns
    -------
    (strokes, left_out)
        Strokes of (x, y) in mm: the picture's upper edge points to +x, its
        left edge to +y, and its upper left corner is at (0, 0). And what
        was left out, in words.
    """
    data = _text_of(source)
    try:
        strokes, left_out = _read(data, max(tolerance, 0.001) / _MM)
    except ParseError as error:
        raise NotDrawable(
            f"This is no SVG: {error}.",
            "Save it again as 'Plain SVG', and do not change the file by hand.",
        ) from None
    except NotDrawable:
        raise
    except _WHAT_THE_LIBRARY_RAISES as error:
        raise NotDrawable(
            f"This SVG has something in it that cannot be read ({type(error).__name__}: {error}).",
            "Save it again as 'Plain SVG', from Inkscape for example.",
        ) from None
    if not strokes:
        also = f" It has: {', '.join(left_out)}." if left_out else ""
        raise NotDrawable(
            f"There is no line to draw in this SVG.{also}",
            "A pen can draw paths, lines, rectangles, circles and polygons.",
        )
    words = [f"{count} × {what}" if count > 1 else what for what, count in left_out.items()]
    # On the table x points forward and y to the left.
    return [[(-v * _MM + 0.0, -u * _MM + 0.0) for u, v in stroke] for stroke in strokes], words


def _text_of(source: str | PathLike[str]) -> bytes:
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<"):
        data = source.lstrip("\ufeff \t\r\n").encode()
    else:
        data = _file(FilePath(source))
    if len(data) > _MOST_BYTES:
        raise NotDrawable(
            f"The SVG has {len(data) / 1e6:.1f} MB; at most {_MOST_BYTES / 1e6:.0f} can be read.",
            "Leave out pictures and fine details.",
        )
    return data


def _file(path: FilePath) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        near = path.parent if path.parent.is_dir() else FilePath()
        there = sorted(other.name for other in near.glob("*.svg"))[:5]
        raise NotDrawable(
            f"There is no file {path}.",
            f"Here are: {', '.join(there)}."
            if there
            else "Put it into the folder of this notebook.",
        ) from None
    except (OSError, ValueError) as error:
        raise NotDrawable(
            f"The file {path} cannot be read: {getattr(error, 'strerror', None) or error}.",
            "Choose another file, or copy it into the folder of this notebook.",
        ) from None


def _read(data: bytes, tolerance: float) -> tuple[list[list[Spot]], Counter[str]]:
    """Return strokes in pixels, and how often there is what cannot be drawn."""
    svg = SVG.parse(io.BytesIO(data), ppi=96.0, reify=False)
    if not isinstance(svg, SVG):
        raise NotDrawable(
            "This is no SVG: its outermost element has another name.",
            "Choose a file that was saved as SVG.",
        )
    strokes: list[list[Spot]] = []
    left_out: Counter[str] = Counter()
    for element in svg.elements():
        values = getattr(element, "values", {})
        if values.get("visibility") == "hidden":
            continue
        if isinstance(element, Text):
            # Its lines (tspan) are no further texts.
            left_out[_TEXT] += values.get("tag") == "text"
        elif isinstance(element, Image):
            left_out[_PICTURE] += 1
        elif isinstance(element, Shape):
            path = Path(element)
            path.reify()
            strokes += _strokes(path, tolerance)
    return strokes, left_out


def _strokes(path: Path, tolerance: float) -> Iterator[list[Spot]]:
    """Cut a path into strokes of straight pieces, all in pixels."""
    stroke: list[Spot] = []
    for segment in path:
        if isinstance(segment, Move):
            if len(stroke) > 1:
                yield stroke
            stroke = [_spot(segment.end)]
            continue
        if not stroke:
            stroke = [_spot(segment.start)]
        if segment.end is None:
            continue
        if isinstance(segment, (Line, Close)):
            stroke.append(_spot(segment.end))
        else:
            stroke += _flat(segment, tolerance)
    if len(stroke) > 1:
        yield stroke


def _flat(segment: PathSegment, tolerance: float) -> list[Spot]:
    """Return points on a curve, without its first, so that pieces are within the tolerance.

    Each piece is halved until its quarter points are near enough to it; three
    points, because in the middle of an S the curve crosses its own chord.
    """
    found: list[Spot] = []

    def at(t: float) -> Spot:
        return _spot(segment.point(t))

    def halve(t0: float, p0: Spot, t1: float, p1: Spot, depth: int) -> None:
        step = (t1 - t0) / 4
        quarters = [at(t0 + step * i) for i in (1, 2, 3)]
        # The first cut is always made: a full circle ends where it began.
        near = depth > 0 and all(distance(q, p0, p1) <= tolerance for q in quarters)
        if near or depth == _DEEPEST:
            found.append(p1)
            return
        middle = t0 + step * 2
        halve(t0, p0, middle, quarters[1], depth + 1)
        halve(middle, quarters[1], t1, p1, depth + 1)

    halve(0.0, at(0.0), 1.0, at(1.0), 0)
    return found


def _spot(point: object) -> Spot:
    x, y = float(point.x), float(point.y)  # type: ignore[attr-defined]  # svgelements publishes no types
    if not (math.isfinite(x) and math.isfinite(y)):
        raise NotDrawable("This SVG has a point that is no place.", "Save it again as 'Plain SVG'.")
    return x, y
