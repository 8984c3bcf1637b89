"""SPECIMEN cards: what is printed on them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dobotkit import mrz
from dobotkit.card_layouts import FAULTS, ISSUER, LAYOUTS, is_reserved
from dobotkit.simulator.specimens import Specimen
from dobotkit.simulator.specimens.names import SCRIPTS

ON = dt.date(2026, 3, 31)
CLASS = range(1, 101)


def wrong(specimen: Specimen) -> set[str]:
    return {check.name for check in mrz.parse(specimen.lines).checks if not check.right}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_card_says_the_same_to_machines_and_to_people(layout: str):
    for number in CLASS:
        specimen = Specimen(number, layout=layout, on=ON)
        zone, printed = mrz.read(specimen.lines), specimen.fields
        assert zone.kind == LAYOUTS[layout].mrz
        assert zone.issuing_state == zone.nationality == printed["nationality"] == ISSUER
        assert zone.number == printed["number"] == specimen.document_number
        assert is_reserved(zone.number)
        assert zone.birth.text == f"{specimen.birth:%y%m%d}"
        assert printed["birth"] == f"{specimen.birth:%d %m %Y}"
        assert zone.expiry.text == f"{specimen.expiry:%y%m%d}"
        assert printed["expiry"] == f"{specimen.expiry:%d %m %Y}"
        assert zone.sex == printed["sex"]
        # The whole name is in the zone, and nothing of it was cut.
        assert mrz.transliterate(specimen.name.surname) == zone.surname.replace(" ", "<")
        assert mrz.transliterate(specimen.name.given) == zone.given_names.replace(" ", "<")
        assert set(printed) <= set(LAYOUTS[layout].zones)


def test_no_two_cards_of_a_class_are_alike():
    cards = [Specimen(number, on=ON) for number in CLASS]
    assert len({card.person.number for card in cards}) == len(cards)
    assert max(card.person.number for card in cards) <= 200  # they can be told apart
    assert len({card.document_number for card in cards}) == len(cards)
    assert len({(card.name.surname, card.name.given) for card in cards}) == len(cards)
    assert {card.name.script for card in cards} == set(SCRIPTS)
    assert {card.sex for card in cards} == {"F", "M", "X"}


def test_the_same_number_is_the_same_card_for_ever():
    card = Specimen(1, on=ON)
    assert card == Specimen(1, on=ON)
    assert card.document_number == "XUT607958"
    assert card.lines[0] == "ISUTOXUT6079585<<<<<<<<<<<<<<<"


def test_ages_suit_the_faces_and_most_go_to_school():
    ages = {"child": [], "teen": [], "adult": [], "old": []}
    for number in CLASS:
        card = Specimen(number, on=ON)
        ages[card.person.age].append((card.on - card.birth).days / 365.2425)
    assert len(ages["child"]) + len(ages["teen"]) == 80
    assert min(ages["child"]) > 10.9
    assert max(ages["child"]) <= min(ages["teen"]) + 0.1
    assert max(ages["teen"]) < 18.5
    assert min(ages["adult"]) > 18.9
    assert max(ages["adult"]) < min(ages["old"])
    # On both sides of every age that is asked for.
    for years in (13, 14, 16, 18):
        young = [age for kind in ("child", "teen") for age in ages[kind]]
        assert min(young) < years < max(young)


def test_an_eighth_has_expired():
    assert 5 <= sum(Specimen(number, on=ON).expired for number in CLASS) <= 20


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [1, 2, 8, 25])
def test_each_fault_is_the_one_that_it_is_called(number: int, layout: str):
    right = Specimen(number, layout=layout, on=ON)
    cards = {fault: Specimen(number, layout=layout, on=ON, fault=fault) for fault in FAULTS}
    assert wrong(cards["check digit"]) == {"number", "composite"}
    assert wrong(right) == set()
    for fault in ("expired", "altered date", "not reserved", "other state"):
        assert wrong(cards[fault]) == set()
    assert cards["expired"].expired
    for fault in ("altered date", "not reserved", "other state", "check digit"):
        assert not cards[fault].expired
    assert mrz.parse(cards["altered date"].lines).birth.text == f"{right.birth:%y%m%d}"
    printed = dt.datetime.strptime(cards["altered date"].fields["birth"], "%d %m %Y").date()  # noqa: DTZ007 - a day has no zone of time
    assert 2 * 365 < (right.birth - printed).days < 4 * 365
    assert not is_reserved(cards["not reserved"].document_number)
    assert mrz.read(cards["not reserved"].lines).issuing_state == ISSUER
    other = mrz.read(cards["other state"].lines)
    assert other.issuing_state not in ("", ISSUER)
    assert is_reserved(other.number)


@pytest.mark.parametrize(
    ("number", "how"),
    [
        (0, {}),
        (1_000_001, {}),
        (-3, {}),
        (1.0, {}),
        (True, {}),
        (1, {"layout": "bank card"}),
        (1, {"fault": "torn"}),
    ],
)
def test_what_is_no_card_is_refused(number: int, how: dict[str, str]):
    with pytest.raises(ValueError, match=r"card|layout|fault"):
        Specimen(number, on=ON, **how)


@pytest.mark.parametrize("on", [dt.date.min, dt.date(1999, 12, 31), dt.date.max])
def test_a_day_that_two_digits_do_not_tell_is_refused(on: dt.date):
    with pytest.raises(ValueError, match="of the years 2000 to 2090"):
        Specimen(1, on=on)


@pytest.mark.parametrize("on", [dt.date(2000, 1, 1), dt.date(2090, 12, 31)])
def test_every_card_of_the_first_and_the_last_day_can_be_read(on: dt.date):
    for number in (1, 4, 5, 10, 1_000_000):
        card = Specimen(number, on=on)
        zone = mrz.read(card.lines)
        assert zone.birth.resolve(on, is_birth=True).latest == card.birth
        assert zone.expiry.resolve(on, is_birth=False).latest == card.expiry


def test_somebody_born_on_a_leap_day_can_have_an_altered_date():
    for number in range(1, 400):
        card = Specimen(number, on=ON, fault="altered date")
        assert card.fields["birth"] != f"{card.birth:%d %m %Y}"
    leap = next(
        card
        for days in range(366 * 4)
        if (card := Specimen(1, on=ON + dt.timedelta(days), fault="altered date")).birth.day == 29
        and card.birth.month == 2
    )
    assert leap.fields["birth"] == f"28 02 {leap.birth.year - 3}"


def test_anybody_can_write_a_zone_that_counts_as_a_specimen():
    lines = mrz.write(
        "TD1",
        document_code="IS",
        issuing_state=ISSUER,
        number="XUT000012",
        surname="Of Somebody",
        given_names="Anybody",
        nationality=ISSUER,
        birth=dt.date(2012, 2, 29),
        sex="X",
        expiry=dt.date(2030, 1, 1),
    )
    assert is_reserved(mrz.read(lines).number)


def test_the_example_of_the_page_is_true():
    page = (Path(__file__).resolve().parents[3] / "docs" / "cards.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - the page's own lines
    card = names["card"]
    for code, shown in re.findall(r"^(\S.*?)  # (.*)$", example, flags=re.MULTILINE):
        value = eval(code, names)  # noqa: S307 - as above
        if isinstance(value, np.ndarray):
            assert shown.startswith(f"{value.shape} uint8")
        else:
            assert repr(value).startswith(shown.removesuffix(" …)"))
    rows = re.findall(r"^\| `(\w+)` \| .* \| (TD\d) \| .* \| (\w+) \| (\d+)–(\d+) \|$", page,
                      flags=re.MULTILINE)  # fmt: skip
    assert [row[0] for row in rows] == list(LAYOUTS)
    for name, zone, code, first, last in rows:
        layout = LAYOUTS[name]
        assert (zone, code) == (layout.mrz, layout.code[1])
        assert (int(first), int(last)) == (layout.marks[0].number, layout.marks[3].number)
    assert set(re.findall(r'^\| `"([\w ]+)"`', page, flags=re.MULTILINE)) == set(FAULTS)
    assert card.document_number == card.fields["number"]
