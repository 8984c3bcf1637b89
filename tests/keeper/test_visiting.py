"""What a notebook may ask about visitors, when, of whom, and what ends it."""

from __future__ import annotations

import os
import sys
import threading

import numpy as np
import pytest

from dobotkit.keeper import visiting as visiting_module
from dobotkit.keeper.eyes import embedding
from dobotkit.keeper.eyes import visitors as visitors_module
from dobotkit.keeper.eyes.faces import find_faces
from dobotkit.keeper.eyes.visitors import Drawer
from dobotkit.messages import Refused
from dobotkit.opencv import cv2
from dobotkit.visitor_messages import DrawerNow, ForgottenTold, VisitorsTold
from tests.keeper.eyes.showing import acquainted, picture_of
from tests.keeper.one_camera import Lab
from tests.keeper.wires import RawNotebook, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

BEGIN = {"kind": "begin_visitors", "purpose": "same-visitor"}
LOOK = {"kind": "look_for_visitors", "purpose": "same-visitor", "threshold": 0.56}


@pytest.fixture(scope="module")
def known() -> int:
    """Somebody whom finder and recogniser are sure of."""
    return acquainted()[0]


@pytest.fixture
def drawers(monkeypatch):
    """Every drawer that is made from now on."""
    made: list[Drawer] = []
    begin = Drawer.__init__

    def note(drawer: Drawer, *rest: object) -> None:
        begin(drawer, *rest)
        made.append(drawer)

    monkeypatch.setattr(visitors_module.Drawer, "__init__", note)
    return made


@pytest.fixture(params=["adult"])
def lab(request):
    lab = Lab(request.param, "dobotsim://visiting")
    yield lab
    lab.close()


def looked(notebook: RawNotebook) -> list[tuple[str, bool]]:
    told = notebook.ask(**LOOK)
    assert isinstance(told, VisitorsTold), told
    return [(one.label, one.seen_before) for one in told.visitors]


def refused(told: object) -> str:
    assert isinstance(told, Refused), told
    return told.error


def test_who_comes_back_is_seen_before_and_who_is_new_is_not(lab, drawers):
    known, other = acquainted()
    notebook = lab.notebook("camera", "same-visitor")
    begun = notebook.ask(**BEGIN)
    assert isinstance(begun, DrawerNow)
    # That for real people, who are less alike than drawn ones; here drawn ones stand for them.
    assert (begun.count, begun.threshold) == (0, 0.40)
    assert 290 <= begun.seconds <= 300
    assert looked(notebook) == []
    lab.camera.show((known, 0))
    assert looked(notebook) == [("A", False)]
    lab.camera.show((known, 1))
    assert looked(notebook) == [("A", True)]
    lab.camera.show((other, 0), (known, 0))
    told = notebook.ask(**LOOK)
    assert [(one.label, one.seen_before) for one in told.visitors] == [("B", False), ("A", True)]
    assert [one.box[0] < 640 for one in told.visitors] == [True, False]
    # The new one is compared with nobody: A is somebody else in this picture.
    assert told.visitors[0].similarity is None
    assert told.visitors[1].similarity > 0.7
    assert told.threshold == 0.56
    assert told.count == notebook.ask(kind="ask_drawer").count == 2
    lines = notebook.ask(kind="ask_ledger", token=notebook.token).lines
    assert {line.event: line.times for line in lines}["camera-looked"] == 4
    # The drawer is emptied; whoever comes now is A.
    emptied = notebook.ask(kind="forget_visitors")
    assert isinstance(emptied, ForgottenTold)
    assert emptied.templates == 2
    assert looked(notebook) == [("A", False), ("B", False)]
    assert notebook.ask(kind="end_visitors").count == 0
    assert refused(notebook.ask(**LOOK)) == "VisitorsForgotten"
    assert not drawers[0]._templates.any()


@pytest.mark.parametrize("have", [(), ("camera",), ("same-visitor",)])
def test_without_both_permissions_nobody_is_compared(lab, have):
    notebook = lab.notebook(*have)
    for ask in (BEGIN, LOOK):
        assert refused(notebook.ask(**ask)) == "PermissionNotActive"
    assert lab.camera.reads == 0
    # To forget needs none.
    assert isinstance(notebook.ask(kind="end_visitors"), DrawerNow)


@pytest.mark.parametrize("purpose", [None, "", "attendance", "camera", 1])
def test_without_its_purpose_it_is_no_message(lab, purpose):
    notebook = lab.notebook("camera", "same-visitor")
    for kind in (BEGIN["kind"], LOOK["kind"]):
        ask = {"kind": kind} | ({} if purpose is None else {"purpose": purpose})
        notebook.send(**ask)
        told = notebook.answer()
        assert (told.n, refused(told.tell)) == (0, "KeeperRefused")
    assert lab.camera.reads == 0


@pytest.mark.parametrize("lab", ["school"], indirect=True)
@pytest.mark.parametrize("kind", ["usb", "file", "folder", "video"])
def test_in_school_mode_no_real_camera_compares_anybody(lab, known, kind):
    lab.camera.kind = kind
    lab.camera.show((known, 0))
    notebook = lab.notebook("camera", "same-visitor")
    for ask in (BEGIN, LOOK):
        told = notebook.ask(**ask)
        assert refused(told) == "RealPeopleNotInSchool"
        assert kind in told.what
        assert "--mode adult" in told.advice
    assert lab.camera.reads == 0


def end_by_word(_lab, notebook):
    assert notebook.ask(kind="end_visitors").count == 0


def end_by_another_block(_lab, notebook):
    notebook.ask(**BEGIN)


def end_by_withdrawing(lab, notebook):
    lab.switch(notebook, "withdraw_permission", "same-visitor")


def end_by_closing_the_camera(lab, notebook):
    lab.switch(notebook, "release_permission", "camera")


def end_by_withdrawing_elsewhere(lab, notebook):
    notebook.ask(kind="keep_session", token=notebook.token)
    other = lab.notebook()
    other.ask(kind="come_back", token=notebook.token)
    lab.switch(other, "withdraw_permission", "same-visitor", notebook.token)


def end_by_the_session(_lab, notebook):
    notebook.ask(kind="end_session", token=notebook.token)


def end_by_deleting(_lab, notebook):
    notebook.ask(kind="delete_mine", token=notebook.token)


def end_by_another_session(_lab, notebook):
    notebook.ask(kind="open_session")


def end_by_a_question_of_another_session(lab, notebook):
    other = lab.notebook()
    notebook.ask(kind="come_back", token=notebook.token)
    # Whoever has two sessions is in one of them at a time, also when counting a class.
    notebook.ask(kind="join_class", token=other.token)


def end_by_dying(_lab, notebook):
    notebook.end()


def end_by_the_keeper(_lab, notebook):
    notebook.service.end()


@pytest.mark.parametrize(
    "end",
    [
        end_by_word,
        end_by_another_block,
        end_by_withdrawing,
        end_by_closing_the_camera,
        end_by_withdrawing_elsewhere,
        end_by_the_session,
        end_by_deleting,
        end_by_another_session,
        end_by_a_question_of_another_session,
        end_by_dying,
        end_by_the_keeper,
    ],
)
def test_whatever_ends_it_the_templates_are_overwritten_before_that_is_answered(
    lab, drawers, known, end
):
    notebook = lab.notebook("camera", "same-visitor")
    notebook.ask(**BEGIN)
    lab.camera.show((known, 0))
    assert looked(notebook) == [("A", False)]
    [drawer] = drawers
    assert drawer._templates.any()
    end(lab, notebook)
    assert drawer.closed
    assert not drawer._templates.any()
    if end not in (end_by_dying, end_by_the_keeper, end_by_another_block):
        told = notebook.ask(**LOOK)
        assert refused(told) in ("VisitorsForgotten", "PermissionNotActive")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a program its memory")
def test_to_forget_says_nothing_of_what_another_notebook_remembers(lab, known):
    """Both saw the very same picture, as with --camera PICTURE: their templates are equal."""
    lab.camera.show((known, 0))
    mine, other = (lab.notebook("camera", "same-visitor") for _ in range(2))
    told = []
    for others in (True, False):
        mine.ask(**BEGIN)
        other.ask(**BEGIN)
        assert looked(mine) == [("A", False)]
        if others:
            assert looked(other) == [("A", False)]
        forgotten = mine.ask(kind="forget_visitors")
        told.append((forgotten.templates, forgotten.found_before, forgotten.found_after))
    assert told == [(1, 1, 0), (1, 1, 0)]


def test_after_five_minutes_it_is_empty_though_nobody_has_asked(lab, drawers):
    notebook = lab.notebook("camera", "same-visitor")
    notebook.service._sight._visiting._lasts_s = 0.2
    notebook.ask(**BEGIN)
    [drawer] = drawers
    wait_until(lambda: drawer.closed)
    told = notebook.ask(**LOOK)
    assert refused(told) == "VisitorsForgotten"
    assert "five minutes" in told.what
    assert lab.camera.reads == 0
    assert notebook.ask(kind="ask_drawer").seconds == 0


def test_who_loses_the_permission_during_a_look_gets_nothing_and_leaves_nothing(
    lab, drawers, known, monkeypatch
):
    notebook = lab.notebook("camera", "same-visitor")
    notebook.ask(**BEGIN)
    lab.camera.show((known, 0))
    read, going, go_on = lab.camera.read, threading.Event(), threading.Event()

    def slowly():
        going.set()
        assert go_on.wait(20)
        return read()

    monkeypatch.setattr(lab.camera, "read", slowly)
    n = notebook.send(**LOOK)
    assert going.wait(20)
    lab.switch(notebook, "withdraw_permission", "same-visitor")
    go_on.set()
    answer = notebook.answer()
    assert answer.n == n
    assert refused(answer.tell) == "VisitorsForgotten"
    assert not drawers[0]._templates.any()


def test_more_than_twenty_are_covered_and_told_of(lab, drawers, known):
    notebook = lab.notebook("camera", "same-visitor")
    notebook.ask(**BEGIN)
    [drawer] = drawers
    for number in range(20):
        drawer.meet(np.eye(128, dtype=np.float32)[[number]], 0.56)
    lab.camera.show((known, 0))
    told = notebook.ask(**LOOK)
    assert (told.visitors, told.unnamed, told.count) == ((), 1, 20)
    assert "visitors.forget()" in told.notes[0]


def test_of_a_crowd_no_more_faces_become_numbers_than_there_are_letters(lab, known, monkeypatch):
    compared = []
    embed_all = embedding.embed_all

    def noted(pixels, faces):
        compared.append(len(faces))
        return embed_all(pixels, faces)

    monkeypatch.setattr(embedding, "embed_all", noted)
    notebook = lab.notebook("camera", "same-visitor")
    notebook.ask(**BEGIN)
    somebody = cv2.resize(picture_of(known, 0), (160, 120), interpolation=cv2.INTER_AREA)
    lab.camera.stand(np.tile(somebody, (5, 6, 1)))
    there = len(notebook.ask(kind="look").faces)
    assert there > 20
    told = notebook.ask(**LOOK)
    assert compared == [20]
    assert (len(told.visitors), told.unnamed, told.count) == (20, there - 20, 20)
    assert "visitors.forget()" in told.notes[0]


def test_who_is_found_unsurely_is_covered_and_not_compared(lab, drawers, known, monkeypatch):
    notebook = lab.notebook("camera", "same-visitor")
    notebook.ask(**BEGIN)
    lab.camera.show((known, 0))
    # As sure as somebody in bad light is found.
    monkeypatch.setattr(visiting_module, "SURE", 0.995)
    told = notebook.ask(**LOOK)
    assert (told.visitors, told.unnamed, told.count) == ((), 0, 0)
    assert "too unsurely" in told.notes[0]
    assert not drawers[0]._templates.any()
    pixels = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), 1)
    assert find_faces(pixels, min_score=0.5) == []


def test_access_names_who_is_remembered_and_deleting_empties_the_drawer(lab, drawers, known):
    notebook, other = lab.notebook("camera", "same-visitor"), lab.notebook("camera")
    notebook.ask(**BEGIN)

    def held(whose):
        told = whose.ask(kind="ask_held", token=whose.token)
        return [one.what for one in told.entries if one.row == "visitor-drawer"]

    assert held(notebook) == []
    lab.camera.show((known, 0))
    looked(notebook)
    assert held(notebook) == ["numbers that compare visitor A"]
    assert held(other) == []
    gone = notebook.ask(kind="delete_mine", token=notebook.token)
    assert {row.row: row.count for row in gone.deleted}["visitor-drawer"] == 1
    assert gone.left == 0
    assert not drawers[0]._templates.any()
