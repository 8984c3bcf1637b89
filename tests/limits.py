"""The holes of LIMITS.md, with the tests that show them: read, compared, and as a page.

``python -m tests.limits`` makes ``docs/limits.md``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from dobotkit.limits import Hole, holes

__all__ = ["DATA", "PAGE", "ROOT", "holes", "page", "shown"]

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT / "docs" / "limits.toml"
PAGE: Final = ROOT / "docs" / "limits.md"

INTRODUCTION: Final = """\
# Which test shows which hole

[LIMITS.md](../LIMITS.md) says what the kit cannot do or protect against. Here stands, for each
of its numbers, the test that demonstrates it: run it, and see the hole. Where no test can, it
says why.

{counts}

This page is made from LIMITS.md and `limits.toml`: `python -m tests.limits`. `pytest
tests/test_limits.py` fails where a number has neither a test that exists nor a reason.

| | hole | for | shown by |
|---|---|---|---|
"""


def shown() -> dict[int, tuple[tuple[str, ...], str]]:
    """Return the tests of each number, and what no test can show."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {
        int(number): (tuple(one.get("tests", ())), one.get("because", ""))
        for number, one in data.items()
    }


def page() -> str:
    """Return the page that says which test shows which hole."""
    every, by = holes(), shown()
    with_test = sum(bool(by[hole.number][0]) for hole in every if hole.number in by)
    counts = (
        f"{len(every)} holes: {with_test} with a test, {len(every) - with_test} with a reason only."
    )
    rows = [_row(hole, *by[hole.number]) for hole in every if hole.number in by]
    return INTRODUCTION.format(counts=counts) + "\n".join(rows) + "\n"


def _row(hole: Hole, tests: tuple[str, ...], because: str) -> str:
    ways = [f"`{test}`" for test in tests] + ([because] if because else [])
    return f"| {hole.number} | {hole.title} | {hole.whom} | {'<br>'.join(ways)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
