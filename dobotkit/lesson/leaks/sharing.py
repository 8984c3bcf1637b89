"""What is shown and shared: the canary, requests, beacons, notebooks that are published."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from dobotkit.canary import Canary
from dobotkit.lesson.words import Sentence
from dobotkit.publish import Names, as_text, check
from dobotkit.widgets.request_view import RequestView

__all__ = ["Beacon", "CanaryPicture", "beacon", "picture_of", "publish_check", "request_facts"]


class _Receiver(Protocol):
    @property
    def target(self) -> Mapping[str, Any]: ...


class Beacon(Sentence):
    """A picture of one dot at somebody's address.

    Parameters
    ----------
    address:
        Where it is.
    """

    __slots__ = ("address",)

    def __init__(self, address: str) -> None:
        super().__init__(f"A picture of one dot, at {address}")
        self.address = address

    def _repr_html_(self) -> str:
        address = html.escape(self.address)
        return (
            f"<p>Here is a picture of one dot, at {address}: "
            f'<img src="{address}" alt="a dot, if it was fetched" width="1" height="1"></p>'
        )


class CanaryPicture(Sentence):
    """The picture of a canary, with words for who does not see it.

    Parameters
    ----------
    canary:
        Whose picture.
    """

    __slots__ = ("_png",)

    def __init__(self, canary: Canary) -> None:
        super().__init__("The canary's picture: black and white squares, drawn by lot.")
        self._png = canary.png()

    def _repr_html_(self) -> str:
        data = base64.b64encode(self._png).decode()
        return f'<img src="data:image/png;base64,{data}" alt="{html.escape(self.text)}">'


def picture_of(canary: Canary) -> CanaryPicture:
    """Show a canary's picture in this notebook, as any picture is shown."""
    return CanaryPicture(canary)


def beacon(receiver: _Receiver) -> Beacon:
    """Make a picture at a receiver's address: a page that fetches it is counted there."""
    return Beacon(f"{receiver.target['http']}{receiver.target['mark']}.png")


def request_facts() -> RequestView:
    """Show what the lab's server sees of this page, as a table that the page fills in itself.

    The answer goes to the page only; this notebook's program does not get it.
    """
    return RequestView()


def publish_check(file: Path, *names: str) -> Sentence:
    """Look through a notebook for what it would tell strangers, before it is shared.

    The same as ``dobotkit publish-check --names LIST FILE`` in a terminal.

    Parameters
    ----------
    file:
        The notebook.
    *names:
        Names to look for: no program knows all names by itself.
    """
    (finds,) = check([file], Names(names, here=())).values()
    return Sentence(as_text({file.name: finds}))
