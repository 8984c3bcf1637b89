"""Reads files of the work folder, and never through a link that leads out of it.

The server may read what a notebook's own program may not: the settings with the lab's
token, for one. A program can put a link to them into the work folder, also while this
runs. So a file is opened folder by folder from the top, each one as what it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

__all__ = ["places", "read"]

_SKIPPED = frozenset({"__pycache__", "node_modules"})
_STEP_BY_STEP = os.open in os.supports_dir_fd
# Neither a link is followed nor a pipe waited for.
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def places(root: Path) -> Iterator[str]:
    """Yield where files lie below `root`, in order, with ``/`` between folders.

    Hidden ones are left out.
    """
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED
        )
        where = Path(folder).relative_to(root)
        for name in sorted(files):
            if not name.startswith("."):
                yield (where / name).as_posix()


def read(root: Path, place: str, longest: int) -> bytes | None:
    """Return what a file says; None if it is gone, too long, or no plain file.

    Parameters
    ----------
    root, place:
        The folder, and where in it the file lies.
    longest:
        How much is read at most (bytes).
    """
    try:
        number = _opened(root, place)
    except (OSError, ValueError):
        return None
    with open(number, "rb") as file:  # noqa: PTH123 - a Path opens no descriptor
        state = os.fstat(number)
        # A file with two names may be a second name of one that lies elsewhere.
        if not stat.S_ISREG(state.st_mode) or state.st_nlink > 1 or state.st_size > longest:
            return None
        content = file.read(longest + 1)
    return content if len(content) <= longest else None


def _opened(root: Path, place: str) -> int:
    if not _STEP_BY_STEP:  # Windows, where only an administrator makes links to files
        path = root / place
        if path.resolve() != root.resolve() / place:
            raise ValueError(place)
        return os.open(path, os.O_RDONLY | _AS_IT_IS)
    *folders, name = place.split("/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _AS_IT_IS, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(name, os.O_RDONLY | _AS_IT_IS, dir_fd=at)
    finally:
        os.close(at)
