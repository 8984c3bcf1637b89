"""``Source``: what every camera is to the keeper."""

from __future__ import annotations

from typing import Protocol

from dobotkit.keeper.eyes.frame import Frame
from dobotkit.scene import SourceKind as Kind

__all__ = ["Kind", "Source"]


class Source(Protocol):
    """Something that takes pictures; used by one thread at a time.

    Attributes
    ----------
    kind:
        What it is.
    name:
        What it is called on the keeper's side; never told to a notebook.
    """

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def name(self) -> str:
        """What it is called here; never told to a notebook."""

    def read(self) -> Frame:
        """Take a picture now; it belongs to the caller, who wipes it.

        Raises
        ------
        CameraError
            It does not come, or not in time.
        """

    def close(self) -> None:
        """Let the device go; twice does nothing."""
