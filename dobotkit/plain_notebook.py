"""What of a notebook is saved: what people typed, and nothing that a cell showed.

A notebook is made anew from what may stay, so that a place for pictures that a later
Jupyter invents is left out without being known here.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["NotANotebook", "as_typed", "file_as_typed", "text_as_typed"]

# What a cell and a notebook may say about themselves. Widgets keep their state, which may
# be a picture, in a notebook's metadata; so may extensions of JupyterLab.
_OF_CELLS: Final = ("tags", "jupyter", "collapsed", "deletable", "editable", "slideshow")
_OF_JUPYTER: Final = ("source_hidden", "outputs_hidden")
_OF_KERNEL: Final = ("display_name", "language", "name")
_OF_LANGUAGE: Final = ("name", "file_extension", "mimetype", "pygments_lexer")
_KINDS: Final = ("code", "markdown", "raw")
_FORMAT: Final = 4
# The longest word in metadata, in letters.
_LONGEST: Final = 100
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Cells have an id from this version of the format on.
_WITH_IDS: Final = 5


class NotANotebook(ValueError):
    """What was to be saved as a notebook is none; the text says what is wrong."""


def as_typed(notebook: object) -> dict[str, Any]:
    """Return a notebook with the text of its cells and nothing that they showed.

    Outputs, execution counts, the state of widgets and attachments are left out.

    Parameters
    ----------
    notebook:
        In version 4 of Jupyter's format, as JSON makes it. It is not changed.

    Raises
    ------
    NotANotebook
        It is something else.
    """
    if not isinstance(notebook, Mapping):
        raise NotANotebook("It is no notebook.")
    cells, version = notebook.get("cells"), notebook.get("nbformat")
    if version != _FORMAT or not isinstance(cells, list):
        raise NotANotebook("It is no notebook of today's format, number 4.")
    minor = notebook.get("nbformat_minor")
    minor = minor if isinstance(minor, int) else _WITH_IDS
    return {
        "cells": [_cell(cell, with_id=minor >= _WITH_IDS) for cell in cells],
        "metadata": _of_notebook(notebook.get("metadata")),
        "nbformat": _FORMAT,
        "nbformat_minor": minor,
    }


def text_as_typed(text: str) -> str:
    """Return the text of a notebook's file with nothing in it that a cell showed.

    Raises
    ------
    NotANotebook
        The text is something else.
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotANotebook("It is no notebook: it cannot be read as one.") from error
    return json.dumps(as_typed(notebook), indent=1, ensure_ascii=False) + "\n"


def _is_notebook(text: str) -> bool:
    """Whether a text is a notebook, whatever its file is called."""
    if '"cells"' not in text or '"nbformat"' not in text:
        return False
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(notebook, dict) and {"cells", "nbformat"} <= set(notebook)


def file_as_typed(path: str, content: str, form: str | None) -> tuple[str, str | None]:
    """Return the content of a file that is saved, and its form, ``"text"`` or ``"base64"``.

    A notebook stays one, however it comes: called ``.ipynb`` and sent as a file, or called
    something else.

    Parameters
    ----------
    path:
        Where it is saved.
    content, form:
        Text, or bytes in base64.

    Raises
    ------
    NotANotebook
        It is called a notebook and is none.
    """
    called = path.lower().endswith(".ipynb")
    if form not in {"text", "base64"}:
        if called:
            raise NotANotebook("It is no notebook: it comes neither as text nor as bytes.")
        return content, form  # Jupyter refuses that
    try:
        text = content if form == "text" else base64.b64decode(content).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError) as error:
        if called:
            raise NotANotebook("It is no notebook: it cannot be read as one.") from error
        return content, form
    if not called and not _is_notebook(text):
        return content, form
    # A file that was just made is empty, and becomes a notebook when it is saved.
    return (text if called and not text.strip() else text_as_typed(text)), "text"


def _cell(cell: object, *, with_id: bool) -> dict[str, Any]:
    if not isinstance(cell, Mapping) or cell.get("cell_type") not in _KINDS:
        raise NotANotebook("One of its cells is neither code nor text.")
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise NotANotebook("One of its cells holds something that is no text.")
    kind = cell["cell_type"]
    kept: dict[str, Any] = {"cell_type": kind, "metadata": _of_cell(cell.get("metadata"))}
    if with_id and _ID.fullmatch(str(cell.get("id", ""))):
        kept["id"] = str(cell["id"])
    kept["source"] = source
    if kind == "code":
        kept |= {"execution_count": None, "outputs": []}
    return kept


def _of_cell(metadata: object) -> dict[str, Any]:
    kept = _only(metadata, _OF_CELLS)
    if "jupyter" in kept:
        kept["jupyter"] = _only(kept["jupyter"], _OF_JUPYTER)
    if "slideshow" in kept:
        kept["slideshow"] = _only(kept["slideshow"], ("slide_type",))
    return _plain(kept)


def _of_notebook(metadata: object) -> dict[str, Any]:
    kept = _only(metadata, ("kernelspec", "language_info"))
    if "kernelspec" in kept:
        kept["kernelspec"] = _only(kept["kernelspec"], _OF_KERNEL)
    if "language_info" in kept:
        kept["language_info"] = _only(kept["language_info"], _OF_LANGUAGE)
    return _plain(kept)


def _only(data: object, names: tuple[str, ...]) -> dict[str, Any]:
    """What a dictionary says under these names; of anything else, nothing."""
    if not isinstance(data, Mapping):
        return {}
    return {name: data[name] for name in names if name in data}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """What is no longer than a word is: nothing that could be a picture."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            kept[name] = _plain(value)
        elif isinstance(value, list):
            kept[name] = [one for one in value if isinstance(one, str) and len(one) <= _LONGEST]
        elif isinstance(value, bool) or (isinstance(value, str) and len(value) <= _LONGEST):
            kept[name] = value
    return kept
