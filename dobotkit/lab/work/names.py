"""Which names a file of a pupil's work may have, on every system it may be taken to."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from pathlib import PurePosixPath

from dobotkit.errors import WorkError

__all__ = ["TEXTS", "check_name", "is_picture", "stands_in_for"]

TEXTS = frozenset({".py", ".txt", ".md", ".csv", ".json", ".toml"})
"""The endings of the files besides notebooks that belong to a pupil's work."""

_PICTURES = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic"),
        *(".heif", ".avif", ".svg", ".ico", ".ppm", ".pgm", ".mp4", ".mov", ".avi", ".mkv"),
        *(".webm", ".pdf"),
    }
)
_LONGEST, _LONGEST_PART, _DEEPEST = 200, 100, 6
# Windows has no such letters in names, and takes these words for devices.
_NOT_IN_WINDOWS = frozenset('<>:"\\|?*')
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"]
)


def check_name(name: str) -> PurePosixPath:
    """Return the place of a file inside the work folder.

    Parameters
    ----------
    name:
        With ``/`` between folders, as in a zip file.

    Raises
    ------
    WorkError
        If a file of this name could land elsewhere, would be hidden, or cannot exist on
        one of the systems that the kit runs on.
    """
    why = _why_not(name)
    if why:
        raise WorkError(
            f"A file of that name is not taken: {_readable(name)}. Its name {why}.",
            "Give it another name where it comes from, and try again.",
        )
    return PurePosixPath(unicodedata.normalize("NFC", name))


def _why_not(name: str) -> str:
    parts = name.split("/")
    if not name or len(name) > _LONGEST or len(parts) > _DEEPEST:
        return "is too long, or it lies in too many folders"
    if any(unicodedata.category(letter)[0] == "C" for letter in name):
        return "has letters that nobody can see"
    if _NOT_IN_WINDOWS & set(name):
        return "has letters that not every computer can use in a name"
    return next(filter(None, map(_why_not_part, parts)), "")


def _why_not_part(part: str) -> str:
    if part in {"", ".", ".."}:
        return "leads out of the folder for your work"
    if part.startswith((".", "~")):
        return "is that of a hidden file"
    if part.split(".", maxsplit=1)[0].casefold().strip() in _DEVICES:
        return "means a device on Windows"
    if part != part.strip() or part.endswith(".") or len(part) > _LONGEST_PART:
        return "begins or ends in a way that not every computer can use, or is too long"
    return ""


def is_picture(name: str) -> bool:
    """Return whether a file of this name is made to hold a picture."""
    return PurePosixPath(name).suffix.casefold() in _PICTURES


def stands_in_for(path: PurePosixPath) -> str:
    """Return which module a Python file would push aside; an empty text if none.

    A notebook imports from its own folder first: a ``json.py`` that comes back
    would run as soon as a kernel starts, before its owner has run a cell.
    """
    if path.suffix != ".py":
        return ""
    module = path.parent.name if path.stem == "__init__" else path.stem
    known = module in sys.stdlib_module_names or (
        module.isidentifier() and importlib.util.find_spec(module) is not None
    )
    return module if known else ""


def _readable(name: str) -> str:
    shown = "".join(one if one.isprintable() else "?" for one in name[:80])
    return shown + ("…" if len(name) > len(shown) else "")
