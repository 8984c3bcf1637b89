"""``Opened``: a camera or a file, in the process that reads it; and what can be wrong with it."""

from __future__ import annotations

from typing import Protocol

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.sources.talk import Order, Trouble

__all__ = ["Fails", "Opened", "open_here"]


class Fails(Exception):
    """It cannot be opened or read.

    Parameters
    ----------
    trouble:
        Why, in the one word that is told to the keeper.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Opened(Protocol):
    """Something that is open and gives pictures."""

    def idle(self) -> bool:
        """Do what has to be done between two looks; return whether there is more of it."""

    def take(self) -> Pixels:
        """Return a picture of now: height × width × 3, uint8, blue, green, red.

        It is overwritten after it was sent.

        Raises
        ------
        Fails
            There is none.
        """

    def close(self) -> None:
        """Let it go."""


def open_here(order: Order) -> Opened:
    """Open what is asked for.

    Raises
    ------
    Fails
        It does not open.
    """
    if order.kind == "usb":
        from dobotkit.keeper.eyes.sources.device import Device  # noqa: PLC0415 - only then

        return Device(int(order.target), order.width, order.height)
    from dobotkit.keeper.eyes.sources import stored  # noqa: PLC0415 - only then

    if order.kind == "video":
        return stored.Video(order.target, once=order.once)
    if order.kind == "folder":
        return stored.Folder(order.target, once=order.once)
    return stored.One(order.target)
