"""Folders that last no longer than the programs that use them, however those end.

Beside each folder lies a file that its programs hold locked. The system lets go of a lock
when a program ends, also by ``kill -9`` or when the power fails; so whoever finds a folder
whose lock is free may delete it. The lock comes before the folder and goes after it, and
lies where nothing that runs in the folder has to write.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

__all__ = ["Hold", "TemporaryFolder", "abandon", "delete", "places", "sweep"]

_LOCK: Final = ".lock"
_NAME: Final = re.compile(r"dobotkit-[a-z0-9_]{8}")
# A folder that has no lock is an older version's, or was made anew by something that had
# survived its deletion; or it is a keeper's socket. Not deleted before it has this age (s).
_OLD_S: Final = 600.0
# All that lies in such a folder. A name alone proves nothing where there is no lock:
# "dobotkit-notebook" and "dobotkit-20261122" are names that somebody may have chosen.
_OURS: Final = re.compile(
    r"work|tmp|kernels|config|data|runtime|workspaces|preferences|ipython|temp|windows"
    r"|server\.log|keeper(?:\.[a-z]+)*|window-.+|s|c\.json"
)
# What a lab needs at least if its files are to be kept in memory (bytes).
_ROOM_IN_MEMORY: Final = 256 * 1024 * 1024
_TRIES: Final = 100


class Hold:
    """A lock on a folder, until `let_go` or the end of this program.

    Programs that this one starts do not inherit it: one of them that lives on must not
    make a dead program look alive.

    Parameters
    ----------
    folder:
        The folder.
    seat:
        0 or 1: which of the two programs that may hold it this is.

    Raises
    ------
    OSError
        The folder is gone, or is just being deleted.
    """

    def __init__(self, folder: Path, *, seat: int = 0, _new: bool = False) -> None:
        self._file = os.open(_lock_of(folder), _FLAGS | (os.O_CREAT | os.O_EXCL if _new else 0))
        try:
            _take(self._file, seat=seat)
            if os.name == "posix" and not os.fstat(self._file).st_nlink:
                raise FileNotFoundError(str(folder))  # deleted between the two
        except OSError:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Hold it no longer; again does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class TemporaryFolder:
    """A new folder that only this user can enter, deleted on leaving ``with``.

    Parameters
    ----------
    parent:
        Where to make it; by default in the folder for temporary files.

    Attributes
    ----------
    path:
        The folder.
    """

    def __init__(self, parent: Path | None = None) -> None:
        base = Path(tempfile.gettempdir()) if parent is None else parent
        for left in reversed(range(_TRIES)):
            # Four bytes: the path of a socket in it must not be too long.
            self.path = base.resolve() / f"dobotkit-{secrets.token_hex(4)}"
            try:
                self._hold = Hold(self.path, _new=True)
            except (FileNotFoundError, FileExistsError, BlockingIOError):
                # The name is taken; or a sweep has taken the lock for one of the dead.
                if not left or not base.is_dir():
                    raise
                continue
            try:
                self.path.mkdir(mode=0o700)
            except FileExistsError:
                # Somebody else was quicker, who has seen the lock: that folder is theirs.
                self._hold.let_go()
                _lock_of(self.path).unlink(missing_ok=True)
                if not left:
                    raise
                continue
            except OSError:
                abandon(self.path, self._hold)
                raise
            return

    def remove(self, *, patience: float = 5.0) -> bool:
        """Delete the folder and all in it; return whether nothing is left.

        Parameters
        ----------
        patience:
            For how many seconds to go on trying: on Windows a file cannot be
            deleted before the last program has closed it.
        """
        return abandon(self.path, self._hold, patience=patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def abandon(folder: Path, hold: Hold, *, patience: float = 0.0) -> bool:
    """Delete a folder that this program holds, and its lock; return whether it is gone.

    If it is not, the lock stays and is let go of: the next sweep tries again.

    Parameters
    ----------
    folder:
        The folder.
    hold:
        The lock on it.
    patience:
        For how many seconds to go on trying.
    """
    gone = delete(folder, patience=patience)
    if gone:
        _forget(folder, hold)
    else:
        hold.let_go()
    return gone


def places() -> tuple[Path, ...]:
    """Return where temporary folders may be made, the best first.

    In memory where the system offers that (Linux), so that nothing is written to a disk;
    else in the folder for temporary files.
    """
    memory, disk = Path("/dev/shm"), Path(tempfile.gettempdir())  # noqa: S108 - the folders in it are private
    if not (memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)):
        return (disk,)
    if shutil.disk_usage(memory).free < _ROOM_IN_MEMORY:
        return (disk, memory)
    return (memory, disk)


def sweep(parents: Iterable[Path] | None = None, *, dry: bool = False) -> int:
    """Delete what programs that were killed have left; return how many folders it was.

    A folder that a program still uses is not touched, and neither is anybody else's.

    Parameters
    ----------
    parents:
        Where to look; by default where such folders are made.
    dry:
        Whether to count them only.
    """
    count = 0
    for parent in dict.fromkeys(places() if parents is None else parents):
        with contextlib.suppress(OSError):
            names = sorted({path.name.removesuffix(_LOCK) for path in parent.iterdir()})
            for name in filter(_NAME.fullmatch, names):
                with contextlib.suppress(OSError):
                    count += _sweep_one(parent / name, dry=dry)
    return count


def delete(path: Path, *, patience: float = 0.0) -> bool:
    """Delete a folder and all in it, also what may not be written; return whether it is gone.

    Links in it are deleted, and what they lead to stays.

    Parameters
    ----------
    path:
        The folder.
    patience:
        For how many seconds to go on trying.
    """
    deadline = time.monotonic() + patience
    if path.is_symlink():
        path.unlink()
    while path.exists():
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            break
        _open_up(path)
        shutil.rmtree(path, ignore_errors=True)
        if time.monotonic() > deadline:
            break
        if path.exists():
            time.sleep(0.1)
    return not path.exists()


def _sweep_one(folder: Path, *, dry: bool) -> bool:
    """Delete one folder if nobody uses it; return whether there was something to delete."""
    lock = _lock_of(folder)
    try:
        mine = _is_mine(lock)
    except FileNotFoundError:
        return _is_abandoned(folder) and (dry or delete(folder))
    if not mine:
        return False
    file = os.open(lock, _FLAGS)
    try:
        _take(file, seat=None)
        there = folder.exists()
        if dry:
            return there
        if not delete(folder):
            return False  # the lock stays: it is tried again
        if os.name == "posix":
            lock.unlink(missing_ok=True)
    finally:
        os.close(file)
    lock.unlink(missing_ok=True)
    return there


def _forget(folder: Path, hold: Hold) -> None:
    """Delete the lock of a folder that is not there, and let go of it."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            _lock_of(folder).unlink(missing_ok=True)
        hold.let_go()
        _lock_of(folder).unlink(missing_ok=True)  # Windows deletes no open file


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + _LOCK)


_FLAGS: Final = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


def _take(file: int, *, seat: int | None) -> None:
    """Lock a file for one of its two users, or as the only one; `OSError` if others have it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        for place in (0, 1) if seat is None else (seat,):
            os.lseek(file, place, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        # Each opening of the file has a lock of its own, unlike with fcntl's other locks.
        fcntl.flock(file, (fcntl.LOCK_EX if seat is None else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _is_mine(path: Path) -> bool:
    """Whether a file or folder, and not a link to one, belongs to this user."""
    found = path.lstat()
    return not stat.S_ISLNK(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid())


def _is_abandoned(folder: Path) -> bool:
    """Whether a folder without a lock is old, is one of the kit's, and no keeper listens in it."""
    if not (_is_mine(folder) and folder.is_dir()):
        return False
    if time.time() - folder.stat().st_mtime < _OLD_S:
        return False
    inside = list(folder.iterdir())
    if not all(_OURS.fullmatch(path.name) for path in inside):
        return False
    return not any(path.is_socket() and _answers(path) for path in inside)


def _answers(path: Path) -> bool:
    if sys.platform == "win32":  # where keepers have no sockets
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(os.fspath(path))
        except ConnectionRefusedError:
            return False
        except OSError:
            return True  # busy, or not to be told: let it be
    return True


def _open_up(path: Path) -> None:
    """Make all in a folder deletable that a program has made unwritable."""
    with contextlib.suppress(OSError):
        path.chmod(0o700)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *(files if os.name == "nt" else ())):
            one = Path(folder, name)
            with contextlib.suppress(OSError):
                if not one.is_symlink():
                    one.chmod(0o700)
