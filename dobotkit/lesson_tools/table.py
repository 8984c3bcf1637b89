"""The table that ``dobotkit lessons list`` shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.table import Table

from dobotkit.lesson_tools.catalogue import number_of, read_toml
from dobotkit.lesson_tools.collects import line_of

__all__ = ["table_of"]

_LONGEST_LINE = 19


def table_of(lessons: Iterable[Path]) -> Table:
    """Number, title, minutes, ages, and what is collected, one row a lesson.

    Raises
    ------
    LessonError
        A ``lesson.toml`` is missing or damaged.
    PolicyError
        It names a row that the inventory does not have.
    """
    # Drawn with characters that every console has.
    table = Table(box=box.ASCII2, show_lines=True, highlight=False)
    for heading in ("lesson", "title", "minutes", "ages"):
        # A long title is broken, so that the last column has room in a narrow window as well.
        table.add_column(heading, no_wrap=heading != "title", max_width=_LONGEST_LINE)
    table.add_column("what it collects")
    for folder in lessons:
        content = read_toml(folder)
        cells = (content.get(key, "?") for key in ("title", "minutes", "ages"))
        table.add_row(number_of(folder), *map(str, cells), line_of(content))
    return table
