"""What is left of the camera's console when it was run and saved in a plain Jupyter: words."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
# What a JPEG begins with, as bytes and as they are written in text.
JPEG = ("/9j/", "JFIF", "\\xff\\xd8", "\\u00ff\\u00d8")

# Every view, as a page has asked it for its picture; what is sent then goes to no page here.
ASK = """
view = show(camera)
assert show(camera) is view and show(camera, thresholds=True) is not view
for one in (view, show(scene), show(scene.picture)):
    one.hear({"do": "next", "page": "a page"})
while "a page" in view._waiting:
    pass
len(scene.picture.data)
"""


@pytest.fixture(scope="module")
def saved():
    """The notebook with its outputs and the state of its widgets, as Jupyter saves both."""
    notebook = nbformat.read(ROOT / "notebooks" / "camera_console.ipynb", as_version=4)
    there = next(i for i, cell in enumerate(notebook.cells) if cell.id == "describe")
    notebook.cells.insert(there, nbformat.v4.new_code_cell(ASK))
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        store_widget_state=True,
        resources={"metadata": {"path": str(ROOT / "notebooks")}},
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("DOBOTKIT_PORT", "keeper://desk?pace=instant")
        patch.delenv("DOBOTKIT_KEEPER", raising=False)
        client.execute()
    return notebook


def outputs_of(notebook, cell_id):
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    return json.dumps(cell.outputs)


def test_nothing_of_a_picture_is_saved(saved):
    [size] = [cell.outputs[0] for cell in saved.cells if cell.source == ASK]
    assert int(size["data"]["text/plain"]) > 10_000  # there were pictures
    assert saved.metadata.widgets  # and what widgets hold is saved
    for text in (json.dumps(saved), json.dumps(saved, ensure_ascii=False)):
        assert not [mark for mark in JPEG if mark in text]
        assert "image/jpeg" not in text.replace('"kind": "image/jpeg"', "")


def test_words_stand_where_the_pictures_were(saved):
    assert "The live picture of a camera" in outputs_of(saved, "live-picture")
    assert "red block" in outputs_of(saved, "one-look")
    # In the state of a widget, and, where that is not saved, in its place.
    states = saved.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    words = {one["state"].get("words", "")[:29] for one in states.values()}
    assert "The live picture of a camera " in words
    plain = saved.copy()
    plain.metadata = {}
    page, _ = HTMLExporter().from_notebook_node(plain)
    assert "The live picture of a camera" in page
    assert "data:image/jpeg" not in page
