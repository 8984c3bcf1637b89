"""The page about zones: what its examples print is what stands below them."""

from __future__ import annotations

import re
from pathlib import Path

from dobotkit import mrz

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "mrz.md").read_text(encoding="utf-8")


def test_the_examples_print_what_the_page_says(capsys):
    examples = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(examples) == PAGE.count("```python") == 7
    names: dict[str, object] = {}
    for code, printed in examples:
        exec(code, names)  # noqa: S102 - the page's own lines
        assert capsys.readouterr().out == printed


def test_the_table_of_kinds_is_that_of_the_code():
    rows = re.findall(r"\| `([\w-]+)` \| (\d) × (\d+) \| ([A-Z, ]+) \|", PAGE)
    assert {kind: (int(lines), int(width)) for kind, lines, width, _ in rows} == dict(mrz.LENGTHS)
    for kind, _, _, letters in rows:
        assert mrz.allowed(kind, 1, 1) == letters.replace(", ", "")


def test_the_table_of_positions_is_that_of_the_code():
    table = PAGE.partition("| line 1 |")[2].partition("\n\n")[0]
    places = {
        (field.place.line, field.place.first, field.place.last)
        for field in mrz.FIELDS["TD1"].values()
    }
    told = set()
    for row in table.splitlines()[2:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        for line, cell in enumerate(cells[::2], 1):
            for part in cell.split(", ") if cell else ():
                first, _, last = part.partition("–")
                told.add((line, int(first), int(last or first)))
    assert told == places
