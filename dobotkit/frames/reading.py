"""``Reading``: the pieces of a stream, as a list that shows itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsIndex, overload

from dobotkit.frames.frame import Frame, Piece
from dobotkit.frames.html import reading_as_html
from dobotkit.frames.text import reading_as_text

__all__ = ["Reading"]


class Reading(list[Piece]):
    """Frames, and bytes that are no frame, in order.

    In a notebook it is a table: of all bytes of the frame if there is one, else
    with one line for each.
    """

    @property
    def frames(self) -> list[Frame]:
        """The frames alone."""
        return [piece for piece in self if isinstance(piece, Frame)]

    def find(self, name: str) -> Reading:
        """Return the frames of one command, questions and answers.

        Parameters
        ----------
        name:
            The command's name, or a part of it, for example ``"PTPCmd"`` or ``"pose"``.
        """
        wanted = name.casefold()
        return Reading(frame for frame in self.frames if wanted in frame.name.casefold())

    @overload
    def __getitem__(self, at: SupportsIndex) -> Piece: ...
    @overload
    def __getitem__(self, at: slice) -> Reading: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Piece | Reading:
        return (
            Reading(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)
        )

    def __add__(self, others: Iterable[Piece]) -> Reading:  # type: ignore[override]  # a Reading, so that it shows itself
        return Reading([*self, *others])

    def __repr__(self) -> str:
        return reading_as_text(self)

    def _repr_html_(self) -> str:
        return reading_as_html(self)
