"""``Scene``: what the camera saw in one look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dobotkit.errors import NotCalibrated, NotSeen, WrongValue
from dobotkit.scene.card import Card
from dobotkit.scene.found import SURE, UNKNOWN, Bin, Block, Code, Face, Marker
from dobotkit.scene.picture import Picture
from dobotkit.scene.words import lines_of
from dobotkit.things import COLOURS

__all__ = ["Scene", "SourceKind", "View"]

SourceKind = Literal["virtual", "usb", "file", "folder", "video"]
"""What took a picture."""

View = Literal["table", "room", "close"]
"""Where a camera looks: at the table, through the room to its door, or closely at one place."""


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
        What took it; ``"paper"`` if nothing did, and this was written down.
    calibrated:
        Whether it is known where the camera is: without it there are no places.
    error_mm:
        How wrong a place may be, in mm, as the calibration measured it; None if unknown.
    notes:
        What should be known about this look, in sentences.
    faces:
        Where faces were found and covered, the surest first: those that count, of a score of
        0.7 and more.
    maybe_faces:
        What is less sure, from 0.5 on: covered all the same, and not counted.
    view:
        Where the camera looked: ``"table"``; ``"room"`` while people are invited; ``"close"`` if it
        looked at one place of the table alone.
    faces_known:
        Whether faces could be looked for. If not, the picture is blank, and that there are no
        ``faces`` does not say that nobody was there.
    cards:
        Where cards were found and covered, as identity cards and all that looks like one; the
        surest first. What stands on them is not told.
    cards_known:
        Whether cards could be looked for. If not, the picture is blank.

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
    source: SourceKind | Literal["paper"] = "virtual"
    calibrated: bool = True
    error_mm: float | None = None
    notes: tuple[str, ...] = ()
    bins: tuple[Bin, ...] = ()
    faces: tuple[Face, ...] = ()
    maybe_faces: tuple[Face, ...] = ()
    view: View = "table"
    faces_known: bool = True
    cards: tuple[Card, ...] = ()
    cards_known: bool = True

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
        NotCalibrated
            Nobody knows where the camera is, or it has moved.
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
        self._check_places()
        wanted = _wanted(colour, marker)
        if not fits:
            raise NotSeen(f"The camera sees no {wanted}.", self._instead())
        best = max(fits, key=lambda block: (block.sure, -block.hidden))
        _check_sure(best, wanted)
        return best

    def find_bin(self, colour: str) -> Bin:
        """Return the bin of a colour; of several the surest.

        Raises
        ------
        NotSeen
            It is not there, or the camera is not sure enough that it is.
        NotCalibrated
            Nobody knows where the camera is, or it has moved.
        WrongValue
            There is no such colour.
        """
        _check_colour(colour)
        self._check_places()
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
        _check_sure(best, f"{colour} bin")
        return best

    @property
    def card(self) -> Card:
        """The card; of several the surest.

        Raises
        ------
        NotSeen
            There is none, or cards could not be looked for.
        """
        if self.cards:
            return max(self.cards, key=lambda one: one.sure)
        if not self.cards_known:
            raise NotSeen(
                "Cards could not be looked for in this picture.",
                "What stands in the way is said by scene.notes. Then look again: camera.look()",
            )
        raise NotSeen(
            "The camera sees no card.",
            "Lay it flat, with all four corners in the picture and nothing on it, and look again.",
        )

    def describe(self) -> str:
        """Say in words what was seen, line by line, for reading or listening."""
        return "\n".join(lines_of(self))

    def _check_places(self) -> None:
        if self.view == "room":
            raise NotCalibrated(
                "The camera looks at the door now, and there is no table to be seen.",
                "Turn it to the table again: camera.say_goodbye(). Then look: camera.look()",
            )
        if self.view == "close":
            raise NotCalibrated(
                "The camera looks closely at one place, and tells blocks and bins only from afar.",
                "Look at the whole table: camera.look()",
            )
        if not self.calibrated:
            what = self.notes[0] if self.notes else "Nobody has measured where the camera stands."
            raise NotCalibrated(
                f"The camera tells no places now. {what}",
                "Measure where it stands: camera.calibrate(arm). Then look again: camera.look()",
            )

    def _instead(self) -> str:
        sure = [block for block in self.blocks if block.sure >= SURE]
        if not sure:
            return "It sees no block at all. Is the table empty, or too dark? Look at scene.picture"
        names = sorted(_short(block) for block in sure)
        return f"It sees: {', '.join(names)}. scene.describe() says where."

    def __repr__(self) -> str:
        if self.view == "room":
            if not self.faces_known:
                return "<scene of the door: faces could not be looked for>"
            count = len(self.faces)
            return f"<scene of the door: {count} face{'' if count == 1 else 's'}, covered>"
        if self.view == "close":
            return f"<scene of one place, closely: {_some_cards(len(self.cards))}>"
        count = len(self.blocks)
        colours = ", ".join(block.colour for block in self.blocks)
        return (
            f"<scene of {count} block{'' if count == 1 else 's'}"
            + (f": {colours}" if colours else "")
            + (f"; {_some_cards(len(self.cards))}" if self.cards else "")
            + (">" if self.calibrated else ", not calibrated>")
        )


def _some_cards(count: int) -> str:
    return f"{count} card{'' if count == 1 else 's'}, covered" if count else "no card"


def _check_colour(colour: object) -> None:
    if colour not in COLOURS:
        raise WrongValue(
            f"{colour!r:.40} is no colour that a thing can have.",
            f"Choose one of: {', '.join(COLOURS)}.",
        )


def _check_sure(best: Block | Bin, wanted: str) -> None:
    if best.sure < SURE:
        raise NotSeen(
            f"The camera may see a {wanted} at x={best.position.x:.0f}, "
            f"y={best.position.y:.0f} mm, but it is only {best.sure:.0%} sure.",
            "Take away what hides it, or give it more light, and look again: camera.look()",
        )


def _wanted(colour: str | None, marker: int | None) -> str:
    words = f"{colour} block" if colour is not None else "block"
    return words if marker is None else f"{words} with marker {marker}"


def _short(block: Block) -> str:
    colour = "unclear" if block.colour == UNKNOWN else block.colour
    return colour if block.marker is None else f"{colour} (marker {block.marker})"
