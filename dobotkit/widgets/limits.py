"""The limits of an arm as a picture: the edge of its reach, and the same edge in joint angles.

Every piece of the edge is made by one limit and has one letter, the same
from the side and in the panel of angles. There j2 grows to the right, as
the rear arm leans forward, and j3 grows **downwards**, as the forearm goes
down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dobotkit.arm.area import Edge
from dobotkit.widgets.drawing import LEGEND
from dobotkit.widgets.refusal import refused_way
from dobotkit.widgets.shapes import Area, Dot, Line, Panel, Picture, Shape, Spot, Words
from dobotkit.widgets.side_view import side_panel
from dobotkit.widgets.sight import Sight, millimetres
from dobotkit.widgets.solids import anchor_at

__all__ = ["describe", "draw_limits"]

_NAMES = {
    ("j2", False): "rear arm upright",
    ("j2", True): "rear arm lowest",
    ("j3", False): "forearm highest",
    ("j3", True): "forearm straight down",
    ("j2-j3", True): "stretched",
    ("j3-j2", True): "folded",
}
# One degree is that many mm of the picture, so that both panels are about as high.
_DEGREE = 3.0
_ROOM = 16.0
_LETTER = 12.0
# From a letter to its words: into the figure, in pixels right and down.
_WORDS = {
    ("j2", False): ("left", 20, 0),
    ("j2", True): ("right", -16, 0),
    ("j3", False): ("center", 0, 20),
    ("j3", True): ("center", 0, -20),
    ("j2-j3", True): ("right", -14, 12),
    ("j3-j2", True): ("left", 14, -12),
}


def draw_limits(sight: Sight) -> Picture:
    """Make the picture: from the side, and in joint angles."""
    side = side_panel(sight, names=False)
    letters = [shape for edge, letter in _lettered(sight) for shape in _mark(edge.places, letter)]
    return Picture(
        sight.name,
        (replace(side, backdrop=(*side.backdrop, *letters)), _angle_panel(sight)),
        (*LEGEND, *sight.around),
        sight.solids,
        sight.movers,
        anchor_at(sight.pose),
    )


def describe(edges: Sequence[Edge]) -> str:
    """Say the edges of the reach in words, for who cannot see them."""
    parts = (
        f"{letter} {_NAMES[edge.limit, edge.upper]}, {edge.limit.replace('-', ' minus ')} "
        f"{'at most' if edge.upper else 'at least'} {millimetres(edge.bound)} degrees"
        for edge, letter in zip(edges, "ABCDEF", strict=False)
    )
    return f"Edges of its reach: {'; '.join(parts)}."


def _lettered(sight: Sight) -> list[tuple[Edge, str]]:
    return list(zip(sight.edges, "ABCDEF", strict=False))


def _mark(points: Sequence[Spot], letter: str) -> tuple[Shape, ...]:
    middle = points[len(points) // 2]
    return Dot("letter", middle, _LETTER), Words("loud", middle, letter)


def _spot(j2: float, j3: float) -> Spot:
    return j2 * _DEGREE, -j3 * _DEGREE


def _angle_panel(sight: Sight) -> Panel:
    corners = [_spot(*angles) for edge in sight.edges for angles in edge.angles[:-1]]
    us, vs = [u for u, _ in corners], [v for _, v in corners]
    margin = _ROOM * _DEGREE
    window = (min(us) - margin, min(vs) - margin, max(us) + margin, max(vs) + margin)
    left, bottom, right, top = window
    backdrop: list[Shape] = []
    for degrees in range(-90, 181, 30):
        u, v = _spot(degrees, degrees)
        if left < u < right:
            backdrop += [
                Line("grid", ((u, bottom), (u, top))),
                Words("tick", (u, bottom), f"{millimetres(degrees)}°", dy=12),
            ]
        if bottom < v < top:
            backdrop += [
                Line("grid", ((left, v), (right, v))),
                Words("tick", (left, v), f"{millimetres(degrees)}°", "right", dx=-6),
            ]
    backdrop += [
        Words("tick", ((left + right) / 2, bottom), "j2: the rear arm leans forward →", dy=28),
        Words("tick", (left, top), "j3", "right", dx=-6, dy=6),
        Words("tick", (left, top), "the forearm goes down ↓", "left", dx=6, dy=10),
        Area("reach", tuple(corners)),
    ]
    for edge, letter in _lettered(sight):
        points = [_spot(*angles) for angles in edge.angles]
        align, dx, dy = _WORDS[edge.limit, edge.upper]
        backdrop += [
            *_mark(points, letter),
            Words("words", points[len(points) // 2], _NAMES[edge.limit, edge.upper], align, dx, dy),
        ]
    return Panel("In joint angles", window, tuple(backdrop), _now(sight, window))


def _now(sight: Sight, window: tuple[float, float, float, float]) -> tuple[Shape, ...]:
    here = _spot(sight.pose.j2, sight.pose.j3)
    words = f"j2 {millimetres(sight.pose.j2)}°, j3 {millimetres(sight.pose.j3)}°"
    shapes: list[Shape] = [
        Dot("tip", here, 6),
        Words("loud", (window[2], window[3]), words, "right", dy=-12),
    ]
    if sight.refused is not None and sight.refused.angles is not None:
        refused = _spot(*sight.refused.angles)
        shapes = [*refused_way(here, refused, refused, window, named=False), *shapes]
    return tuple(shapes)
