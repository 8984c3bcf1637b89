"""A checkout with one lesson, to be spoilt."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dobotkit.lesson_tools.catalogue import Catalogue, find
from dobotkit.lesson_tools.check import check

ROOT = Path(__file__).resolve().parents[2]
LESSON = "lessons/01_hello_arm"


class Checkout:
    """A copy of lesson 01 and the notebooks, with the README that lists the lesson."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / LESSON, root / LESSON)
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        shutil.copyfile(ROOT / "README.md", root / "README.md")
        self.lesson = root / LESSON
        self.notebook = self.lesson / "lesson.ipynb"

    @property
    def catalogue(self) -> Catalogue:
        return find([self.root / "lessons", self.root / "notebooks"])

    def findings(self) -> list[str]:
        """What the check says, each with its place inside this checkout."""
        return [
            str(finding).replace(f"{self.root.as_posix()}/", "").replace(f"{self.root}", "")
            for finding in check(self.catalogue)
        ]

    def change(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the lesson's notebook, with every text in one piece."""
        data = read(self.notebook)
        change(data)
        self.notebook.write_text(json.dumps(data), encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace words in a file; they have to be there."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    data = json.loads(path.read_text(encoding="utf-8"))
    for cell in data["cells"]:
        cell["source"] = "".join(cell["source"])
    return data


def cell_of(data: dict[str, Any], cell_id: str) -> dict[str, Any]:
    return next(cell for cell in data["cells"] if cell["id"] == cell_id)


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)
