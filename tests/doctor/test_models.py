"""What the doctor says of models."""

from __future__ import annotations

import pytest

from dobotkit.doctor.models import check_models
from dobotkit.models import MODELS
from dobotkit.models.finding import Place
from dobotkit.models.words import say_missing


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The only folder in which models are looked for; it is empty."""
    monkeypatch.setattr(
        "dobotkit.models.finding.of_this_python", lambda: Place(tmp_path, "a folder")
    )
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: Place(tmp_path, "a folder"))
    monkeypatch.delenv("DOBOTKIT_MODELS", raising=False)
    return tmp_path


def test_here_they_are_all_good():
    finding = check_models()
    assert finding.state == "good", "the tests need them: python -m dobotkit models fetch"
    assert say_missing() == ""


@pytest.mark.usefixtures("folder")
def test_what_is_missing_is_named_with_what_to_type():
    finding = check_models()
    assert finding.state == "warning"
    assert "yunet, sface, ppocr" in finding.what
    assert finding.advice == "dobotkit models fetch"
    line = say_missing()
    assert "yunet" in line
    assert "sface" in line
    assert "dobotkit models fetch" in line
    assert "\n" not in line


def test_a_file_that_was_changed_is_told_without_its_folder(folder):
    model = MODELS["yunet"]
    (folder / model.file).write_bytes(bytes(model.bytes))
    finding = check_models()
    assert finding.state == "warning"
    assert "SHA-256" in finding.what
    assert str(folder) not in f"{finding}"
    # It has the right size, and that is all the lab looks at.
    assert "sface" in say_missing()
    assert "yunet" not in say_missing()
