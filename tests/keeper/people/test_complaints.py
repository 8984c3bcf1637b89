"""The box for complaints: closed lists, fifteen calendar days, an answer with a ground."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from dobotkit.errors import DeskError, KeeperRefused
from dobotkit.keeper.people import complaints as complaints_module
from dobotkit.keeper.people.complaints import Complaints, this_day
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import GROUNDS, SAYS, ComplaintNow, Ground, Says

# A Friday before Christmas: weekends and holidays are among the days that follow.
OPENED = dt.date(2026, 12, 18)


class Day:
    now = OPENED

    def __call__(self):
        return self.now


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def box(day):
    return Complaints(inventory(), day)


def test_both_lists_are_whole():
    assert set(SAYS) == set(get_args(Says))
    assert set(GROUNDS) == set(get_args(Ground))
    assert len(GROUNDS) == 6


def test_an_answer_is_due_in_fifteen_calendar_days(box):
    one = box.open("kept", "")
    assert (one.opened, one.due) == ("2026-12-18", "2027-01-02")
    assert 1000 <= one.number <= 9999


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (14, False), (15, False), (16, True)])
def test_it_is_overdue_from_the_sixteenth_day_on(box, day, days, overdue):
    box.open("kept", "")
    day.now = OPENED + dt.timedelta(days=days)
    [one] = box.everything()
    assert one.overdue is overdue


def test_what_is_answered_is_never_overdue(box, day):
    number = box.open("kept", "").number
    box.answer(number, "done")
    day.now = OPENED + dt.timedelta(days=99)
    [one] = box.find((number,))
    assert (one.state, one.ground, one.overdue) == ("done", "", False)


@pytest.mark.parametrize("ground", GROUNDS)
def test_it_is_refused_with_one_of_six_grounds(box, ground):
    number = box.open("right", "delete").number
    box.answer(number, "refused", ground)
    [one] = box.find((number,))
    assert (one.state, one.ground) == ("refused", ground)


@pytest.mark.parametrize(
    ("state", "ground"),
    [
        ("refused", ""),
        ("refused", "too much work"),
        ("refused", "done"),
        ("done", "bad faith"),
        ("open", ""),
        ("Dear pupil", ""),
    ],
)
def test_a_refusal_without_a_ground_of_the_list_is_none(box, state, ground):
    number = box.open("right", "").number
    with pytest.raises(DeskError, match="six reasons"):
        box.answer(number, state, ground)
    assert box.find((number,))[0].state == "open"


def test_it_is_answered_once(box):
    number = box.open("right", "").number
    box.answer(number, "done")
    for gone in (number, 1):
        with pytest.raises(DeskError, match="not open"):
            box.answer(gone, "refused", "bad faith")


def test_it_is_about_something_that_the_inventory_knows(box):
    for about in ("", "camera", "delete", "progress"):
        assert box.open("kept", about).about == about
    with pytest.raises(KeeperRefused, match="nothing called"):
        box.open("kept", "mia")


def test_how_often_the_same_was_said_is_counted(box):
    numbers = [box.open("kept", about).number for about in ("camera", "camera", "", "camera")]
    assert [box.said_before(number) for number in numbers] == [2, 2, 0, 2]


def test_the_order_tells_nothing_but_the_day(box, day):
    numbers = [box.open("kept", "").number for _ in range(20)]
    day.now = OPENED - dt.timedelta(days=1)
    oldest = box.open("kept", "").number
    box.answer(numbers[0], "done")
    shown = [one.number for one in box.everything()]
    assert shown == [oldest, *sorted(numbers[1:]), numbers[0]]


def test_a_full_box_forgets_what_is_answered_and_nothing_else(box, monkeypatch):
    monkeypatch.setattr(complaints_module, "MOST_COMPLAINTS", 3)
    first, second, _ = (box.open("kept", "").number for _ in range(3))
    with pytest.raises(KeeperRefused, match="box is full"):
        box.open("kept", "")
    box.answer(second, "done")
    box.open("kept", "")
    assert len(box.find((first, second))) == 1


def test_there_is_no_place_for_words_of_ones_own():
    """Every field is a number, a yes or no, a day, or compared with a closed list."""
    assert set(ComplaintNow.model_fields) == {
        "number", "says", "about", "opened", "due", "state", "ground", "overdue",
    }  # fmt: skip


def test_the_day_is_the_one_that_it_is_here():
    assert abs((this_day() - dt.datetime.now(dt.UTC).date()).days) <= 1


def test_what_has_made_room_meanwhile_was_said_by_nobody_before(box):
    assert box.said_before(1234) == 0
