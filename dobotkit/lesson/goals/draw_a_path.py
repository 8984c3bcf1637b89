"""The goals of lesson 04, "Draw a path".

They look at the lines on ``arm.paper``, which are made of what the arm
reported while it was drawing. Whether there is ink on real paper, and whether
it is beautiful, people have to see.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dobotkit.arm.arm import Arm
from dobotkit.drawing import Drawing, Spot, Stroke
from dobotkit.drawing.thin import distance
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question

__all__ = ["GOALS", "QUESTIONS", "picture", "sun", "triangle"]

# How far in mm a line may be from what is asked for.
_CLOSE = 3.0
_FINE_MM = 2.0

_TRIANGLE = ((220.0, -40.0), (220.0, 40.0), (280.0, 0.0), (220.0, -40.0))
_MIDDLE = (245.0, 0.0)
_RAYS, _RAY_MM, _APART = 8, 15.0, 10.0
_STROKES, _LINE_MM = 3, 200.0


def triangle(arm: Arm) -> Missing | None:
    """One closed line through the three corners."""
    lines = arm.paper.lines
    if not lines:
        return _EMPTY
    corners = [
        Missing(f"no line goes through the corner ({x:.0f}, {y:.0f}).", "Is it among your points?")
        for x, y in _TRIANGLE[:3]
        if not _near((x, y), lines)
    ]
    sides = [
        Missing(
            f"the side from ({a[0]:.0f}, {a[1]:.0f}) to ({b[0]:.0f}, {b[1]:.0f}) is missing.",
            "To close the line, end it where it began.",
        )
        for a, b in pairwise(_TRIANGLE)
        if not all(_near(spot, lines) for spot in _along((a, b)))
    ]
    stray = [
        Missing(
            f"there is also a line at ({x:.0f}, {y:.0f}), which is no part of the triangle.",
            "Take new paper: arm.paper.new(), then draw only the triangle.",
        )
        for x, y in _spots(lines)
        if not _near((x, y), (_TRIANGLE,))
    ]
    return first_missing(*corners, *sides, *stray)


def sun(arm: Arm) -> Missing | None:
    """At least eight straight rays that point away from the middle, all in other directions."""
    lines = arm.paper.lines
    if not lines:
        return _EMPTY
    directions: list[float] = []
    for line in lines:
        direction = _ray(line)
        if direction is not None and all(_turn(direction, other) > _APART for other in directions):
            directions.append(direction)
    return first_missing(
        None
        if len(directions) >= _RAYS
        else Missing(
            f"there are {len(directions)} rays that point away from the middle "
            f"({_MIDDLE[0]:.0f}, {_MIDDLE[1]:.0f}), and {_RAYS} are wanted.",
            f"A ray is a straight line of {_RAY_MM:.0f} mm or more, a stroke of its own, "
            "and each has another direction.",
        ),
    )


def picture(arm: Arm) -> Missing | None:
    """At least three strokes, and 200 mm of line in all."""
    lines = arm.paper.lines
    if not lines:
        return _EMPTY
    length = Drawing(lines).length
    return first_missing(
        None
        if len(lines) >= _STROKES
        else Missing(
            f"there {'is 1 stroke' if len(lines) == 1 else f'are {len(lines)} strokes'} "
            f"on the paper, and {_STROKES} are wanted.",
            "Lift the pen: draw several lists of points, or add another drawing.",
        ),
        None
        if length >= _LINE_MM
        else Missing(
            f"there are {length:.0f} mm of line, and {_LINE_MM:.0f} mm are wanted.",
            "Make it bigger, or draw more.",
        ),
    )


_EMPTY = Missing("the paper is empty.", "Draw something: arm.draw(points).")


def _near(spot: Spot, lines: Sequence[Stroke]) -> bool:
    return any(
        min((distance(spot, a, b) for a, b in pairwise(line)), default=math.dist(spot, line[0]))
        <= _CLOSE
        for line in lines
    )


def _along(line: Stroke) -> list[Spot]:
    """Places on a line, so close together that nothing is missed between."""
    found = [line[0]]
    for a, b in pairwise(line):
        count = max(1, math.ceil(math.dist(a, b) / _FINE_MM))
        found += [
            (a[0] + (b[0] - a[0]) * i / count, a[1] + (b[1] - a[1]) * i / count)
            for i in range(1, count + 1)
        ]
    return found


def _spots(lines: Sequence[Stroke]) -> list[Spot]:
    return [spot for line in lines for spot in _along(line)]


def _ray(line: Stroke) -> float | None:
    """Direction in degrees of a line that points away from the middle; None if it does not."""
    inner, outer = sorted((line[0], line[-1]), key=lambda spot: math.dist(spot, _MIDDLE))
    if math.dist(inner, outer) < _RAY_MM - 1:
        return None
    on_the_way = distance(inner, _MIDDLE, outer) <= _CLOSE
    straight = all(distance(spot, inner, outer) <= _CLOSE for spot in line)
    if not (on_the_way and straight):
        return None
    return math.degrees(math.atan2(outer[1] - _MIDDLE[1], outer[0] - _MIDDLE[0]))


def _turn(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


GOALS = (
    Goal(
        name="triangle",
        done="the line goes through all three corners, and is closed.",
        takes=(("arm", Arm),),
        missing=triangle,
        hints=(
            "A line is a list of points in square brackets; each point is a pair (x, y).",
            "A square needed five points. How many does a triangle need?",
            "The first point stands at the end once more, so that the line is closed.",
            "arm.draw([(220, -40), (220, 40), (280, 0), (220, -40)])",
        ),
    ),
    Goal(
        name="sun",
        done="the sun shines in all directions.",
        takes=(("arm", Arm),),
        missing=sun,
        hints=(
            "One ray first: a stroke of two points, the second farther out than the first.",
            "at(0, 20) and at(0, 38) are such points: [at(0, 20), at(0, 38)] is a ray.",
            "Begin with an empty list, rays = [], and let a loop append one ray after the other.",
            "for i in range(8):  then, moved in,  rays.append([at(i / 8, 20), at(i / 8, 38)])",
        ),
    ),
    Goal(
        name="picture",
        done="there is your picture. Whether it is beautiful, people decide.",
        takes=(("arm", Arm),),
        missing=picture,
        hints=(
            "A picture is a list of strokes, and a stroke is a list of points.",
            "Sketch it on squared paper: one square for 10 mm. Then read the points off.",
            'Or take a file: Drawing.from_svg("leaf.svg"), and fit it to the paper.',
            'arm.draw(Drawing.from_svg("leaf.svg").fit(x=(205, 285), y=(-40, 40)))',
        ),
    ),
)

QUESTIONS = (
    Question(
        name="five",
        text="The square has four corners. Why are there five points in the list?",
        answers={
            "the pen has to come back": "Without the fifth point, one side would be missing.",
            "the fifth is the middle": "Look at it: the fifth point is the same as the first.",
            "four points are too few for the arm": "The arm draws lists of any length.",
        },
        right="the pen has to come back",
    ),
    Question(
        name="lift",
        text="The robot has 14 strokes. How often is the pen lifted from the paper?",
        answers={
            14: "Once after each stroke, after the last one as well.",
            13: "Nearly: between the strokes it is 13 times. And after the last one?",
            1: "The pen would draw a line from every part to the next.",
        },
        right=14,
        otherwise="Think of what the pen does after each stroke.",
    ),
)
