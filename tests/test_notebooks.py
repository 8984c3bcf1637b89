"""``when_things_go_wrong`` shows what it says: each cell fails with the error it is about."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from dobotkit import errors
from dobotkit.client import _gone
from dobotkit.keeper.word import Word

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def executed():
    path = ROOT / "notebooks" / "when_things_go_wrong.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        client.execute()
    return notebook.cells


def test_each_error_appears_where_it_is_explained_in_two_lines(executed):
    shown = []
    for before, cell in pairwise(executed):
        if "raises-exception" not in cell.metadata.get("tags", ()):
            continue
        [output] = [output for output in cell.outputs if output.output_type == "error"]
        # The cell no-arm-found is about NoArmFound.
        assert output.ename == "".join(word.capitalize() for word in cell.id.split("-"))
        assert f"`{output.ename}`" in before.source.splitlines()[0]
        assert "**What to do:**" in before.source
        first, second = output.traceback
        assert first.startswith(f"{output.ename}: ")
        assert second.startswith("→ ")
        shown.append(output.ename)
    assert len(shown) == 20


def test_what_is_shown_in_words_only_is_what_the_kit_says(executed):
    text = "\n".join(cell.source for cell in executed)
    quoted = re.findall(r"```\n(.*?)\n```", text, re.DOTALL)
    with pytest.raises(errors.WordNeeded) as needed:
        Word().check("desk")
    said = ["\n".join(error._render_traceback_()) for error in (needed.value, _gone())]
    assert quoted == said


def test_no_other_cell_fails(executed):
    for cell in executed:
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", ()):
            assert not [output for output in cell.outputs if output.output_type == "error"], cell.id


def test_every_error_about_an_arm_is_in_it(executed):
    text = "\n".join(cell.source for cell in executed)
    named = set(re.findall(r"`(\w+)`", text))
    of_arms = {
        name
        for name in errors.__all__
        if issubclass(getattr(errors, name), errors.ArmError) and name != "ArmError"
    }
    assert of_arms <= named


def test_only_simulated_arms_are_touched(executed):
    for cell in executed:
        if cell.cell_type == "code":
            assert "Arm()" not in cell.source
            for address in re.findall(r'(?:Arm|open_port)\("([^"]+)"\)', cell.source):
                assert address.startswith(("dobotsim://", "loop://")) or address == "COM99"
