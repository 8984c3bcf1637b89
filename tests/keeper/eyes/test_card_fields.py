"""How a name may be written of which a zone says the letters."""

from __future__ import annotations

import pytest

from dobotkit.keeper.eyes.card_fields import ways_to_write


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
