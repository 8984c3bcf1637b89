"""What the doctor says about the guard around notebooks."""

from __future__ import annotations

import sys

import pytest

from dobotkit.doctor.examine import examine
from dobotkit.doctor.finding import State
from dobotkit.doctor.guard import check_guard
from dobotkit.guard.tiers import Tier, Verdict
from tests.guard.kernels import kernel


def test_a_wall_is_good_and_a_missing_half_is_said():
    found = check_guard(Verdict(Tier.BOTH, {}), linux=True)
    assert (found.state, found.what) == (State.GOOD, "Tier 1+2: notebooks run behind a wall.")
    found = check_guard(Verdict(Tier.WALL, {Tier.BOTH: "unshare says: no"}), linux=True)
    assert found.state is State.GOOD
    assert found.why == "Tier 1+2 does not work: unshare says: no."


def test_no_wall_is_a_warning_where_there_could_be_one():
    verdict = Verdict(Tier.TRIPWIRE, {Tier.BOTH: "b", Tier.WALL: "this Linux has no Landlock"})
    found = check_guard(verdict, linux=True)
    assert found.state is State.WARNING
    assert "this Linux has no Landlock" in found.why
    assert "5.13" in found.advice
    assert check_guard(verdict, linux=False).state is State.GOOD


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")
def test_in_a_notebook_it_says_what_it_cannot_see(tmp_path, monkeypatch):
    with kernel(Tier.WALL, tmp_path, monkeypatch) as inside:
        said = inside.run(
            "from dobotkit.doctor import examine\n"
            "for one in examine(): print(one.name, '|', one.what)"
        )
        program = inside.run(f"!{sys.executable} -P -m dobotkit doctor --json")
    assert "Guard | The doctor was started in a notebook, behind its wall." in said
    for line in said.splitlines():
        assert not line.startswith(("Serial ports", "Port for the lab", "Browser"))
        assert "Could not be looked at" not in line
    assert "behind its wall" in program


def test_outside_it_says_which_tier_a_lab_would_have():
    (found,) = [one for one in examine() if one.name == "Guard"]
    assert found.what.startswith("Tier ")
