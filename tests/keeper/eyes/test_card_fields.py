"""How a name may be written of which a zone says the letters, and how it is written."""

from __future__ import annotations

import datetime as dt

import pytest

from dobotkit import mrz
from dobotkit.keeper.eyes.card_fields import read_fields, ways_to_write
from dobotkit.keeper.eyes.text import forget
from dobotkit.simulator.specimens import PX_PER_MM, Specimen, draw

TODAY = dt.date(2026, 11, 23)


def fits(ways, text):
    return any(
        len(way) == len(text) and all(one in these for one, these in zip(text, way, strict=True))
        for way in ways
    )


@pytest.mark.parametrize(
    ("zone", "printed"),
    [("THRYNADLE", "ÞRYŇADLE"), ("DOEVWISK", "DØVWIŚK"), ("QUAELVOXTER", "QUÄLVÓXTER")],
)
def test_letters_that_a_zone_has_no_room_for_are_among_them(zone, printed):
    ways = ways_to_write(zone, capitals=True)
    assert fits(ways, printed)
    assert fits(ways, zone)
    assert not fits(ways, "X" + printed[1:])
    assert not fits(ways, printed.title())


def test_given_names_begin_with_capitals():
    ways = ways_to_write("JUNRAFUE ANNA", capitals=False)
    assert fits(ways, "Jûnrafü Anna")
    assert fits(ways, "Jûnrafü-Anna")
    assert not fits(ways, "jûnrafü Anna")


def test_a_name_of_many_ways_does_not_have_thousands():
    assert len(ways_to_write("AEOEUETHAEOEUETHAEOEUE", capitals=True)) <= 16


def test_a_name_is_settled_with_the_zone_and_never_made_to_agree_with_it():
    specimen = next(
        one
        for one in (Specimen(number, layout="passport", on=TODAY) for number in range(1, 100))
        if one.fields["surname"].startswith("Œ")
    )
    flat = draw(specimen)
    first, second = specimen.lines
    read = read_fields(flat, specimen.design, PX_PER_MM, mrz.parse((first, second)), ("surname",))
    assert read["surname"].text == specimen.fields["surname"]
    # Its third letter is another one in the zone: somebody has changed one of them.
    other = first[:7] + ("V" if first[7] != "V" else "T") + first[8:]
    zone = mrz.parse((other, second))
    read = read_fields(flat, specimen.design, PX_PER_MM, zone, ("surname",))
    assert not any(
        fits([way], read["surname"].text) for way in ways_to_write(zone.surname, capitals=True)
    )
    forget()
