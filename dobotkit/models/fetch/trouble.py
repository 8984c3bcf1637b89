"""That one source did not give a file; the next one may."""

from __future__ import annotations

__all__ = ["SourceFailed"]


class SourceFailed(Exception):
    """One source did not give the file, for the reason that it holds."""
