"""One notebook file: read its cells, and write it so that the same content is the same bytes."""

from __future__ import annotations

import copy
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.finding import Finding

__all__ = ["CELL_METADATA", "METADATA", "Cell", "Notebook", "strip", "write"]

# All that a notebook says about itself: nothing about its author or his computer.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# What a cell may say about itself.
CELL_METADATA = frozenset({"deletable", "editable", "jupyter", "slideshow", "tags"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, for reading.

    Parameters
    ----------
    number:
        Its place among all cells, from 1.
    data:
        The cell as it stands in the file.
    """

    number: int
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """What to call it in a message."""
        cell_id = self.data.get("id")
        return f"cell {self.number} ({cell_id})" if cell_id else f"cell {self.number}"

    @property
    def is_code(self) -> bool:
        """Whether it is code; otherwise it is prose."""
        return bool(self.data["cell_type"] == "code")

    @property
    def source(self) -> str:
        """Its text."""
        return str(self.data["source"])

    @property
    def tags(self) -> frozenset[str]:
        """Its tags."""
        return frozenset(self.data["metadata"].get("tags", ()))

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """Its outputs; none for prose."""
        return list(self.data.get("outputs", ()))


class Notebook:
    """A notebook in a file, for reading.

    Parameters
    ----------
    path:
        The file.

    Raises
    ------
    LessonError
        The file cannot be read, or is no notebook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise LessonError(
                f"The notebook cannot be read: {error.strerror or error}.",
                "Put it there, with its name in small letters.",
            ) from error
        try:
            self.data: dict[str, Any] = _valid(text)
        except (ValueError, nbformat.ValidationError) as error:
            # Only the first line: the rest of a schema's complaint is the notebook itself.
            raise LessonError(
                f"This is not a valid notebook: {str(error).splitlines()[0]}",
                "Open it in JupyterLab and save it again, or get an older version of it back.",
            ) from error
        # The format has text in one piece or in lines; here it is in one piece.
        for cell in self.data["cells"]:
            cell["source"] = _in_one_piece(cell["source"])
            for output in cell.get("outputs", ()):
                if "text" in output:
                    output["text"] = _in_one_piece(output["text"])
        self.cells = [Cell(i, data) for i, data in enumerate(self.data["cells"], 1)]

    @property
    def code(self) -> list[Cell]:
        """The cells with code."""
        return [cell for cell in self.cells if cell.is_code]

    @property
    def prose(self) -> list[Cell]:
        """The cells with text."""
        return [cell for cell in self.cells if not cell.is_code]

    @property
    def headings(self) -> list[str]:
        """The headings of the second level, in order."""
        text = "\n".join(cell.source for cell in self.prose)
        return re.findall(r"^## (.+?)\s*$", text, re.MULTILINE)

    def section(self, heading: str) -> str:
        """What stands under a heading of the second level."""
        text = "\n".join(cell.source for cell in self.prose)
        return text.partition(f"## {heading}\n")[2].partition("\n#")[0].strip()

    def finding(self, cell: Cell | None, what: str, advice: str) -> Finding:
        """Say that something is wrong with one cell, or with the whole notebook."""
        return Finding(self.path, cell.name if cell else "", what, advice)


def _valid(text: str) -> dict[str, Any]:
    """Read a notebook; raise what json or nbformat raise if it is none."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError(f"it is {text[:20]!r}")  # noqa: TRY004 - as json does for what is no notebook
    with warnings.catch_warnings():
        # It would repair names of cells in what it is given, and say so: a rule finds these.
        warnings.simplefilter("ignore")
        nbformat.validate(copy.deepcopy(data))
    return data


def _in_one_piece(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def strip(data: dict[str, Any]) -> None:
    """Take away all that running and saving leave in a notebook, except tagged outputs."""
    data["metadata"] = json.loads(json.dumps(METADATA))
    for cell in data["cells"]:
        cell["metadata"] = {
            name: value for name, value in cell["metadata"].items() if name in CELL_METADATA
        }
        if cell["cell_type"] == "code" and "keep_output" not in cell["metadata"].get("tags", ()):
            cell["outputs"] = []
            cell["execution_count"] = None


def write(data: dict[str, Any], path: Path) -> bool:
    """Write a notebook as JupyterLab would; return whether the file has changed.

    The same content gives the same bytes on every system.
    """
    text = nbformat.writes(nbformat.from_dict(data), version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]  # nbformat types only half of itself
    content = f"{text.rstrip()}\n".encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True
