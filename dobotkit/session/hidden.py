"""A token that does not show itself."""

from __future__ import annotations

__all__ = ["Hidden"]


class Hidden(str):
    """A text whose ``repr`` is not itself.

    Tracebacks, debuggers and logs write down the ``repr`` of what a function was given. A
    token among that would be kept wherever they are kept.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"
