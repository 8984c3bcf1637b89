from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.profile import MAGICIAN

from .host import VECTORS

LINKAGE = Linkage(MAGICIAN)
CUP = MAGICIAN.tool


@pytest.mark.parametrize("real", VECTORS["poses"], ids=lambda pose: pose["source"][:30])
def test_poses_of_real_arms(real):
    joints = tuple(real[name] for name in ("j1", "j2", "j3", "j4"))
    position = tuple(real[name] for name in ("x", "y", "z", "r"))
    tool = (real["tool_x_bias"], 0.0, 0.0)
    assert LINKAGE.forward(joints, tool) == pytest.approx(position, abs=1e-4)
    assert LINKAGE.inverse(position, tool) == pytest.approx(joints, abs=1e-4)


angles = st.tuples(
    st.floats(-90, 90), st.floats(0, 85), st.floats(-10, 90), st.floats(-90, 90)
).filter(lambda j: -70 <= j[1] - j[2] <= 55)
tools = st.tuples(st.floats(0, 80), st.floats(-20, 20), st.floats(-50, 50))


@given(joints=angles, tool=tools)
@settings(deadline=None, max_examples=300)
def test_there_and_back(joints, tool):
    reach = LINKAGE.forward((0.0, *joints[1:]), tool)[0]
    assume(reach > 1)
    position = LINKAGE.forward(joints, tool)
    back = LINKAGE.inverse(position, tool)
    assert back == pytest.approx(joints, abs=1e-6)
    assert LINKAGE.forward(back, tool) == pytest.approx(position, abs=1e-6)


@pytest.mark.parametrize(
    "target",
    [
        (500.0, 0.0, 0.0, 0.0),
        (200.0, 0.0, 400.0, 0.0),
        (59.7, 0.0, 0.0, 0.0),  # the wrist in the shoulder
        (60.0, 0.0, 5.0, 0.0),  # nearer than the links can fold
        (float("nan"), 0.0, 0.0, 0.0),
        (float("inf"), 0.0, 0.0, 0.0),
    ],
)
def test_too_far_and_too_near(target):
    assert LINKAGE.inverse(target, CUP) is None


def test_nearer_to_the_axis_than_the_tool_is_aside():
    assert LINKAGE.inverse((5.0, 5.0, 0.0, 0.0), (59.7, 10.0, 0.0)) is None


@pytest.mark.parametrize(
    ("joints", "limit"),
    [
        ((0, 45, 45, 0), None),
        ((90, 85, 30, -90), None),
        ((-90, 0, 70, 90), None),
        ((91, 45, 45, 0), "j1"),
        ((0, -1, 45, 0), "j2"),
        ((0, 86, 45, 0), "j2"),
        ((0, 20, 91, 0), "j3"),
        ((0, 20, -11, 0), "j3"),
        ((0, 45, 45, 90.1), "j4"),
        ((0, 80, 24, 0), "j2-j3"),
        ((0, 10, 81, 0), "j3-j2"),
        ((float("nan"), 45, 45, 0), "j1"),
        ((0, 60, 5, 0), None),
        ((0, 60.0005, 5, 0), None),
        ((0, 60.002, 5, 0), "j2-j3"),
    ],
)
def test_the_broken_limit_is_named(joints, limit):
    assert LINKAGE.broken_limit(joints) == limit


def test_limits_come_from_the_profile():
    tight = Linkage(replace(MAGICIAN, stretch=0.0))
    assert tight.broken_limit((0, 46, 45, 0)) == "j2-j3"
