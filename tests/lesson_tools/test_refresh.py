"""Refreshing runs a lesson and writes what it printed, the same every time."""

from __future__ import annotations

import os
import stat

import nbformat
import pytest

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.refresh import refresh
from dobotkit.policy.collects import collects_line
from tests.lesson_tools.conftest import ROOT, cell_of, read

KEPT = ["keep_output", "nbval-check-output"]


@pytest.fixture(autouse=True)
def _kernels_find_the_kit(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("DOBOTKIT_PORT", raising=False)


def _short(checkout):
    """A lesson of four cells: prose, the set-up cell, one that prints, one that does not."""

    def shorten(data):
        kept = {"title", "set-up", "home", "where"}
        data["cells"] = [cell for cell in data["cells"] if cell["id"] in kept]
        where = cell_of(data, "where")
        where.update(source='print(arm.address)\nprint("ä", 6 * 7)', execution_count=None)
        where["outputs"] = []
        cell_of(data, "home")["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": "left behind"}
        ]
        data["metadata"]["widgets"] = {}
        cell_of(data, "home")["metadata"]["execution"] = {"iopub.status.busy": "2026-01-01"}

    checkout.change(shorten)


def test_the_line_on_what_is_collected_is_written_anew_without_a_run(checkout):
    before = read(checkout.notebook)
    checkout.replace("lessons/01_hello_arm/lesson.toml", '"arm-answers", ', "")
    assert refresh(checkout.notebook, run=False) is True
    after = read(checkout.notebook)
    line = collects_line(["progress", "pseudonym", "your-notebook"])
    assert f"## What this lesson collects\n\n{line}\n\n## Set up" in after["cells"][0]["source"]
    assert after["cells"][1:] == before["cells"][1:]
    assert refresh(checkout.notebook, run=False) is False


def test_writes_what_was_printed_and_nothing_else_and_only_once(checkout):
    _short(checkout)
    assert refresh(checkout.notebook) is True
    data = read(checkout.notebook)
    where = cell_of(data, "where")
    [output] = where["outputs"]
    assert "".join(output["text"]) == "dobotsim://desk?pace=instant\nä 42\n"
    assert where["execution_count"] == 3
    assert cell_of(data, "home")["outputs"] == []
    assert cell_of(data, "home")["metadata"] == {}
    assert "widgets" not in data["metadata"]

    content = checkout.notebook.read_bytes()
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    assert refresh(checkout.notebook) is False
    assert checkout.notebook.read_bytes() == content
    # JupyterLab and nbstripout write the same.
    again = nbformat.writes(nbformat.reads(content.decode(), as_version=4))
    assert f"{again.rstrip()}\n".encode() == content


def test_a_cell_that_fails_is_named_and_the_file_stays(checkout):
    _short(checkout)
    checkout.change(lambda data: cell_of(data, "home").update(source="arm.hoem()"))
    before = checkout.notebook.read_bytes()
    with pytest.raises(LessonError, match=r"cell 3 \(home\) failed: AttributeError"):
        refresh(checkout.notebook)
    assert checkout.notebook.read_bytes() == before


def test_a_notebook_without_checked_outputs_is_cleaned_and_not_run(checkout):
    path = checkout.root / "notebooks" / "start_here.ipynb"
    assert refresh(path) is False
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"execution_count": null', '"execution_count": 7'), "utf-8")
    assert refresh(path) is True
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="this user may write everywhere",
)
def test_installed_lessons_that_are_read_only_are_an_error(checkout):
    path = checkout.root / "notebooks" / "start_here.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    path.chmod(stat.S_IREAD)
    with pytest.raises(LessonError, match="cannot be written"):
        refresh(path)
