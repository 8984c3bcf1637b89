"""A notebook with a practice keeper of its own, for all tests of this folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dobotkit import client as client_module
from dobotkit import finding_keeper, lesson
from dobotkit.lesson import current
from dobotkit.session.session import Session


@pytest.fixture(scope="package")
def practice():
    """This process as a notebook that has a practice keeper."""
    with pytest.MonkeyPatch.context() as patch:
        client_module.disconnect()
        patch.setattr(finding_keeper, "_practice", None)
        for name in ("DOBOTKIT_KEEPER", "DOBOTKIT_DNT"):
            patch.delenv(name, raising=False)
        yield client_module.client()
        client_module.disconnect()
        keeper = finding_keeper._practice
        if keeper is not None:
            keeper.wait(20)


@pytest.fixture
def session(practice):
    """A session that has just begun."""
    assert practice.practice, os.environ.get("DOBOTKIT_KEEPER")
    session = Session()
    yield session
    session.end()


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """The first lesson, in a folder of its own, with one exercise solved and one hint shown."""
    folder = tmp_path / "01_hello_arm"
    folder.mkdir()
    home = Path(__file__).resolve().parents[2] / "lessons" / folder.name
    shutil.copy(home / "lesson.toml", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(current, "_current", None)
    begun = lesson.start()
    begun.put("lift", solved=True)
    lesson.hint("lift")
    return begun
