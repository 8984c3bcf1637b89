"""Where what is on a SPECIMEN card."""

from __future__ import annotations

from itertools import combinations

import pytest

from dobotkit import mrz
from dobotkit.card_layouts import (
    CARD_NUMBERS,
    LAYOUTS,
    MARK_NUMBERS,
    PITCH_MM,
    Layout,
    Rectangle,
    is_reserved,
)

each_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def parts(layout: Layout) -> dict[str, Rectangle]:
    """Everything that is drawn on a card, the white around markers and code with it."""
    found = {**layout.zones, "portrait": layout.portrait, "title": layout.title}
    found |= {"word": layout.word, "emblem": layout.emblem}
    found |= {f"line {count}": line for count, line in enumerate(layout.mrz_lines)}
    left, top, wide, high = layout.code[0]
    found["code"] = (left - 0.9, top - 0.9, wide + 1.8, high + 1.8)
    for mark in layout.marks:
        (x, y), side = mark.middle_mm, mark.size_mm + 2 * mark.size_mm / 7
        found[f"mark {mark.number}"] = (x - side / 2, y - side / 2, side, side)
    return found


@each_layout
def test_everything_is_on_the_card_and_nothing_over_another(layout: Layout):
    there = parts(layout)
    for left, top, wide, high in there.values():
        assert left >= 0
        assert top >= 0
        assert left + wide <= layout.size_mm[0]
        assert top + high <= layout.size_mm[1]
    for (one, a), (other, b) in combinations(there.items(), 2):
        apart = (
            a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
            or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        )  # fmt: skip
        assert apart, (one, other)


@each_layout
def test_the_zone_for_machines_has_as_many_characters_as_icao_wants(layout: Layout):
    lines, characters = mrz.LENGTHS[layout.mrz]
    assert len(layout.mrz_lines) == lines
    assert {round(wide / PITCH_MM, 6) for _, _, wide, _ in layout.mrz_lines} == {characters}
    # Ten characters to the inch, and below everything else.
    assert min(line[1] for line in layout.mrz_lines) > max(
        zone[1] + zone[3] for zone in (*layout.zones.values(), layout.portrait, layout.code[0])
    )


def test_every_marker_belongs_to_one_place_of_one_layout():
    numbers = [mark.number for layout in LAYOUTS.values() for mark in layout.marks]
    assert len(set(numbers)) == 4 * len(LAYOUTS)
    assert set(numbers) <= set(CARD_NUMBERS)
    for number, (name, place) in MARK_NUMBERS.items():
        assert LAYOUTS[name].marks[place].number == number
    for layout in LAYOUTS.values():
        first, second, third, fourth = (mark.middle_mm for mark in layout.marks)
        assert first[0] < second[0]
        assert second[1] < third[1]
        assert fourth[0] < third[0]
        assert first[1] < fourth[1]


@pytest.mark.parametrize("number", ["XUT000000", "XUT999999"])
def test_numbers_of_specimens_are_reserved(number: str):
    assert is_reserved(number)


@pytest.mark.parametrize(
    "number",
    ["", "XUT", "XUT00000", "XUT0000000", "xut000000", "XUT00000O", "AUT000000", "XUT000000\n",
     " XUT000000", "XUT00000٣", "XUT0000<<", "D23145890"],
)  # fmt: skip
def test_any_other_number_is_not(number: str):
    assert not is_reserved(number)
