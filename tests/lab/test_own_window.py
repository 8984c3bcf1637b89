"""The lab in a real window of its own: it works, reaches one port, and leaves nothing behind."""

from __future__ import annotations

import os
import shlex
import time
from pathlib import Path

import psutil
import pytest

from tests.browser import END, RunningLab
from tests.lab.wire import ask

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the browser is opened by a shell script"),
]


def everything_below(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*")}


def wait(condition) -> None:
    deadline = time.monotonic() + END
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_lab_works_in_it_and_nothing_of_it_stays(chromium, tmp_path):
    """The real browser with the real flags; only that nobody sees its window."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    unseen = tmp_path / "chromium"
    unseen.write_text(
        f'#!/bin/sh\nexec {shlex.quote(chromium)} --headless=new --disable-gpu "$@"\n',
        encoding="utf-8",
    )
    unseen.chmod(0o755)
    variables = {
        "DISPLAY": ":none",
        "DOBOTKIT_BROWSER": str(unseen),
        "HOME": str(home),
        "TMPDIR": str(temporary),
    }
    with RunningLab(browser=True, variables=variables) as lab:
        wait(lambda: any("in a window of its own" in line for line in lab.said))
        # JupyterLab has opened the notebook in there, and has talked to its kernel.
        wait(
            lambda: [
                session
                for session in ask(lab, "/api/sessions")
                if session["path"].endswith("start_here.ipynb")
                and session["kernel"]["execution_state"] == "idle"
                and session["kernel"]["connections"] > 0
            ]
        )
        lab.type("page", "keeper's page opens in a window of its own")
        below = psutil.Process(lab.process.pid).children(recursive=True)
        told = [process.cmdline() for process in below]
        lines = [" ".join(line) for line in told]
        profiles = {part for line in told for part in line if part.startswith("--user-data-dir=")}
        assert len(profiles) == 2
        assert not any(lab.token in line for line in lines)
        assert lab.end() == 0
    assert not [process for process in below if _runs(process)]
    for profile in profiles:
        assert not Path(profile.partition("=")[2]).exists()
    assert everything_below(home, temporary) == set()


def _runs(process: psutil.Process) -> bool:
    """Who has ended may wait a while until the system takes note of it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
