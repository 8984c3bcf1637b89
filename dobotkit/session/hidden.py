"""A token that does not show itself."""

from __future__ import annotations

from typing import NoReturn

from dobotkit.errors import WrongValue

__all__ = ["Hidden", "not_into_a_file"]


class Hidden(str):
    """A text whose ``repr`` is not itself.

    Tracebacks, debuggers and logs write down the ``repr`` of what a function was given. A
    token among that would be kept wherever they are kept.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled, and so to get into a file with what has it.

        Raises
        ------
        WrongValue
            Always.
        """
        not_into_a_file()


def not_into_a_file() -> NoReturn:
    """Raise what is said where a session was to be copied, or written into a file."""
    raise WrongValue(
        "A session is not copied and not written into a file: its token would be in it.",
        "What is held about you is written by session.rights.copy(), without the token.",
    )
