"""``Paper``: at which height it lies, and what the pen has drawn on it."""

from __future__ import annotations

import math
from itertools import pairwise

from dobotkit.arm.values import height
from dobotkit.errors import WrongValue
from dobotkit.geometry import Pose

__all__ = ["Paper"]

Spot = tuple[float, float]
Target = tuple[float, float, float, float]

# mm above the paper at which a pen still counts as down: poses are 32-bit
# floats, and arms repeat a height to 0.2 mm.
_TOUCHING = 0.3


class Paper:
    """The sheet of paper that an arm draws on.

    ::

        arm.paper.z = -60     # the wrist's height when the pen touches the paper
        arm.draw(points)
        arm.paper.lines       # what was drawn
        arm.paper.new()       # a new sheet

    The lines are made of what the arm reported, not of what it was asked to
    draw: of the points whose commands it has ended, with no alarm since, and
    of the place where it says that it is. Whether the pen wrote, nobody tells
    the kit, nor what a pen drew that was moved in another way.
    """

    __slots__ = ("_down", "_drawing", "_lines", "_news", "_tip", "_z")

    def __init__(self) -> None:
        self._z: float | None = None
        self._lines: list[list[Spot]] = []
        # What has ended since the last pose, and where a line now ends.
        self._news: list[tuple[Spot, bool]] = []
        self._tip: Spot | None = None
        self._drawing = self._down = False

    @property
    def z(self) -> float | None:
        """Height of the wrist in mm when the pen touches the paper; None until it is set."""
        return self._z

    @z.setter
    def z(self, value: float) -> None:
        self._z = height("z", value)

    @property
    def lines(self) -> tuple[tuple[Spot, ...], ...]:
        """What is on the sheet: strokes of places (x, y) in mm."""
        lines, tip = [tuple(line) for line in self._lines], self._tip
        if tip is not None and lines and lines[-1][-1] != tip:
            lines[-1] = (*lines[-1], tip)
        return tuple(lines)

    def new(self) -> None:
        """Take a new sheet, at the same height."""
        self._lines, self._news, self._tip = [], [], None
        self._down = False

    def __repr__(self) -> str:
        lines = self.lines
        where = "at an unknown height" if self._z is None else f"at z {self._z:g} mm"
        if not lines:
            return f"Paper({where}, empty)"
        length = sum(math.dist(a, b) for line in lines for a, b in pairwise(line))
        count = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
        return f"Paper({where}, {count}, {length:.0f} mm)"

    # Below: what an arm that draws says to its paper.

    def height_for(self, z: object) -> float:
        """Return the height to draw at: ``z``, or without it the one that is known.

        Raises
        ------
        WrongValue
            Neither is there.
        """
        if z is not None:
            return height("z", z)
        if self._z is None:
            raise WrongValue(
                "Nobody has said yet at which height the paper lies.",
                "Let the pen touch it, look at arm.pose().z, and write for example "
                "arm.paper.z = -60",
            )
        return self._z

    def begin(self, z: float) -> None:
        """Note that the arm begins to draw at a height in mm."""
        self._z, self._drawing, self._down = z, True, False
        self._news, self._tip = [], None

    def end(self) -> None:
        """Note that the arm does not draw any more."""
        self._drawing = False
        self._news = []

    def reached(self, place: Target) -> None:
        """Note that the arm has ended a command that leads to a place (x, y, z, r)."""
        x, y, z, _ = place
        self._news.append(((x, y), self._z is not None and z <= self._z))

    def take_in(self, pose: Pose) -> None:
        """Take in a pose that the arm has told, having reported no alarm."""
        if not self._drawing or self._z is None:
            return
        for spot, down in self._news:
            if down and not self._down:
                self._lines.append([spot])
            elif down:
                self._lines[-1].append(spot)
            self._down = down
        self._news.clear()
        touches = self._down and pose.z <= self._z + _TOUCHING
        self._tip = (pose.x, pose.y) if touches else None
