"""A clean copy of a notebook: what was written by hand, and nothing that running it has added."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dobotkit.errors import PublishError
from dobotkit.publish.notebook import CELL_METADATA, joined

__all__ = ["clean_name", "cleaned", "write_clean_copy"]

_KERNEL: Final = {"name": "python3", "display_name": "Python 3", "language": "python"}
_PICTURE = re.compile(
    r"!\[(?P<words>[^\]]*)\]\(\s*(?:attachment:|data:)[^)]*\)"
    r"|<img\b[^>]*?\bsrc\s*=\s*[\"']?\s*(?:attachment:|data:)[^>]*>",
    re.IGNORECASE,
)


def cleaned(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a notebook without outputs, attachments, pictures in its text, times and metadata.

    The words of cells stay as they are: only who has written them can change them.

    Parameters
    ----------
    data:
        A notebook of format 4.
    """
    return {
        "cells": [_cell(cell) for cell in data.get("cells", ()) if isinstance(cell, dict)],
        "metadata": {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": data.get("nbformat_minor", 5),
    }


def clean_name(path: Path) -> Path:
    """Return where the clean copy of a notebook is written: beside it."""
    return path.with_name(f"{path.stem}-to-share.ipynb")


def write_clean_copy(path: Path) -> Path:
    """Write a clean copy of a notebook beside it; the notebook itself stays as it is.

    Returns
    -------
    Path
        Where the copy is.

    Raises
    ------
    PublishError
        It is no notebook of format 4, or there is a file of the copy's name.
    """
    target = clean_name(path)
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise PublishError(
            f"No clean copy can be made of {path.name}: only notebooks can be cleaned.",
            "Change this file by hand, or leave it out.",
        ) from error
    if not (
        isinstance(data, dict)
        and data.get("nbformat") == 4  # noqa: PLR2004 - the format's number
        and isinstance(data.get("nbformat_minor", 5), int)
        and isinstance(data.get("cells"), list)
    ):
        raise PublishError(
            f"No clean copy can be made of {path.name}: it is no notebook of format 4.",
            "Open it in JupyterLab and save it there; then try again.",
        )
    text = json.dumps(cleaned(data), ensure_ascii=False, indent=1) + "\n"
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise PublishError(
            f"There is a {target.name} already, and nothing is written over.",
            "Rename or delete it, then try again.",
        ) from None
    except OSError as error:
        raise PublishError(
            f"{target.name} cannot be written: {error.strerror or 'the system says no'}.",
            "Copy the notebook into a folder where you may write, then try again.",
        ) from error
    return target


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    kept = {
        key: value
        for key, value in (metadata if isinstance(metadata, dict) else {}).items()
        if key in CELL_METADATA
    }
    text = joined(cell.get("source"))
    clean: dict[str, Any] = {"cell_type": cell.get("cell_type", "raw")}
    if isinstance(cell.get("id"), str):
        clean["id"] = cell["id"]
    if clean["cell_type"] == "code":
        return clean | {"execution_count": None, "metadata": kept, "outputs": [], "source": text}
    without = _PICTURE.sub(lambda hit: f"(picture taken out: {hit['words'] or 'no words'})", text)
    return clean | {"metadata": kept, "source": without}
