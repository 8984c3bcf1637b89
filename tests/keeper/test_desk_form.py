from __future__ import annotations

import pytest
from pydantic import ValidationError

from dobotkit.keeper.desk_form import DeskForm, WrongFields, filled
from dobotkit.keeper.envelope import Box, Envelope

DESK = Envelope(
    speed=80,
    tool="pen",
    floor={"pen": -61.5},
    keep_out=(Box(name="tower", low=(150, 40, -200), high=(260, 90, 60.25)),),
    zones=(Box(name="store", low=(0, 0, 0), high=(1, 1, 1)),),
)


def form(**changes):
    return DeskForm.model_validate({**filled(DESK), **changes})


def box(name="new", low=("0", "0", "0"), high=("1", "1", "1")):
    return {"name": name, "low": list(low), "high": list(high)}


def test_a_form_that_is_filled_in_says_the_same_rules():
    assert form().envelope() == DESK


@pytest.mark.parametrize("typed", ["61,5", " 61.5 ", "61.5 mm/s", "61.50"])
def test_numbers_as_people_write_them(typed):
    assert form(speed=typed).envelope().speed == 61.5


def test_a_minus_sign_from_a_text_program_and_an_empty_height():
    assert form(floor={"pen": "−61,5", "suction": " "}).envelope().floor == {"pen": -61.5}


def test_the_corners_may_come_in_any_order():
    desk = form(keep_out=[box(low=("5", "-1", "9"), high=("-5", "1", "-9"))]).envelope()
    assert desk.keep_out[0] == Box(name="new", low=(-5, -1, -9), high=(5, 1, 9))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"speed": "quick"}, "speed", "“quick” is not a number"),
        ({"speed": ""}, "speed", "missing"),
        ({"speed": "nan"}, "speed", "not a number"),
        ({"speed": "251"}, "speed", "At most 250"),
        ({"speed": "0"}, "speed", "At least 1"),
        ({"tool": "drill"}, "tool", "Choose one of"),
        ({"floor": {"pen": "low"}}, "floor.pen", "not a number"),
        ({"floor": {"pen": "-2000"}}, "floor.pen", "At least -1000"),
        ({"keep_out": [box(name=" ")]}, "keep_out.0.name", "Give it a name"),
        ({"keep_out": [box(name="x" * 41)]}, "keep_out.0.name", "at most 40"),
        ({"keep_out": [box(name="a\tb")]}, "keep_out.0.name", "cannot be seen"),
        ({"zones": [box(), box(name="NEW ")]}, "zones.1.name", "taken"),
        ({"zones": [box(name="Tower")]}, "zones.0.name", "taken"),
        ({"zones": [box(name="Laser")]}, "zones.0.name", "taken"),
        ({"zones": [box(high=("1", "1", ""))]}, "zones.0.high.2", "missing"),
        ({"zones": [box(high=("1", "0", "1"))]}, "zones.0.high.1", "flat"),
        ({"zones": [box(high=("1", "1", "5000"))]}, "zones.0.high.2", "At most 1000"),
    ],
)
def test_each_wrong_field_has_a_sentence(changes, field, words):
    with pytest.raises(WrongFields) as caught:
        form(**changes).envelope()
    assert list(caught.value.fields) == [field]
    assert words in caught.value.fields[field]
    assert caught.value.fields[field].endswith(".")


def test_all_wrong_fields_are_named_at_once():
    with pytest.raises(WrongFields) as caught:
        form(speed="", keep_out=[box(low=("a", "b", "0"))]).envelope()
    assert set(caught.value.fields) == {"speed", "keep_out.0.low.0", "keep_out.0.low.1"}
    # Also those that are numbers, but not possible ones.
    with pytest.raises(WrongFields) as caught:
        form(speed="300", keep_out=[box(low=("", "b", "5000"))]).envelope()
    assert set(caught.value.fields) == {
        "speed",
        "keep_out.0.low.0",
        "keep_out.0.low.1",
        "keep_out.0.low.2",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"more": "x"},
        {"speed": 100},
        {"laser": "yes"},
        {"keep_out": [{"name": "x"}]},
        {"keep_out": [box(low=("0", "0"))]},
        {"zones": [box(str(k)) for k in range(21)]},
        {"speed": "1" * 201},
    ],
)
def test_what_no_page_of_ours_sends_is_no_form(changes):
    with pytest.raises(ValidationError):
        form(**changes)
