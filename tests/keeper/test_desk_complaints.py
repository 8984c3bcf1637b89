"""Complaints on the keeper's page: what a teacher sees, and how they are answered."""

from __future__ import annotations

import datetime as dt

import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.code import Code, set_code
from dobotkit.keeper.desk_view import DeskView
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode
from dobotkit.people_messages import OpenSession
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import GROUNDS, AskComplaints, Complain

OPENED = dt.date(2026, 12, 18)
CODE = "open sesame"


class Day:
    now = OPENED

    def __call__(self):
        return self.now


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def people(day):
    return People(today=day)


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    path = tmp_path_factory.mktemp("code") / "code.json"
    set_code(CODE, path)
    return Code(path)


@pytest.fixture
def view(people, code, tmp_path):
    arms = Arms({}, Envelope(), Word())
    return DeskView(
        arms, Word(), code, people=people, mode=Mode.SCHOOL, path=tmp_path / "desk.toml"
    )


@pytest.fixture
def pupil(people):
    """Complains, and looks how it is going."""
    opened = people.answer("a notebook", OpenSession())

    class Pupil:
        pseudonym = opened.pseudonym
        token = opened.token

        def complains(self, says, about=""):
            ask = Complain(token=self.token, says=says, about=about)
            return people.answer("a notebook", ask).complaints[0].number

        def looks(self, number):
            return people.answer("a notebook", AskComplaints(numbers=(number,))).complaints[0]

    return Pupil()


def test_a_complaint_is_shown_with_its_days_and_without_its_pupil(view, pupil):
    number = pupil.complains("kept", "progress")
    [shown] = view.overview()["complaints"]
    assert shown == {
        "id": str(number),
        "title": f"Complaint {number}",
        "says": "It says: Something is kept that should not be. It is about: "
        f"{inventory().row('progress').name} (progress).",
        "days": "Opened on 18 Dec 2026, to be answered until 2 Jan 2027.",
        "state": "It waits for your answer.",
        "open": True,
        "overdue": False,
    }
    assert pupil.pseudonym not in str(view.overview())
    assert str(pupil.token) not in str(view.overview())


def test_from_the_sixteenth_day_on_it_is_overdue(view, pupil, day):
    pupil.complains("right", "delete")
    day.now = OPENED + dt.timedelta(days=15)
    assert not view.overview()["complaints"][0]["overdue"]
    day.now = OPENED + dt.timedelta(days=16)
    [shown] = view.overview()["complaints"]
    assert shown["overdue"]
    assert shown["state"] == "Overdue: its last day is over."
    assert shown["says"].endswith("It is about: delete.")


def test_the_same_from_others_is_counted(view, pupil):
    for _ in range(2):
        pupil.complains("other")
    assert view.overview()["complaints"][0]["says"].endswith(" 1 other says the same.")
    pupil.complains("other")
    assert view.overview()["complaints"][0]["says"].endswith(" 2 others say the same.")


# Each look at a code takes a while, on purpose: so there are few of them.


def test_done_needs_the_code_and_the_pupil_sees_it(view, pupil):
    number = pupil.complains("kept")
    for typed in ("", "open barley"):
        with pytest.raises(DeskError, match="code"):
            view.answer(str(number), "done", typed)
    assert pupil.looks(number).state == "open"
    view.answer(str(number), "done", CODE)
    assert pupil.looks(number).state == "done"
    [shown] = view.overview()["complaints"]
    assert (shown["state"], shown["open"]) == ("Done.", False)


def test_refused_needs_a_ground_of_the_list(view, pupil):
    number = pupil.complains("kept")
    with pytest.raises(DeskError, match="six reasons"):
        view.answer(str(number), "It is Mia's fault", CODE)
    assert pupil.looks(number).state == "open"
    view.answer(str(number), "bad faith", CODE)
    assert (pupil.looks(number).state, pupil.looks(number).ground) == ("refused", "bad faith")
    assert view.overview()["complaints"][0]["state"] == f"Refused: {GROUNDS['bad faith']}"


def test_what_is_no_number_is_no_complaint(view):
    with pytest.raises(DeskError, match="no such complaint"):
        view.answer("²x", "done", CODE)
