"""What the page shows and does, with real leases on simulated arms."""

from __future__ import annotations

import itertools
import os
import struct
import threading

import pytest

from benchmarks.losses import WatchedArm
from dobotkit.arm.wire import QUEUED, encode
from dobotkit.errors import ArmClosed, ArmSilent, DeskError, TooFast, WordNeeded
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.code import Code, set_code
from dobotkit.keeper.desk_form import DeskForm, WrongFields, filled
from dobotkit.keeper.desk_view import DeskView
from dobotkit.keeper.envelope import Envelope, read_desk
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode
from dobotkit.people_messages import OpenSession, TakePermission

_names = itertools.count()


@pytest.fixture
def arms():
    arms = Arms({"desk": f"dobotsim://view{next(_names)}?pace=instant"}, Envelope(), Word())
    yield arms
    for loan in arms.loans:
        loan.lease.close()


@pytest.fixture
def people():
    return People()


@pytest.fixture
def view(arms, people, tmp_path):
    set_code("open sesame", tmp_path / "code.json")
    return DeskView(
        arms,
        Word(),
        Code(tmp_path / "code.json"),
        people=people,
        mode=Mode.SCHOOL,
        path=tmp_path / "settings" / "desk.toml",
    )


def form(**changes):
    return DeskForm.model_validate({**filled(Envelope()), **changes})


def test_it_shows_each_arm_with_its_place(view, arms):
    arms.open("desk", "", borrower=object())
    [arm] = view.overview()["arms"]
    assert arm["state"].startswith("Simulated, with notebook 1 since ")
    assert arm["position"] == pytest.approx(arms.loans[0].lease.pose()[:3], abs=0.06)
    assert f"x {arm['position'][0]:.0f}" in arm["place"]


def test_it_shows_what_is_on_and_not_whose_it_is(view, people):
    notebook = object()
    opened = people.answer(notebook, OpenSession())
    token = str(opened.token)
    assert view.overview()["lab"]["On right now"] == "no permission"
    assert view.overview()["lab"]["Camera"] == "virtual"
    people.answer(notebook, TakePermission(token=token, permission="class-table"))
    overview = view.overview()
    assert overview["lab"]["On right now"].startswith("class-table (See the open table")
    assert opened.pseudonym not in str(overview)
    people.gone(notebook)
    assert view.overview()["lab"]["On right now"] == "no permission"


def test_only_in_adult_mode_it_has_a_banner(view, arms, people, tmp_path):
    assert view.overview()["banner"] == ""
    path = tmp_path / "desk.toml"
    adult = DeskView(arms, Word(), Code(), people=people, mode=Mode.ADULT, path=path)
    assert adult.overview()["banner"].startswith("ADULT MODE. ")
    assert adult.overview()["lab"]["Mode"] == "adult"


def test_it_shows_the_rules_as_a_form_with_the_reach(view):
    desk = view.desk()
    assert desk["form"] == filled(Envelope())
    assert desk["reach"]["turn"] == (-90, 90)
    assert 0 < desk["reach"]["near"] < 200 < desk["reach"]["far"] < 345


def test_looking_writes_nothing(view, tmp_path):
    assert "speed = 80" in view.preview(form(speed="80"))
    with pytest.raises(WrongFields):
        view.preview(form(speed="800"))
    assert not (tmp_path / "settings").exists()


def test_without_the_code_nothing_is_written_and_no_rule_changes(view, arms, tmp_path):
    with pytest.raises(DeskError, match="not the teacher's code"):
        view.save(form(speed="80"), "open barley")
    assert not (tmp_path / "settings").exists()
    assert arms.envelope == Envelope()


def test_where_no_code_is_set_it_says_how_to_set_one(view, tmp_path):
    (tmp_path / "code.json").unlink()
    with pytest.raises(DeskError, match="No teacher's code is set") as caught:
        view.save(form(), "")
    assert "--set-code" in caught.value.advice


def test_a_desk_that_is_saved_holds_at_once_and_after_the_next_start(view, arms, tmp_path):
    lease = arms.open("desk", "", borrower=object()).lease
    view.save(form(speed="80", laser=True), "open sesame")
    assert view.overview()["lab"]["Highest speed"] == "80 mm/s"
    assert read_desk(tmp_path / "settings" / "desk.toml") == Envelope(speed=80, laser=True)
    with pytest.raises(TooFast) as caught:
        lease.write(encode(81, 1, struct.pack("<4f", 100, 100, 100, 100)))
    assert caught.value.why().startswith("The rule “speed”")


def test_each_stop_is_noted_for_safety(view, arms, people):
    arms.open("desk", "", borrower=object())
    view.stop(None)
    view.save(form(speed="80"), "open sesame")
    view.stop("no such arm")
    why = [line.detail for line in people.log.read("arm-stopped", "safety")]
    assert why == ["page", "desk"]


def test_a_desk_that_cannot_be_written_does_not_hold(view, arms, tmp_path):
    (tmp_path / "settings").write_text("in the way")
    with pytest.raises(DeskError, match="cannot be written"):
        view.save(form(speed="80"), "open sesame")
    assert arms.envelope == Envelope()


def test_an_arm_that_hangs_keeps_no_other_moving(view, arms, monkeypatch):
    hanging, other = (arms.open("desk", "", borrower=object()).lease for _ in range(2))
    stopped, go_on = threading.Event(), threading.Event()

    def hang(*_):
        go_on.wait(30)
        raise ArmSilent("Nothing answers.", "Switch it on.")

    monkeypatch.setattr(hanging, "stop", hang)
    real_stop = other.stop
    monkeypatch.setattr(other, "stop", lambda *_: (real_stop(), stopped.set()))
    thread = threading.Thread(target=view.stop, args=(None,))
    thread.start()
    assert stopped.wait(30)
    go_on.set()
    thread.join()


def test_one_arm_can_be_stopped_by_its_id(view, arms, monkeypatch):
    first, second = (arms.open("desk", "", borrower=object()).lease for _ in range(2))
    told = []
    monkeypatch.setattr(first, "stop", lambda *_: told.append("first"))
    monkeypatch.setattr(second, "stop", lambda *_: told.append("second"))
    ids = [arm["id"] for arm in view.overview()["arms"]]
    assert len(set(ids)) == 2
    view.stop(ids[1])
    assert told == ["second"]


HOME = encode(31, QUEUED, bytes(4))


class Lab:
    """The page's view of a lab with one real arm, which a notebook has."""

    def __init__(self, arm, folder):
        set_code("open sesame", folder / "code.json")
        self.word = Word()
        self.arms = Arms({"left": arm.address}, Envelope(), self.word)
        code = Code(folder / "code.json")
        path = folder / "desk.toml"
        self.view = DeskView(
            self.arms, self.word, code, people=People(), mode=Mode.SCHOOL, path=path
        )
        self.lease = self.arms.open("left", "", borrower=object()).lease

    @property
    def card(self):
        [card] = self.view.overview()["arms"]
        return card


@pytest.fixture
def lab(tmp_path):
    if os.name == "nt":
        pytest.skip("needs a pseudo-terminal")
    with WatchedArm() as arm:
        lab = Lab(arm, tmp_path)
        yield lab
        lab.lease.close()
        lab.arms.close()


def test_an_arm_that_was_unplugged_is_shown_as_such(lab):
    lab.lease.close()
    assert lab.card["state"].startswith("Real, free.")
    lab.arms.close()
    assert lab.card["state"] == "Real, not plugged in."


def test_an_arm_that_asks_to_home_shows_it_and_is_let_once(lab):
    assert lab.card["asks"] == ""
    with pytest.raises(WordNeeded):
        lab.lease.write(HOME)
    assert "asks to seek its zero marks" in lab.card["asks"]
    with pytest.raises(DeskError, match="not the teacher's code"):
        lab.view.home("left", "open barley")
    assert "asks to seek its zero marks" in lab.card["asks"]
    lab.view.home("left", "open sesame")
    assert lab.card["asks"] == ""
    assert lab.card["state"].endswith(
        "It waits for the teacher's word. It may seek its zero marks once, in the next 5 minutes."
    )
    lab.lease.write(HOME)
    assert lab.card["state"].endswith("It waits for the teacher's word.")


def test_stop_on_the_page_takes_back_the_word_for_a_home(lab):
    lab.view.home("left", "open sesame")
    lab.view.stop(None)
    with pytest.raises(WordNeeded):
        lab.lease.write(HOME)


def test_an_arm_that_is_taken_back_may_nothing_and_its_notebook_is_told(lab):
    lab.view.allow("left", "open sesame")
    lab.view.home("left", "open sesame")
    lab.view.let_go("left", "open sesame")
    with pytest.raises(ArmClosed, match="A teacher has taken this arm back"):
        lab.lease.write(HOME)
    assert lab.card["state"] == "Real, free. It waits for the teacher's word."
    assert not lab.word.home_left("left")
