"""``camera.cards``: on with a sign and a reason, answers what was asked, and is off again."""

from __future__ import annotations

import pytest

from dobotkit import Camera, cards
from dobotkit.errors import (
    CameraClosed,
    CardsClosed,
    NotAskedFor,
    NotCalibrated,
    PermissionWithdrawn,
    WrongValue,
)
from dobotkit.geometry import Box, Point
from dobotkit.keeper.eyes import card_readers
from dobotkit.messages import ArmOpened, OpenArm
from dobotkit.scene import CARD_ASKS, Bin, Card

WHY = "see who may enter"
ASKS = ("valid", "over 13")


@pytest.fixture
def camera(notebook, session):
    """Above six specimen cards and two bins."""
    options = "pace=instant&scene=id_cards"
    notebook.client.ask(OpenArm(arm="desk", options=options), ArmOpened)
    camera = Camera(session, why="look")
    yield camera
    camera.close()


@pytest.fixture
def quiet(monkeypatch):
    """No process is started that waits to read: for tests in which nothing is read."""
    monkeypatch.setattr(card_readers.CardReaders, "_have_one_wait", lambda _: None)


def test_from_afar_a_card_is_a_box_and_from_near_it_is_answered_for(camera, session, room, capsys):
    with camera.cards(why=WHY, asks=ASKS) as reader:
        assert "● read-card is ON now: see who may enter" in capsys.readouterr().out
        assert room.people.on == ("camera", "read-card")
        assert (reader.on, reader.why, reader.asks) == (True, WHY, ASKS)
        scene = reader.look()
        assert len(scene.cards) >= 4
        assert {card.not_read for card in scene.cards} == {"too small"}
        assert "reader.look(at=card)" in scene.cards[0].why_not
        near = reader.look(at=scene.cards[0])
        assert near.view == "close"
        claims = near.card.claims
        assert claims.purpose == WHY
        assert claims.asked == ASKS
        assert {claims.valid, claims.over_13} <= {True, False}
        with pytest.raises(NotAskedFor):
            _ = claims.over_18
        # What is shown and said of the look has no answer in it.
        for shown in (repr(near), near.describe(), near.picture.words):
            assert "valid" not in shown
            assert "over" not in shown.replace("cover", "")
    assert room.people.on == ("camera",)
    assert not reader.on
    assert "○ read-card is off again" in capsys.readouterr().out
    with pytest.raises(CardsClosed, match="is over"):
        reader.look()
    assert {line.what for line in session.ledger.lines} >= {"read-card", "camera"}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_the_block_ends_it(camera, room, notebook, error):
    with pytest.raises(error), camera.cards(why=WHY, asks=ASKS):
        raise error
    assert room.people.on == ("camera",)
    assert not notebook.service._sight._cards.is_open


@pytest.mark.usefixtures("quiet")
def test_what_is_taken_back_ends_it_and_stays_off(camera, session, notebook):
    with camera.cards(why=WHY, asks=ASKS) as reader:
        session.rights.withdraw("read-card")
        assert not notebook.service._sight._cards.is_open
        with pytest.raises(CameraClosed, match="no card is read"):
            reader.look()
    with pytest.raises(PermissionWithdrawn), camera.cards(why=WHY, asks=ASKS):
        pass
    # That for faces is another one, and is not touched.
    with camera.visitors(why="meet somebody") as visitors:
        assert visitors.on
    session.rights.give("read-card")
    with camera.cards(why=WHY, asks=ASKS) as reader:
        camera.close()
        assert not notebook.service._sight._cards.is_open
        with pytest.raises(CameraClosed):
            reader.look()


@pytest.mark.usefixtures("quiet")
def test_a_second_block_ends_the_first_one(camera, room, notebook):
    """Nothing that was asked for one reason is answered for another."""
    with camera.cards(why=WHY, asks=ASKS) as first:
        with camera.cards(why="something else", asks=("kind",)) as second:
            assert (first.on, second.on) == (False, True)
            with pytest.raises(CardsClosed, match="is over"):
                first.look()
            first.__exit__()
            assert second.on
        assert not notebook.service._sight._cards.is_open
    assert room.people.on == ("camera",)


@pytest.mark.parametrize(
    "asks", [(), [], ("name",), ("valid", "number"), ("over 15",), (None,), ("Valid",), ("",)]
)
def test_what_is_told_to_nobody_cannot_be_asked(camera, room, asks):
    with pytest.raises(WrongValue) as refused:
        camera.cards(why=WHY, asks=asks)
    assert "over 16" in refused.value.advice
    assert room.people.on == ("camera",)


@pytest.mark.usefixtures("quiet")
def test_it_is_asked_in_one_order_and_each_once(camera):
    assert camera.cards(why=WHY, asks=["over 16", "valid", "over 16"]).asks == ("valid", "over 16")
    assert camera.cards(why=WHY, asks="valid").asks == ("valid",)
    assert camera.cards(why=WHY, asks=("over_16",)).asks == ("over 16",)
    assert camera.cards(why=WHY, asks=CARD_ASKS).asks == CARD_ASKS
    reader = camera.cards(why=WHY, asks=ASKS)
    assert repr(reader) == f"<CardReader, off: {WHY}; asks: valid, over 13>"
    with pytest.raises(CardsClosed, match="has not begun"):
        reader.look()
    with pytest.raises(WrongValue, match="needs a reason"):
        camera.cards(why="", asks=ASKS)
    camera.close()
    with pytest.raises(CameraClosed), reader:
        pass


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "at", [(1,), (1, 2, 3, 4), "card", (None, 2), (5000, 0), (float("nan"), 0), 7, {}]
)
def test_what_is_no_place_is_said_so(camera, at):
    with (
        camera.cards(why=WHY, asks=ASKS) as reader,
        pytest.raises(WrongValue, match="no place on the table"),
    ):
        reader.look(at=at)


@pytest.mark.usefixtures("quiet")
def test_a_card_without_a_place_is_not_looked_at_closely(camera):
    with camera.cards(why=WHY, asks=ASKS) as reader:
        with pytest.raises(NotCalibrated, match="no place"):
            reader.look(at=Card(Box(1, 2, 3, 4)))
        with pytest.raises(WrongValue):
            reader.look(at=Card(Box(1, 2, 3, 4), Point(2000, 0, 0)))


def test_the_size_of_a_card_is_told_if_cards_have_it():
    here = Point(200, 30, -69)
    card = Card(Box(1, 2, 3, 4), here, 30.0, (85.6, 54.0, 0.8))
    assert cards._where(card) == {"at": (200, 30), "angle": 30.0, "length": 85.6, "width": 54.0}
    assert cards._where(Card(Box(1, 2, 3, 4), here, 30.0, (1.0, 1.0, 1.0))) == {"at": (200, 30)}
    assert cards._where(None) == {}
    assert cards._where(Bin("green", here, 30.0)) == {"at": (200, 30)}
