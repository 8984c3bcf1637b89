"""``dobotkit models``: what it shows, and with which status it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dobotkit.cli import app
from dobotkit.models import MODELS, find
from dobotkit.models.finding import Place, destination

NARROW = {"COLUMNS": "80", "TERM": "dumb"}


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["models", *arguments], env=NARROW)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """The folder that DOBOTKIT_MODELS names; there are no other places."""
    monkeypatch.setenv("DOBOTKIT_MODELS", str(tmp_path / "mine"))
    nowhere = Place(tmp_path / "nowhere", "nowhere")
    monkeypatch.setattr("dobotkit.models.finding.of_this_python", lambda: nowhere)
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: nowhere)
    return tmp_path / "mine"


def test_the_list_says_what_is_here_and_where():
    status, said = run("list")
    assert status == 0
    for model in MODELS.values():
        (line,) = (line for line in said.splitlines() if line.strip().startswith(model.name))
        assert model.licence in line
        assert line.rstrip().endswith("yes"), "the tests need it: python -m dobotkit models fetch"
    assert "Looked for in this order" in said


@pytest.mark.usefixtures("empty")
def test_what_is_not_here_is_shown_as_such_and_verify_ends_with_1():
    assert [line.split()[-1] for line in run("list")[1].splitlines()[2:5]] == ["no"] * 3
    status, said = run("verify")
    assert status == 1
    assert said.count("dobotkit models fetch") == len(MODELS)


def test_verify_compares_every_byte(empty):
    for name in MODELS:
        content = find_real(name).read_bytes()
        empty.mkdir(exist_ok=True)
        (empty / MODELS[name].file).write_bytes(content)
    assert run("verify")[0] == 0
    path = empty / MODELS["yunet"].file
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    status, said = run("verify")
    assert status == 1
    assert "yunet: The file" in said
    assert "sface: here" in said
    assert run("verify", "sface")[0] == 0


REAL = {name: find(name) for name in MODELS}


def find_real(name: str) -> Path:
    path = REAL[name]
    assert path is not None, "the tests need it: python -m dobotkit models fetch"
    return path


@pytest.mark.parametrize("name", list(MODELS))
def test_a_card_can_be_read(name):
    status, said = run("show", name)
    words = " ".join(said.replace("│", " ").split())
    model = MODELS[name]
    assert status == 0
    for text in (model.made_for, model.trained_on, model.origin, *model.limits):
        assert text in words
    assert model.sha256 in words.replace(" ", "")


def test_fetch_from_a_folder_puts_them_where_they_are_found(empty):
    status, said = run("fetch", "--from", str(find_real("yunet").parent), "yunet")
    assert status == 0
    assert "yunet: copied, and verified." in said
    assert find("yunet") == empty / MODELS["yunet"].file
    assert run("fetch", "yunet")[1].strip() == "yunet: was there, and verified."


@pytest.mark.slow
@pytest.mark.usefixtures("empty")
def test_what_cannot_be_had_ends_with_two_lines_and_status_1(tmp_path):
    nowhere = tmp_path / "no cache"
    answer = subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit", "models", "fetch", "--from", tmp_path, "yunet"],
        env={**os.environ, "DOBOTKIT_MODELS": str(nowhere)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert answer.returncode == 1
    what, advice = answer.stderr.splitlines()
    assert "face_detection_yunet_2023mar.onnx" in what
    assert "Copy it here again" in advice
    assert not nowhere.exists()


def test_they_go_where_the_user_says_or_beside_this_python_or_into_the_cache(tmp_path, monkeypatch):
    python, user = (Place(tmp_path / name / "deep", name) for name in ("python", "user"))
    monkeypatch.setattr("dobotkit.models.finding.of_this_python", lambda: python)
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: user)
    named = {"DOBOTKIT_MODELS": str(tmp_path / "mine")}
    assert destination(named).folder == tmp_path / "mine"
    assert destination(named, this_python=True) == python
    assert destination({}) == python
    assert list(tmp_path.iterdir()) == []  # it was only tried

    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr("dobotkit.models.finding.tempfile.TemporaryFile", refuse)
    assert destination({}) == user
