"""In which browser a lab opens."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["BrowserChoice"]


class BrowserChoice(StrEnum):
    """The words of ``dobotkit lab --browser``."""

    OWN = "own"
    """A window of its own, if there is a browser that can have one; else the usual one."""
    DEFAULT = "default"
    """The browser that this computer opens pages in."""
    NONE = "none"
    """None: the address is printed."""
