"""SEC: grades of information, and how a notebook and its server speak."""

from __future__ import annotations

import sys
from typing import get_args

import pytest

from dobotkit.guard import Tier
from dobotkit.policy.inventory import inventory
from dobotkit.policy.row import Grade
from tests.guard.kernels import kernel


def test_sec_04_what_is_of_the_highest_grade_is_never_kept_nor_given():
    rows, permissions = inventory().rows.values(), inventory().permissions.values()
    assert {row.grade for row in rows} <= set(get_args(Grade))
    highest = [row for row in rows if row.grade == "C3"]
    allowed = {("nowhere", "at once"), ("memory", "block")}
    assert all((row.kept, row.retention) in allowed and not row.recipients for row in highest)
    assert {row.id for row in highest if row.retention == "block"} == {"visitor-drawer"}
    given = {one.id for one in permissions if not one.never}
    assert {one.id for one in permissions if one.grade == "C3"} - {"same-visitor", "read-card"} == {
        one.id for one in permissions if one.never
    }
    assert {row.permission for row in highest} <= given
    assert {"microphone", "location", "contacts"} <= {one.id for one in permissions if one.never}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sockets in folders")
def test_sec_01_a_notebook_has_no_port_of_the_network(tmp_path, monkeypatch):
    with kernel(Tier.TRIPWIRE, tmp_path, monkeypatch) as one:
        assert one.manager.transport == "ipc"
        assert one.run("1 + 1") == "2"
