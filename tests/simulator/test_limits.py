"""Where exactly a joint ends, to the last digit that a 32-bit float can tell."""

from dataclasses import replace

import pytest

from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.profile import MAGICIAN

# Powers of two, so that sums and differences are exact.
SLACK = 2.0**-10
TINY = 2.0**-20
PROFILE = replace(
    MAGICIAN,
    low=(-90.0, 0.0, -10.0, -80.0),
    high=(90.0, 85.0, 90.0, 100.0),
    stretch=55.0,
    fold=70.0,
    limit_tolerance=SLACK,
)


def broken(joints, **changes):
    return Linkage(replace(PROFILE, **changes)).broken_limit(joints)


@pytest.mark.parametrize(
    ("at", "low", "high"),
    [(0, -90.0, 90.0), (1, 0.0, 85.0), (2, -10.0, 90.0), (3, -80.0, 100.0)],
    ids=["j1", "j2", "j3", "j4"],
)
def test_each_joint_ends_at_its_limits(at, low, high):
    # Neither stretched nor folded, whatever the others do.
    free = {"stretch": 200.0, "fold": 200.0}

    def joints(value):
        result = [0.0, 45.0, 45.0, 0.0]
        result[at] = value
        return tuple(result)

    name = f"j{at + 1}"
    assert broken(joints(low - SLACK), **free) is None
    assert broken(joints(high + SLACK), **free) is None
    assert broken(joints(low - SLACK - TINY), **free) == name
    assert broken(joints(high + SLACK + TINY), **free) == name
    assert broken(joints(float("nan")), **free) == name


def test_so_do_stretch_and_fold():
    assert broken((0.0, 60.0 + SLACK, 5.0, 0.0)) is None
    assert broken((0.0, 60.0 + SLACK + TINY, 5.0, 0.0)) == "j2-j3"
    assert broken((0.0, 5.0, 75.0 + SLACK, 0.0)) is None
    assert broken((0.0, 5.0, 75.0 + SLACK + TINY, 0.0)) == "j3-j2"


def test_a_joint_is_named_before_a_coupling_and_in_its_order():
    assert broken((0.0, 86.0, 0.0, 0.0)) == "j2"
    assert broken((0.0, 0.0, 91.0, 101.0)) == "j3"
    assert broken((-91.0, 86.0, 0.0, 0.0)) == "j1"
    # A joint that stands just on its limit is not to blame.
    assert broken((-90.0 - SLACK, 86.0, 45.0, 0.0)) == "j2"
    assert broken((90.0 + SLACK, 86.0, 45.0, 0.0)) == "j2"
    # Equal angles break both or neither.
    assert broken((0.0, 45.0, 45.0, 0.0), stretch=-1.0, fold=-1.0) == "j3-j2"
