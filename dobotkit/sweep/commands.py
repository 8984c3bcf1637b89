"""The command ``dobotkit sweep``."""

from __future__ import annotations

import json as as_json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dobotkit.sweep.remains import Remain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(sweep)


def sweep(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER]...",
            help="Folders with notebooks, to look there too.",
            exists=True,
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete them. Without it, they are only counted.")
    ] = False,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Also delete these: copies, trash, history. Repeatable.",
            show_default=False,
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Say where they are.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Find what lessons have left on this computer, and delete it with --yes.

    A lab cleans up behind itself. This is for what is left all the same: by a
    lab that was killed, by plain Jupyter and IPython, by files that people have
    made. A lab that runs is not touched, nor what is not a remain beyond doubt.
    Says kinds and numbers, keeps no list.
    """
    from dobotkit.sweep.remains import KINDS, look  # noqa: PLC0415 - other commands do without it

    asked = {kind.id for kind in KINDS.values() if kind.asked}
    if unknown := set(also or ()) - asked:
        message = f"{', '.join(sorted(unknown))}: choose from {', '.join(sorted(asked))}."
        raise typer.BadParameter(message, param_hint="--also")
    wanted = [kind for kind in KINDS if kind not in asked or kind in (also or ())]
    remains = look(folders or ())
    deleted = {
        remain.kind.id: remain.delete() for remain in remains if yes and remain.kind.id in wanted
    }
    if json:
        typer.echo(as_json.dumps({"format": 1, "found": _counts(remains), "deleted": deleted}))
    else:
        _say(remains, deleted, yes=yes, show=show)
    left = [one for one in remains if yes and one.count > deleted.get(one.kind.id, one.count)]
    raise typer.Exit(1 if left else 0)


def _counts(remains: Sequence[Remain]) -> dict[str, int]:
    return {remain.kind.id: remain.count for remain in remains}


def _say(remains: Sequence[Remain], deleted: dict[str, int], *, yes: bool, show: bool) -> None:
    found = [remain for remain in remains if remain.count]
    for remain in found:
        done = f"deleted {deleted[remain.kind.id]}" if remain.kind.id in deleted else ""
        only = f"only with --also {remain.kind.id}" if remain.kind.asked and not done else ""
        after = f"  ({done or only})" if done or only else ""
        typer.echo(f"{remain.count:5}  {remain.kind.words}{after}")
        for path in remain.paths if show else ():
            typer.echo(f"       {path}")
    if not found:
        typer.echo("Nothing was found.")
    elif not yes:
        typer.echo("Nothing was deleted. To delete them, add --yes.")
