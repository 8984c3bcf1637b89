"""What is made of a zone that was read: what fits in one way alone, and never what may be wrong."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dobotkit import mrz
from dobotkit.keeper.eyes import text
from dobotkit.keeper.eyes.mrz_reading import read_zone, settle
from dobotkit.keeper.eyes.text import Scores
from dobotkit.simulator.specimens import PX_PER_MM, Specimen, draw

TODAY = dt.date(2026, 11, 23)
SURE = 15.0
TD1 = {
    "document_code": "I",
    "issuing_state": "UTO",
    "surname": "Dhuwaradan",
    "given_names": "Rudhrun",
    "nationality": "UTO",
    "birth": dt.date(2014, 2, 24),
    "sex": "F",
    "expiry": dt.date(2030, 2, 23),
}


def scores_of(lines, doubts=()):
    """Scores of lines that are read without a doubt, and doubts: line, position, also, loss."""
    found = []
    for line in lines:
        losses = np.full((len(line), len(mrz.ALPHABET)), -SURE, np.float32)
        for place, one in enumerate(line):
            losses[place, mrz.ALPHABET.index(one)] = 0
        found.append(Scores(mrz.ALPHABET, losses))
    for line, position, also, loss in doubts:
        found[line - 1].losses[position - 1, mrz.ALPHABET.index(also)] = -loss
    return found


def put(lines, line, position, character):
    """The lines with another character there."""
    changed = list(lines)
    one = changed[line - 1]
    changed[line - 1] = one[: position - 1] + character + one[position:]
    return tuple(changed)


def zone_with(number):
    return mrz.write("TD1", number=number, **TD1)


def test_what_is_right_is_told():
    lines = zone_with("XUT000012")
    read = settle("TD1", scores_of(lines))
    assert read.lines == lines
    assert read.sure > 0.99
    assert read.repaired == 0


def test_a_letter_that_was_taken_for_a_digit_is_put_back_if_only_that_fits():
    lines = zone_with("K4OR7L1PE")
    misread = put(lines, 1, 8, "0")
    # The network preferred the zero; that one may be a one as well is no way out.
    read = settle("TD1", scores_of(misread, [(1, 8, "O", 5), (1, 12, "I", 9)]))
    assert read.lines == lines
    assert read.repaired == 1


def test_where_two_repairs_fit_nobody_knows():
    # Positions 6 and 9 weigh the same in every check digit.
    misread = put(zone_with("O4A07L1PE"), 1, 6, "0")
    assert settle("TD1", scores_of(misread, [(1, 6, "O", 5)])).repaired == 1
    assert settle("TD1", scores_of(misread, [(1, 6, "O", 5), (1, 9, "O", 9)])).zone is None


def test_a_look_alike_that_the_network_ruled_out_is_no_repair():
    misread = put(zone_with("K4OR7L1PE"), 1, 8, "0")
    read = settle("TD1", scores_of(misread))
    # Nothing fits, and every character is certain: these check digits are wrong on the card.
    assert read.lines == misread
    assert not read.zone.valid


def test_a_specimen_with_a_wrong_digit_stays_wrong():
    lines = put(zone_with("XUT000012"), 1, 14, "3")
    # Each zero may be an O: one of these exchanges could make the digits right.
    doubts = [(1, place, "O", 5) for place in range(9, 13)]
    read = settle("TD1", scores_of(lines, doubts))
    assert read.lines == lines
    assert [check.name for check in read.zone.checks if not check.right] == ["number", "composite"]


def test_what_is_wrong_and_uncertain_is_not_told():
    lines = put(zone_with("XUT000012"), 1, 14, "3")
    assert settle("TD1", scores_of(lines, [(1, 14, "2", 1)])).zone is None


@pytest.mark.parametrize(("here", "twin"), [("6", "G"), ("1", "L")])
def test_characters_with_the_same_check_digit_are_told_apart_by_the_picture_alone(here, twin):
    lines = zone_with(f"K4XR7A{here}PE")
    assert settle("TD1", scores_of(lines, [(1, 12, twin, 9)])).lines == lines
    assert mrz.parse(put(lines, 1, 12, twin)).valid
    assert settle("TD1", scores_of(lines, [(1, 12, twin, 2)])).zone is None


def test_a_name_that_may_be_another_is_not_told():
    lines = zone_with("XUT000012")
    assert settle("TD1", scores_of(lines, [(3, 4, "V", 0.5)])).zone is None
    assert settle("TD1", scores_of(lines, [(3, 4, "V", 9)])).lines == lines


def test_the_31st_of_february_is_no_date_and_no_error():
    lines = put(zone_with("XUT000012"), 2, 5, "3")
    assert settle("TD1", scores_of(lines)).zone is None


def test_what_was_read_is_in_no_repr():
    read = settle("TD1", scores_of(zone_with("XUT000012")))
    for words in (repr(read), repr(text.Line("DHUWARADAN", 0.5)), repr(scores_of(["AB"])[0])):
        assert "XUT" not in words
        assert "DHU" not in words
        assert "AB" not in words


@pytest.mark.parametrize("layout", ["student", "passport"])
def test_a_drawn_zone_is_read(layout):
    specimen = Specimen(7, layout=layout, on=TODAY)
    card = draw(specimen)
    strips = [
        card[
            round(y * PX_PER_MM) : round((y + high) * PX_PER_MM),
            round((x - 2) * PX_PER_MM) : round((x + wide + 2) * PX_PER_MM),
        ]
        for x, y, wide, high in specimen.design.mrz_lines
    ]
    read = read_zone(strips, specimen.design.mrz)
    assert read.lines == specimen.lines
    assert read.zone.valid
    text.forget()
