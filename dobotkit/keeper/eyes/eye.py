"""``Eye``: a camera with what is known about it."""

from __future__ import annotations

from typing import Protocol

from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.sight_messages import Light, SceneTold, Size

__all__ = ["Eye"]


class Eye(Protocol):
    """Something that notebooks look through.

    Attributes
    ----------
    kind:
        What it is.
    light:
        In which light a virtual one stands; None for any other.
    """

    @property
    def light(self) -> Light | None:
        """In which light it stands."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def calibrated(self) -> bool:
        """Whether it is known where it stands."""

    def look(self, size: Size, *, live: bool = False) -> SceneTold:
        """Take a picture, say what is on it, and wipe it.

        Parameters
        ----------
        size:
            Of the picture; a real camera has its own.
        live:
            Whether to leave out what takes long and seldom changes: printed codes.

        Raises
        ------
        CameraError
            There is no picture, or camera or table have moved.
        """

    def shine(self, light: Light) -> None:
        """Put the table into another light; a virtual one only."""

    def bump(self) -> None:
        """Knock against it; a virtual one only."""

    def close(self) -> None:
        """Let the device go; twice does nothing."""
