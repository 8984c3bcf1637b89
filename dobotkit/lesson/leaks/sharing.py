"""What leaves with a page or a file: requests, beacons, notebooks that are shared."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from dobotkit.lesson.words import Sentence
from dobotkit.publish import Names, as_text, check
from dobotkit.widgets.request_view import RequestView

__all__ = ["Beacon", "beacon", "publish_check", "request_facts"]


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
