"""``search``: where in folders a canary is, in files of any size, and in their names."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dobotkit.canary.canary import Canary
from dobotkit.canary.scan import Find, Scanner

__all__ = ["FileFind", "Report", "search"]

# Large files are read in pieces that overlap by the largest picture that is expected in one.
_PIECE = 32 << 20
_OVERLAP = 1 << 20


@dataclass(frozen=True)
class FileFind:
    """A file in which something of a canary was found, or whose name says it.

    Attributes
    ----------
    folder:
        Which of the folders that were searched, by its place in the list.
    path:
        The file within that folder, with ``/`` between the parts.
    find:
        What was found, and in which form.
    """

    folder: int
    path: str
    find: Find


@dataclass(frozen=True)
class Report:
    """What a search has found.

    Attributes
    ----------
    finds:
        One for each file, thing and form.
    files, bytes:
        How much was read.
    seconds:
        How long that took.
    unread:
        How many files and folders could not be read, so that nobody knows.
    sockets:
        Unix sockets that are there, as paths within their folders.
    """

    finds: tuple[FileFind, ...] = ()
    files: int = 0
    bytes: int = 0
    seconds: float = field(default=0.0, compare=False)
    unread: int = 0
    sockets: tuple[str, ...] = ()

    @property
    def by_file(self) -> dict[str, tuple[str, ...]]:
        """What was found in each file: ``picture``, ``name`` ..., sorted."""
        files: dict[str, set[str]] = {}
        for one in self.finds:
            files.setdefault(one.path, set()).add(one.find.what)
        return {path: tuple(sorted(what)) for path, what in sorted(files.items())}

    def __str__(self) -> str:
        read = f"{self.files} files, {self.bytes / 1e6:.1f} MB read in {self.seconds:.1f} s"
        if self.unread:
            read += f"; {self.unread} could not be read"
        if not self.finds:
            return f"Nothing found. {read}."
        lines = [f"Found in {len(self.by_file)} file(s). {read}."]
        for path, what in self.by_file.items():
            forms = sorted({one.find.form for one in self.finds if one.path == path})
            more = f" and {len(forms) - 3} more forms" if len(forms) > 3 else ""  # noqa: PLR2004 - enough for a line
            lines.append(f"  {path}: {', '.join(what)} ({', '.join(forms[:3])}{more})")
        return "\n".join(lines)

    __repr__ = __str__


def search(
    folders: Iterable[str | os.PathLike[str]],
    canary: Canary,
    *,
    since: float | None = None,
    scanner: Scanner | None = None,
) -> Report:
    """Search all files below some folders, and their names, for a canary.

    ::

        print(search(["."], canary))

    Links are not followed, but where they lead to is read as a text.

    Parameters
    ----------
    folders:
        Where to search. One that is not there is empty. A file may be named as well.
    canary:
        What to look for.
    since:
        Leave out files that were changed before this moment, as `time.time` tells it (s).
    scanner:
        One that was made for this canary, if several searches are made.
    """
    begun = time.perf_counter()
    reader = _Reader(scanner or Scanner(canary))
    for number, folder in enumerate(map(Path, folders)):
        for path, about in _walk(folder):
            if about is None:
                reader.unread += 1
            elif since is None or max(about.st_mtime, about.st_ctime) >= since:
                inner = path.relative_to(folder).as_posix() if path != folder else path.name
                found = reader.read(path, inner, about)
                reader.finds += [FileFind(number, inner, find) for find in sorted(found)]
    return Report(
        tuple(reader.finds),
        reader.files,
        reader.size,
        time.perf_counter() - begun,
        reader.unread,
        tuple(reader.sockets),
    )


class _Reader:
    """Reads one file after the other, and counts."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self.finds: list[FileFind] = []
        self.sockets: list[str] = []
        self.files = self.size = self.unread = 0

    def read(self, path: Path, inner: str, about: os.stat_result) -> set[Find]:
        """Return what is in the name of a file, and in the file."""
        name = inner
        if stat.S_ISLNK(about.st_mode):
            name += f" {_target(path)}"
        elif stat.S_ISSOCK(about.st_mode):
            self.sockets.append(inner)
        found = {
            Find(one.what, one.form, ("file name",), 0, one.times)
            for one in self._scanner.scan(name.encode("utf-8", "replace"))
        }
        if not stat.S_ISREG(about.st_mode):
            return found
        try:
            for piece in _pieces(path):
                self.size += min(len(piece), _PIECE)
                found.update(self._scanner.scan(piece))
            self.files += 1
        except FileNotFoundError:
            return set()  # gone since it was listed
        except OSError:
            self.unread += 1
        return found


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result | None]]:
    """All below a folder; None for what cannot be looked into."""
    try:
        about = folder.lstat()
    except FileNotFoundError:
        return
    except OSError:
        yield folder, None
        return
    if not stat.S_ISDIR(about.st_mode):
        yield folder, about
        return
    todo = [folder]
    while todo:
        here = todo.pop()
        try:
            entries: Sequence[os.DirEntry[str]] = sorted(os.scandir(here), key=lambda one: one.name)
        except FileNotFoundError:
            continue
        except OSError:
            yield here, None
            continue
        for entry in entries:
            try:
                about = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            yield Path(entry.path), about
            if stat.S_ISDIR(about.st_mode):
                todo.append(Path(entry.path))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]


def _target(link: Path) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115 - as a text, which may lead nowhere
    except OSError:
        return ""
