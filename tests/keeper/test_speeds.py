from __future__ import annotations

import math
import struct

import pytest

from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.speeds import CARTESIAN, careful

LAYOUTS = {81: "<4f", 90: "<3fB", 100: "<4f"}


def of(number, *present, speed=100.0):
    before = struct.pack(LAYOUTS[number], *present) if present else b""
    same, after = careful(Envelope(speed=speed), number, before)
    assert same == number
    return struct.unpack(LAYOUTS[number], after)


@pytest.mark.parametrize("number", CARTESIAN)
def test_without_knowing_what_is_set_it_is_as_fast_as_the_desk_allows(number):
    assert max(of(number)[:2]) == 100


def test_nothing_becomes_faster_than_it_was():
    assert of(81, 30, 31, 32, 33, speed=250) == (30, 31, 32, 33)
    assert of(90, 30, 31, 32, 0, speed=250) == (30, 31, 32, 0)


def test_nothing_stays_faster_than_the_desk_allows():
    assert of(100, 900, 900, 900, 900, speed=40) == (40, 40, 80, 80)
    assert of(81, 900, 900, 900, 900, speed=250) == (250, 250, 400, 400)


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 0.0])
def test_what_is_no_speed_is_not_kept(value):
    assert all(0 < one <= 200 for one in of(81, *[value] * 4))


def test_a_path_is_not_switched_to_times_instead_of_accelerations():
    assert of(90, 1, 1, 1, 1)[3] == 0
