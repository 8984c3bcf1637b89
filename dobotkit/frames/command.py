"""What the table knows of one command number."""

from __future__ import annotations

from dataclasses import dataclass

from dobotkit.frames.layout import EMPTY, INDEX, Field, Layout

__all__ = ["READ", "Command", "floats", "order", "question", "setting"]

READ = (EMPTY,)
"""A question without parameters."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command number. Each tuple holds the forms that parameters may have, the best first.

    Attributes
    ----------
    number, name, meaning:
        The number on the wire, the maker's name, and a few words.
    asks, tells:
        Parameters of a question and of its answer; empty if it cannot be read.
    takes:
        Parameters that are written; empty if it cannot be written.
    queue:
        Whether it may be written into the queue.
    note:
        Where the sources disagree, or what surprises.
    """

    number: int
    name: str
    meaning: str
    asks: tuple[Layout, ...] = ()
    tells: tuple[Layout, ...] = ()
    takes: tuple[Layout, ...] = ()
    queue: bool = False
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether more than the name is known."""
        return bool(self.asks or self.takes)

    def requests(self, ctrl: int) -> tuple[Layout, ...]:
        """Return the forms of what the host sends with this control byte."""
        if ctrl & 1:
            return self.takes
        # Some clients write with the queue bit alone, and real arms take it.
        return (*self.takes, *self.asks) if ctrl & 2 and self.queue else self.asks

    def replies(self, ctrl: int) -> tuple[Layout, ...]:
        """Return the forms of what the arm answers with this control byte."""
        if not ctrl & 1:
            return (INDEX, *self.tells) if ctrl & 2 else self.tells
        if not self.takes:
            return ()
        return (INDEX,) if ctrl & 2 else (EMPTY,)


def floats(names: str, unit: str = "") -> tuple[Field, ...]:
    """Make one ``f32`` for each word."""
    return tuple(Field(name, "f32", unit) for name in names.split())


def setting(number: int, name: str, meaning: str, *fields: Field, note: str = "") -> Command:
    """Make a setting: written whole, also in the queue, and read back as it was written."""
    form = (Layout(fields),)
    return Command(number, name, meaning, READ, form, form, queue=True, note=note)


def question(number: int, name: str, meaning: str, *fields: Field, note: str = "") -> Command:
    """Make something that can only be read."""
    return Command(number, name, meaning, READ, (Layout(fields),), note=note)


def order(
    number: int,
    name: str,
    meaning: str,
    *fields: Field,
    also: tuple[Layout, ...] = (),
    queue: bool = True,
    note: str = "",
) -> Command:
    """Make something that can only be written; ``also`` are its other forms."""
    form = Layout(fields)
    return Command(number, name, meaning, takes=(form, *also), queue=queue, note=note)
