"""The edge of the reachable area: whole, in order, and each piece named after its limit."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.arm.area import Limits, edges
from dobotkit.arm.kinematics import SUCTION_CUP, forward, inverse
from dobotkit.arm.reach import Reach
from dobotkit.errors import OutOfReach

REACH = Reach()

# Which way is out of the area, in (j2, j3).
_OUT = {
    ("j2", False): (-1, 0),
    ("j2", True): (1, 0),
    ("j3", False): (0, -1),
    ("j3", True): (0, 1),
    ("j2-j3", True): (1, -1),
    ("j3-j2", True): (-1, 1),
}


def test_six_limits_make_the_edge():
    found = {(edge.limit, edge.upper) for edge in REACH.edges()}
    assert found == set(_OUT)
    assert len(REACH.edges()) == 6


def test_each_piece_begins_where_the_one_before_ends():
    pieces = REACH.edges()
    for one, other in pairwise([*pieces, pieces[0]]):
        assert one.angles[-1] == pytest.approx(other.angles[0])
        assert one.places[-1] == pytest.approx(other.places[0])


@pytest.mark.parametrize("edge", REACH.edges(), ids=lambda edge: f"{edge.limit} {edge.bound:g}")
@pytest.mark.parametrize("part", [2, 12, 22])
def test_beyond_a_piece_it_is_this_limit_that_refuses(edge, part):
    (j2, j3), out = edge.angles[part], _OUT[edge.limit, edge.upper]
    x, _, z, _ = forward(0, j2, j3, 0)
    assert edge.places[part] == pytest.approx((x, z))
    inside = forward(0, j2 - 0.1 * out[0], j3 - 0.1 * out[1], 0)
    assert REACH.contains(inside)
    outside = forward(0, j2 + 0.1 * out[0], j3 + 0.1 * out[1], 0)
    with pytest.raises(OutOfReach) as caught:
        REACH.joints_for(outside)
    assert caught.value.limit == edge.limit
    assert edge.bound in (caught.value.low, caught.value.high)


@given(
    j2=st.tuples(st.floats(-20, 20), st.floats(60, 100)),
    j3=st.tuples(st.floats(-30, 0), st.floats(60, 110)),
    stretch=st.floats(10, 150),
    fold=st.floats(10, 150),
)
def test_other_limits_make_a_closed_edge_too(j2, j3, stretch, fold):
    limits = Limits(j2=j2, j3=j3, stretch=stretch, fold=fold)
    pieces = edges(limits, SUCTION_CUP)
    assert 3 <= len(pieces) <= 6
    for one, other in pairwise([*pieces, pieces[0]]):
        assert one.angles[-1] == pytest.approx(other.angles[0])
    for piece in pieces:
        for a, b in piece.angles:
            assert j2[0] - 1e-9 <= a <= j2[1] + 1e-9
            assert j3[0] - 1e-9 <= b <= j3[1] + 1e-9
            assert a - b <= stretch + 1e-9
            assert b - a <= fold + 1e-9


def test_a_tool_beside_the_plane_of_the_arm_is_farther_out():
    [here, aside] = (Reach((50.0, by, 10.0)).edges()[0].places[0] for by in (0.0, 30.0))
    assert aside[0] == pytest.approx(math.hypot(here[0], 30))
    assert aside[1] == here[1]
    x, y = math.sqrt(aside[0] ** 2 - 30**2), 30.0
    assert inverse(x, y, aside[1], 0, tool=(50.0, 30.0, 10.0))[1] == pytest.approx(0)
