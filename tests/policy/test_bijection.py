"""What code does with information has a row, and what a row says is done."""

from __future__ import annotations

from pathlib import Path

from dobotkit.policy import inventory
from dobotkit.policy.row import WAYS
from tests.policy.scanners import SCANNERS, Sources, found_in

ROOT = Path(__file__).resolve().parents[2]
# Tests that run the tests of a real arm are no part of them.
PARTS = ("dobotkit", "start.py", "benchmarks", "tests/real_arm")


def said() -> set[str]:
    return {one for row in inventory().rows.values() for one in row.code}


def differences(found: set[str], said: set[str]) -> tuple[set[str], set[str]]:
    """What has no row, and which rows have no code; what only others do is not looked for."""
    return found - said, {one for one in said if not one.startswith("others:")} - found


def test_everything_that_code_does_has_a_row_and_every_row_has_its_code():
    found = {
        one
        for one in found_in(Sources(ROOT, *PARTS))
        if not one.partition(":")[2].startswith("tests.real_arm.test_")
    }
    without_row, without_code = differences(found, said())
    assert without_row == set(), (
        "add these to a row of dobotkit/policy/inventory.toml, or a new row"
    )
    assert without_code == set(), "no code does this any more: take it out of the inventory"


def test_every_way_has_a_scanner_except_what_others_do():
    assert set(SCANNERS) | {"others"} == set(WAYS)
