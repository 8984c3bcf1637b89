"""From what is written on a card to what may be said: as much as was asked, and of no others."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import pytest

from dobotkit import mrz
from dobotkit.claim_messages import ClaimsTold
from dobotkit.keeper.eyes.documents import claims_of, needed
from dobotkit.scene import CARD_ASKS
from dobotkit.simulator.specimens import Specimen

TODAY = dt.date(2026, 11, 23)


def read(specimen: Specimen, **other: object) -> SimpleNamespace:
    """Return what a reader that makes no mistake has read on a card."""
    text = SimpleNamespace(
        zone=mrz.parse(specimen.lines),
        fields={name: (said, 1.0) for name, said in specimen.fields.items()},
        code=specimen.code_text,
        trouble=None,
        sure=0.97,
    )
    return SimpleNamespace(**(vars(text) | other))


def said(text: SimpleNamespace, *asks: str) -> dict[str, object]:
    told = claims_of(text, asks=asks or CARD_ASKS, today=TODAY)
    assert told.claims is not None, told.not_read
    # What comes out crosses as it is.
    ClaimsTold.model_validate_json(json.dumps(told.claims))
    return told.claims


def age(specimen: Specimen) -> int:
    born = specimen.birth
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


@pytest.mark.parametrize("layout", ["student", "pupil", "residence", "permit", "passport"])
def test_of_a_specimen_in_order_all_is_said_that_may_be(layout):
    for number in range(1, 60):
        specimen = Specimen(number, layout=layout, on=TODAY)
        told = said(read(specimen))
        assert told["expired"] is (specimen.expiry < TODAY)
        assert told["valid"] is not told["expired"]
        assert told["faults"] == (["expired"] if told["expired"] else [])
        assert told["document"] == specimen.design.document
        assert told["issuing_state"] == "UTO"
        assert told["number_ends"] == specimen.document_number[-2:]
        for years in (13, 14, 16, 18):
            assert told[f"over_{years}"] is (age(specimen) >= years)


def test_what_was_not_asked_is_not_said():
    specimen = Specimen(7, on=TODAY)
    for ask in CARD_ASKS:
        told = said(read(specimen), ask)
        assert told["asked"] == [ask]
        more = set(told) - {"asked", "sure"}
        assert len(more - {"faults"}) == 1, more
        assert ("faults" in more) is (ask == "valid")


def test_what_no_answer_needs_is_not_read():
    """Whether somebody is old enough has nothing to do with a name."""
    assert needed(("kind", "expired", "masked number", "issuing state")) == (frozenset(), False)
    assert needed(("kind", "over 16")) == ({"birth"}, False)
    read_for_valid, code = needed(("valid",))
    assert code
    assert read_for_valid == {
        "number", "birth", "expiry", "surname", "given names", "nationality",
    }  # fmt: skip
    # And what is not read is missed by nobody.
    for number in range(1, 20):
        text = read(Specimen(number, on=TODAY), fields={}, code=None)
        whole = said(read(Specimen(number, on=TODAY)))
        for ask, name in (("expired", "expired"), ("kind", "document")):
            assert said(text, ask)[name] == whole[name]


def test_nothing_that_is_written_on_it_comes_out():
    for number in range(1, 40):
        specimen = Specimen(number, on=TODAY)
        told = json.dumps(said(read(specimen))).upper()
        written = [*specimen.lines, *specimen.fields.values(), specimen.document_number]
        written += [f"{day:%y%m%d}" for day in (specimen.birth, specimen.expiry)]
        written += [*specimen.name.surname.split(), *specimen.name.given.split()]
        # Single letters and pairs are in every text; "UTO" and two digits are told on purpose.
        for one in written:
            assert len(one) < 3 or one == "UTO" or one.upper() not in told, "a text came out"


@pytest.mark.parametrize(
    ("fault", "faults"),
    [
        ("expired", {"expired"}),
        ("check digit", {"check digit", "printed", "code"}),
        ("altered date", {"printed"}),
    ],
)
def test_what_is_wrong_is_said(fault, faults):
    told = said(read(Specimen(5, on=TODAY, fault=fault)))
    assert told["valid"] is False
    assert set(told["faults"]) == faults


def test_of_a_birth_date_that_contradicts_itself_no_age_is_told():
    told = said(read(Specimen(5, on=TODAY, fault="altered date")), "over 13", "over 18")
    assert told["over_13"] is told["over_18"] is None
    # Nor of a number that its check digit contradicts two digits.
    told = said(read(Specimen(5, on=TODAY, fault="check digit")), "masked number")
    assert told["number_ends"] is None


@pytest.mark.parametrize("fault", ["not reserved", "other state"])
def test_of_any_other_card_nothing_is_said(fault):
    """Right check digits, the layout and the word SPECIMEN prove nothing."""
    specimen = Specimen(5, on=TODAY, fault=fault)
    text = read(specimen)
    assert text.zone.valid
    for asks in [("valid",), CARD_ASKS]:
        told = claims_of(text, asks=asks, today=TODAY)
        assert told == (None, "no specimen")


def test_both_have_to_be_right_state_and_number():
    """A specimen of another country has its own state, and no reserved number."""
    lines = mrz.write(
        "TD1", document_code="I", issuing_state="D", number="XUT000012", nationality="D",
        surname="MUSTER", given_names="EIN", birth="110101", sex="X", expiry="300101",
    )  # fmt: skip
    text = read(Specimen(5, on=TODAY), zone=mrz.read(lines))
    assert claims_of(text, asks=CARD_ASKS, today=TODAY) == (None, "no specimen")


@pytest.mark.parametrize(
    ("trouble", "why"),
    [("too small", "too small"), ("blurred", "blurred"), ("unclear", "unclear"), (None, "unclear")],
)
def test_what_could_not_be_read_says_why(trouble, why):
    text = SimpleNamespace(zone=None, fields={}, code=None, trouble=trouble, sure=0.0)
    assert claims_of(text, asks=CARD_ASKS, today=TODAY) == (None, why)


def test_a_valid_card_has_dates_and_a_number_that_can_be_read():
    """Whoever scratches out a date does not make it right."""
    good = next(one for one in map(_child, range(1, 40)) if said(read(one))["valid"])
    for name in ("birth", "expiry", "number"):
        for there in (None, ("", 1.0), (good.fields[name], 0.3)):
            fields = dict(read(good).fields)
            if there is None:
                del fields[name]
            else:
                fields[name] = there
            told = said(read(good, fields=fields), "valid")
            assert (told["valid"], told["faults"]) == (None, ["unread"])
    # A digit that was read unsurely accuses nobody.
    wrong = "31 12 1999"
    for sure, valid in ((0.99, False), (0.7, None)):
        fields = read(good).fields | {"birth": (wrong, sure)}
        assert said(read(good, fields=fields), "valid")["valid"] is valid
    # And neither do letters and digits that look like each other.
    alike = good.fields["number"].replace("0", "O").replace("1", "I")
    fields = read(good).fields | {"number": (alike, 0.99)}
    assert said(read(good, fields=fields), "valid")["valid"] is True


def _child(number: int) -> Specimen:
    return Specimen(number, on=TODAY)


@pytest.mark.parametrize(
    ("birth", "over_16", "over_18"),
    [
        ("10<<<<", None, False),  # is the birthday over in this year?
        ("1011<<", None, False),
        ("08<<<<", True, None),
        ("07<<<<", True, True),
        ("<<<<<<", None, None),
        ("101123", True, False),
        ("101124", False, False),
    ],
)
def test_an_age_that_cannot_be_told_is_not_guessed(birth, over_16, over_18):
    kept = Specimen(5, on=TODAY)
    lines = mrz.write(
        "TD1", document_code="IS", issuing_state="UTO", number=kept.document_number,
        nationality="UTO", surname="A", given_names="B", birth=mrz.Date.of_text(birth), sex="X",
        expiry="300101",
    )  # fmt: skip
    text = read(kept, zone=mrz.read(lines), fields={}, code=None)
    told = said(text, "over 16", "over 18")
    assert (told["over_16"], told["over_18"]) == (over_16, over_18)


def test_a_code_that_belongs_to_another_card_speaks_against_it():
    one, other = Specimen(5, on=TODAY), Specimen(6, on=TODAY)
    assert "code" in said(read(one, code=other.code_text), "valid")["faults"]
    assert "code" not in said(read(one, code=None), "valid")["faults"]


def test_four_answers_together_say_how_old_somebody_is_to_a_year_or_two():
    """What was asked adds up: of a child between 14 and 16 nobody has to ask again."""
    child = next(one for one in map(_child, range(1, 60)) if age(one) == 14)
    told = said(read(child), "over 13", "over 14", "over 16", "over 18")
    yes = [years for years in (13, 14, 16, 18) if told[f"over_{years}"]]
    no = [years for years in (13, 14, 16, 18) if not told[f"over_{years}"]]
    assert (max(yes), min(no)) == (14, 16)


def test_a_printed_name_that_is_like_the_one_in_the_zone_is_taken_for_it():
    """Names are read less well than numbers, so one that differs a little accuses nobody."""
    card = next(
        one
        for one in map(_child, range(1, 40))
        if said(read(one))["valid"] and len(one.fields["surname"]) > 5
    )
    name = card.fields["surname"]
    like, other = name[:-1] + ("A" if name[-1] != "A" else "E"), "QXQXQXQXQX"
    for printed, valid in ((like, True), (other, False)):
        fields = read(card).fields | {"surname": (printed, 0.99)}
        assert said(read(card, fields=fields), "valid")["valid"] is valid
