"""What is printed, for people and for programs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dobotkit.doctor import as_json, print_report, status
from dobotkit.doctor.finding import bad, good, warning
from dobotkit.doctor.report import summary

FINE = good("Memory", "8.0 GB free.", "not worth a line")
HINT = good(
    "Serial ports", "COM3 (CP210x).", "In every Magician.", "dobotkit doctor --handshake COM3"
)
MEH = warning("Clock", "It says 2009.", "Sign-ins fail.", "Set it.")
POOR = bad(
    "OpenCV", "libGL.so.1 is missing – [bold].", "Nothing sees.", "sudo apt-get install libgl1"
)


def _printed(monkeypatch, encoding: str) -> list[str]:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding, errors="replace"))
    print_report([POOR, FINE, MEH, HINT])
    sys.stdout.flush()
    return file.getvalue().decode(encoding).splitlines()


def test_the_worst_comes_last_with_what_to_type(monkeypatch):
    assert _printed(monkeypatch, "utf-8")[:-1] == [
        "✓ Memory: 8.0 GB free.",
        "✓ Serial ports: COM3 (CP210x).",
        "    In every Magician.",
        "    → dobotkit doctor --handshake COM3",
        "",
        "! warning Clock: It says 2009.",
        "    Sign-ins fail.",
        "    → Set it.",
        "",
        "✗ bad OpenCV: libGL.so.1 is missing – [bold].",
        "    Nothing sees.",
        "    → sudo apt-get install libgl1",
        "",
    ]


def test_the_last_line_says_it_all(monkeypatch):
    last = _printed(monkeypatch, "utf-8")[-1]
    assert last.startswith("dobotkit ")
    assert last.endswith(": Something is broken: 1 bad, 1 warning, 2 good.")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_words_take_the_place_of_signs_that_a_console_lacks(monkeypatch, encoding):
    lines = _printed(monkeypatch, encoding)
    assert lines[0] == "ok Memory: 8.0 GB free."
    assert "warning Clock: It says 2009." in lines
    assert any(line.startswith("bad OpenCV:") for line in lines)
    assert "    -> sudo apt-get install libgl1" in lines


def test_in_one_sentence():
    assert summary([FINE, FINE]) == "Ready: all 2 are good."
    assert summary([FINE, MEH]) == "Ready, with a remark: 1 warning, 1 good."
    assert summary([FINE, MEH, MEH, POOR]).startswith("Something is broken: 1 bad, 2 warnings")


def test_status_is_one_only_if_something_is_bad():
    assert status([FINE, MEH]) == 0
    assert status([FINE, POOR]) == 1


def test_json_has_everything_in_ascii():
    text = as_json([POOR, FINE])
    assert text.isascii()
    report = json.loads(text)
    assert list(report) == ["version", "summary", "findings"]
    assert report["findings"][1] == {
        "name": "OpenCV",
        "state": "bad",
        "what": POOR.what,
        "why": POOR.why,
        "advice": POOR.advice,
    }


def test_without_rich_the_report_is_the_same(monkeypatch):
    with_rich = _printed(monkeypatch, "utf-8")
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert _printed(monkeypatch, "utf-8") == with_rich


def test_colour_is_there_for_those_who_have_it():
    code = "from tests.doctor.test_report import *; print_report([FINE, POOR])"
    coloured = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm"},
        cwd=Path(__file__).parents[2],
    )
    assert b"\x1b[" in coloured.stdout
