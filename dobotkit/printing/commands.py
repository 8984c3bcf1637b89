"""The command ``dobotkit print``."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from dobotkit.card_layouts import FIRST_YEAR, LARGEST_CLASS, LAST_YEAR

__all__ = ["Kind", "PaperSize", "register"]


class Kind(StrEnum):
    """What can be printed."""

    BOARD = "board"
    MARKERS = "markers"
    BLOCKS = "blocks"
    CARDS = "cards"


class PaperSize(StrEnum):
    """On what."""

    A4 = "a4"
    LETTER = "letter"


_ABOUT: Final = {
    Kind.BOARD: "The board for camera.calibrate(arm): lay it on the table, take it away again.",
    Kind.MARKERS: "Four corner cards and the check card: they stay on the table. Print in colour.",
    Kind.BLOCKS: "Stickers with markers, and blocks of paper to fold. Print in colour.",
    Kind.CARDS: "SPECIMEN cards of people who do not exist. Print in colour, and do not laminate.",
}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(name="print")(print_)


def print_(
    kind: Annotated[Kind, typer.Argument(help="What to print.")],
    *,
    paper: Annotated[PaperSize, typer.Option(help="The paper in your printer.")] = PaperSize.A4,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to write it.",
            dir_okay=False,
            show_default="dobotkit-KIND-PAPER.pdf, in this folder",
        ),
    ] = None,
    many: Annotated[
        int | None,
        typer.Option(
            "--class",
            metavar="N",
            min=1,
            max=LARGEST_CLASS,
            help="Cards for a class of so many: each another one.",
            show_default="one card of every kind",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=1, max=1000, help="Other people on the cards.")
    ] = 1,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="The day from which the ages on the cards count.",
            show_default="the first of this month",
        ),
    ] = None,
) -> None:
    """Write a PDF at true size: the board, the cards of the table, blocks, SPECIMEN cards.

    Print it at 100 %, which print windows call "actual size", and measure the
    ruler on it: it must be 100 mm long. The file names nobody who exists, and no
    moment; of SPECIMEN cards the dates tell the month from which they count.
    """
    if kind != Kind.CARDS and (many is not None or seed != 1 or on is not None):
        typer.echo(
            f"--class, --seed and --on belong to cards, and not to {kind}.\n"
            f"Leave them away, or type: dobotkit print {Kind.CARDS} --class 30",
            err=True,
        )
        raise typer.Exit(2)
    if on is not None and not FIRST_YEAR <= on.year <= LAST_YEAR:
        typer.echo(
            f"Cards can be made for the years {FIRST_YEAR} to {LAST_YEAR}, and not for {on.year}: "
            "the lines on them have two digits for a year.\n"
            "Type a day of these years, or leave --on away.",
            err=True,
        )
        raise typer.Exit(2)
    pdf = _cards(paper, many, seed, on) if kind == Kind.CARDS else _drawn(kind, paper)
    path = output or Path(f"dobotkit-{kind}-{paper}.pdf")
    try:
        with path.open("xb") as file:
            file.write(pdf)
    except FileExistsError:
        typer.echo(
            f"There is a file {path} already, and it stays as it is.\n"
            "Delete it, or name another one: --output FILE",
            err=True,
        )
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(
            f"The file {path} cannot be written: {error.strerror or error}.\n"
            "Name another place: --output FILE",
            err=True,
        )
        raise typer.Exit(1) from None
    typer.echo(f"{path}: {_ABOUT[kind]}")
    typer.echo("Print it at 100 % (“actual size”), and measure the ruler: 100 mm.")


def _cards(paper: PaperSize, many: int | None, seed: int, on: datetime | None) -> bytes:
    from dobotkit.printing.card_sheets import cards_pdf  # noqa: PLC0415 - only this needs it

    # Not today: the file says nothing about when it was made but the month.
    day = on.date() if on else datetime.now().astimezone().date().replace(day=1)
    return cards_pdf(paper.value, many=many, seed=seed, on=day)


def _drawn(kind: Kind, paper: PaperSize) -> bytes:
    from dobotkit.printing.block_sheets import blocks_pdf  # noqa: PLC0415 - only this needs them
    from dobotkit.printing.desk_sheets import board_pdf, markers_pdf  # noqa: PLC0415 - as above

    draw = {Kind.BOARD: board_pdf, Kind.MARKERS: markers_pdf, Kind.BLOCKS: blocks_pdf}[kind]
    return draw(paper.value)
