"""How a refused move is drawn: the way that was asked for, and where it would have failed.

It is told by shape and words, not by colour: a dashed line, a cross in a
disc at the refused target, and "!" where the way leaves the reach.
"""

from __future__ import annotations

import math

from dobotkit.widgets.shapes import Dot, Line, Shape, Spot, Words

__all__ = ["refused_way"]

_DISC, _ARM = 12.0, 6.0
# From the edge of a panel, so that there is room for a disc and an arrow.
_MARGIN = 30.0
# Two marks nearer than this (in mm) would cover each other.
_APART = 2 * _DISC


def refused_way(
    start: Spot,
    trouble: Spot,
    target: Spot,
    window: tuple[float, float, float, float],
    *,
    named: bool = True,
) -> tuple[Shape, ...]:
    """Shapes for one panel.

    Parameters
    ----------
    start:
        Where the arm stands.
    trouble:
        Where the way leaves the reach: on the way, or the target itself.
    target:
        Where the arm was asked to go.
    window:
        Left, bottom, right and top of the panel. A target outside is drawn
        where the way to it leaves the panel, with an arrow.
    named:
        Whether to write "refused" beside the cross.
    """
    end = _inside(start, target, window)
    shapes: list[Shape] = [
        Line("refused-way", (start, trouble, end) if end == target else (start, end))
    ]
    # A turn of the base is not seen from the side: then only the trouble is.
    turns = math.dist(start, target) < _APART
    if trouble != target and (turns or math.dist(trouble, end) > _APART):
        shapes += [Dot("refused", trouble, _DISC), Words("loud", trouble, "!")]
    if not turns:
        u, v = end
        shapes += [
            Dot("refused", end, _DISC),
            Line("refused-cross", ((u - _ARM, v - _ARM), (u + _ARM, v + _ARM))),
            Line("refused-cross", ((u - _ARM, v + _ARM), (u + _ARM, v - _ARM))),
        ]
        if end != target:
            shapes.append(_arrow(end, target))
        if named:
            # Away from the way; at the edge of the panel, towards its middle.
            above = (v > start[1]) is (end == target)
            shapes.append(Words("loud", end, "refused", dy=-22 if above else 22))
    return tuple(shapes)


def _arrow(at: Spot, towards: Spot) -> Line:
    """The head of an arrow beside a disc: the target is farther out."""
    length = math.dist(at, towards)
    du, dv = (towards[0] - at[0]) / length, (towards[1] - at[1]) / length
    tip = (at[0] + du * (_DISC + 10), at[1] + dv * (_DISC + 10))
    barbs = [(tip[0] - 6 * du + s * 6 * dv, tip[1] - 6 * dv - s * 6 * du) for s in (-1, 1)]
    return Line("refused-cross", (barbs[0], tip, barbs[1]))


def _inside(start: Spot, target: Spot, window: tuple[float, float, float, float]) -> Spot:
    """The target, or where the way to it comes near the edge of the window."""
    left, bottom, right, top = window
    part = 1.0
    for at, towards, low, high in (
        (start[0], target[0], left, right),
        (start[1], target[1], bottom, top),
    ):
        if not low + _DISC <= towards <= high - _DISC:
            edge = high - _MARGIN if towards > high - _DISC else low + _MARGIN
            # An arm that stands outside as well: the mark stays with it.
            part = min(part, max((edge - at) / (towards - at), 0.0) if towards != at else 0.0)
    if part == 1.0:
        return target
    return start[0] + (target[0] - start[0]) * part, start[1] + (target[1] - start[1]) * part
