"""School unless somebody types adult, and school in any case on Binder."""

from __future__ import annotations

from subprocess import PIPE

import pytest

from dobotkit.errors import LabError
from dobotkit.launch import start_keeper
from dobotkit.mode import BADGE, VARIABLE, Mode, choose_mode, mode_of, say_banner, say_mode

BINDER = {"BINDER_REPO_URL": "https://example.org/x"}


@pytest.mark.parametrize("wanted", Mode)
def test_what_the_command_line_says_counts_whatever_the_environment_says(wanted):
    assert choose_mode(wanted, {VARIABLE: "adult"}) is wanted


def test_on_binder_adult_is_refused():
    with pytest.raises(LabError, match="no adult mode on Binder"):
        choose_mode(Mode.ADULT, BINDER)
    assert choose_mode(Mode.SCHOOL, BINDER) is Mode.SCHOOL


@pytest.mark.parametrize(
    ("variables", "mode"),
    [
        ({}, Mode.SCHOOL),
        ({VARIABLE: "school"}, Mode.SCHOOL),
        ({VARIABLE: "adult"}, Mode.ADULT),
        ({VARIABLE: "ADULT, please"}, Mode.SCHOOL),
        ({VARIABLE: "adult", **BINDER}, Mode.SCHOOL),
    ],
)
def test_a_notebook_knows_the_mode_of_its_lab(variables, mode):
    assert mode_of(variables) is mode


def test_adult_mode_is_said_in_words_and_school_mode_needs_no_banner():
    assert say_banner(Mode.SCHOOL) == ""
    banner = say_banner(Mode.ADULT)
    assert banner.startswith(f"{BADGE}. ")
    assert "no class" in banner
    assert say_mode(Mode.ADULT) == f"This lab is in adult mode. {banner.removeprefix(f'{BADGE}. ')}"


def test_a_practice_keeper_knows_no_adult_mode(tmp_path):
    """Whoever starts one: a notebook without a lab around it is in school mode."""
    process = start_keeper(["--folder", str(tmp_path), "--practice", "--mode", "adult"], log=PIPE)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"A practice keeper is in school mode." in said
