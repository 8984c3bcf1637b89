"""Ten thousand events of one session cost a keeper next to nothing."""

from __future__ import annotations

import pytest

from benchmarks import session
from dobotkit import client as client_module
from dobotkit import finding_keeper

pytestmark = pytest.mark.slow


@pytest.fixture
def _own_keeper(monkeypatch):
    client_module.disconnect()
    monkeypatch.setattr(finding_keeper, "_practice", None)
    monkeypatch.delenv("DOBOTKIT_KEEPER", raising=False)
    yield
    client_module.disconnect()
    if finding_keeper._practice is not None:
        finding_keeper._practice.wait(20)


@pytest.mark.usefixtures("_own_keeper")
def test_ten_thousand_events_are_a_few_lines():
    found = session.measure(10_000)
    assert found["events"] == 10_000
    # The beginning, on and off; more if five minutes went by meanwhile.
    assert found["lines"] in (3, 5)
    assert found["points"] == 5 * 5000
    assert found["keeper_mb_more"] < 5
    assert found["left"] == 0


def test_a_notebook_that_opens_many_has_one():
    found = session.many(2000)
    assert (found["sessions_opened"], found["sessions_held"]) == (2000, 1)
