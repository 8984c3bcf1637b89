"""A keeper whose clock stands still, and one notebook that is having its turn."""

from __future__ import annotations

import pytest

from tests.session.classroom import classroom


@pytest.fixture
def room():
    with classroom() as room:
        yield room


@pytest.fixture
def notebook(room):
    with room.notebook() as notebook:
        yield notebook
