"""What was seen, as plain data for a page: marks to draw, rows to read, words to hear."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dobotkit.geometry import Box
from dobotkit.scene import SURE, UNKNOWN, Block, Picture, Scene
from dobotkit.widgets.palette import LETTERS, ON_DARK, THINGS

__all__ = ["live_words", "seen_in"]

# A share of a block that is worth a word.
_HIDDEN = 0.1
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
    parts = [f"{count} {name}" for name, count in sorted(colours.items())]
    if scene.markers:
        numbers = ", ".join(str(marker.number) for marker in scene.markers)
        parts.append(f"{'markers' if len(scene.markers) > 1 else 'marker'} {numbers}")
    if scene.codes:
        parts.append("1 code" if len(scene.codes) == 1 else f"{len(scene.codes)} codes")
    words = [f"In the picture: {', '.join(parts) or 'no block'}."]
    hidden = sum(block.hidden >= _HIDDEN for block in scene.blocks)
    if hidden:
        words.append(f"{hidden} of them partly hidden.")
    return " ".join([*words, *scene.notes])


def _name(block: Block) -> str:
    return "of no clear colour" if block.colour == UNKNOWN else block.colour


def _marks(scene: Scene) -> list[dict[str, Any]]:
    """Boxes: blocks as frames, markers as corners, codes as dots; each with its label."""
    marks = []
    for block in scene.blocks:
        sure = block.sure >= SURE
        marker = "" if block.marker is None else f" #{block.marker}"
        marks.append(
            {
                **_place(block.box),
                "kind": "block",
                "text": f"{block.colour}{marker}{'' if sure else ' ?'}",
                "sure": sure,
                "paint": _PAINTS.get(block.colour, ""),
                "letter": LETTERS.get(block.colour, "?"),
                "ink": "#ffffff" if block.colour in ON_DARK else "#111111",
            }
        )
    # A block says its own marker already.
    own = {block.marker for block in scene.blocks}
    marks += [
        {**_place(marker.box), "kind": "marker", "text": f"marker {marker.number}", "sure": True}
        for marker in scene.markers
        if marker.number not in own
    ]
    marks += [
        {**_place(code.box), "kind": "code", "text": code.kind, "sure": True}
        for code in scene.codes
    ]
    return marks


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
        if block.hidden >= _HIDDEN:
            more.append("partly hidden")
        if block.sure < SURE:
            more.append("not sure")
        x, y = round(block.position.x), round(block.position.y)
        where = f"x {x}, y {y} mm; turned {round(block.angle)}°"
        rows.append([f"{block.colour} block", where.replace("-", "−"), ", ".join(more)])
    rows += [[f"{marker.family} marker", f"number {marker.number}", ""] for marker in scene.markers]
    rows += [[code.kind, code.text[:_LONGEST_CODE], ""] for code in scene.codes]
    return rows
