"""What was seen, as plain data for a page: marks to draw, rows to read, words to hear."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dobotkit.geometry import Box, Point
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.scene import (
    SURE,
    UNKNOWN,
    WORTH_SAYING,
    Bin,
    Block,
    Card,
    Face,
    Marker,
    Picture,
    Scene,
)
from dobotkit.widgets.palette import LETTERS, ON_DARK, THINGS

__all__ = ["live_words", "seen_in"]

_PAINTS = dict(THINGS)
_LONGEST_CODE = 24


def seen_in(thing: Scene | Picture, *, live: bool) -> dict[str, Any]:
    """Describe what was seen, without a pixel of it.

    Parameters
    ----------
    thing:
        What was seen, or its picture alone.
    live:
        Whether more follows: then the words leave out what changes all the time.

    Returns
    -------
    dict
        Width and height of the picture, ``marks`` (boxes in its pixels, each with a label),
        ``rows`` of a list, and ``words``.
    """
    picture = thing.picture if isinstance(thing, Scene) else thing
    seen: dict[str, Any] = {"width": picture.width, "height": picture.height, "kind": picture.kind}
    if isinstance(thing, Picture):
        return seen | {"marks": [], "rows": [], "words": picture.words}
    return seen | {
        "marks": _marks(thing),
        "rows": _rows(thing),
        "words": live_words(thing) if live else thing.describe(),
    }


def live_words(scene: Scene) -> str:
    """Say how many blocks of which colour are seen: what changes only when something happens."""
    colours = Counter(_name(block) for block in scene.blocks)
    parts = [_some(count, name) for name, count in sorted(colours.items())]
    if scene.bins:
        parts.append(_some(len(scene.bins), "bin"))
    free = [str(one.number) for one in _free(scene) if not _is_card(one)]
    if free:
        parts.append(f"{'markers' if len(free) > 1 else 'marker'} {', '.join(free)}")
    if scene.codes:
        parts.append(_some(len(scene.codes), "code"))
    if scene.cards:
        parts.append(f"{_some(len(scene.cards), 'card')}, covered")
    if scene.faces:
        parts.append(f"{_some(len(scene.faces), 'face')}, covered")
    if scene.maybe_faces:
        parts.append(f"{_some(len(scene.maybe_faces), 'place')} that may be a face, covered")
    nothing = "nobody" if scene.view == "room" else "no block"
    words = [f"In the picture: {', '.join(parts) or nothing}."]
    hidden = sum(block.hidden >= WORTH_SAYING for block in scene.blocks)
    if hidden:
        words.append(f"{_some(hidden, 'block')} partly hidden.")
    return " ".join([*words, *scene.notes])


def _some(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _name(block: Block) -> str:
    return "unclear block" if block.colour == UNKNOWN else f"{block.colour} block"


def _marks(scene: Scene) -> list[dict[str, Any]]:
    """Blocks as frames, bins as double ones, markers as corners, codes as dots.

    Cards are crossed frames, faces ovals.
    """
    marks = []
    for block in scene.blocks:
        marker = "" if block.marker is None else f" #{block.marker}"
        marks.append(_painted(block, f"{block.colour}{marker}") | {"kind": "block"})
    marks += [_painted(one, f"{one.colour} bin") | {"kind": "bin"} for one in scene.bins]
    marks += [
        # Cards of the desk have no label: they are always there.
        {
            **_place(marker.box),
            "kind": "marker",
            "text": "" if _is_card(marker) else f"marker {marker.number}",
            "sure": True,
        }
        for marker in _free(scene)
    ]
    marks += [
        {**_place(code.box), "kind": "code", "text": code.kind, "sure": True}
        for code in scene.codes
    ]
    marks += [
        {**_place(card.box), "kind": "card", "text": _card(card), "sure": card.sure >= SURE}
        for card in scene.cards
    ]
    return (
        marks
        + [_face_mark(face, sure=True) for face in scene.faces]
        + [_face_mark(face, sure=False) for face in scene.maybe_faces]
    )


def _card(card: Card) -> str:
    return "card" if card.sure >= SURE else "card ?"


def _face_mark(face: Face, *, sure: bool) -> dict[str, Any]:
    text = f"face {face.score:.2f}" if sure else f"face? {face.score:.2f}"
    return {**_place(face.box), "kind": "face", "text": text, "sure": sure}


def _free(scene: Scene) -> list[Marker]:
    """Return the markers that are on no block: a block says its own."""
    own = {block.marker for block in scene.blocks}
    return [one for one in scene.markers if one.family != "aruco" or one.number not in own]


def _is_card(marker: Marker) -> bool:
    return marker.family == "aruco" and marker.number > LARGEST_THING_NUMBER


def _painted(one: Block | Bin, text: str) -> dict[str, Any]:
    sure = one.sure >= SURE
    return {
        **_place(one.box),
        "text": text if sure else f"{text} ?",
        "sure": sure,
        "paint": _PAINTS.get(one.colour, ""),
        "letter": LETTERS.get(one.colour, "?"),
        "ink": "#ffffff" if one.colour in ON_DARK else "#111111",
    }


def _place(box: Box) -> dict[str, int]:
    return {
        "x": round(box.x), "y": round(box.y), "w": round(box.width), "h": round(box.height)
    }  # fmt: skip


def _rows(scene: Scene) -> list[list[str]]:
    """What, where, and what else there is to say."""
    rows = []
    for block in scene.blocks:
        more = []
        if block.marker is not None:
            more.append(f"marker {block.marker}")
        if block.stacked:
            more.append("on another one")
        if block.hidden >= WORTH_SAYING:
            more.append("partly hidden")
        rows.append(_row(block, "block", more))
    rows += [_row(one, "bin", []) for one in scene.bins]
    rows += [
        [
            "card of the desk" if _is_card(one) else f"{one.family} marker",
            f"number {one.number}",
            "",
        ]
        for one in _free(scene)
    ]
    rows += [[code.kind, code.text[:_LONGEST_CODE], ""] for code in scene.codes]
    rows += [_card_row(card) for card in scene.cards]
    rows += [_face_row(face, "face", "covered") for face in scene.faces]
    rows += [_face_row(face, "face?", "covered, not counted") for face in scene.maybe_faces]
    return rows


def _card_row(card: Card) -> list[str]:
    more = "covered" if card.sure >= SURE else "covered, not sure"
    if card.position is None or card.angle is None:
        return ["card", _in_pixels(card.box), more]
    return ["card", _in_mm(card.position, card.angle), more]


def _face_row(face: Face, what: str, more: str) -> list[str]:
    return [f"{what} {face.score:.2f}", _in_pixels(face.box), more]


def _in_pixels(box: Box) -> str:
    x, y = map(round, box.centre)
    return f"{x} from the left, {y} from above, in pixels"


def _in_mm(position: Point, angle: float) -> str:
    x, y = round(position.x), round(position.y)
    return f"x {x}, y {y} mm; turned {round(angle)}°".replace("-", "−")


def _row(one: Block | Bin, kind: str, more: list[str]) -> list[str]:
    if one.sure < SURE:
        more = [*more, "not sure"]
    return [f"{one.colour} {kind}", _in_mm(one.position, one.angle), ", ".join(more)]
