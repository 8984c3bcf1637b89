"""What cannot be written is refused, and the error says no value."""

from __future__ import annotations

import datetime as dt

import pytest

from dobotkit import mrz
from dobotkit.errors import MrzDate, MrzLength, MrzValue

GIVEN = {
    "document_code": "I",
    "issuing_state": "UTO",
    "number": "XUT000012",
    "surname": "Zvörmindáx",
    "given_names": "Zélquil",
    "nationality": "UTO",
    "birth": dt.date(2012, 3, 4),
    "sex": "F",
    "expiry": dt.date(2030, 12, 31),
}


def test_a_card_of_utopia():
    assert mrz.write("TD1", **GIVEN) == (
        "I<UTOXUT0000125<<<<<<<<<<<<<<<",
        "1203048F3012316UTO<<<<<<<<<<<4",
        "ZVOERMINDAX<<ZELQUIL<<<<<<<<<<",
    )


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"kind": "TD4"}, MrzLength, "no such kind"),
        ({"kind": "TD3"}, MrzValue, "document code may not have"),
        ({"document_code": "IDX"}, MrzValue, "room for 2"),
        ({"document_code": ""}, MrzValue, "The document code is empty"),
        ({"number": " - "}, MrzValue, "The document number is empty"),
        ({"issuing_state": "U1O"}, MrzValue, "issuing state may not have"),
        ({"nationality": "UTOP"}, MrzValue, "room for 3"),
        ({"number": "XUT/12"}, MrzValue, "Character 4 of the document number"),
        ({"number": "X" * 23}, MrzValue, "does not fit"),
        ({"number": "XUT000012-34"}, MrzValue, "after the ninth"),
        ({"surname": "'"}, MrzValue, "Nothing is left"),
        ({"surname": "王"}, MrzValue, "has no place"),
        ({"given_names": "R2"}, MrzValue, "A digit at position 2"),
        ({"birth": "121301"}, MrzDate, "a month is 01 to 12"),
        ({"expiry": "30<<<<"}, MrzValue, "expiry may not have"),
        ({"sex": "Z"}, MrzValue, "F, M, or a filler"),
        ({"optional": "A" * 16}, MrzValue, "room for 15"),
        ({"number": "X" * 22, "optional": "A"}, MrzValue, "room for 15"),
        ({"optional": "é"}, MrzValue, "Character 1 of the optional data"),
        ({"kind": "TD2", "optional_2": "A"}, MrzValue, "no second field"),
    ],
)
def test_what_cannot_be_written(changes, error, words):
    written = {"kind": "TD1"} | GIVEN | changes
    with pytest.raises(error, match=words) as refused:
        mrz.write(**written)
    for told in ("XUT0", "ZV", "12-34"):
        assert told not in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"birth": "120304"}, {"birth": mrz.Date(12, 3, 4)}),
        ({"number": "ab 12-3"}, {"number": "AB<12<3"}),
        ({"sex": "x"}, {"sex": ""}),
        ({"issuing_state": "uto"}, {}),
        ({"surname": "Юшк", "language": "uk"}, {"surname": "Yushk"}),
    ],
)
def test_different_ways_to_say_the_same(changes, same):
    assert mrz.write("TD1", **(GIVEN | changes)) == mrz.write("TD1", **(GIVEN | same))


def test_a_date_whose_parts_nobody_knows():
    for birth in ("12<<<<", "<<<<<<", "<<0304"):
        assert mrz.read(mrz.write("TD2", **(GIVEN | {"birth": birth}))).birth.text == birth
