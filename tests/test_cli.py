"""The command ``dobotkit``: help, version, and errors in two lines."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys

import pytest

TOO_LONG = 60


def _dobotkit(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit", *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TOO_LONG,
        check=False,
        env={**os.environ, "COLUMNS": "100", **variables},
    )


def test_help_names_the_command_to_start_with():
    answer = _dobotkit("--help")
    assert answer.returncode == 0
    assert "Start with: dobotkit lab" in answer.stdout


def test_help_of_the_lab_names_every_option():
    answer = _dobotkit("lab", "--help")
    assert answer.returncode == 0
    for option in ("--no-browser", "--port", "--arm", "--mode"):
        assert option in answer.stdout


def test_without_a_command_the_help_is_shown():
    assert "Start with: dobotkit lab" in _dobotkit().stdout


def test_version_is_that_of_the_distribution():
    answer = _dobotkit("--version")
    assert answer.stdout.strip() == f"dobotkit {importlib.metadata.version('dobotkit-classroom')}"


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from dobotkit.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "heavy = {'jupyterlab', 'jupyter_server', 'IPython', 'cv2', 'numpy', 'serial'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert answer.stdout.splitlines()[-1] == "loaded: []"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_console_that_lacks_characters_shows_others(encoding):
    answer = _dobotkit("lab", "--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert answer.returncode == 0
    assert answer.stderr == ""
    assert "--no-browser" in answer.stdout


@pytest.mark.parametrize(("encoding", "arrow"), [("utf-8", "→"), ("cp1252", "?"), ("cp437", "?")])
def test_what_the_kit_refuses_is_said_in_two_lines_on_any_console(encoding, arrow):
    code = (
        "import sys\n"
        "from dobotkit import cli\n"
        "from dobotkit.errors import LabError\n"
        "@cli.app.command()\n"
        "def refuse() -> None:\n"
        "    raise LabError('The tea is cold.', 'Tea → cup.')\n"
        "sys.argv = ['dobotkit', 'refuse']\n"
        "cli.main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-P", "-X", "utf8=0", "-c", code],
        capture_output=True,
        encoding=encoding,
        timeout=TOO_LONG,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == ["The tea is cold.", f"Tea {arrow} cup."]


def test_a_port_that_cannot_be_is_refused_before_anything_starts():
    answer = _dobotkit("lab", "--port", "70000")
    assert answer.returncode == 2
    assert "--port" in answer.stderr


def test_adult_mode_on_binder_is_refused_before_anything_starts():
    answer = _dobotkit("lab", "--mode", "adult", BINDER_LAUNCH_HOST="https://mybinder.org/")
    assert answer.returncode == 1
    assert answer.stdout == ""
    what, advice = answer.stderr.splitlines()
    assert "no adult mode on Binder" in what
    assert "--mode" in advice
