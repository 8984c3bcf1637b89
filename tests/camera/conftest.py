"""A notebook of a keeper in this process, with its simulated arm open above four blocks."""

from __future__ import annotations

import itertools

import pytest

from dobotkit import Session, camera
from dobotkit.messages import ArmOpened, OpenArm
from tests.session.classroom import classroom

_numbers = itertools.count()


@pytest.fixture
def room():
    with classroom() as room:
        yield room


@pytest.fixture
def notebook(room):
    with room.notebook() as notebook:
        yield notebook
    camera._here = None


@pytest.fixture
def arm(notebook):
    options = "pace=instant&scene=blocks"
    notebook.client.ask(OpenArm(arm="desk", options=options), ArmOpened)


@pytest.fixture
def session(notebook):
    assert notebook
    return Session()
