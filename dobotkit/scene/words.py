"""A scene in words that a reader of twelve and a screen reader can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dobotkit.geometry import Point
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.scene.card import Card
from dobotkit.scene.found import (
    CODE_NOT_TOLD,
    SURE,
    UNKNOWN,
    WORTH_SAYING,
    Bin,
    Block,
    Code,
    Face,
    Marker,
)

if TYPE_CHECKING:
    from dobotkit.scene.scene import Scene

__all__ = ["lines_of"]

# Of a block of which more is hidden, the place is not sure.
_MUCH: Final = 0.4

_SOURCES: Final = {
    "virtual": "the virtual camera",
    "usb": "the camera",
    "file": "a picture file",
    "folder": "a folder of pictures",
    "video": "a video file",
    "paper": "what was written down",
}


def lines_of(scene: Scene) -> list[str]:
    """Return what a scene is, line by line, for reading or listening."""
    if scene.view == "room":
        seen = "It is turned to the door of an invented classroom."
    elif scene.view == "close":
        seen = "It looks closely at one place of the table."
    elif not scene.calibrated:
        seen = "It is not known where the camera stands, so nothing has a place in mm."
    elif not scene.blocks:
        seen = "There is no block to be seen."
    elif len(scene.blocks) == 1:
        seen = "There is one block to be seen."
    else:
        seen = f"There are {len(scene.blocks)} blocks to be seen."
    lines = [f"A look through {_SOURCES[scene.source]}. {seen}"]
    lines += [_line_of(block) for block in sorted(scene.blocks, key=_in_order)]
    lines += [_line_of_bin(one, scene.blocks) for one in scene.bins]
    known = {block.marker for block in scene.blocks}
    free = [
        one
        for one in scene.markers
        # What lies on the desk to measure by is no news.
        if one.family != "aruco" or (one.number <= LARGEST_THING_NUMBER and one.number not in known)
    ]
    if free:
        lines.append("Markers that are on no block: " + ", ".join(map(_of_marker, free)) + ".")
    lines += [_line_of_code(code) for code in scene.codes]
    lines += [_line_of_card(card) for card in scene.cards]
    lines += _lines_of_faces(scene)
    if scene.error_mm is not None:
        lines.append(f"Places may be wrong by about {max(scene.error_mm, 0.1):.1f} mm.")
    lines += scene.notes
    return lines


def _line_of_code(code: Code) -> str:
    called = code.kind if code.kind.startswith("Code") else f"{code.kind} code"
    called = f"{'An' if code.kind[0] in 'AI' else 'A'} {called}"
    if code.text == CODE_NOT_TOLD:
        return (
            f"{called} was covered, and is not told: it holds a long number, as cards and tickets "
            "do."
        )
    return f"{called} says: “{code.text}”."


def _line_of_card(card: Card) -> str:
    words = "A card was found and covered"
    if card.position is not None:
        words += f": {_where(card.position)}"
    if card.sure < SURE:
        words += f"; that it is one is a guess ({card.sure:.0%} sure)"
    return words + "."


def _lines_of_faces(scene: Scene) -> list[str]:
    lines = []
    if scene.faces:
        lines.append(f"{_faces(len(scene.faces))} found and covered; {_how_sure(scene.faces)}.")
    if scene.maybe_faces:
        one = len(scene.maybe_faces) == 1
        lines.append(
            f"{'One place' if one else f'{len(scene.maybe_faces)} places'} that may be "
            f"{'a face was' if one else 'faces were'} covered and not counted; "
            f"{_how_sure(scene.maybe_faces)}."
        )
    return lines


def _faces(count: int) -> str:
    return "One face was" if count == 1 else f"{count} faces were"


def _how_sure(faces: tuple[Face, ...]) -> str:
    return f"how sure, from 0 to 1: {', '.join(f'{face.score:.2f}' for face in faces)}"


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
    if block.hidden >= WORTH_SAYING:
        words += f", {block.hidden:.0%} of it hidden"
        if block.hidden > _MUCH:
            words += ", so that its place may be wrong"
    if block.sure < SURE:
        words += f"; this is a guess ({block.sure:.0%} sure)"
    return words + "."


def _of_marker(marker: Marker) -> str:
    name = f"{'AprilTag' if marker.family == 'apriltag' else 'ArUco'} {marker.number}"
    if marker.position is None:
        return name
    return f"{name} at x={marker.position.x:.0f}, y={marker.position.y:.0f} mm"
