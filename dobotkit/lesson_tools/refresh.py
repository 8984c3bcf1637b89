"""Run lessons and renew their checked outputs, and the line on what they collect.

All other outputs are stripped.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.catalogue import LESSON, read_toml
from dobotkit.lesson_tools.collects import line_of, renew
from dobotkit.lesson_tools.notebook import Notebook, strip, write

__all__ = ["INSTANT_ARM", "refresh"]

INSTANT_ARM = "dobotsim://desk?pace=instant"
# A watchdog for one cell, in seconds.
_PATIENCE = 60


def refresh(path: Path, *, run: bool = True) -> bool:
    """Run one notebook from top to bottom and write it back.

    Kept are the text outputs and numbers of execution of cells tagged
    ``keep_output``; all others, and what running leaves in the metadata, go.
    A notebook that has no such cell is not run, only cleaned. In a lesson, the
    line on what it collects is written as the inventory has it. Doing it twice
    changes nothing the second time.

    Parameters
    ----------
    path:
        The notebook. The arm is the one that ``DOBOTKIT_PORT`` names, else a
        simulated one without waiting.
    run:
        Whether to run it; outputs that are kept stay as they are if not.

    Returns
    -------
    bool
        Whether the file has changed.

    Raises
    ------
    LessonError
        The notebook cannot be read, or a cell failed that is not tagged
        ``raises-exception``; the file is left as it was.
    PolicyError
        Its ``lesson.toml`` names a row that the inventory does not have.
    """
    data = Notebook(path).data
    strip(data)
    if path.name == LESSON:
        renew(data, line_of(read_toml(path.parent)))
    if run and any("keep_output" in cell["metadata"].get("tags", ()) for cell in data["cells"]):
        _run(data, path)
        strip(data)
    try:
        return write(data, path)
    except OSError as error:
        raise LessonError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Work in a checkout of your own; installed lessons may be read-only.",
        ) from error


def _run(data: dict[str, Any], path: Path) -> None:
    notebook = nbformat.from_dict(data)  # type: ignore[no-untyped-call]  # nbformat types only half of itself
    client = NotebookClient(
        notebook,
        timeout=_PATIENCE,
        kernel_name="python3",
        allow_errors=True,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    # History and settings of whoever does this stay out of it.
    with tempfile.TemporaryDirectory(prefix="refresh-") as nowhere:
        environment = {"DOBOTKIT_PORT": INSTANT_ARM} | os.environ | {"IPYTHONDIR": nowhere}
        try:
            client.execute(env=environment, stderr=subprocess.DEVNULL)
        except (CellTimeoutError, DeadKernelError) as error:
            raise LessonError(
                f"{path} did not run to its end: {str(error).splitlines()[0]}",
                "Run it in the lab and look where it stays.",
            ) from error
    for number, (cell, done) in enumerate(zip(data["cells"], notebook["cells"], strict=True), 1):
        if cell["cell_type"] != "code":
            continue
        if "raises-exception" not in cell["metadata"].get("tags", ()):
            _raise_for_error(path, number, done)
        if "keep_output" in cell["metadata"].get("tags", ()):
            cell["execution_count"] = done["execution_count"]
            cell["outputs"] = [_printed(path, number, output) for output in done["outputs"]]


def _raise_for_error(path: Path, number: int, cell: dict[str, Any]) -> None:
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            words = " ".join(output["evalue"].split())
            raise LessonError(
                f"{path}, cell {number} ({cell['id']}) failed: {output['ename']}: {words}",
                "Correct the cell; if it fails on purpose, tag it raises-exception.",
            )


def _printed(path: Path, number: int, output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] != "stream":
        raise LessonError(
            f"{path}, cell {number} is tagged keep_output and shows more than text.",
            "Let it print what is to be compared, and nothing else.",
        )
    return {
        "output_type": "stream",
        "name": output["name"],
        "text": output["text"],
    }
