"""The command ``dobotkit publish-check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dobotkit.errors import PublishError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("publish-check")(publish_check)


def publish_check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Notebooks, texts, zips, or folders with them."),
    ],
    *,
    names: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="LIST",
            help="A text with names to look for, one a line, such as those of a class. It stays "
            "where it is. Repeatable.",
            show_default=False,
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="Leave out finds of this kind. Repeatable.", show_default=False
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Write a clean copy of each notebook beside it (NAME-to-share.ipynb): code and "
            "text without outputs, pictures and metadata. Then say what is left in the copy.",
        ),
    ] = False,
    any_computer: Annotated[
        bool,
        typer.Option(
            "--any-computer",
            help="Do not look for the names that this computer knows (its own, its user's, git's): "
            "then the answer is the same everywhere.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing if nothing is found.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Look what files would tell strangers, before you share them.

    Finds pictures, names, paths, keys, e-mail addresses, what stands in
    widgets, traces of errors, and what a notebook holds that the screen does
    not show. Sends nothing, and changes no file: --fix writes a copy. Ends with
    status 1 if something is found, else 0.
    """
    from dobotkit import publish  # noqa: PLC0415 - other commands do without it

    unknown = set(allow or ()) - set(publish.Kind)
    if unknown:
        message = f"{', '.join(sorted(unknown))}: choose from {', '.join(publish.Kind)}."
        raise typer.BadParameter(message, param_hint="--allow")
    listed = [name for one in names or () for name in _list(one)]
    known = publish.Names(listed, here=()) if any_computer else publish.Names(listed)
    if fix:
        files = _fixed(files, say=not json)
    found = publish.check(files, known, [publish.Kind(one) for one in allow or ()])
    if json:
        typer.echo(publish.as_json(found, known.skipped))
    elif text := publish.as_text(found, known.skipped, quiet=quiet):
        typer.echo(text)
        if not fix and any(name.endswith(".ipynb") and finds for name, finds in found.items()):
            typer.echo("A clean copy of a notebook: the same command with --fix.")
    raise typer.Exit(1 if any(found.values()) else 0)


def _list(path: Path) -> tuple[str, ...]:
    from dobotkit import publish  # noqa: PLC0415 - other commands do without it

    try:
        return publish.read_list(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise PublishError(
            f"The list of names {path} cannot be read.",
            "It has to be a text in UTF-8, with one name a line.",
        ) from error


def _fixed(files: list[Path], *, say: bool) -> list[Path]:
    """Write clean copies, and return these in the place of the notebooks."""
    from dobotkit import publish  # noqa: PLC0415 - other commands do without it
    from dobotkit.publish.files import files_of  # noqa: PLC0415 - the same

    copies = []
    for path in files_of(files):
        if path.suffix != ".ipynb":
            copies.append(path)
            continue
        copies.append(publish.write_clean_copy(path))
        if say:
            typer.echo(f"Written: {copies[-1].as_posix()} ({path.name} itself stays as it is.)")
    return copies
