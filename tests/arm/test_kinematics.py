"""The formulas against poses that real arms reported, and against themselves."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.arm.kinematics import forward, inverse, skeleton, tool_of
from dobotkit.arm.reach import Limits
from dobotkit.errors import OutOfReach
from dobotkit.geometry import Pose

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "vectors.json").read_text())
REAL_POSES = [
    pytest.param(pose, id=f"bias {pose['tool_x_bias']:g} mm") for pose in VECTORS["poses"]
]


@pytest.mark.parametrize("real", REAL_POSES)
def test_forward_meets_poses_of_real_arms(real):
    tool = (real["tool_x_bias"], 0.0, 0.0)
    x, y, z, r = forward(real["j1"], real["j2"], real["j3"], real["j4"], tool=tool)
    assert math.dist((x, y, z), (real["x"], real["y"], real["z"])) < 0.01
    assert r == pytest.approx(real["r"], abs=1e-4)


@pytest.mark.parametrize("real", REAL_POSES)
def test_inverse_meets_joints_of_real_arms(real):
    tool = (real["tool_x_bias"], 0.0, 0.0)
    joints = inverse(real["x"], real["y"], real["z"], real["r"], tool=tool)
    assert joints == pytest.approx([real[f"j{i}"] for i in (1, 2, 3, 4)], abs=1e-3)


@pytest.mark.parametrize("real", REAL_POSES)
def test_the_tool_is_read_from_the_pose(real):
    pose = Pose(*(real[name] for name in Pose._fields))
    assert tool_of(pose) == pytest.approx((real["tool_x_bias"], 0.0, 0.0), abs=0.01)


def test_home_is_where_the_maker_says():
    assert forward(0, 45, 45, 0) == pytest.approx((259.104, 0.0, -8.485, 0.0), abs=1e-3)


# The inverse returns the posture with the elbow up, in front of the arm.
LIMITS = Limits()
JOINTS = st.tuples(
    st.floats(-180, 180),
    st.floats(*LIMITS.j2),
    st.floats(*LIMITS.j3),
    st.floats(-180, 180),
).filter(lambda j: -60 < j[1] - j[2] < LIMITS.stretch)
TOOLS = st.tuples(st.floats(0, 80), st.floats(-20, 20), st.floats(-50, 100))


@given(joints=JOINTS, tool=TOOLS)
def test_forward_after_inverse_is_the_point(joints, tool):
    x, y, z, r = forward(*joints, tool=tool)
    again = forward(*inverse(x, y, z, r, tool=tool), tool=tool)
    assert again == pytest.approx((x, y, z, r), abs=1e-6)


@given(joints=JOINTS)
def test_inverse_after_forward_is_the_joints(joints):
    assert inverse(*forward(*joints)) == pytest.approx(joints, abs=1e-6)


@given(joints=JOINTS, tool=TOOLS)
def test_the_skeleton_has_stiff_links_and_ends_at_the_tool(joints, tool):
    shoulder, elbow, wrist, end = skeleton(*joints, tool=tool)
    assert math.dist(shoulder, elbow) == pytest.approx(135.0)
    assert math.dist(elbow, wrist) == pytest.approx(147.0)
    assert math.dist(wrist, end) == pytest.approx(math.hypot(*tool))
    assert end == pytest.approx(forward(*joints, tool=tool)[:3])


@pytest.mark.parametrize(
    ("point", "word"),
    [((400, 0, 0, 0), "far"), ((60, 0, 0, 0), "close")],
)
def test_points_beyond_the_links_are_refused(point, word):
    with pytest.raises(OutOfReach, match=word) as caught:
        inverse(*point)
    assert caught.value.limit == "reach"
    assert not caught.value.low <= caught.value.value <= caught.value.high
