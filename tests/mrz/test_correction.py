"""Letters for digits, digits for letters: only where the other cannot stand, and all visible."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import mrz
from dobotkit.errors import MrzCharacter
from tests.mrz.specimens import PRINTED
from tests.mrz.zones import fields

# What a reader makes of a digit, and of a letter, so that only one thing can have been meant.
OF_DIGITS = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
OF_LETTERS = {"O": "0", "I": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}


@pytest.mark.parametrize("specimen", PRINTED, ids=lambda one: f"{one.kind} {one.number}")
def test_what_a_reader_confuses_is_put_right_and_listed(specimen):
    confused, made = _confused(specimen)
    assert made
    with pytest.raises(MrzCharacter):
        mrz.read(confused)
    correction = mrz.correct(confused)
    assert correction.lines == specimen.lines
    assert correction.changes == tuple(made)
    assert mrz.read(correction.lines).number == specimen.number


def _confused(specimen):
    lines, made = [], []
    for line, text in enumerate(specimen.lines, 1):
        row = list(text)
        for position, was in enumerate(text, 1):
            may = mrz.allowed(specimen.kind, line, position)
            read = OF_DIGITS.get(was) or OF_LETTERS.get(was)
            # The first letter tells visas from cards: a kind has to be there to correct by.
            if read and read not in may and (line, position) != (1, 1):
                row[position - 1] = read
                made.append(mrz.Change(line, position, read, was))
        lines.append("".join(row))
    return tuple(lines), made


def test_a_document_number_is_left_alone():
    lines = list(PRINTED[0].lines)
    lines[0] = lines[0].replace("D23145890", "D2314589O")
    assert mrz.correct(lines).changes == ()
    # O is worth 24, so its check digit finds it out.
    assert not mrz.parse(lines).valid


def test_what_looks_like_nothing_that_may_stand_there_stays():
    lines = ["é" + PRINTED[0].lines[0][1:], *PRINTED[0].lines[1:]]
    lines[1] = "X" + lines[1][1:]
    correction = mrz.correct(lines)
    assert correction.lines == tuple(lines)
    assert correction.changes == ()


@given(written=fields(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_correction_touches_only_what_cannot_be_right(written, data):
    lines = [list(line) for line in mrz.write(**written)]
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.sampled_from(lines))
        row[data.draw(st.integers(1, len(row) - 1))] = data.draw(st.sampled_from("OQDILZSGB012568"))
    given_lines = tuple("".join(row) for row in lines)
    kind = mrz.kind_of(given_lines)
    correction = mrz.correct(given_lines)
    expected = [list(line) for line in given_lines]
    for change in correction.changes:
        assert expected[change.line - 1][change.position - 1] == change.was
        may = mrz.allowed(kind, change.line, change.position)
        assert change.was not in may
        assert change.now in may
        assert change.now in mrz.LOOK_ALIKES[change.was]
        expected[change.line - 1][change.position - 1] = change.now
    assert correction.lines == tuple("".join(row) for row in expected)
    assert mrz.correct(correction.lines) == mrz.Correction(correction.lines, ())
