"""A pupil's reader at work: what it says of cards, and what is left of them afterwards."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dobotkit.canary import Canary, Scanner, search
from dobotkit.lesson.cards.hunting import words_of
from dobotkit.simulator.specimens import Specimen

__all__ = ["Trial", "try_with"]

Reader = Callable[[tuple[str, ...]], object]


class Trial(NamedTuple):
    """What a reader did.

    Attributes
    ----------
    said:
        For each card what it returned, or the error with which it ended.
    left:
        Where something was left, and what; nothing if it was careful.
    """

    said: tuple[object, ...]
    left: tuple[tuple[str, str], ...]


def try_with(reader: Reader, cards: Sequence[Specimen], folder: Path) -> Trial:
    """Let a reader read cards, and search for them where it may have left something.

    Searched are the folder that it uses, the one in which it runs, what it printed, the texts
    of its errors, and the names of the notebook.

    Parameters
    ----------
    reader:
        Is given the lines of a card.
    cards:
        Cards that are used for nothing else: whatever is found of them was left by it.
    folder:
        The folder that it uses.
    """
    canary = Canary.fresh().with_words(**words_of(*cards))
    scanner = Scanner(canary)
    # Windows deletes no file that a pupil's function has left open.
    with tempfile.TemporaryDirectory(prefix="careful-", ignore_cleanup_errors=True) as run_in:
        said, printed = _run(reader, cards, Path(run_in))
        report = search([folder, Path(run_in)], canary, scanner=scanner)
        left = [(f"in the file {one.path}", one.find.what) for one in report.finds]
    texts = {"in what it prints": printed}
    texts |= {
        f"in the text of its {type(one).__name__}": str(one)
        for one in said
        if isinstance(one, Exception)
    }
    texts |= {f"in the name {name}": text for name, text in _names(reader)}
    left += _found_in(texts, scanner)
    return Trial(said, tuple(left))


def _run(reader: Reader, cards: Sequence[Specimen], run_in: Path) -> tuple[tuple[object, ...], str]:
    said: list[object] = []
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(run_in)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            for card in cards:
                try:
                    said.append(reader(card.lines))
                except Exception as error:  # noqa: BLE001 - a pupil's function may raise anything
                    said.append(error)
    finally:
        os.chdir(before)
    return tuple(said), printed.getvalue()


def _names(reader: Reader) -> Iterator[tuple[str, str]]:
    """Texts and lists of the notebook that the reader can reach, by their names."""
    names: Mapping[str, object] = getattr(reader, "__globals__", {})
    for name, value in list(names.items()):
        if isinstance(value, str | bytes | list | tuple | dict | set):
            with contextlib.suppress(Exception):  # a pupil's own thing may not like to be shown
                yield name, repr(value)


def _found_in(texts: Mapping[str, str], scanner: Scanner) -> Iterator[tuple[str, str]]:
    for where, text in texts.items():
        found = {find.what for find in scanner.scan(text.encode(errors="replace"))}
        if found:
            yield where, min(found)
