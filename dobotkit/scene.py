"""What a camera saw, as plain data: this may leave the keeper, and a notebook may keep it.

A scene holds places, colours and numbers, and one picture that was covered and encoded
before it left. Nothing here holds a raw picture, and nothing here can ask for one.

Places are in mm in the arm's frame, as everywhere in the kit: x forward, y to the left, z
up. Boxes are in pixels of the scene's picture: x to the right, y down. Angles are degrees,
seen from above, counter-clockwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Literal

from dobotkit.errors import NotSeen, WrongValue
from dobotkit.geometry import Box, Point
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.things import COLOURS

__all__ = ["SURE", "UNKNOWN", "Bin", "Block", "Code", "Marker", "Picture", "Scene", "SourceKind"]

UNKNOWN: Final = "unknown"
"""The colour of a block whose colour cannot be told."""

SURE: Final = 0.5
"""A find below this is a guess: it is named, and not handed out."""

SourceKind = Literal["virtual", "usb", "file", "folder", "video"]
"""What took a picture."""

_SOURCES: Final = {
    "virtual": "the virtual camera",
    "usb": "the camera",
    "file": "a picture file",
    "folder": "a folder of pictures",
    "video": "a video file",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture that was covered before it left the keeper.

    Attributes
    ----------
    data:
        The encoded bytes.
    width, height:
        In pixels.
    words:
        What it shows, for who cannot see it.
    kind:
        ``"image/jpeg"`` or ``"image/png"``.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    words: str = ""
    kind: str = "image/jpeg"

    def __repr__(self) -> str:
        return f"<picture, {self.width} × {self.height} pixels>"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        # Jupyter asks for it; an image in an output is shown with its words.
        del include, exclude
        size = {"width": self.width, "height": self.height}
        return (
            {self.kind: self.data, "text/plain": self.words or repr(self)},
            {self.kind: {**size, "alt": self.words}},
        )


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
        hidden = f", {self.hidden:.0%} hidden" if self.hidden >= _WORTH_SAYING else ""
        unsure = f", only {self.sure:.0%} sure" if self.sure < SURE else ""
        return f"<{self.colour} block at x={x:.1f}, y={y:.1f} mm{marker}{stacked}{hidden}{unsure}>"


_WORTH_SAYING = 0.1


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
        Which kind of code: ``"QR Code"``, ``"Data Matrix"`` …
    text:
        What it says.
    box:
        Where it is in the picture, in pixels.
    """

    kind: str
    text: str
    box: Box

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r:.60}>"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the camera saw in one look.

    Attributes
    ----------
    blocks, markers, codes, bins:
        All that were found. A bin is no block; what lies in one is.
    picture:
        The covered picture.
    moment:
        When it was taken, in seconds; of the virtual camera by the arm's clock.
    source:
        What took it.
    calibrated:
        Whether it is known where the camera is: without it there are no places.
    error_mm:
        How wrong a place may be, in mm, as the calibration measured it; None if unknown.
    notes:
        What should be known about this look, in sentences.

    Examples
    --------
    >>> scene = Scene(blocks=(Block("red", Point(200.0, 30.0, -70.0)),))
    >>> scene.find_block("red")
    <red block at x=200.0, y=30.0 mm>
    """

    blocks: tuple[Block, ...] = ()
    markers: tuple[Marker, ...] = ()
    codes: tuple[Code, ...] = ()
    picture: Picture = field(default=Picture(b"", 0, 0), repr=False)
    moment: float = 0.0
    source: SourceKind = "virtual"
    calibrated: bool = True
    error_mm: float | None = None
    notes: tuple[str, ...] = ()
    bins: tuple[Bin, ...] = ()

    def find_block(self, colour: str | None = None, *, marker: int | None = None) -> Block:
        """Return the block of a colour, or with a marker; of several the surest.

        Parameters
        ----------
        colour:
            For example ``"red"``.
        marker:
            The number on top of it.

        Raises
        ------
        NotSeen
            It is not there, or the camera is not sure enough that it is.
        WrongValue
            There is no such colour.
        """
        if colour is None and marker is None:
            raise WrongValue(
                "find_block() has to know which block.",
                'Give a colour, scene.find_block("red"), or a marker, scene.find_block(marker=3).',
            )
        if colour is not None:
            _check_colour(colour)
        fits = [
            block
            for block in self.blocks
            if colour in (None, block.colour) and marker in (None, block.marker)
        ]
        wanted = _wanted(colour, marker)
        if not fits:
            raise NotSeen(f"The camera sees no {wanted}.", self._instead())
        best = max(fits, key=lambda block: (block.sure, -block.hidden))
        if best.sure < SURE:
            raise NotSeen(
                f"The camera may see a {wanted} at x={best.position.x:.0f}, "
                f"y={best.position.y:.0f} mm, but it is only {best.sure:.0%} sure.",
                "Take away what hides it, or give it more light, and look again: camera.look()",
            )
        return best

    def find_bin(self, colour: str) -> Bin:
        """Return the bin of a colour; of several the surest.

        Raises
        ------
        NotSeen
            It is not there, or the camera is not sure enough that it is.
        WrongValue
            There is no such colour.
        """
        _check_colour(colour)
        fits = [one for one in self.bins if one.colour == colour]
        if not fits:
            others = sorted(one.colour for one in self.bins if one.sure >= SURE)
            raise NotSeen(
                f"The camera sees no {colour} bin.",
                f"It sees bins of these colours: {', '.join(others)}."
                if others
                else "It sees no bin at all. Put the arm aside, arm.look_from(), and look again.",
            )
        best = max(fits, key=lambda one: one.sure)
        if best.sure < SURE:
            raise NotSeen(
                f"The camera may see a {colour} bin at x={best.position.x:.0f}, "
                f"y={best.position.y:.0f} mm, but it is only {best.sure:.0%} sure.",
                "Take away what hides it, or give it more light, and look again: camera.look()",
            )
        return best

    def describe(self) -> str:
        """Say in words what was seen, line by line, for reading or listening."""
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        if not self.calibrated:
            seen = "It is not known where the camera is, so nothing has a place in mm."
        elif not self.blocks:
            seen = "There is no block to be seen."
        elif len(self.blocks) == 1:
            seen = "There is one block to be seen."
        else:
            seen = f"There are {len(self.blocks)} blocks to be seen."
        lines = [f"A look through {_SOURCES[self.source]}. {seen}"]
        lines += [_line_of(block) for block in sorted(self.blocks, key=_in_order)]
        lines += [_line_of_bin(one, self.blocks) for one in self.bins]
        known = {block.marker for block in self.blocks}
        free = [
            one
            for one in self.markers
            # What lies on the desk to measure by is no news.
            if one.family != "aruco"
            or (one.number <= LARGEST_THING_NUMBER and one.number not in known)
        ]
        if free:
            lines.append("Markers that are on no block: " + ", ".join(map(_of_marker, free)) + ".")
        lines += [f"A {code.kind} says: “{code.text}”." for code in self.codes]
        if self.error_mm is not None:
            lines.append(f"Places may be wrong by about {max(self.error_mm, 0.1):.1f} mm.")
        lines += self.notes
        return lines

    def _instead(self) -> str:
        sure = [block for block in self.blocks if block.sure >= SURE]
        if not self.calibrated:
            return "Measure where the camera is first: camera.calibrate(arm)"
        if not sure:
            return "It sees no block at all. Is the table empty, or too dark? Look at scene.picture"
        names = sorted(_short(block) for block in sure)
        return f"It sees: {', '.join(names)}. scene.describe() says where."

    def __repr__(self) -> str:
        count = len(self.blocks)
        colours = ", ".join(block.colour for block in self.blocks)
        return (
            f"<scene of {count} block{'' if count == 1 else 's'}"
            + (f": {colours}" if colours else "")
            + (">" if self.calibrated else ", not calibrated>")
        )


def _check_colour(colour: object) -> None:
    if colour not in COLOURS:
        raise WrongValue(
            f"{colour!r:.40} is no colour that a thing can have.",
            f"Choose one of: {', '.join(COLOURS)}.",
        )


def _wanted(colour: str | None, marker: int | None) -> str:
    words = f"{colour} block" if colour is not None else "block"
    return words if marker is None else f"{words} with marker {marker}"


def _short(block: Block) -> str:
    colour = "unclear" if block.colour == UNKNOWN else block.colour
    return colour if block.marker is None else f"{colour} (marker {block.marker})"


def _in_order(block: Block) -> tuple[float, float]:
    # As one reads: from left to right as the arm sees it.
    return (-block.position.y, block.position.x)


def _where(position: Point) -> str:
    x, y, _ = position
    side = "straight ahead"
    if round(y):
        side = f"{abs(y):.0f} mm to the {'left' if y > 0 else 'right'}"
    return f"{x:.0f} mm in front of the arm, {side}"


def _line_of_bin(one: Bin, blocks: tuple[Block, ...]) -> str:
    inside = sum(one.contains(block) for block in blocks)
    colour = "bin of a colour that is not clear" if one.colour == UNKNOWN else f"{one.colour} bin"
    words = f"The {colour}: {_where(one.position)}; "
    words += "empty" if not inside else f"{inside} block{'' if inside == 1 else 's'} in it"
    if one.sure < SURE:
        words += f"; this is a guess ({one.sure:.0%} sure)"
    return words + "."


def _line_of(block: Block) -> str:
    words = f"{block.called[0].upper()}{block.called[1:]}: {_where(block.position)}"
    if block.stacked:
        words += ", on top of another block"
    if block.hidden >= _WORTH_SAYING:
        words += f", {block.hidden:.0%} of it hidden"
    if block.sure < SURE:
        words += f"; this is a guess ({block.sure:.0%} sure)"
    return words + "."


def _of_marker(marker: Marker) -> str:
    name = f"{'AprilTag' if marker.family == 'apriltag' else 'ArUco'} {marker.number}"
    if marker.position is None:
        return name
    return f"{name} at x={marker.position.x:.0f}, y={marker.position.y:.0f} mm"
