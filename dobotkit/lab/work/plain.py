"""A notebook reduced to what its reader typed: no outputs, pictures, widget state, attachments."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from typing import Any

import nbformat

from dobotkit.errors import WorkError
from dobotkit.plain_notebook import NotANotebook, as_typed

__all__ = ["LARGEST", "PlainNotebook", "fingerprint", "read_notebook"]

LARGEST = 8 * 2**20
"""The longest notebook that is read, its outputs included (bytes)."""

_CELLS = 2000
# A picture can be typed into a text, as an address that holds all of it.
_TYPED_PICTURE = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*,[A-Za-z0-9+/=%_-]{64,}")
_INSTEAD = "(a picture was left out here)"
# What every notebook of the kit says: it runs in any Jupyter, and names no computer.
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class PlainNotebook:
    """The code and text of a notebook.

    Attributes
    ----------
    data:
        The notebook in Jupyter's own form (nbformat 4.5).
    pictures:
        How many pictures were left out of its texts.
    """

    def __init__(self, data: dict[str, Any], pictures: int) -> None:
        self.data = data
        self.pictures = pictures

    def __bytes__(self) -> bytes:
        text = json.dumps(self.data, indent=1, ensure_ascii=False, sort_keys=True)
        return text.encode("utf-8", "replace") + b"\n"


def read_notebook(content: bytes, name: str) -> PlainNotebook:
    """Return the code and text of a notebook.

    Parameters
    ----------
    content:
        The file.
    name:
        What to call it in a message.

    Raises
    ------
    WorkError
        If it is no notebook of format 4, or too long.
    """
    if len(content) > LARGEST:
        raise WorkError(
            f"{name} is too long: {len(content) // 2**20} MB, and a notebook may have "
            f"{LARGEST // 2**20}.",
            "Clear its outputs where it comes from, save it there, and try again.",
        )
    try:
        found = json.loads(content)
        plain = _finished(as_typed(found), sum(map(_attached, found["cells"])))
        # What is written here is checked by Jupyter's own schema as well.
        nbformat.validate(plain.data, relax_add_props=False)
    except (ValueError, RecursionError, NotANotebook, nbformat.ValidationError):
        raise WorkError(
            f"{name} is no notebook of format 4, or it is damaged.",
            "Open it where it comes from, save it there, and try again.",
        ) from None  # the reason would quote the file
    return plain


def fingerprint(content: bytes) -> str:
    """Return the same word for two files exactly if they say the same."""
    return hashlib.sha256(content).hexdigest()


def _attached(cell: dict[str, Any]) -> int:
    attachments = cell.get("attachments")
    return len(attachments) if isinstance(attachments, dict) else 0


def _finished(notebook: dict[str, Any], pictures: int) -> PlainNotebook:
    """Give every cell an id of its own, and take typed pictures out."""
    cells = notebook["cells"]
    if len(cells) > _CELLS:
        raise NotANotebook("It has more cells than anybody reads.")
    ids: set[str] = set()
    for number, cell in enumerate(cells):
        # Numbers are the same each time: or a notebook would never be the one downloaded.
        names = (f"cell-{number}-{again}" for again in itertools.count())
        name = cell.get("id")
        if name is None or name in ids:
            name = next(one for one in names if one not in ids)
        ids.add(name)
        cell["id"] = name
        source = "".join(cell["source"])
        source, count = _TYPED_PICTURE.subn(_INSTEAD, source)
        pictures += count
        cell["source"] = source.splitlines(keepends=True)
    data = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return PlainNotebook(data, pictures)
