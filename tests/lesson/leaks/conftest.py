"""A canary for all of these tests; making the scanner for it takes a moment."""

from __future__ import annotations

import pytest

from dobotkit.canary import Canary


@pytest.fixture(scope="session")
def canary():
    return Canary(13)
