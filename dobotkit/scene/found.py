"""What can be found in a picture: blocks, bins, markers, codes, faces, each as plain data."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from dobotkit.errors import WrongValue
from dobotkit.geometry import Box, Point

__all__ = [
    "CODE_NOT_TOLD",
    "SURE",
    "UNKNOWN",
    "WORTH_SAYING",
    "Bin",
    "Block",
    "Code",
    "Face",
    "Marker",
]

UNKNOWN: Final = "unknown"
"""The colour of a block whose colour cannot be told."""

CODE_NOT_TOLD: Final = "(covered and not told: it holds a long number, as cards and tickets do)"
"""The text of a code that says a number by which somebody may be known."""

SURE: Final = 0.5
"""A find below this is a guess: it is named, and not handed out."""

WORTH_SAYING: Final = 0.1
"""A smaller hidden share than this is not spoken of."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block that was seen.

    Attributes
    ----------
    colour:
        One of :data:`dobotkit.things.COLOURS`, or ``"unknown"``.
    position:
        The middle of its underside, in mm in the arm's frame: ``arm.pick(block)`` and
        ``arm.pick(block.position)`` know what to do with it.
    angle:
        How far its length is turned from the x axis, in degrees.
    size:
        Length, width and height in mm.
    marker:
        The number of the ArUco marker on top of it, or None.
    box:
        Where it is in the picture, in pixels.
    sure:
        How sure it is, from 0 to 1; below 0.5 it is a guess.
    stacked:
        Whether it stands on another block.
    hidden:
        The share of it that something hides, from 0 to 1.
    """

    colour: str
    position: Point
    angle: float = 0.0
    size: tuple[float, float, float] = (25.0, 25.0, 25.0)
    marker: int | None = None
    box: Box = field(default=Box(0.0, 0.0, 0.0, 0.0))
    sure: float = 1.0
    stacked: bool = False
    hidden: float = 0.0

    @property
    def top(self) -> Point:
        """The middle of its top, in mm in the arm's frame."""
        x, y, z = self.position
        return Point(x, y, z + self.size[2])

    @property
    def called(self) -> str:
        """How one would speak of it: "the red block with marker 3"."""
        colour = (
            "block of a colour that is not clear"
            if self.colour == UNKNOWN
            else (f"{self.colour} block")
        )
        return f"the {colour}" + (f" with marker {self.marker}" if self.marker is not None else "")

    def __repr__(self) -> str:
        x, y, _ = (round(value, 1) + 0.0 for value in self.position)  # no "-0.0"
        marker = f", marker {self.marker}" if self.marker is not None else ""
        stacked = ", on another block" if self.stacked else ""
        hidden = f", {self.hidden:.0%} hidden" if self.hidden >= WORTH_SAYING else ""
        unsure = f", only {self.sure:.0%} sure" if self.sure < SURE else ""
        return f"<{self.colour} block at x={x:.1f}, y={y:.1f} mm{marker}{stacked}{hidden}{unsure}>"


# Two usual cubes fit beside each other at this distance in mm, however they are turned.
_SIDE_BY_SIDE = 36.0


@dataclass(frozen=True, slots=True)
class Bin:
    """A bin that was seen: open at the top, to let blocks fall into.

    Attributes
    ----------
    colour:
        One of :data:`dobotkit.things.COLOURS`, or ``"unknown"``.
    position:
        The middle of its underside, in mm in the arm's frame: ``arm.drop_into(bin)`` knows
        what to do with it.
    angle:
        How far its length is turned from the x axis, in degrees.
    size:
        Length, width and height in mm.
    box:
        Where it is in the picture, in pixels.
    sure:
        How sure it is, from 0 to 1; below 0.5 it is a guess.
    """

    colour: str
    position: Point
    angle: float = 0.0
    size: tuple[float, float, float] = (90.0, 70.0, 20.0)
    box: Box = field(default=Box(0.0, 0.0, 0.0, 0.0))
    sure: float = 1.0

    def contains(self, block: Block) -> bool:
        """Tell whether the middle of a block lies inside this bin, seen from above."""
        turn = math.radians(self.angle)
        x, y = block.position.x - self.position.x, block.position.y - self.position.y
        along = x * math.cos(turn) + y * math.sin(turn)
        across = y * math.cos(turn) - x * math.sin(turn)
        return abs(along) <= self.size[0] / 2 and abs(across) <= self.size[1] / 2

    def part(self, number: int, *, of: int) -> Bin:
        """Return one part of this bin, so that things lie side by side and not on each other.

        ::

            arm.drop_into(home.part(1, of=2))

        Parameters
        ----------
        number:
            Which part, from 1.
        of:
            Into how many parts the longer side is divided.

        Raises
        ------
        WrongValue
            There is no such part.
        """
        if not (type(number) is int and type(of) is int and 1 <= number <= of):
            raise WrongValue(
                f"There is no part {number!r:.20} of {of!r:.20} parts.",
                "Parts are counted from 1: home.part(1, of=2), home.part(2, of=2).",
            )
        length, width, height = self.size
        lengthwise = length >= width
        turn = math.radians(self.angle if lengthwise else self.angle + 90)
        # Not farther from the middle than things need: near the wall they would lie askew.
        wide = min(max(length, width) / of, _SIDE_BY_SIDE)
        away = (number - (of + 1) / 2) * wide
        x, y, z = self.position
        size = (wide, width, height) if lengthwise else (length, wide, height)
        middle = Point(x + away * math.cos(turn), y + away * math.sin(turn), z)
        return replace(self, position=middle, size=size)

    def __repr__(self) -> str:
        x, y, _ = (round(value, 1) + 0.0 for value in self.position)  # no "-0.0"
        unsure = f", only {self.sure:.0%} sure" if self.sure < SURE else ""
        return f"<{self.colour} bin at x={x:.1f}, y={y:.1f} mm{unsure}>"


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed marker that was seen.

    Attributes
    ----------
    family:
        ``"aruco"`` or ``"apriltag"``.
    number:
        Which one of its family.
    position:
        Its middle, in mm in the arm's frame; None if the camera is not calibrated.
    angle:
        How far it is turned, in degrees; None if the camera is not calibrated.
    box:
        Where it is in the picture, in pixels.
    """

    family: Literal["aruco", "apriltag"]
    number: int
    position: Point | None
    angle: float | None
    box: Box

    def __repr__(self) -> str:
        where = ""
        if self.position is not None:
            x, y, _ = (round(value, 1) + 0.0 for value in self.position)
            where = f" at x={x:.1f}, y={y:.1f} mm"
        return f"<{self.family} marker {self.number}{where}>"


@dataclass(frozen=True, slots=True)
class Code:
    """A printed code that was seen, such as a QR code.

    Attributes
    ----------
    kind:
        Which kind of code: ``"QR"``, ``"Micro QR"``, ``"Data Matrix"`` or ``"Aztec"``; of one
        that was covered also ``"PDF417"``, ``"Code 128"`` and others.
    text:
        What it says; of one with a long number, :data:`CODE_NOT_TOLD`.
    box:
        Where it is in the picture, in pixels.
    """

    kind: str
    text: str
    box: Box

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r:.60}>"


@dataclass(frozen=True, slots=True)
class Face:
    """A place where a face was found, and covered: nobody can tell from this whose it is.

    Attributes
    ----------
    box:
        Where it is in the picture, in pixels; the cover is larger on every side.
    score:
        How sure the finder is that this is a face, from 0 to 1.
    """

    box: Box
    score: float

    def __repr__(self) -> str:
        return f"<a face, covered, score {self.score:.2f}>"
