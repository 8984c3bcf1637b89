"""What a file would tell strangers: looked for before it is shared.

A notebook keeps more than the screen shows. `check` looks through notebooks, texts and zips for
pictures, names, paths, keys and traces; `BLIND` says what no search can see.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dobotkit.publish.clean import clean_name, cleaned, write_clean_copy
    from dobotkit.publish.find import ADVICE, Find, Kind
    from dobotkit.publish.names import Names, read_list
    from dobotkit.publish.report import BLIND, as_json, as_text

__all__ = [
    "ADVICE",
    "BLIND",
    "Find",
    "Kind",
    "Names",
    "as_json",
    "as_text",
    "check",
    "clean_name",
    "cleaned",
    "read_list",
    "write_clean_copy",
]

# Imported when first used: `dobotkit --help` needs none of the many patterns.
_HOME = {
    "clean": ("clean_name", "cleaned", "write_clean_copy"),
    "find": ("ADVICE", "Find", "Kind"),
    "names": ("Names", "read_list"),
    "report": ("BLIND", "as_json", "as_text"),
}


def check(
    paths: Iterable[Path], names: Names | None = None, allowed: Collection[Kind] = ()
) -> dict[str, tuple[Find, ...]]:
    """Look through files, and through the files in folders.

    Parameters
    ----------
    paths:
        Notebooks, texts, zips, folders.
    names:
        Names to look for; by default those that this computer knows.
    allowed:
        Kinds that are left out.

    Returns
    -------
    dict
        What was found, by file; files without finds are in it too.

    Raises
    ------
    PublishError
        A file is not there, or cannot be read.
    """
    from dobotkit.publish.files import check_file, files_of  # noqa: PLC0415 - when it is used
    from dobotkit.publish.names import Names  # noqa: PLC0415 - the same

    known = Names() if names is None else names
    return {
        path.as_posix(): tuple(find for find in check_file(path, known) if find.kind not in allowed)
        for path in files_of(paths)
    }


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
