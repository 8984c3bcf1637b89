"""On a measured table a card is told by its size there, also in a small picture."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.cards_on_table import cards_on_table
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import Printed, TableNow, Thing
from tests.keeper.eyes.cards_shown import DAY

SIZE = (640, 480)
RIG = Rig.usual(*SIZE)
ASIDE = (-90.0, -5.0, 60.0, 0.0)
CARD = (85.6, 54.0, 0.8)


def laid(*things: Thing, light: str = "day") -> np.ndarray:
    edges = load_scene("id_cards").edges
    table = TableNow(height=-70.0, things=things, edges=edges)
    return render(table, ASIDE, RIG.in_light(light), day=DAY)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    lens = Lens((RIG.focal_px,) * 2, RIG.middle_px, RIG.distortion, SIZE, "its data sheet")
    return calibration_from_cards(seen_marks(laid()), lens, -70.0)


def found(pixels: np.ndarray, calibration: Calibration) -> list:
    before = pixels.copy()
    cards = cards_on_table(pixels, calibration, known=(), marks=find_marks(pixels))
    assert (pixels == before).all()
    return cards


@pytest.mark.parametrize("light", ["day", "dim"])
def test_cards_are_found_where_they_lie(calibration, light):
    places = ((210.0, 90.0, 30.0), (240.0, -80.0, -75.0))
    things = [
        Thing(f"card-{n}", "card", "white", CARD, (x, y, -70.0), turn,
              specimen=Printed(n + 3, "student"))
        for n, (x, y, turn) in enumerate(places)
    ]  # fmt: skip
    cards = found(laid(*things, light=light), calibration)
    middles = [calibration.table_from_image(card.corners.mean(0), -70.0)[0] for card in cards]
    middles.sort(key=lambda one: -one[1])
    for (x, y, _), middle in zip(places, middles, strict=True):
        assert np.hypot(*(middle - (x, y))) < 4.0


def test_what_has_another_size_or_no_print_is_none(calibration):
    blank = Thing("blank", "card", "white", CARD, (210.0, 90.0, -70.0), 30.0)
    small = Thing("small", "card", "white", (60.0, 40.0, 0.8), (240.0, -80.0, -70.0))
    cubes = [
        Thing(f"cube-{n}", "block", colour, (25.0, 25.0, 25.0), (170.0 + 40 * n, 0.0, -70.0))
        for n, colour in enumerate(("red", "white", "black"))
    ]
    assert found(laid(blank, small, *cubes), calibration) == []


def test_a_thing_with_a_marker_of_its_own_is_that_thing(calibration):
    [card] = [one for one in load_scene("cards").things if one.name == "card-red"]
    assert found(laid(card), calibration) == []


def test_what_was_found_otherwise_is_not_told_twice(calibration):
    card = Thing(
        "card", "card", "white", CARD, (220.0, 10.0, -70.0), specimen=Printed(3, "residence")
    )
    pixels = laid(card)
    [one] = found(pixels, calibration)
    assert cards_on_table(pixels, calibration, known=[one], marks=()) == []
