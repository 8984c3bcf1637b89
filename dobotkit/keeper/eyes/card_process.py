"""Reads the cards of one look, says what may be said about them, and ends.

This runs as a process of its own, which the keeper starts and kills (``card_readers.py``): what
is written on a card is in its memory and in no other one. It is given pixels through its
standard input, once, and answers in words of closed lists. Whatever goes wrong, it says nothing.
"""

from __future__ import annotations

from dobotkit.hardening import keep_memory_private

if __name__ == "__main__":
    keep_memory_private()  # before there is a picture in this memory

import contextlib
import datetime as dt
import json
import os
import struct
import sys
from typing import IO, Any, Final, NamedTuple

import numpy as np

from dobotkit.errors import ModelError
from dobotkit.keeper.eyes import text
from dobotkit.keeper.eyes.card_text import read_card
from dobotkit.keeper.eyes.documents import claims_of, needed
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Pixels

__all__ = ["LENGTH", "Job", "answer_to", "read_job"]

LENGTH: Final = struct.Struct("<I")
"""What stands before a job: how long its JSON is."""

_LARGEST_JOB: Final = 1 << 16
# A 4K picture and a little more.
_LARGEST_CARD: Final = 40_000_000


class Job(NamedTuple):
    """What is to be read.

    Attributes
    ----------
    asks:
        What is asked about each card.
    today:
        The keeper's day.
    cards:
        For each card its pixels, (h, w, 3), uint8, BGR, and where it is in them.
    """

    asks: tuple[Any, ...]
    today: dt.date
    cards: tuple[tuple[Pixels, FoundCard], ...]


def read_job(stream: IO[bytes]) -> Job | None:
    """Read a job as ``card_readers.py`` writes it; None if the keeper has none any more."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > _LARGEST_JOB:
        return None
    told = json.loads(stream.read(length))
    cards = []
    for one in told["cards"]:
        height, width, depth = one["shape"]
        if height * width * depth > _LARGEST_CARD:
            return None
        pixels = np.zeros((height, width, depth), np.uint8)
        if stream.readinto(pixels.data.cast("B")) < pixels.nbytes:  # type: ignore[attr-defined] # a buffered stream has it
            return None
        cards.append(
            (pixels, FoundCard(**{name: _as_found(it) for name, it in one["card"].items()}))
        )
    return Job(tuple(told["asks"]), dt.date.fromisoformat(told["today"]), tuple(cards))


def _as_found(value: object) -> Any:  # noqa: ANN401 - as the fields of a card have it
    """Return a field of a card: places are the only lists in it."""
    return np.array(value, np.float32) if isinstance(value, list) else value


def answer_to(job: Job) -> bytes:
    """Read the cards of a job, and say what may be said about each, as JSON."""
    said = []
    more = needed(job.asks)
    for pixels, card in job.cards:
        read = read_card(pixels, card, fields=more.fields, code=more.code)
        said.append(claims_of(read, asks=job.asks, today=job.today))
    return json.dumps([[one.claims, one.not_read] for one in said]).encode()


def main() -> None:
    """Make ready, wait for a job, do it, and end."""
    # What libraries print must not get among the words.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with contextlib.suppress(ModelError):
        # Before there is a job, so that nobody waits for it. If it fails, reading says so.
        text.read_line(np.zeros((48, 640, 3), np.uint8))
    job = read_job(sys.stdin.buffer)
    if job is not None and job.cards:
        os.write(out, answer_to(job))


if __name__ == "__main__":
    # Whatever it was: an error could quote a card, and nobody hears what this says of one.
    with contextlib.suppress(Exception):
        main()
    os._exit(0)
