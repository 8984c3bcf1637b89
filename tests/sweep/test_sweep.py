"""What lessons leave behind: found, counted, deleted only on request, and nothing else touched."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.history import HistoryAccessor
from typer.testing import CliRunner

from dobotkit import temporary
from dobotkit.cli import app

ENDED = "2026-01-01 10:00:00"


def plant(path: Path, text: str = "Quirina") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def history(path: Path, *sessions: tuple[str, str | None]) -> Path:
    """A history as IPython itself lays it out, with one line for each session."""
    path.parent.mkdir(parents=True, exist_ok=True)
    HistoryAccessor(hist_file=str(path)).db.close()
    with sqlite3.connect(path) as found:
        found.execute("DELETE FROM sessions")
        for number, (line, end) in enumerate(sessions, 1):
            start = "2999-01-01 00:00:00" if end is None else ENDED
            found.execute("INSERT INTO sessions VALUES (?, ?, ?, 1, '')", (number, start, end))
            found.execute("INSERT INTO history VALUES (?, 1, ?, ?)", (number, line, line))
            found.execute("INSERT INTO output_history VALUES (?, 1, ?)", (number, line))
    found.close()
    return path


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's folders of their own, with remains and with what is none."""
    for name, folder in (
        ("HOME", ""), ("XDG_DATA_HOME", "share"), ("IPYTHONDIR", "ipython"),
        ("JUPYTER_RUNTIME_DIR", "runtime"),
    ):  # fmt: skip
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(temporary, "places", lambda: (tmp_path / "temp",))
    (tmp_path / "temp").mkdir()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    plant(tmp_path / "runtime" / f"jpserver-{gone.pid}.json", '{"token": "Quirina"}')
    plant(tmp_path / "runtime" / f"jpserver-{gone.pid}-open.html")
    old = plant(tmp_path / "runtime" / "kernel-1234-ab.json", '{"key": "Quirina"}')
    os.utime(old, (1, 1))
    work = tmp_path / "work"
    plant(work / ".ipynb_checkpoints" / "lesson-checkpoint.ipynb")
    plant(work / ".ipynb_checkpoints" / "other-checkpoint.ipynb")
    plant(work / "deep" / ".ipynb_checkpoints" / "notes-checkpoint.txt")
    plant(work / "my-data.json", '{"form": "dobotkit copy 1", "of": "Quirina"}')
    plant(work / "crash-report.txt", "dobotkit crash report, format 1\nQuirina")
    plant(
        tmp_path / "share/Trash/files/lesson.ipynb",
        '{"cells": ["from dobotkit import Arm # Quirina"]}',
    )
    plant(tmp_path / "share/Trash/info/lesson.ipynb.trashinfo", "Path=/home/quirina/lesson.ipynb")
    history(
        tmp_path / "ipython/profile_default/history.sqlite",
        ("from dobotkit import Arm; who = 'Quirina'", ENDED),
        ("print('taxes')", ENDED),
        ("import dobotkit  # runs now", None),
    )
    # None of these is a remain.
    plant(tmp_path / "runtime" / f"jpserver-{os.getpid()}.json", "mine")
    plant(tmp_path / "runtime" / "kernel-5678-ab.json", "mine")
    plant(tmp_path / "runtime" / "notes.json", "mine")
    plant(work / ".ipynb_checkpoints" / "mine.txt", "mine")
    plant(work / "lesson.ipynb", "mine")
    plant(work / "data.json", '{"form": "something else"}')
    plant(work / "crash-report-of-my-car.txt", "It went bang.")
    plant(tmp_path / "share/Trash/files/other.ipynb", '{"cells": []}')
    plant(tmp_path / "share/Trash/files/dobotkit.txt", "dobotkit")
    return tmp_path


@pytest.fixture
def run(home):  # noqa: ARG001 - nobody's real folders
    return lambda *words: CliRunner().invoke(app, ["sweep", *map(str, words)])


FOUND = {"labs": 0, "servers": 3, "checkpoints": 3, "copies": 2, "trash": 1, "history": 1}
linux = pytest.mark.skipif(sys.platform != "linux", reason="where the trash is, and how it is kept")


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@linux
def test_without_yes_it_counts_and_changes_nothing(run, home):
    before = everything(home)
    answer = run(home / "work", "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output) == {"format": 1, "found": FOUND, "deleted": {}}
    said = run(home / "work").output
    assert "    1  notebooks in the trash that use the kit  (only with --also trash)" in said
    assert "Nothing was deleted. To delete them, add --yes." in said
    assert "quirina" not in said.casefold()
    assert str(home) not in said
    assert everything(home) == before


@linux
def test_with_yes_remains_go_and_what_may_be_wanted_stays(run, home):
    before = everything(home)
    answer = run(home / "work", "--yes", "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["deleted"] == {"labs": 0, "servers": 3, "checkpoints": 3}
    gone = {path.relative_to(home).as_posix() for path in before.keys() - everything(home).keys()}
    assert {name.partition("-")[0] for name in gone if "runtime" in name} == {
        "runtime/jpserver", "runtime/kernel",
    }  # fmt: skip
    assert {name for name in gone if "runtime" not in name} == {
        "work/.ipynb_checkpoints/lesson-checkpoint.ipynb",
        "work/.ipynb_checkpoints/other-checkpoint.ipynb",
        "work/deep/.ipynb_checkpoints/notes-checkpoint.txt",
    }
    assert not (home / "work/deep/.ipynb_checkpoints").exists()
    assert (home / "work/.ipynb_checkpoints/mine.txt").exists()


@linux
def test_min_04_what_is_named_goes_too_and_leaves_no_byte(run, home):
    """Ten remains that name somebody, and none of them is named by what tells of it."""
    assert sum(b"Quirina" in data for data in everything(home).values()) == sum(FOUND.values())
    words = [word for kind in ("copies", "trash", "history") for word in ("--also", kind)]
    answer = run(home / "work", "--yes", "--json", *words)
    assert json.loads(answer.output)["deleted"] == FOUND
    assert "uirina" not in answer.output
    left = everything(home)
    assert not [path for path, data in left.items() if b"uirina" in data]
    assert (home / "share/Trash/files/other.ipynb") in left
    with sqlite3.connect(home / "ipython/profile_default/history.sqlite") as found:
        assert [line for (line,) in found.execute("SELECT source FROM history")] == [
            "print('taxes')",
            "import dobotkit  # runs now",
        ]
    found.close()
    assert json.loads(run(home / "work", "--json").output)["found"] == dict.fromkeys(FOUND, 0)


def test_a_lab_that_runs_is_not_touched_and_a_killed_one_is(run, home):
    with temporary.TemporaryFolder(home / "temp") as living:
        dead = temporary.TemporaryFolder(home / "temp")
        dead._hold.let_go()  # as the system does when a program is killed
        plant(dead.path / "work" / "lesson.ipynb")
        assert json.loads(run("--json").output)["found"]["labs"] == 1
        assert dead.path.exists()
        assert json.loads(run("--yes", "--json").output)["deleted"]["labs"] == 1
        assert not dead.path.exists()
        assert living.path.exists()
    assert json.loads(run("--json").output)["found"]["labs"] == 0


@linux
def test_links_are_not_followed(run, home, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    kept = plant(elsewhere / ".ipynb_checkpoints" / "other-checkpoint.ipynb")
    (home / "work" / "link").symlink_to(elsewhere, target_is_directory=True)
    (home / "work" / "crash-report.txt").unlink()
    (home / "work" / "crash-report.txt").symlink_to(plant(elsewhere / "r", "dobotkit crash report"))
    assert run(home / "work", "--yes", "--also", "copies").exit_code == 0
    assert kept.exists()
    assert (elsewhere / "r").exists()


def test_list_says_where(run, home):
    assert "lesson-checkpoint.ipynb" in run(home / "work", "--list").output


@pytest.mark.parametrize("words", [("--also", "everything"), ("no-such-folder",)])
def test_what_cannot_be_is_refused(run, words):
    assert run(*words).exit_code == 2
