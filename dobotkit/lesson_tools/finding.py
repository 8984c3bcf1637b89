"""``Finding``: one thing that is not as it should be, and what to do about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a lesson that is against the rules.

    Parameters
    ----------
    path:
        The file, or the folder where a file is missing.
    cell:
        Which cell of a notebook, as ``"cell 7 (first-move)"``; empty for the
        whole file.
    what:
        What was found, with the value.
    advice:
        What to do.
    """

    path: Path
    cell: str
    what: str
    advice: str

    def __str__(self) -> str:
        where = _short(self.path)
        if self.cell:
            where = f"{where}, {self.cell}"
        return f"{where}: {self.what}\n    → {self.advice}"


def _short(path: Path) -> str:
    """The path as seen from the present folder, if it is in there."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.fspath(path)
