"""The command ``dobotkit policy``: show, notice, diff, check, new-version."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dobotkit.policy.inventory import Inventory

__all__ = ["app"]

app = typer.Typer(
    name="policy",
    help="What the kit knows, what for, until when, and who sees it.",
    no_args_is_help=True,
)


@app.command()
def show(
    row: Annotated[
        str | None,
        typer.Argument(metavar="[ROW]", help="One row, by its name.", show_default="all rows"),
    ] = None,
) -> None:
    """Show every kind of information that the kit touches, or one of them whole."""
    from rich.console import Console  # noqa: PLC0415 - other commands do without it

    from dobotkit.policy.inventory import inventory  # noqa: PLC0415 - only when it runs
    from dobotkit.policy.table import table_of_row, tables_of_rows  # noqa: PLC0415 - the same

    content = inventory()
    console = Console()
    if row is not None:
        console.print(table_of_row(content, content.row(row)))
        return
    for table in tables_of_rows(content):
        console.print(table, "")
    first = next(iter(content.rows))
    console.print(
        f"{len(content.rows)} rows. One of them whole:  dobotkit policy show {first}",
        soft_wrap=True,
    )


@app.command()
def notice() -> None:
    """Print the notice for pupils and parents, as Markdown."""
    from dobotkit.policy.checking import pending  # noqa: PLC0415 - only when it runs
    from dobotkit.policy.inventory import inventory  # noqa: PLC0415 - the same
    from dobotkit.policy.notice import notice as write  # noqa: PLC0415 - the same
    from dobotkit.policy.versions import read_versions  # noqa: PLC0415 - the same

    published = read_versions()
    if published and not pending():
        typer.echo(published[-1].notice, nl=False)
        return
    since = f": {published[-1]}, and changes since" if published else ""
    typer.echo(write(inventory(), f"Not a version yet{since}"), nl=False)


@app.command()
def diff(
    old: Annotated[
        int | None,
        typer.Argument(
            metavar="[OLD]", help="Number of a version.", show_default="the latest version"
        ),
    ] = None,
    new: Annotated[
        int | None,
        typer.Argument(
            metavar="[NEW]", help="Number of another one.", show_default="the inventory as it is"
        ),
    ] = None,
) -> None:
    """Say what has changed from one version to another, and what of it is major."""
    from dobotkit.policy.changes import classify  # noqa: PLC0415 - only when it runs
    from dobotkit.policy.inventory import inventory  # noqa: PLC0415 - the same
    from dobotkit.policy.versions import read_versions  # noqa: PLC0415 - the same

    contents: dict[int, Inventory] = {one.number: one.inventory for one in read_versions()}
    for number in (old, new):
        if number is not None and number not in contents:
            there = ", ".join(map(str, contents)) or "none yet"
            raise typer.BadParameter(f"There is no version {number}. There are: {there}.")
    before = contents.get(old if old is not None else len(contents))
    if before is None:
        typer.echo("There is no version yet to compare with.")
        return
    changes = classify(before, inventory() if new is None else contents[new])
    for change in changes:
        typer.echo(str(change))
    typer.echo(f"{len(changes)} change(s), {sum(one.major for one in changes)} of them major.")


@app.command()
def check() -> None:
    """Check the inventory, its versions and the notice; exit status 1 if something is wrong."""
    from dobotkit.policy.checking import pending, problems  # noqa: PLC0415 - only when it runs
    from dobotkit.policy.inventory import inventory  # noqa: PLC0415 - the same
    from dobotkit.policy.versions import read_versions  # noqa: PLC0415 - the same

    found = problems()
    for problem in found:
        typer.echo(str(problem))
    if found:
        raise typer.Exit(1)
    typer.echo(
        f"{len(inventory().rows)} rows, {len(read_versions())} version(s), "
        f"{len(pending())} minor change(s) since the latest: all as it should be."
    )


@app.command("new-version")
def new_version() -> None:
    """Make the next version and its notice from the inventory as it is; for authors.

    Versions that are there are never changed. Commit the new files together with
    the change of the inventory.
    """
    from dobotkit.policy.versions import publish  # noqa: PLC0415 - only when it runs

    version = publish(today=dt.datetime.now(dt.UTC).date())
    typer.echo(f"{version}, in dobotkit/policy/versions:")
    for change in version.changes:
        typer.echo(f"  {change}")
