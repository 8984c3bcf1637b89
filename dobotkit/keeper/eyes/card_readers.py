"""Processes that read cards: one for each look, which ends before the look does.

What is written on a card is text, and Python cannot overwrite text: it leaves pieces of it
wherever it has worked. So the keeper itself never has any. It hands the pixels of a card to a
process of its own, gets back what may be said, in words of a closed list, and kills that
process: its memory goes back to the system with everything in it. While a block is open one
process waits for the next look, so that nobody waits for it to start.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from dobotkit.claim_messages import ClaimsTold
from dobotkit.errors import CardReaderFailed, CardsClosed
from dobotkit.hardening import WIPING
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.scene import CardAsk, NotRead

__all__ = ["COMMAND", "CardReaders", "CutOut", "Said"]

# A watchdog: a card takes a fraction of a second, the start of the process half of one (s).
_PATIENCE_S: Final = 60.0
_KILLED_S: Final = 10.0
_LONGEST_ANSWER: Final = 16384
LENGTH: Final = struct.Struct("<I")

_FAILED: Final = (
    "The process that reads cards has failed, so nothing is said about them, and nothing is shown."
)
_AGAIN: Final = "Look again: reader.look(). If it happens again: close the lab, and start it anew."


class CutOut(NamedTuple):
    """A card with its surroundings.

    Attributes
    ----------
    pixels:
        (h, w, 3), uint8, BGR: a copy, overwritten once it has been handed over.
    card:
        What was found, with corners that count from the corner of the cut-out: as JSON has it.
    """

    pixels: Pixels
    card: dict[str, Any]


class Said(NamedTuple):
    """What came of reading one card.

    Attributes
    ----------
    claims:
        What may be said about it; None if nothing may be.
    not_read:
        Why nothing is said.
    """

    claims: ClaimsTold | None
    not_read: NotRead


COMMAND: Final = (sys.executable, "-P", "-m", "dobotkit.keeper.eyes.card_process")
"""What reads the cards of one look."""

_ANSWER = TypeAdapter(tuple[tuple[ClaimsTold | None, NotRead], ...])


class CardReaders:
    """All processes of one keeper that read cards.

    Parameters
    ----------
    today:
        The day by which a card has expired or not: the keeper's own.
    patience_s:
        How long a process has for one look, in seconds.
    command:
        What is started for a look.
    """

    def __init__(
        self,
        today: Callable[[], dt.date] = dt.date.today,
        patience_s: float = _PATIENCE_S,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._today = today
        self._patience_s = patience_s
        self._command = tuple(command)
        self._lock = threading.Lock()
        # Each open block, and the process that reads for it at the moment.
        self._blocks: dict[object, _Process | None] = {}
        self._waiting: _Process | None = None

    def begin(self, block: object) -> None:
        """Let a block read from now on, and have a process wait for it."""
        with self._lock:
            self._blocks.setdefault(block, None)
        self._have_one_wait()

    def end(self, block: object) -> None:
        """Let it read no more, and end what reads for it; twice does no harm."""
        with self._lock:
            reads = self._blocks.pop(block, None)
            waiting = None
            if not self._blocks:
                waiting, self._waiting = self._waiting, None
        for process in (reads, waiting):
            if process is not None:
                process.end()

    def read(
        self, block: object, cards: Sequence[CutOut], asks: Sequence[CardAsk]
    ) -> tuple[Said, ...]:
        """Have some cards read, and return what may be said about each.

        Parameters
        ----------
        block:
            Which block asks; it has begun.
        cards:
            Overwritten when this returns or raises.
        asks:
            What is asked about each of them.

        Raises
        ------
        CardReaderFailed
            The process did not answer, or not as it should.
        CardsClosed
            The block was ended meanwhile.
        """
        try:
            process = self._take(block)
            watchdog = threading.Timer(self._patience_s, process.kill)
            watchdog.daemon = True
            watchdog.start()
            try:
                pictures = [one.pixels for one in cards]
                answer = process.ask(_job(cards, asks, self._today()), pictures)
            finally:
                watchdog.cancel()
                # Waits for it: before anybody is told anything, its memory is gone.
                process.end()
        finally:
            for one in cards:
                wipe(one.pixels)
        with self._lock:
            if block not in self._blocks:
                raise _closed()
            self._blocks[block] = None
        said = _understood(answer, len(cards), asks)
        self._have_one_wait()
        return said

    def _take(self, block: object) -> _Process:
        with self._lock:
            if block not in self._blocks:
                raise _closed()
            process = self._one_that_waits()
            self._waiting = None
            self._blocks[block] = process
            return process

    def _have_one_wait(self) -> None:
        with self._lock:
            if self._blocks:
                self._waiting = self._one_that_waits()

    def _one_that_waits(self) -> _Process:
        waiting = self._waiting
        if waiting is not None and waiting.is_there:
            return waiting
        if waiting is not None:
            waiting.end()
        return _Process(self._command)


class _Process:
    """One process that reads the cards of one look."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._process = _started(command)
        except OSError:
            raise CardReaderFailed(_FAILED, _AGAIN) from None
        # Held while its pipes are used.
        self._pipes = threading.Lock()

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    def ask(self, job: bytes, pictures: Sequence[Pixels]) -> bytearray:
        """Hand over a job and its pictures; return the answer, empty if there is none."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - it was started with pipes
        assert stdout is not None  # noqa: S101 - as above
        with self._pipes:
            try:
                _write(stdin, memoryview(LENGTH.pack(len(job)) + job))
                for pixels in pictures:
                    _write(stdin, pixels.data.cast("B"))
                return _read(stdout)
            except (OSError, ValueError):
                return bytearray()

    def kill(self) -> None:
        """Kill it; returns at once."""
        self._process.kill()

    def end(self) -> None:
        """Kill it, and wait until the system has its memory back; twice does no harm."""
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILLED_S)
        with self._pipes:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    more: dict[str, Any] = {}
    if sys.platform == "win32":
        more["creationflags"] = subprocess.CREATE_NO_WINDOW
    else:
        more["start_new_session"] = True  # Ctrl-C in the terminal is not for it
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What it says of an error could quote a card.
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=os.path.abspath(os.sep),  # noqa: PTH100 - of this drive
        env=os.environ | WIPING,
        **more,
    )


def _read(stream: IO[bytes]) -> bytearray:
    """Read until it ends; of what is longer than an answer can be, as much as shows that."""
    said = bytearray()
    while len(said) <= _LONGEST_ANSWER and (more := stream.read(_LONGEST_ANSWER)):
        said += more
    return said


def _write(stream: IO[bytes], data: memoryview) -> None:
    while data:
        data = data[stream.write(data) :]


def _job(cards: Sequence[CutOut], asks: Sequence[CardAsk], today: dt.date) -> bytes:
    told = {
        "asks": list(asks),
        "today": today.isoformat(),
        "cards": [{"shape": one.pixels.shape, "card": one.card} for one in cards],
    }
    return json.dumps(told).encode()


def _understood(answer: bytearray, count: int, asks: Sequence[CardAsk]) -> tuple[Said, ...]:
    """Return what a process has said, if it is what it may say, and overwrite its words."""
    try:
        said = tuple(Said(*one) for one in _ANSWER.validate_json(answer))
    except ValidationError:
        said = ()
    finally:
        # An error would keep them, with every function on its way.
        answer[:] = bytes(len(answer))
    told = [one.claims for one in said if one.claims is not None]
    if len(said) != count or any(set(one.asked) - set(asks) for one in told):
        del said, told
        # Without what it has said, or what was wrong with it.
        raise CardReaderFailed(_FAILED, _AGAIN)
    return said


def _closed() -> CardsClosed:
    return CardsClosed(
        "This block is over, and no card is read any more.",
        'Begin again: with camera.cards(why="…", asks=("valid",)) as reader:',
    )
