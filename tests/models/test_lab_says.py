"""The lab names a model that is missing, in one line, and asks nobody for it."""

from __future__ import annotations

import io
import socket
import subprocess

import pytest
from rich.console import Console

from dobotkit.guard.tiers import Tier, Verdict
from dobotkit.keeper.eyes.sources import choose_camera
from dobotkit.lab.run import _introduce
from dobotkit.mode import Mode
from dobotkit.models.finding import Place


def introduction() -> list[str]:
    written = io.StringIO()
    _introduce(
        Console(file=written, width=400),
        "http://127.0.0.1:1/lab",
        arms={"desk": "dobotsim://desk"},
        camera=choose_camera(None, {}),
        mode=Mode.SCHOOL,
        guard=Verdict(Tier.TRIPWIRE, {}),
    )
    return [line for line in written.getvalue().splitlines() if "models fetch" in line]


@pytest.fixture
def closed(monkeypatch):
    """No way to ask anybody: neither a socket nor another program."""

    def refuse(*_, **__):
        raise AssertionError("the lab asks somebody")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.mark.usefixtures("closed")
def test_it_says_nothing_where_they_are_and_one_line_where_they_are_not(tmp_path, monkeypatch):
    assert introduction() == [], "the tests need them: python -m dobotkit models fetch"
    nowhere = Place(tmp_path, "nowhere")
    monkeypatch.delenv("DOBOTKIT_MODELS", raising=False)
    monkeypatch.setattr("dobotkit.models.finding.of_this_python", lambda: nowhere)
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: nowhere)
    (line,) = introduction()
    assert line.startswith("Not on this computer: yunet (YuNet, finds faces), so cameras show no")
    assert "sface (SFace, compares two faces), so no two faces are compared;" in line
    assert "ppocr (PP-OCRv6 small, reads a line of text), so no card is read." in line
    assert line.endswith("dobotkit models fetch")
