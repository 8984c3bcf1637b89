"""The command ``dobotkit lessons``: list, check, student, refresh."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    name="lessons",
    help="For teachers and authors: list, check, copy and refresh lessons.",
    no_args_is_help=True,
)

_Folders = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FOLDER]...",
        help="Folders such as lessons/01_hello_arm or notebooks.",
        show_default="all lessons and notebooks",
    ),
]


@app.command("list")
def list_lessons() -> None:
    """Show number, title, minutes, ages, and what each lesson collects."""
    from rich.console import Console  # noqa: PLC0415 - other commands do without it

    from dobotkit.lesson_tools.catalogue import find  # noqa: PLC0415 - only when it runs
    from dobotkit.lesson_tools.table import table_of  # noqa: PLC0415 - only when it runs

    Console().print(table_of(find().lessons))


@app.command()
def check(folders: _Folders = None) -> None:
    """Check that lessons have their shape; exit status 1 if something is found.

    Nothing is run: that the cells work is nbval's part (see CONTRIBUTING).
    """
    from dobotkit.lesson_tools.catalogue import find  # noqa: PLC0415 - only when it runs
    from dobotkit.lesson_tools.check import check as find_faults  # noqa: PLC0415 - the same

    catalogue = find(folders or ())
    findings = find_faults(catalogue)
    for finding in findings:
        typer.echo(str(finding))
    count = f"{len(catalogue.lessons)} lesson(s), {len(catalogue.notebooks)} other notebook(s)"
    if findings:
        typer.echo(f"{len(findings)} finding(s) in {count}.")
        raise typer.Exit(1)
    typer.echo(f"{count}: all as it should be.")


@app.command()
def student(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")],
) -> None:
    """Make a copy for pupils: without solutions, and without what is for teachers."""
    from dobotkit.lesson_tools.catalogue import find  # noqa: PLC0415 - only when it runs
    from dobotkit.lesson_tools.student import make_student_copy  # noqa: PLC0415 - the same

    for path in make_student_copy(find(), out):
        typer.echo(str(path))


@app.command()
def refresh(
    folders: _Folders = None,
    *,
    line_only: Annotated[
        bool,
        typer.Option(
            "--line-only",
            help="Run nothing: only clean, and renew the line on what each lesson collects.",
        ),
    ] = False,
) -> None:
    """Run lessons; renew the outputs of cells tagged keep_output, and what lessons collect.

    The arm is the one that DOBOTKIT_PORT names, else a simulated one. The line on
    what a lesson collects comes from the rows that its lesson.toml names.
    """
    from dobotkit.lesson_tools.catalogue import find  # noqa: PLC0415 - only when it runs
    from dobotkit.lesson_tools.refresh import refresh as renew  # noqa: PLC0415 - the same

    for path in find(folders or ()).files:
        typer.echo(f"{'changed' if renew(path, run=not line_only) else 'as before'}  {path}")
