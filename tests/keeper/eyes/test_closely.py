"""The virtual camera looks at one place from near by: upright, large, and places hold."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import numpy as np
import pytest

from dobotkit.arm.ports import open_port
from dobotkit.errors import CameraMoved, NoCamera, WrongValue
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.card_cover import Told
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.closely import aimed, calibration_of_rig, closely
from dobotkit.keeper.eyes.near import Near
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import Address, open_source
from dobotkit.keeper.eyes.virtual import VirtualEye
from dobotkit.keeper.lease import Lease
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import shipped_scene
from dobotkit.things import TableNow
from tests.arm.bench import fresh_address

SCENE = shipped_scene("id_cards")
TABLE = TableNow(SCENE.height, SCENE.things, edges=SCENE.edges)
CARDS = {thing.name: thing for thing in SCENE.things if thing.specimen}
ASIDE = (-90.0, -5.0, 60.0, 0.0)


@contextmanager
def an_eye():
    port = open_port(fresh_address("pace=instant&scene=id_cards"))
    lease = Lease(port, Envelope(), may_move=lambda: None, may_home=lambda: None)
    try:
        yield VirtualEye(lease, "day")
    finally:
        lease.close()


@pytest.fixture(scope="module")
def wide():
    """All of the table: the picture, and how it was taken."""
    rig = Rig.usual()
    return render(TABLE, ASIDE, rig, day=date(2026, 11, 23)), calibration_of_rig(rig, TABLE)


def off(one: float, other: float) -> float:
    """How far two directions are from each other, in degrees."""
    return abs((one - other + 180) % 360 - 180)


def test_who_means_a_card_about_there_gets_that_card_upright(wide):
    picture, calibration = wide
    found = find_cards(picture)
    for name in ("card-1", "card-4", "card-5"):
        thing = CARDS[name]
        x, y, _ = thing.place
        near = aimed(Near(x + 15, y - 12), found, calibration)
        assert np.hypot(near.x - x, near.y - y) < 1.5
        assert near.size_mm == pytest.approx(thing.size[:2], abs=1.5)
        assert off(near.angle, thing.angle) < 1.5


def test_where_no_card_is_the_place_itself_is_meant(wide):
    picture, calibration = wide
    there = Near(168.0, 167.0)
    assert aimed(there, [], calibration) is there
    far = [one for one in find_cards(picture) if one.box.x > 900]
    assert aimed(Near(274.0, -124.0), far, calibration) == Near(274.0, -124.0)


def test_a_picture_from_near_by_knows_its_places():
    thing = CARDS["card-5"]
    x, y, z = thing.place
    rig = closely(Rig.usual(), Near(x + 3, y, thing.angle, thing.size[:2]), TABLE, moved=False)
    calibration = calibration_of_rig(rig, TABLE)
    picture = render(TABLE, ASIDE, rig, day=date(2026, 11, 23))
    cards = find_cards(picture)
    card = max(cards, key=lambda one: one.box.width)
    there = calibration.table_from_image(card.corners, z + thing.size[2])
    assert there.mean(axis=0) == pytest.approx((x, y), abs=0.3)
    assert np.linalg.norm(there[1] - there[0]) == pytest.approx(thing.size[0], abs=0.5)
    # Upright, and more than ten pixels a mm.
    right, down = card.corners[1] - card.corners[0]
    assert right > 850
    assert abs(down) < 0.05 * right


def test_a_bumped_camera_says_so_instead_of_missing_the_place():
    with an_eye() as eye:
        eye.bump()
        with pytest.raises(CameraMoved, match="calibrate"):
            eye.look("640x480", near=Near(203.0, 2.0))


def test_once_it_is_measured_again_a_bumped_camera_looks_from_where_it_is():
    thing = CARDS["card-4"]
    x, y, _ = thing.place
    with an_eye() as eye:
        eye.bump()
        eye.learn("640x480", calibration_of_rig(Rig.usual(640, 480).bumped(1), TABLE))
        scene = eye.look("640x480", near=Near(x, y, thing.angle, thing.size[:2])).scene()
    [card] = scene.cards
    assert card.position == pytest.approx(thing.place, abs=0.6)


@pytest.mark.parametrize("place", [(900.0, 0.0), (200.0, -300.0), (0.0, 0.0)])
def test_beside_the_table_there_is_nothing_to_look_at(place):
    with an_eye() as eye, pytest.raises(WrongValue, match="not on the table"):
        eye.look("640x480", near=Near(*place))


def test_at_the_door_there_is_no_table_to_look_at():
    with an_eye() as eye:
        eye.invite((7,))
        with pytest.raises(NoCamera, match="say_goodbye"):
            eye.look("640x480", near=Near(203.0, 2.0))


def test_a_real_camera_cannot_come_closer():
    shared = SharedEye(open_source(Address("folder", "pictures")))
    with pytest.raises(NoCamera, match="real"):
        shared.look("640x480", near=Near(203.0, 2.0))


def test_a_look_from_near_by_tells_places_and_covers_the_card():
    thing = CARDS["card-5"]
    x, y, z = thing.place
    sizes, inks = [], []

    def read(pixels, cards):
        inks.append(int(np.ptp(pixels)))
        sizes.extend(np.linalg.norm(card.corners[1] - card.corners[0]) for card in cards)
        return [Told(None) for _ in cards]

    with an_eye() as eye:
        told = eye.look("640x480", near=Near(x, y, thing.angle, thing.size[:2]), read=read)
        assert eye.view == "table"
    scene = told.scene()
    assert (scene.view, scene.calibrated) == ("close", True)
    assert (scene.blocks, scene.bins, scene.markers, scene.codes) == ((), (), (), ())
    [card] = scene.cards
    assert card.position == pytest.approx((x, y, z), abs=0.6)
    assert off(card.angle, thing.angle) < 0.5
    assert inks[0] > 150
    assert sizes[0] > 5 * thing.size[0]  # that much larger than in the wide view is what is read
    assert any("drawn from what was found" in note for note in scene.notes)


def test_of_a_look_from_near_by_no_pixel_is_shown():
    """Half a card is found by nothing: beside the green bin lies one, and nobody sees it."""
    with an_eye() as eye:
        told = eye.look("640x480", near=Near(168.0, 167.0, 0.0, (104.0, 104.0)))
    picture = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    # Wood, bin and cards have colours, and the drawing has paper, pencil and grey.
    assert np.ptp(picture.astype(int), axis=2).max() < 12


def test_where_the_camera_looks_closely_by_a_place_alone_it_finds_the_card():
    with an_eye() as eye:
        scene = eye.look("1280x720", near=Near(285.0, 12.0)).scene()
    thing = CARDS["card-4"]
    [card] = scene.cards
    assert card.position == pytest.approx(thing.place, abs=0.6)
    assert card.box.width > 850
