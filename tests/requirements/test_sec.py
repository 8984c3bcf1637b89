"""SEC: grades of information."""

from __future__ import annotations

from typing import get_args

from dobotkit.policy.inventory import inventory
from dobotkit.policy.row import Grade


def test_sec_04_what_is_of_the_highest_grade_is_never_kept_nor_given():
    rows, permissions = inventory().rows.values(), inventory().permissions.values()
    assert {row.grade for row in rows} <= set(get_args(Grade))
    highest = [row for row in rows if row.grade == "C3"]
    assert all((row.kept, row.retention) == ("nowhere", "at once") for row in highest)
    assert {one.id for one in permissions if one.grade == "C3"} == {
        one.id for one in permissions if one.never
    }
    assert {"microphone", "location", "contacts"} <= {one.id for one in permissions if one.never}
