"""How much of the cards on a table is covered, and what else is: on tables laid by lot.

Each table has no card to four, of three layouts, turned anyhow, in one of six lights, with one or
two blocks between them; the virtual camera takes a picture, and ``look()`` says what is there. Of
each card it is counted how many of its pixels are not under a cover; how many covers lie where no
card is; how far off in mm and degrees its place is; how many blocks are told that are not there,
and how many are missed. In the covered picture all is looked for again: markers of cards, codes,
cards. Beside it tables without any card: the scenes of the lessons, in each light.

::

    python -m benchmarks.carding.covers
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from benchmarks.seeing.filmed import THREADS
from dobotkit.card_layouts import CARD_NUMBERS, LAYOUTS
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import lies_on
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.codes import find_codes
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.hiding import COVERED
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.opencv import cv2
from dobotkit.scene import Card, Scene
from dobotkit.sight_messages import LIGHTS, Light
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import Printed, TableNow, Thing

__all__ = ["GOALS", "WHOLE", "measure"]

SIZES = ((640, 480), (1280, 720))
WHOLE = {"tables": 200}
GOALS = {"covered_at_least": 0.95, "false_covers": 0, "found_again": 0}

_DAY = dt.date(2026, 11, 23)
_ASIDE = (-90.0, -5.0, 60.0, 0.0)
_SCENES = ("empty", "blocks", "sort", "stack", "belt", "cards")
_KINDS = ("student", "pupil", "residence")
_APART_MM, _SAME_MM = 105.0, 20.0
# What JPEG makes of one grey differs from it by less than this.
_GREY = 14
# And at the rim of a cover, where JPEG mixes it with what is beside it, a few pixels by more.
_RING = 8


class _Laid(NamedTuple):
    cards: tuple[Thing, ...]
    blocks: tuple[Thing, ...]


def measure(*, tables: int = 16) -> dict[str, Any]:
    """Measure both sizes.

    Parameters
    ----------
    tables:
        How many are laid.
    """
    cv2.setNumThreads(THREADS)
    found = {f"{width}x{height}": _measured((width, height), tables) for width, height in SIZES}
    goals = [one["met"] for one in found.values()]
    return {**found, "met": all(goals)}


def _measured(size: tuple[int, int], tables: int) -> dict[str, Any]:
    rig, edges = Rig.usual(*size), load_scene("id_cards").edges
    calibration = _calibrated(rig, size, edges)
    lots = np.random.default_rng(11)
    counts: Counter[str] = Counter()
    off_mm: list[float] = []
    off_degrees: list[float] = []
    for _ in range(tables):
        laid = _by_lot(lots)
        table = TableNow(height=-70.0, things=(*laid.cards, *laid.blocks), edges=edges)
        light: Light = LIGHTS[lots.integers(len(LIGHTS))]
        scene, picture = _seen(table, rig.in_light(light), calibration)
        for thing in laid.cards:
            counts["laid"] += 1
            card = _nearest(thing, scene)
            if card is not None and card.position is not None and card.angle is not None:
                off_mm.append(card.position.distance_to((*thing.place[:2], card.position.z)))
                turn = (card.angle - thing.angle + 90.0) % 180.0 - 90.0
                off_degrees.append(abs(turn))
            bare = _bare_pixels(thing, picture, calibration)
            counts["covered"] += bare <= _RING
            counts["bare_pixels"] += bare
        shapes = [_corners(thing, calibration) for thing in laid.cards]
        counts["false_covers"] += sum(
            not any(lies_on(card.box, shape) for shape in shapes) for card in scene.cards
        )
        counts["blocks_laid"] += len(laid.blocks)
        counts["blocks_told"] += len(scene.blocks)
        counts["bins_told"] += len(scene.bins)
        counts["found_again"] += _found_again(picture, shapes)
    without = _without_cards(rig, size)
    of_cards = counts["covered"] / max(1, counts["laid"])
    return {
        "tables": tables,
        **counts,
        "covered_share": round(of_cards, 3),
        "off_mm_median": round(float(np.median(off_mm)), 2) if off_mm else None,
        "off_mm_worst": round(max(off_mm), 2) if off_mm else None,
        "off_degrees_median": round(float(np.median(off_degrees)), 2) if off_degrees else None,
        "without_cards": without,
        "met": of_cards >= GOALS["covered_at_least"]
        and counts["false_covers"] + without["false_covers"] == GOALS["false_covers"]
        and counts["found_again"] == GOALS["found_again"],
    }


def _by_lot(lots: np.random.Generator) -> _Laid:
    cards: list[Thing] = []
    places: list[tuple[float, float]] = []
    while len(cards) < lots.integers(1, 6) - 1:
        place = _free(lots, places)
        if place is None:
            break
        layout = _KINDS[lots.integers(len(_KINDS))]
        printed = Printed(int(lots.integers(1, 201)), layout)
        size = (*LAYOUTS[layout].size_mm, 0.8)
        turn = float(lots.uniform(-180, 180))
        cards.append(
            Thing(f"card-{len(cards)}", "card", "white", size, (*place, -70.0), turn, None,
                  specimen=printed)
        )  # fmt: skip
    blocks = []
    for n, colour in enumerate(("red", "blue")[: lots.integers(1, 3)]):
        place = _free(lots, places)
        if place is not None:
            cube = (25.0, 25.0, 25.0)
            blocks.append(Thing(colour, "block", colour, cube, (*place, -70.0), 20.0 * n, n + 1))
    return _Laid(tuple(cards), tuple(blocks))


def _free(
    lots: np.random.Generator, places: list[tuple[float, float]]
) -> tuple[float, float] | None:
    for _ in range(40):
        place = (float(lots.uniform(170, 300)), float(lots.uniform(-170, 170)))
        if all(math.dist(place, other) > _APART_MM for other in places):
            places.append(place)
            return place
    return None


def _calibrated(
    rig: Rig, size: tuple[int, int], edges: tuple[float, float, float, float]
) -> Calibration:
    lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, size, "its data sheet")
    return calibration_from_cards(
        seen_marks(render(TableNow(height=-70.0, edges=edges), _ASIDE, rig)), lens, -70.0
    )


def _seen(
    table: TableNow, rig: Rig, calibration: Calibration
) -> tuple[Scene, np.ndarray[Any, np.dtype[np.uint8]]]:
    pixels = render(table, _ASIDE, rig, day=_DAY)
    scene = look(Frame(pixels, 0.0, "virtual"), calibration, kind="virtual").told.scene()
    data = np.frombuffer(scene.picture.data, np.uint8)
    return scene, np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _nearest(thing: Thing, scene: Scene) -> Card | None:
    """Return the card that was told where one lies."""
    for card in scene.cards:
        place = card.position
        if place is not None and math.dist(place[:2], thing.place[:2]) < _SAME_MM:
            return card
    return None


def _corners(thing: Thing, calibration: Calibration) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the corners of a card in the picture, (4, 2)."""
    turn = math.radians(thing.angle)
    half = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * np.array(thing.size[:2]) / 2
    spin = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    places = np.column_stack([half @ spin + thing.place[:2], np.full(4, thing.top[2])])
    return np.asarray(calibration.image_from_table(places), np.float32)


def _bare_pixels(
    thing: Thing, picture: np.ndarray[Any, np.dtype[np.uint8]], calibration: Calibration
) -> int:
    """Count the pixels of a card that do not have the one grey of covers."""
    corners = _corners(thing, calibration)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    other = np.abs(picture[mask == 1].astype(int) - COVERED) > _GREY
    return int(other.any(axis=1).sum())


def _found_again(
    picture: np.ndarray[Any, np.dtype[np.uint8]],
    shapes: list[np.ndarray[Any, np.dtype[np.float32]]],
) -> int:
    """Count what belongs to cards in a picture in which all of it should be covered."""
    marks = sum(one.number in CARD_NUMBERS for one in find_marks(picture))
    cards = sum(
        any(lies_on(one.box, shape, 0.5) for shape in shapes) for one in find_cards(picture)
    )
    return marks + len(find_codes(picture)) + cards


def _without_cards(rig: Rig, size: tuple[int, int]) -> dict[str, int]:
    tables = false = 0
    for name in _SCENES:
        laid = load_scene(name)
        if any(one.specimen is not None for one in laid.things):
            continue
        calibration = _calibrated(rig.above(laid.height), size, laid.edges)
        table = TableNow(height=laid.height, things=laid.things, edges=laid.edges, belt=laid.belt)
        for light in LIGHTS:
            lit = rig.above(laid.height).in_light(light)
            scene, _ = _seen(table, lit, calibration)
            tables += 1
            false += len(scene.cards)
    return {"tables": tables, "false_covers": false}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
