"""School unless somebody types adult, and school in any case on Binder."""

from __future__ import annotations

import pytest

from dobotkit.errors import LabError
from dobotkit.mode import VARIABLE, Mode, choose_mode, mode_of

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
