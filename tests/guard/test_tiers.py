"""Which guard this computer can have, found by trying to get out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dobotkit.errors import LabError
from dobotkit.guard import tiers
from dobotkit.guard.tiers import Tier, Verdict, strongest, tier_of, verdict_about
from dobotkit.lab.guarding import choose_guard

linux = pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")

# What each part of the wall is for, by what gets out without it.
REHEARSE_WITHOUT = """
import sys
from dobotkit.guard import landlock, namespace, rehearsal, seccomp, wall
{patch}
sys.argv[1:] = ["1+2"]
rehearsal.main()
"""


def rehearse(patch: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", REHEARSE_WITHOUT.format(patch=patch)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@linux
def test_the_strongest_is_one_that_held():
    verdict = strongest()
    assert verdict_about(verdict.tier) is None
    assert set(verdict.missing) == {tier for tier in Tier if tier.value > verdict.tier.value}


@linux
@pytest.mark.parametrize(
    ("patch", "out"),
    [
        ("landlock.restrict = lambda allowed: None", "child, file"),
        ("seccomp.stage_a = lambda **_: None", "io_uring"),
        ("seccomp.stage_b = lambda: None", "unix"),
        ("namespace.enter = lambda: None", "the computer's network"),
        ("seccomp.stage_a = seccomp.stage_b = lambda **_: None", "datagram, unix"),
    ],
)
def test_a_wall_with_a_hole_does_not_pass(patch, out):
    said = rehearse(patch)
    assert out in said
    assert "passed" not in said


@linux
def test_a_wall_that_does_not_go_up_says_why():
    assert rehearse("pass") == "passed"
    said = rehearse(
        "def no(): raise OSError(28, 'No space left on device', 'unshare')\nnamespace.enter = no"
    )
    assert said == "unshare says: No space left on device"


@linux
def test_a_listener_that_hears_nothing_proves_nothing():
    said = rehearse("rehearsal.Listener.heard = lambda self: set()")
    assert said == (
        "the listener did not hear everything without a wall: child, datagram, file, tcp, unix"
    )


def test_without_linux_there_is_the_tripwire(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    verdict = strongest()
    assert verdict == Verdict(
        Tier.TRIPWIRE, {Tier.BOTH: "it needs Linux", Tier.WALL: "it needs Linux"}
    )
    assert verdict.words.splitlines() == [
        Tier.TRIPWIRE.words,
        "Tier 1+2 does not work here: it needs Linux.",
        "Tier 1 does not work here: it needs Linux.",
    ]


def test_the_tripwire_is_not_called_a_wall():
    assert "no wall" in Tier.TRIPWIRE.words
    assert all("no network" in tier.words for tier in (Tier.WALL, Tier.BOTH))


def test_what_was_asked_for_and_does_not_work_is_no_lab(monkeypatch):
    monkeypatch.setattr(tiers.sys, "platform", "win32")
    with pytest.raises(LabError, match=r"Guard tier 1\+2 does not work on this computer: it needs"):
        choose_guard(Tier.BOTH)
    assert choose_guard(Tier.TRIPWIRE) == Verdict(Tier.TRIPWIRE, {})
    assert choose_guard(None).tier is Tier.TRIPWIRE


def test_the_variable_names_a_tier_or_none():
    assert tier_of({}) is None
    assert tier_of({"DOBOTKIT_TIER": "1+2"}) is Tier.BOTH
    with pytest.raises(ValueError, match="7"):
        tier_of({"DOBOTKIT_TIER": "7"})
