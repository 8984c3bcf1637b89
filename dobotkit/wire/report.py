"""``dobotkit decode``: bytes as a table on the screen, or as one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dobotkit.frames import Frame, Reading
from dobotkit.frames.text import lines_of, title_of
from dobotkit.wire.read import decode

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_json", "print_report"]


def as_json(text: str) -> str:
    """Return one JSON object in ASCII: ``pieces`` in order, and whether all ``valid``.

    Raises
    ------
    FrameError
        The text is no bytes.
    """
    reading = decode(text)
    report = {
        "valid": all(isinstance(piece, Frame) and piece.valid for piece in reading),
        "pieces": [piece.as_dict() for piece in reading],
    }
    return json.dumps(report, indent=1)


def print_report(text: str) -> None:
    """Print a table for each frame.

    Raises
    ------
    FrameError
        The text is no bytes.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to import, and --json does without it

    reading = decode(text)
    console = Console(highlight=False)
    for piece in reading:
        if isinstance(piece, Frame):
            _print_frame(console, piece)
        else:
            console.print(f"No frame ({piece.why}): {piece.raw.hex(' ').upper()}\n", markup=False)
    console.print(_summary(reading), markup=False)


def _print_frame(console: Console, frame: Frame) -> None:
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(title=Text(title_of(frame)), title_justify="left", title_style="bold")
    for heading in ("bytes", "part", "value", "meaning"):
        table.add_column(heading, no_wrap=heading == "part", overflow="fold")
    for line in lines_of(frame):
        wrong = line.name == "checksum" and not frame.valid
        table.add_row(*map(Text, line), style="bold red" if wrong else "")
    console.print(table)
    if frame.remark:
        console.print(frame.remark, markup=False)
    console.print()


def _summary(reading: Reading) -> str:
    frames = reading.frames
    wrong = sum(not frame.valid for frame in frames)
    strays = len(reading) - len(frames)
    parts = [f"{len(frames)} frame{'' if len(frames) == 1 else 's'}"]
    parts.append(
        f"{wrong} with a wrong checksum" if wrong else "all checksums right" if frames else ""
    )
    parts.append(
        f"{strays} stretch{'' if strays == 1 else 'es'} of bytes that are no frame"
        if strays
        else ""
    )
    return ", ".join(part for part in parts if part) + "."
