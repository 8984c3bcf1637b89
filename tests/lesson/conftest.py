"""An arm, and an IPython shell that notes the errors it shows."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from dobotkit import Arm
from dobotkit.lesson import current
from tests.arm.bench import fresh_address

LESSON = """
title = "A lesson"
collects = ["progress"]
"""


@pytest.fixture
def arm():
    """A simulated arm in its home position, (259, 0, −8)."""
    with Arm(fresh_address()) as arm:
        arm.home()
        yield arm


@pytest.fixture
def hello_arm(tmp_path, monkeypatch):
    """A folder like that of lesson 01, in which a notebook would run."""
    folder = tmp_path / "01_hello_arm"
    folder.mkdir()
    (folder / "lesson.toml").write_text(LESSON, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(autouse=True)
def _no_lesson_yet():
    """Each test begins like a notebook in which no cell was run."""
    current._current = None
    yield
    current._current = None


class Shell(InteractiveShell):
    """Sends errors to a list, as the shell of a kernel sends them to the notebook."""

    def __init__(self, **options) -> None:
        self.shown: list[tuple[str, str, list[str]]] = []
        super().__init__(**options)

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.shown.append((etype.__name__, str(evalue), stb))


@pytest.fixture(scope="class")
def shell():
    """One shell for the tests of a class, as one kernel runs many cells."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    Shell.clear_instance()
    shell = Shell.instance(config=config)
    yield shell
    shell.run_line_magic("reset", "-f")
    shell.restore_sys_module_state()
    Shell.clear_instance()
