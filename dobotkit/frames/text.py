"""Frames as plain text: in a terminal, in CI, and where there is no browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dobotkit.frames.frame import Frame, Piece, Stray

__all__ = ["MOST_LINES", "WHO", "Line", "lines_of", "piece_as_text", "reading_as_text", "title_of"]

# How many pieces are listed before the rest is only counted.
MOST_LINES = 40
_WIDTH = 12  # four bytes

WHO = {"host": "computer → arm", "arm": "arm → computer", None: "either way"}


class Line(NamedTuple):
    """One line of the table of a frame: bytes, what they are called, value, meaning."""

    bytes: str
    name: str
    text: str
    meaning: str


def lines_of(frame: Frame) -> list[Line]:
    """Return one line for each part of a frame."""
    return [
        Line(part.raw.hex(" ").upper(), part.name, part.text, part.meaning) for part in frame.parts
    ]


def title_of(frame: Frame) -> str:
    """Return what a frame is, without its values."""
    title = f"{frame.id} {frame.name}"
    if frame.command and frame.command.meaning:
        title += f": {frame.command.meaning}"
    who = "answer of the arm" if frame.sent_by == "arm" else "sent by the computer"
    return f"{title} ({frame.access}; {who if frame.sent_by else 'question or answer'})"


def piece_as_text(piece: Piece) -> str:
    """Write all bytes of a frame, one line for each part."""
    if isinstance(piece, Stray):
        return piece.words
    lines = lines_of(piece)
    rows = [("bytes", "part", "value", ""), *lines]
    wide = max(len(row[0]) for row in rows if len(row[0]) <= 2 * _WIDTH)
    names, values = (max(len(row[i]) for row in rows) for i in (1, 2))
    body = [
        f"{row[0]:<{wide}}  {row[1]:<{names}}  {row[2]:<{values}}  {row[3]}".rstrip()
        for row in rows
    ]
    return "\n".join([title_of(piece), *body, *([piece.remark] if piece.remark else [])])


def reading_as_text(pieces: Sequence[Piece]) -> str:
    """Write one frame in full, or one line for each of several."""
    if not pieces:
        return "No bytes."
    if len(pieces) == 1:
        return piece_as_text(pieces[0])
    lines = [
        f"{WHO[piece.sent_by]}  {piece.words}  [{piece.raw.hex(' ').upper()}]"
        if isinstance(piece, Frame)
        else f"{WHO[piece.sent_by]}  {piece.words}"
        for piece in pieces[:MOST_LINES]
    ]
    return "\n".join([*lines, *rest_of(pieces)])


def rest_of(pieces: Sequence[Piece]) -> list[str]:
    """Return the sentence that counts what is not listed; nothing if all is."""
    more = len(pieces) - MOST_LINES
    return [f'… and {more} more; .find("PTPCmd") picks those of one command.'] if more > 0 else []
