"""Where in a keeper's folder its address and its key are found."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["address_in", "fresh_address_in", "key_in", "leave", "write_private"]

# A socket's path has 104 bytes on macOS and 108 on Linux, one of them at its end.
_LONGEST_PATH = 103
_SOCKET = "keeper.socket"
_NOTE = "keeper.address"
# On Windows a file cannot be replaced while somebody reads it, which takes no time (s).
_TRIES, _AGAIN_S = 20, 0.05
# Where a folder with a short name can be made.
_SHORT = "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it


def address_in(folder: Path) -> str:
    """Return the address of the keeper of a folder; the same after it was started again.

    A socket in the folder. Where the path of that would be too long, a socket in a
    short folder that only this user can enter, made when it is first asked for. On
    Windows a name that is made up then.

    Raises
    ------
    OSError
        No short folder can be made, or nothing can be written into this one.
    """
    socket = folder / _SOCKET
    if sys.platform != "win32" and len(os.fsencode(socket)) <= _LONGEST_PATH:
        return str(socket)
    note = folder / _NOTE
    if not note.exists():
        write_private(note, _made_up().encode())
    return note.read_text(encoding="utf-8")


def fresh_address_in(folder: Path) -> str:
    """Return the address for a keeper that begins to listen now; raises as ``address_in`` does.

    On Windows it is another one than that of the keeper before: the name of a pipe is
    not free before all its clients have let go of it, and notebooks may hold it for long.
    """
    if sys.platform == "win32":
        # Never away: who looks for it meanwhile would make one up.
        write_private(folder / _NOTE, _made_up().encode())
    return address_in(folder)


def leave(folder: Path, address: str) -> None:
    """Remove what was made for an address outside the keeper's folder; twice does nothing."""
    place = Path(address).parent
    if sys.platform != "win32" and place != folder:
        with contextlib.suppress(OSError):
            Path(address).unlink(missing_ok=True)
            place.rmdir()


def key_in(folder: Path) -> Path:
    """Return the file that holds the key of the keeper of a folder."""
    return folder / "keeper.key"


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this user can read, whole or not at all."""
    new = path.with_suffix(".new")
    with open(new, "wb", opener=_private) as file:
        file.write(data)
    for left in reversed(range(_TRIES)):
        try:
            new.replace(path)
        except PermissionError:
            if not left:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


def _made_up() -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\dobotkit-{secrets.token_hex(16)}"
    return str(Path(tempfile.mkdtemp(prefix="dobotkit-", dir=_SHORT)) / _SOCKET)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
