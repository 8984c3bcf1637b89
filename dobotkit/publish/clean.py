"""A clean copy of a notebook: what was written by hand, and nothing that running it has added."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from dobotkit.errors import PublishError
from dobotkit.plain_notebook import NotANotebook, as_typed
from dobotkit.publish.notebook import joined

__all__ = ["clean_name", "cleaned", "write_clean_copy"]

_KERNEL: Final = {"name": "python3", "display_name": "Python 3", "language": "python"}
_PICTURE = re.compile(
    r"!\[(?P<words>[^\]]*)\]\(\s*(?:attachment:|data:)[^)]*\)"
    r"|<img\b[^>]*?\bsrc\s*=\s*[\"']?\s*(?:attachment:|data:)[^>]*>",
    re.IGNORECASE,
)


def cleaned(data: object) -> dict[str, Any]:
    """Return a notebook without outputs, attachments, pictures in its text, times and metadata.

    The words of cells stay as they are: only who has written them can change them.

    Parameters
    ----------
    data:
        A notebook of format 4.

    Raises
    ------
    NotANotebook
        It is something else.
    """
    notebook = as_typed(data)
    notebook["metadata"] = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            cell["source"] = _PICTURE.sub(_taken_out, joined(cell["source"]))
    return notebook


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
        data = cleaned(json.loads(path.read_text(encoding="utf-8-sig")))
    except (ValueError, RecursionError, OSError) as error:
        why = str(error) if isinstance(error, NotANotebook) else "It cannot be read as one."
        raise PublishError(
            f"No clean copy can be made of {path.name}, only of notebooks. {why}",
            "Open it in JupyterLab and save it there, or leave it out.",
        ) from error
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
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


def _taken_out(hit: re.Match[str]) -> str:
    return f"(picture taken out: {hit['words'] or 'no words'})"
