"""``Answer``: what was found out about people, bound to what it was asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from dobotkit.errors import PurposeError

__all__ = ["Answer", "Bound"]


_KIT = "dobotkit"


class Bound:
    """Refuses to be copied, written, encoded, counted together or used as a number.

    Python shows it (``repr``, ``print``, the last line of a cell), and that is all. A program
    that reads a value out of it and writes that down is not kept from it: see LIMITS.md.
    """

    __slots__ = ()

    @property
    def purpose(self) -> str:
        """What it was asked for."""
        raise NotImplementedError

    def refusal(self, what: str) -> PurposeError:
        """Return what is raised.

        Parameters
        ----------
        what:
            What was to be done with it, to stand behind "cannot be".
        """
        return PurposeError(
            f"This is an answer about people, asked for “{self.purpose:.80}”. It cannot be {what}.",
            "Look at it, and let it go. What you may keep is how many there were.",
            rule="one use",
            used=f"what kind of thing it is, and what it was asked for: “{self.purpose:.80}”",
        )

    # Pickled, so written into a file or sent to another process; copied.

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise self.refusal("written into a file, or sent to another program")

    def __reduce__(self) -> NoReturn:
        raise self.refusal("written into a file, or sent to another program")

    def __getstate__(self) -> NoReturn:
        raise self.refusal("written into a file, or sent to another program")

    def __copy__(self) -> NoReturn:
        raise self.refusal("copied")

    def __deepcopy__(self, _memo: object) -> NoReturn:
        raise self.refusal("copied")

    # Put into a set, a dictionary or a Counter: how one groups and counts.

    def __hash__(self) -> int:
        raise self.refusal("sorted into groups, or counted together with others")

    # Added up, averaged, or put into a table of numbers.

    def __add__(self, _other: object) -> NoReturn:
        raise self.refusal("added up")

    def __radd__(self, _other: object) -> NoReturn:
        raise self.refusal("added up")

    def __lt__(self, _other: object) -> NoReturn:
        raise self.refusal("put in order with others")

    def __gt__(self, _other: object) -> NoReturn:
        raise self.refusal("put in order with others")

    def __float__(self) -> NoReturn:
        raise self.refusal("used as a number")

    def __int__(self) -> NoReturn:
        raise self.refusal("used as a number")

    def __index__(self) -> NoReturn:
        raise self.refusal("used as a number")

    def __array__(self, *_: object, **__: object) -> NoReturn:
        raise self.refusal("put into a table of numbers")

    def __bytes__(self) -> NoReturn:
        raise self.refusal("written as bytes")

    # How libraries that write JSON ask a thing for its contents.

    def __json__(self, *_: object) -> NoReturn:
        raise self.refusal("written as JSON")

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> NoReturn:
        raise PurposeError(
            "An answer about people cannot be part of a message or of a file.",
            "Look at it, and let it go. What you may keep is how many there were.",
            rule="one use",
            used="what kind of thing it is",
        )


class Answer(Bound):
    """What was found out about people.

    Parameters
    ----------
    purpose:
        What it was asked for.
    """

    __slots__ = ("_purpose",)

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    @property
    def purpose(self) -> str:
        """What it was asked for."""
        return self._purpose


_make_record = logging.getLogRecordFactory()


def _within(thing: object) -> Iterator[Bound]:
    """Yield the answers about people that would be written with a thing."""
    if isinstance(thing, Bound):
        yield thing
    elif isinstance(thing, Mapping):
        yield from _within(tuple(thing.values()))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from _within(one)


def _record(name: str | None, *told: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging has it
    """Make a note for a log, unless it is one of the kit's and has an answer about people in it."""
    # logging.makeLogRecord() makes one without a name first.
    if name is not None and name.partition(".")[0] == _KIT:
        # Level, file, line, then the text and what is put into it.
        for one in _within(told[3:5]):
            raise one.refusal("written into a log")
    return _make_record(name, *told, **more)


logging.setLogRecordFactory(_record)
