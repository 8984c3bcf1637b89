"""A notebook reduced to what its reader typed: no outputs, pictures, widget state, attachments.

It is built anew from the fields that are known, so that whatever else a notebook
carries stays behind, also what a later version of Jupyter may put there.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from typing import Annotated, Any, Literal

import nbformat
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dobotkit.errors import WorkError

__all__ = ["LARGEST", "PlainNotebook", "fingerprint", "read_notebook"]

LARGEST = 8 * 2**20
"""The longest notebook that is read, its outputs included (bytes)."""

_CELLS = 2000
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# A picture can be typed into a text, as an address that holds all of it.
_TYPED_PICTURE = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*,[A-Za-z0-9+/=%_-]{64,}")
_INSTEAD = "(a picture was left out here)"

Tag = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^,]+$")]


class _Known(BaseModel):
    """What is known is checked; what is not known is left behind."""

    model_config = ConfigDict(extra="ignore")


class _Jupyter(_Known):
    source_hidden: bool | None = None


class _CellMetadata(_Known):
    tags: list[Tag] | None = Field(None, max_length=50)
    jupyter: _Jupyter | None = None
    editable: bool | None = None
    deletable: bool | None = None


class _Cell(_Known):
    cell_type: Literal["code", "markdown", "raw"]
    source: str | list[str]
    id: str | None = None
    metadata: _CellMetadata = Field(default_factory=_CellMetadata.model_construct)
    attachments: dict[str, Any] = {}


class _Notebook(_Known):
    nbformat: Literal[4]
    cells: list[_Cell] = Field(max_length=_CELLS)


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
        found = _Notebook.model_validate(json.loads(content))
    except (ValueError, RecursionError, ValidationError) as error:
        older = isinstance(error, ValidationError) and any(
            one["loc"] == ("nbformat",) for one in error.errors(include_input=False)
        )
        raise WorkError(
            f"{name} is a notebook of another format than 4."
            if older
            else f"{name} is no notebook: it says it is, and cannot be read as one.",
            "Open it where it comes from, save it there, and try again.",
        ) from None  # the reason would quote the file
    return _rebuilt(found)


def fingerprint(content: bytes) -> str:
    """Return the same word for two files exactly if they say the same."""
    return hashlib.sha256(content).hexdigest()


def _rebuilt(found: _Notebook) -> PlainNotebook:
    cells: list[dict[str, Any]] = []
    ids: set[str] = set()
    pictures = 0
    for cell in found.cells:
        source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        source, count = _TYPED_PICTURE.subn(_INSTEAD, source)
        pictures += count + len(cell.attachments)
        name = cell.id
        if name is None or name in ids or not _CELL_ID.fullmatch(name):
            name = secrets.token_hex(4)
        ids.add(name)
        new: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": name,
            "metadata": cell.metadata.model_dump(exclude_none=True),
            "source": source.splitlines(keepends=True),
        }
        if cell.cell_type == "code":
            new["execution_count"], new["outputs"] = None, []
        cells.append(new)
    data = {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # What is written here is checked by Jupyter's own schema as well.
    nbformat.validate(data, relax_add_props=False)
    return PlainNotebook(data, pictures)
