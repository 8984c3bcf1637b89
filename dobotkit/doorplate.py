"""Where in a keeper's folder its address and its key are found."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

__all__ = ["address_in", "key_in", "write_private"]

# A socket's path has 104 bytes on macOS and 108 on Linux, one of them at its end.
_LONGEST_PATH = 103


def address_in(folder: Path) -> str:
    """Return the address of the keeper of a folder; the same after it was started again.

    On Windows it is a name made up when it is first asked for.

    Raises
    ------
    ValueError
        The path of the folder is too long for a socket in it.
    """
    if sys.platform != "win32":
        address = str(folder / "keeper.socket")
        if len(os.fsencode(address)) > _LONGEST_PATH:
            raise ValueError(f"{address} is too long for a socket: {_LONGEST_PATH} bytes at most")
        return address
    note = folder / "keeper.pipe"
    if not note.exists():
        write_private(note, rf"\\.\pipe\dobotkit-{secrets.token_hex(16)}".encode())
    return note.read_text(encoding="utf-8")


def key_in(folder: Path) -> Path:
    """Return the file that holds the key of the keeper of a folder."""
    return folder / "keeper.key"


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this user can read, whole or not at all."""
    new = path.with_suffix(".new")
    with open(new, "wb", opener=_private) as file:
        file.write(data)
    new.replace(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
