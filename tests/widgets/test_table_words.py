"""A table in words."""

from __future__ import annotations

from dataclasses import replace

from dobotkit.things import Belt, TableNow, Thing
from dobotkit.widgets.table_picture import Box
from dobotkit.widgets.table_words import changes, held, in_words

EDGES = (130.0, 330.0, -220.0, 220.0)
RED = Thing("red", "block", "red", (25.0, 25.0, 25.0), (200.0, 50.0, -70.0), marker=7, on="table")
BLUE = Thing("lid", "card", "blue", (54.0, 86.0, 0.8), (200.0, -50.0, -45.0), on="red")
NOW = TableNow(-70.0, (RED, BLUE), edges=EDGES)


def test_all_that_stands_there_is_said():
    assert in_words(NOW) == (
        "On the table, z −70: red block on the table at x 200, y 50, 25 mm high, marker 7; "
        "lid, a blue card, on red at x 200, y −50, 0.8 mm high."
    )
    assert in_words(replace(NOW, things=())) == "On the table, z −70: nothing."


def test_nobody_knows_what_stands_before_a_real_arm():
    assert in_words(None) == ""
    assert in_words(TableNow(-138.0)) == ""  # an arm without a scene


def test_belt_and_boxes_are_said():
    belt = Belt((220.0, 0.0, -70.0), (300.0, 60.0, 20.0), speed=-40.0)
    box = Box("stand", (1.0, 2.0, -3.0), (4.0, 5.0, 6.0), closed=True)
    words = in_words(replace(NOW, things=(), belt=belt), (box, replace(box, closed=False)))
    assert "The belt runs at 40 mm/s." in words
    assert "Closed: stand, x 1 to 4, y 2 to 5, z −3 to 6 mm." in words
    assert "Zone: stand, x 1 to 4" in words


def test_what_hangs_on_the_arm_is_named():
    lifted = replace(RED, held=True, on="")
    assert held(replace(NOW, things=(lifted, BLUE))) == "red"
    assert held(None) == held(NOW) == ""


def test_what_has_changed_is_said_once():
    lifted = replace(NOW, things=(replace(RED, held=True, on=""), replace(BLUE, on="table")))
    assert changes(NOW, lifted) == (
        "red hangs on the arm; lid is on the table at x 200, y −50 now."
    )
    assert changes(lifted, lifted) == changes(None, NOW) == changes(NOW, None) == ""
    gone = replace(NOW, things=(RED,), gone=("lid",))
    assert changes(NOW, gone) == "lid has left the table."
    assert changes(gone, NOW) == "The table was laid anew: 2 things."
    assert changes(NOW, replace(NOW, things=(RED,))) == "The table was laid anew: 1 thing."


def test_a_place_that_only_moves_is_no_news():
    assert changes(NOW, replace(NOW, things=(replace(RED, place=(9.0, 9.0, -70.0)), BLUE))) == ""


def test_many_changes_are_counted():
    many = tuple(replace(RED, name=f"b{n}") for n in range(6))
    before = replace(NOW, things=many)
    after = replace(NOW, things=tuple(replace(one, on="belt") for one in many))
    assert changes(before, after) == "6 things have changed their place."
