"""The inventory on the screen: a table of all rows, and one row whole."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.table import Table

from dobotkit.policy.inventory import Inventory
from dobotkit.policy.row import GRADES, KEPT, PURPOSES, RETENTIONS, Row

__all__ = ["table_of_row", "tables_of_rows"]


def tables_of_rows(inventory: Inventory) -> Iterator[Table]:
    """Name, grade, place, time and readers: one table a purpose, one line a row."""
    for purpose, words in PURPOSES.items():
        rows = [row for row in inventory.rows.values() if row.purpose == purpose]
        if not rows:
            continue
        # Drawn with characters that every console has.
        table = Table(
            title=f"{purpose}: {words}", box=box.ASCII2, highlight=False, title_justify="left"
        )
        for heading in ("row", "what it is", "grade", "kept", "how long", "seen by"):
            table.add_column(heading, no_wrap=heading in {"row", "grade"})
        for row in rows:
            table.add_row(
                row.id,
                row.name,
                row.grade,
                row.kept,
                RETENTIONS[row.retention],
                ", ".join(row.recipients) or "nobody",
                end_section=True,
            )
        yield table


def table_of_row(inventory: Inventory, row: Row) -> Table:
    """Everything about one row, one line a field."""
    table = Table(box=box.ASCII2, show_header=False, show_lines=True, highlight=False)
    table.add_column(no_wrap=True)
    table.add_column()
    seen = "\n".join(inventory.recipients[name].words for name in row.recipients)
    asked = inventory.permissions[row.permission].words if row.permission else "nothing"
    for name, words in (
        ("row", row.id),
        ("what it is", row.name),
        ("in words", row.words),
        ("what for", PURPOSES[row.purpose]),
        ("grade", f"{row.grade}: {GRADES[row.grade]}"),
        ("kept", KEPT[row.kept]),
        ("how long", RETENTIONS[row.retention]),
        ("seen by", seen or "nobody"),
        ("asked for before", asked),
        ("answers to", ", ".join(row.lines)),
        ("in the code", "\n".join(row.code)),
    ):
        table.add_row(name, words)
    return table
