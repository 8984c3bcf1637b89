"""The specimens of ICAO Doc 9303 are read as they are printed, and written so."""

from __future__ import annotations

import pytest

from dobotkit import mrz
from tests.mrz.specimens import PRINTED

printed = pytest.mark.parametrize("specimen", PRINTED, ids=lambda one: f"{one.kind} {one.number}")


@printed
def test_a_printed_specimen_is_read(specimen):
    zone = mrz.read("\n".join(specimen.lines))
    assert zone.kind == specimen.kind
    assert (zone.issuing_state, zone.nationality) == ("UTO", specimen.nationality)
    assert (zone.number, zone.optional, zone.optional_2) == (
        *(specimen.number, specimen.optional),
        "",
    )
    assert (zone.surname, zone.given_names) == specimen.name
    assert (zone.birth.text, zone.sex, zone.expiry.text) == (
        *(specimen.birth, specimen.sex),
        specimen.expiry,
    )
    assert zone.valid
    assert not zone.name_cut


@printed
def test_a_printed_specimen_is_written(specimen):
    lines = mrz.write(
        specimen.kind,
        document_code=specimen.lines[0][0],
        issuing_state="UTO",
        number=specimen.number,
        surname=specimen.name[0],
        given_names=specimen.name[1],
        nationality=specimen.nationality,
        birth=specimen.birth,
        sex=specimen.sex,
        expiry=specimen.expiry,
        optional=specimen.optional,
    )
    assert lines == specimen.lines


@printed
def test_a_printed_specimen_fits_the_grammar_and_needs_no_correction(specimen):
    assert mrz.correct(specimen.lines) == mrz.Correction(specimen.lines, ())
    for line, text in enumerate(specimen.lines, 1):
        for position, character in enumerate(text, 1):
            assert character in mrz.allowed(specimen.kind, line, position)
