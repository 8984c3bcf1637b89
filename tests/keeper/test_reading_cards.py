"""What a notebook may ask about cards, when, of which, and what ends it."""

from __future__ import annotations

import datetime as dt
import os
import threading

import numpy as np
import pytest

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes import card_readers
from dobotkit.messages import Done, Refused
from dobotkit.models.finding import Place
from dobotkit.opencv import cv2
from dobotkit.scene import CARD_ASKS
from dobotkit.sight_messages import SceneTold
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph
from tests.keeper.one_camera import Lab
from tests.keeper.wires import RawNotebook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

# As the keeper reckons: by the clock of this computer.
TODAY = dt.datetime.now().astimezone().date()
BEGIN = {"kind": "begin_cards", "purpose": "read-card", "asks": ["valid", "over 16"]}
LOOK = {"kind": "look_for_cards", "purpose": "read-card"}
END = {"kind": "end_cards"}


def held_up(specimen: Specimen) -> np.ndarray:
    return photograph(draw(specimen), seed=3, size=(960, 720), fill=0.8)[0]


@pytest.fixture(params=["school"])
def lab(request):
    lab = Lab(request.param, "dobotsim://cards")
    yield lab
    lab.close()
    assert not lab.cameras.card_readers._blocks


@pytest.fixture
def processes(monkeypatch):
    """Every process that is started from now on to read cards."""
    started = []
    start = card_readers._started

    def noted(command):
        started.append(start(command))
        return started[-1]

    monkeypatch.setattr(card_readers, "_started", noted)
    return started


def refused(told: object) -> str:
    assert isinstance(told, Refused), told
    return told.error


def seen(notebook: RawNotebook, **more: object):
    told = notebook.ask(**(LOOK | more))
    assert isinstance(told, SceneTold), told
    return told


@pytest.mark.parametrize(
    "lab", ["school", pytest.param("adult", marks=pytest.mark.slow)], indirect=True
)
def test_a_specimen_before_a_real_camera_is_answered_for_and_no_other_card_is(lab, processes):
    """In every mode; the same card, but its number is not one of the reserved ones."""
    notebook = lab.notebook("camera", "read-card")
    assert isinstance(notebook.ask(**BEGIN), Done)
    specimen = Specimen(12, on=TODAY)
    lab.camera.stand(held_up(specimen))
    [card] = seen(notebook).cards
    born = specimen.birth
    old = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert card.claims.asked == ("valid", "over 16")
    assert (card.claims.valid, card.claims.over_16) == (True, old >= 16)
    assert card.claims.issuing_state is card.claims.number_ends is card.claims.document is None
    # Nothing of a card is held; that the permission is on, is.
    held = notebook.ask(kind="ask_held", token=notebook.token)
    assert not [entry for entry in held.entries if "card" in entry.row]
    assert "read-card" in {entry.value for entry in held.entries}
    for one in (*specimen.lines, specimen.document_number, specimen.name.surname):
        assert one not in held.model_dump_json()
    lab.camera.stand(held_up(Specimen(12, on=TODAY, fault="not reserved")))
    told = seen(notebook)
    [card] = told.cards
    assert (card.claims, card.not_read) == (None, "no specimen")
    # Each look had a process of its own, and all but the one that waits are gone.
    assert [process.poll() is None for process in processes] == [False, False, True]
    # Without the block the same card is a box.
    assert isinstance(notebook.ask(**END), Done)
    plain = notebook.ask(kind="look")
    assert [(one.claims, one.not_read) for one in plain.cards] == [(None, "not asked")]
    assert len(processes) == 3
    assert all(process.poll() is not None for process in processes)


@pytest.mark.parametrize("have", [(), ("camera",), ("read-card",), ("camera", "same-visitor")])
def test_without_its_own_permission_no_card_is_read(lab, processes, have):
    """That for faces does not open it: two purposes, two agreements."""
    notebook = lab.notebook(*have)
    for ask in (BEGIN, LOOK):
        assert refused(notebook.ask(**ask)) == "PermissionNotActive"
    assert lab.camera.reads == 0
    assert not processes
    # To end needs none.
    assert isinstance(notebook.ask(**END), Done)


def test_that_for_cards_does_not_open_faces(lab):
    notebook = lab.notebook("camera", "read-card")
    for kind in ("begin_visitors", "look_for_visitors"):
        told = notebook.ask(kind=kind, purpose="same-visitor")
        assert refused(told) == "PermissionNotActive"
        assert "same-visitor" in told.what
    assert lab.camera.reads == 0


@pytest.mark.parametrize(
    "ask",
    [
        {"purpose": None},
        {"purpose": "same-visitor"},
        {"purpose": "attendance"},
        {"asks": []},
        {"asks": ["name"]},
        {"asks": ["number"]},
        {"asks": ["over 15"]},
        {"asks": ["valid"] * 10},
        {"today": "2030-01-01"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_no_message(lab, ask):
    notebook = lab.notebook("camera", "read-card")
    notebook.send(**(BEGIN | ask))
    told = notebook.answer()
    assert (told.n, refused(told.tell)) == (0, "KeeperRefused")


@pytest.mark.parametrize(
    "more", [{"asks": list(CARD_ASKS)}, {"today": "2030-01-01"}, {"at": [2000, 0]}, {"text": True}]
)
def test_a_look_cannot_ask_for_more_than_its_block(lab, more):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    notebook.send(**(LOOK | more))
    told = notebook.answer()
    assert (told.n, refused(told.tell)) == (0, "KeeperRefused")
    assert lab.camera.reads == 0


def test_without_a_block_no_card_is_read(lab, processes):
    notebook, other = lab.notebook("camera", "read-card"), lab.notebook("camera", "read-card")
    other.ask(**BEGIN)
    assert refused(notebook.ask(**LOOK)) == "CardsClosed"
    assert lab.camera.reads == 0
    other.ask(**END)
    assert refused(other.ask(**LOOK)) == "CardsClosed"
    assert all(process.poll() is not None for process in processes)


def test_a_real_camera_cannot_come_closer_and_says_so(lab):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    told = notebook.ask(**LOOK, at=[200, 0])
    assert refused(told) == "NoCamera"
    assert "nearer" in told.advice
    assert lab.camera.reads == 0


def end_by_word(_lab, notebook):
    assert isinstance(notebook.ask(**END), Done)


def end_by_withdrawing(lab, notebook):
    lab.switch(notebook, "withdraw_permission", "read-card")


def end_by_closing_the_camera(lab, notebook):
    lab.switch(notebook, "release_permission", "camera")


def end_by_the_session(_lab, notebook):
    notebook.ask(kind="end_session", token=notebook.token)


def end_by_deleting(_lab, notebook):
    notebook.ask(kind="delete_mine", token=notebook.token)


def end_by_another_session(_lab, notebook):
    notebook.ask(kind="open_session")


def end_by_dying(_lab, notebook):
    notebook.end()


def end_by_the_keeper(_lab, notebook):
    notebook.service.end()


@pytest.mark.parametrize(
    "end",
    [
        end_by_word, end_by_withdrawing, end_by_closing_the_camera, end_by_the_session,
        end_by_deleting, end_by_another_session, end_by_dying, end_by_the_keeper,
    ],
)  # fmt: skip
def test_whatever_ends_it_what_reads_is_gone_before_that_is_answered(lab, processes, end):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    [waiting] = processes
    assert waiting.poll() is None
    end(lab, notebook)
    assert waiting.poll() is not None
    assert not notebook.service._sight._cards.is_open
    if end not in (end_by_dying, end_by_the_keeper):
        assert refused(notebook.ask(**LOOK)) in ("CardsClosed", "PermissionNotActive")
    assert lab.camera.reads == 0


def test_another_block_asks_what_it_asks_and_no_more(lab):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    notebook.ask(**(BEGIN | {"asks": ["kind"]}))
    assert notebook.service._sight._cards._asks == ("kind",)


def test_who_loses_the_permission_during_a_look_is_told_nothing(lab, processes, monkeypatch):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    lab.camera.stand(held_up(Specimen(12, on=TODAY)))
    going, go_on = threading.Event(), threading.Event()
    read = card_readers.CardReaders.read

    def slowly(*asked):
        going.set()
        assert go_on.wait(60)
        return read(*asked)

    monkeypatch.setattr(card_readers.CardReaders, "read", slowly)
    n = notebook.send(**LOOK)
    assert going.wait(60)
    lab.switch(notebook, "withdraw_permission", "read-card")
    go_on.set()
    answer = notebook.answer()
    assert answer.n == n
    assert refused(answer.tell) in ("CardsClosed", "PermissionNotActive")
    assert all(process.poll() is not None for process in processes)


def test_a_look_that_fails_while_it_reads_shows_nothing(lab):
    notebook = lab.notebook("camera", "read-card")
    lab.camera.stand(held_up(Specimen(12, on=TODAY)))
    lab.cameras._readers = card_readers.CardReaders(command=("false",))
    notebook.ask(**BEGIN)
    told = notebook.ask(**LOOK)
    assert refused(told) == "CardReaderFailed"
    # And the next one is a look like any other.
    assert isinstance(notebook.ask(kind="look"), SceneTold)


def test_what_is_too_small_is_not_tried(lab, processes):
    notebook = lab.notebook("camera", "read-card")
    notebook.ask(**BEGIN)
    pixels = held_up(Specimen(12, on=TODAY))
    small = cv2.resize(pixels, None, fx=0.22, fy=0.22, interpolation=cv2.INTER_AREA)
    far = np.full((480, 640, 3), 90, np.uint8)
    far[100 : 100 + small.shape[0], 100 : 100 + small.shape[1]] = small
    lab.camera.stand(far)
    assert {card.not_read for card in seen(notebook).cards} == {"too small"}
    # The one that waited from the beginning has not been used.
    assert len(processes) == 1
    assert processes[0].poll() is None


def test_the_kinds_of_documents_are_those_of_the_layouts():
    from dobotkit.scene.claims import Document  # noqa: PLC0415 - a type, for this test alone

    assert {layout.document for layout in LAYOUTS.values()} == set(Document.__args__)


def test_without_the_model_no_block_begins_and_it_is_said_what_to_do(
    lab, processes, monkeypatch, tmp_path
):
    nothing = Place(tmp_path, "an empty folder")
    monkeypatch.setenv("DOBOTKIT_MODELS", str(tmp_path))
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: nothing)
    monkeypatch.setattr("dobotkit.models.finding.of_this_python", lambda: nothing)
    notebook = lab.notebook("camera", "read-card")
    told = notebook.ask(**BEGIN)
    assert refused(told) == "ModelMissing"
    assert "models fetch" in told.advice
    assert not processes
    assert refused(notebook.ask(**LOOK)) == "CardsClosed"
