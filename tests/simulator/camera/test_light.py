"""Light that is hard to see in, and what the virtual camera's light does not do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dobotkit.simulator.camera import render
from dobotkit.simulator.camera.hard import hard_rig
from tests.simulator.camera.tables import HEIGHT, PLAIN, block, table


def bright(picture, rig, *place):
    [(u, v)] = rig.image_from_table(np.array([place])).round().astype(int)
    return int(picture[v, u].astype(int).sum())


def test_a_lamp_shines_back_from_the_table_and_from_tops():
    rig = hard_rig("glare", PLAIN, at=(240.0, 60.0))
    here, away = block("blue", 240, 60), block("blue", 240, -120)
    usual = render(table(here, away), None, PLAIN)
    glaring = render(table(here, away), None, rig)
    for place in ((240, 60, HEIGHT + 25), (240, 85, HEIGHT)):
        assert bright(glaring, rig, *place) > bright(usual, rig, *place) + 100
    assert bright(glaring, rig, *away.top) == pytest.approx(bright(usual, rig, *away.top), abs=4)


def test_the_edge_of_a_far_shadow_is_on_the_table_and_on_what_stands_there():
    # It runs along x; what is to its left lies in the dark.
    light = replace(PLAIN.light, edge_mm=(230.0, 0.0), edge_angle=0.0, towards=(0.0, 0.0, 1.0))
    rig = replace(PLAIN, light=light)
    dark, lit = block("white", 230, 70), block("white", 230, -70)
    over = block("grey", 230, 0, size=(40.0, 60.0, 25.0))
    picture = render(table(dark, lit, over), None, rig, cards=())
    assert bright(picture, rig, *dark.top) < 0.85 * bright(picture, rig, *lit.top)
    side = HEIGHT + 10
    assert bright(picture, rig, 242.5, 70, side) <= bright(picture, rig, 242.5, -70, side)
    assert bright(picture, rig, 170, 40, HEIGHT) < 0.85 * bright(picture, rig, 170, -40, HEIGHT)
    left, right = (bright(picture, rig, 230, y, HEIGHT + 25) for y in (20, -20))
    assert left < 0.85 * right


def test_where_one_shadow_is_another_one_makes_nothing_darker():
    light = replace(PLAIN.light, towards=(0.0, 1.0, 1.0), size=1.0, edge_mm=(230.0, -300.0))
    rig = replace(PLAIN, light=light)  # all of the table lies in the shadow of something
    alone = render(table(), None, rig, cards=())
    beside = render(table(block("white", 230, 0)), None, rig, cards=())
    lee = (230.0, -22.0, HEIGHT)
    assert bright(beside, rig, *lee) == pytest.approx(bright(alone, rig, *lee), abs=4)


def test_what_is_hard_has_names():
    with pytest.raises(ValueError, match="glare, edge, night"):
        hard_rig("fog", PLAIN)


def test_colours_do_not_shine_on_what_stands_beside_them():
    # A white block beside a red one looks reddish on a real desk; here it stays white.
    rig = replace(PLAIN, light=replace(PLAIN.light, ambient=1.0))
    white, red = block("white", 215, 0), block("red", 241, 0, size=(25.0, 25.0, 5.0))
    alone = render(table(white), None, rig)
    beside = render(table(white, red), None, rig)
    [(u, v)] = rig.image_from_table(np.array([(227.5, 0.0, HEIGHT + 12)])).round().astype(int)
    assert np.array_equal(alone[v, u], beside[v, u])
