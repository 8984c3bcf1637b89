"""What a file is that something was found in, in words for people who know no file names."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "CARDS_IN_A_PLAIN_LAB",
    "FACES_IN_A_PLAIN_LAB",
    "LEFT_BY_A_PLAIN_LAB",
    "PLACES",
    "Place",
    "place_of",
]


@dataclass(frozen=True)
class Place:
    """One kind of place.

    Attributes
    ----------
    id, title:
        For programs, and for people.
    pattern:
        What paths of it look like, with ``/`` between the parts.
    """

    id: str
    title: str
    pattern: re.Pattern[str]


def _place(id_: str, title: str, pattern: str) -> Place:
    return Place(id_, title, re.compile(pattern, re.IGNORECASE))


# The first that fits counts.
PLACES: tuple[Place, ...] = (
    _place("log", "What the server says (its log)", r"(^|/)[^/]*\.log$"),
    _place("trash", "The wastebasket", r"(^|/)(\.?Trash(-\d+)?|\$Recycle\.Bin)/"),
    _place("checkpoint", "The safety copy of the notebook", r"(^|/)\.ipynb_checkpoints/"),
    _place(
        "browser", "The browser's own folder", r"(^|/)(browser|\.?chromium|profile-browser)[^/]*/"
    ),
    _place("history", "The history of everything typed", r"(^|/)history\.sqlite"),
    _place("store", "Variables kept with %store", r"(^|/)profile_default/db/"),
    _place("core", "The memory of a program that crashed", r"(^|/)core(\.\d+)?$"),
    _place("notebook", "The notebook itself", r"\.ipynb$"),
    _place(
        "jupyter",
        "Folders of Jupyter and IPython",
        r"(^|/)(\.jupyter|\.ipython|jupyter|config|data|runtime|workspaces|preferences|ipython)/",
    ),
    _place("temp", "The folder for temporary files", r"(^|/)(temp|tmp)/"),
    _place("files", "Pictures and other files beside the notebook", r"(^|/)(notebooks|work)/"),
    _place("memory", "The shared folder in memory", r"^/dev/shm/"),
    _place("elsewhere", "Anywhere else", r""),
)
"""All of them, in the order in which they are asked."""

LEFT_BY_A_PLAIN_LAB = {
    "notebook": {"picture", "name", "template"},
    "checkpoint": {"picture", "name", "template"},
    "history": {"name", "number"},
    "files": {"picture", "template"},
    "store": {"name", "template"},
}
"""What a plain JupyterLab is known to leave: an audit that does not find it sees nothing."""

FACES_IN_A_PLAIN_LAB = {"notebook": {"face"}, "checkpoint": {"face"}, "files": {"face"}}
"""What of it is to be found where faces are looked for."""

CARDS_IN_A_PLAIN_LAB = {
    "notebook": {"card", "card_text"},
    "checkpoint": {"card", "card_text"},
    "files": {"card", "card_text"},
    "store": {"card_text"},
}
"""What a careless program leaves that reads a card."""


def place_of(path: str) -> Place:
    """Return what kind of place a path is."""
    return next(place for place in PLACES if place.pattern.search(path))
