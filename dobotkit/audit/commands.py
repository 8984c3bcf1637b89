"""The command ``dobotkit audit``."""

from __future__ import annotations

from typing import Annotated

import typer

from dobotkit.errors import AuditError

__all__ = ["audit"]


def audit(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    without_browser: Annotated[
        bool,
        typer.Option(
            "--without-browser", help="Do it through the server's own doors, without a browser."
        ),
    ] = False,
) -> None:
    """Search what a lesson leaves behind on this computer: picture, face, card, name, number.

    An invented picture, face, card, name and number are used as in a lesson, in a
    plain JupyterLab and in the private lab; then both are searched. Takes
    one to three minutes. Ends with status 0 if the private lab has kept
    nothing, 1 if it has, and 2 if nobody can say: the search did not find what
    it has to find, or a lab did not work.
    """
    from rich.console import Console  # noqa: PLC0415 - other commands do without it

    from dobotkit.audit.examine import examine  # noqa: PLC0415 - the same
    from dobotkit.audit.report import as_json, print_report  # noqa: PLC0415 - the same

    progress = Console(stderr=True)
    try:
        with progress.status("Audit: one to three minutes ...", spinner="line"):
            result = examine(
                browser=not without_browser,
                say=lambda what: progress.print(f"  {what}", style="dim", markup=False),
            )
    except AuditError as error:
        typer.secho(error.what, fg=typer.colors.RED, bold=True, err=True)
        typer.echo(error.advice, err=True)
        raise typer.Exit(2) from error
    if json:
        typer.echo(as_json(result))
    else:
        print_report(result)
    raise typer.Exit(result.status)
