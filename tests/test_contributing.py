"""The map of the kit names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAP = PAGE.partition("## Where things live")[2].partition("\n## ")[0].split("```")[1]
NAMED = set(re.findall(r"\w+\.py\b", MAP))


@pytest.mark.parametrize("room", ["", "keeper"])
def test_every_file_of_these_rooms_is_named(room):
    files = {path.name for path in (ROOT / "dobotkit" / room).glob("*.py")}
    assert files - {"__init__.py", "__main__.py"} <= NAMED


def test_every_file_that_is_named_exists():
    there = {path.name for path in (*ROOT.glob("*.py"), *(ROOT / "dobotkit").rglob("*.py"))}
    assert there >= NAMED
