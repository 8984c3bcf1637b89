"""Cards are covered whole in every picture that leaves, and nothing on them is told."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from dobotkit.errors import CardFinderFailed
from dobotkit.geometry import Box
from dobotkit.keeper.eyes import card_search
from dobotkit.keeper.eyes import look as looking
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Told, corners_of_box
from dobotkit.keeper.eyes.codes import find_codes
from dobotkit.keeper.eyes.cover import picture_for
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.held_cards import CardCovers
from dobotkit.keeper.eyes.hiding import COVERED
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.mode import Mode
from dobotkit.opencv import cv2
from dobotkit.scene import CODE_NOT_TOLD, Scene
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import Printed, TableNow, Thing
from tests.keeper.eyes.cards_shown import DAY, card_photograph

RIG = Rig.usual(1280, 720)
ASIDE = (-90.0, -5.0, 60.0, 0.0)
WHERE = ((215.0, 60.0), (235.0, -70.0))
REAL = ("usb", "file", "folder", "video")


@pytest.fixture(scope="module")
def laid() -> np.ndarray:
    """A table with a block, and two cards with their middles at WHERE."""
    cards = [
        Thing(f"card-{n}", "card", "white", (85.6, 54.0, 1.0), (*WHERE[n], -70.0), turn,
              specimen=Printed(n + 3, "student"))
        for n, turn in ((0, 20.0), (1, 160.0))
    ]  # fmt: skip
    block = Thing("red", "block", "red", (25.0, 25.0, 25.0), (170.0, -150.0, -70.0), marker=4)
    edges = load_scene("id_cards").edges
    table = TableNow(height=-70.0, things=(*cards, block), edges=edges)
    return render(table, ASIDE, RIG, day=DAY)


@pytest.fixture(scope="module")
def calibration(laid) -> Calibration:
    lens = Lens((RIG.focal_px,) * 2, RIG.middle_px, RIG.distortion, (1280, 720), "its data sheet")
    return calibration_from_cards(seen_marks(laid), lens, -70.0)


@pytest.fixture(scope="module")
def near() -> tuple[np.ndarray, np.ndarray]:
    """A photograph of one card, so close that all on it can be read; and its corners."""
    return card_photograph(3, size=(800, 600))


def looked(pixels: np.ndarray, kind: str = "virtual", **more) -> Scene:
    """Look, and see to it that nothing is left of the frame."""
    frame = Frame(pixels.copy(), 0.0, kind)
    try:
        return look(frame, more.pop("calibration", None), kind=kind, **more).told.scene()
    finally:
        assert not frame.pixels.any()


def picture_of(scene: Scene) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(scene.picture.data, np.uint8), cv2.IMREAD_COLOR)


def is_covered(picture: np.ndarray, corners: np.ndarray) -> bool:
    """Whether all of a shape has the one grey of covers, but for what JPEG does at its rim."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    return bool((np.abs(picture[mask == 1].astype(int) - COVERED) <= 14).all())


def on_table(calibration: Calibration, n: int) -> np.ndarray:
    """Where the edges of a laid card are in the picture."""
    turn = np.radians((20.0, 160.0)[n])
    half = np.array([(-42.8, -27.0), (42.8, -27.0), (42.8, 27.0), (-42.8, 27.0)])
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return calibration.image_from_table(
        np.column_stack([half @ spin + WHERE[n], np.full(4, -69.0)])
    )


@pytest.mark.parametrize("kind", ["virtual", "usb", "video"])
def test_a_card_that_could_be_read_is_covered_whole(near, kind):
    pixels, corners = near
    assert find_codes(pixels)[0].covered
    for mode in (Mode.ADULT,) if kind != "virtual" else (Mode.SCHOOL, Mode.ADULT):
        scene = looked(pixels, kind, mode=mode)
        picture = picture_of(scene)
        assert is_covered(picture, corners)
        assert len(scene.cards) == 1
        assert scene.markers == scene.codes == scene.faces == scene.maybe_faces == ()
        # And there is nothing to be found in it any more.
        assert find_codes(picture) == []
        assert find_marks(picture) == []


@pytest.mark.parametrize("kind", REAL)
def test_in_school_mode_no_pixel_of_it_is_shown(near, kind):
    picture = picture_of(looked(near[0], kind))
    # Drawn on paper: white, greys, and nothing of any colour.
    assert np.ptp(picture.astype(int), axis=2).max() < 12
    assert find_codes(picture) == []


@pytest.mark.parametrize("kind", ["virtual", "usb"])
def test_on_a_table_cards_have_places_and_the_rest_is_shown(laid, calibration, kind):
    scene = looked(laid, kind, calibration=calibration)
    picture = picture_of(scene)
    places = sorted((card.position for card in scene.cards), key=lambda one: -one.y)
    for (x, y), place in zip(WHERE, places, strict=True):
        assert place.distance_to((x, y, -70.0)) < 2.0
    for n in range(2):
        assert is_covered(picture, on_table(calibration, n))
    # With the arm the names of blocks are not mixed up: a card is none.
    assert [block.colour for block in scene.blocks] == ["red"]
    assert {mark.number for mark in scene.markers} <= {4, *range(990, 1000)}
    (x, y), *_ = calibration.image_from_table([(150.0, 0.0, -70.0)]).astype(int)
    assert np.abs(picture[y, x].astype(int) - laid[y, x]).max() < 25


def test_which_way_a_card_is_turned(laid, calibration):
    cards = looked(laid, calibration=calibration).cards
    angles = [card.angle for card in sorted(cards, key=lambda one: -one.position.y)]
    assert np.abs(np.subtract(angles, (20.0, 160.0))).max() < 3.0
    assert {card.size for card in cards} == {(85.6, 54.0, 0.76)}


def test_closely_there_are_cards_and_no_blocks(laid, calibration):
    close = replace(calibration, cards_px={})
    scene = looked(laid, calibration=close, view="close")
    assert len(scene.cards) == 2
    assert scene.cards[0].position is not None
    assert scene.blocks == scene.codes == ()
    assert "looks closely" in scene.describe()


def fail(*_: object, **__: object) -> list:
    raise RuntimeError("XUT000123")


@pytest.fixture(params=["fails", "is late"])
def no_search(request, monkeypatch):
    """A search for cards that fails, or that is not over when nobody waits any more."""
    over = threading.Event()
    monkeypatch.setattr(card_search.CardSearch.cards, "__defaults__", (0.05,))
    slow = lambda *_, **__: over.wait(60) and []  # noqa: E731 - as short as the other one
    monkeypatch.setattr(card_search, "find_cards", fail if request.param == "fails" else slow)
    yield
    over.set()


@pytest.mark.parametrize("kind", ["virtual", "usb"])
@pytest.mark.usefixtures("no_search")
def test_without_a_search_nothing_is_shown_and_blocks_are_told(laid, calibration, kind):
    scene = looked(laid, kind, calibration=calibration)
    assert not scene.cards_known
    assert scene.cards == scene.codes == ()
    assert (np.abs(picture_of(scene).astype(int) - COVERED) < 4).all()
    assert scene.find_block("red").position.distance_to((170.0, -150.0, -70.0)) < 3
    assert any("cards in it could not be looked for" in note for note in scene.notes)
    assert "XUT" not in scene.describe()
    # Who has asked for what is on a card is told that nobody has looked.
    with pytest.raises(CardFinderFailed) as caught:
        looked(laid, kind, calibration=calibration, read=lambda *_: [])
    assert "XUT" not in str(caught.value)


def test_a_reader_sees_the_card_and_says_what_is_written_on_the_cover(near):
    pixels, corners = near
    seen = []

    def read(raw, cards):
        seen.append((raw.copy(), [card.corners for card in cards]))
        return [Told(None, "unclear", "ask")]

    scene = looked(pixels, read=read)
    [(raw, [found])] = seen
    assert (raw == pixels).all()
    assert np.abs(found - corners).max() < 8
    assert scene.card.not_read == "unclear"
    assert not is_covered(picture_of(scene), corners)
    inside = picture_of(scene)[tuple(np.round(corners.mean(0)).astype(int)[::-1])]
    assert np.ptp(inside.astype(int)) < 8


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_reader_that_fails_shows_nothing(near, error):
    def read(*_: object) -> list:
        raise error

    with pytest.raises(error):
        looked(near[0], read=read)


def a_code(text: str, scale: int = 4) -> np.ndarray:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    image = np.array(barcode.to_image(scale=scale))
    return np.repeat(image.reshape(*image.shape[:2], 1), 3, axis=2)


def with_code(pixels: np.ndarray, text: str) -> np.ndarray:
    page, code = pixels.copy(), a_code(text)
    high, wide = code.shape[:2]
    page[8 : 8 + high, 8 : 8 + wide] = code
    return page


def test_a_code_beside_a_card_is_told_and_one_with_a_long_number_covered():
    page = np.full((480, 640, 3), 170, np.uint8)
    plain = with_code(page, "bin 3")
    assert [code.text for code in looked(plain).codes] == ["bin 3"]
    private = with_code(page, "pupil 20261123")
    [found] = find_codes(private)
    for kind, mode in (("virtual", Mode.SCHOOL), ("usb", Mode.ADULT)):
        scene = looked(private, kind, mode=mode)
        assert [code.text for code in scene.codes] == [CODE_NOT_TOLD]
        assert "is not told: it holds a long number" in scene.describe()
        assert is_covered(picture_of(scene), corners_of_box(Box(*found.box_px)))
        assert find_codes(picture_of(scene)) == []
    # Nor in a live picture, which tells no codes.
    live = looked(private, live=True)
    assert live.codes == ()
    assert find_codes(picture_of(live)) == []


def test_a_live_picture_is_searched_every_third_time_and_covered_each_time(near, monkeypatch):
    pixels, corners = near
    find, searched = card_search.find_cards, []

    def counted(*more, **named):
        searched.append(1)
        return find(*more, **named)

    monkeypatch.setattr(card_search, "find_cards", counted)
    held = Held(clock=lambda: 100.0)
    for _ in range(4):
        scene = looked(pixels, live=True, held=held)
        assert len(scene.cards) == 1
        assert is_covered(picture_of(scene), corners)
    assert len(searched) == 2
    looked(pixels, held=held)
    assert len(searched) == 3


def test_a_real_picture_that_changes_is_searched_at_once(near, monkeypatch):
    pixels, corners = near
    empty = np.full_like(pixels, 120)
    held = Held(clock=lambda: 100.0)
    monkeypatch.setattr(looking, "cards_by_marks", lambda _: [])
    for shown in (empty, empty, pixels):
        scene = looked(shown, "usb", live=True, held=held, mode=Mode.ADULT)
    assert is_covered(picture_of(scene), corners)
    assert len(scene.cards) == 1


def test_a_cover_that_is_nowhere_makes_the_picture_blank(near):
    nowhere = np.full((4, 2), np.nan, np.float32)
    frame = Frame(near[0].copy(), 0.0, "virtual")
    covered = picture_for(
        frame, (), None, seen={}, kind="virtual", faces=(), cards=CardCovers((), (nowhere,))
    )
    assert covered.shows == "nothing"
