"""Kinds of remains, where they are looked for, and how they are told from what is somebody's."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from dobotkit import temporary
from dobotkit.sweep import history

__all__ = ["KINDS", "Kind", "Remain", "look"]

# A mark of the kit in a notebook, whatever its cells do with it.
_MARK: Final = b"dobotkit"
_LARGEST: Final = 64 * 2**20
_SERVER = re.compile(r"(?:jp|nb)server-(?P<process>\d+)(?:-open)?\.(?:json|html)")
_KERNEL = re.compile(r"kernel-[\w-]+\.json")
_COPY: Final = b'"dobotkit copy '
_CRASH: Final = b"dobotkit crash report"
_LEFT_OUT: Final = frozenset({".git", ".venv", "node_modules"})


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of remains.

    Attributes
    ----------
    id:
        The word for ``--also``.
    words:
        What it is, in the plural.
    asked:
        Whether it is deleted only when it is named: it may be wanted by somebody.
    """

    id: str
    words: str
    asked: bool


KINDS: Final = {
    kind.id: kind
    for kind in (
        Kind("labs", "folders of labs that were killed", asked=False),
        Kind("servers", "notes of Jupyter servers and kernels that have ended", asked=False),
        Kind("checkpoints", "second copies of notebooks, in the folders you named", asked=False),
        Kind(
            "copies", "copies of data and reports of errors, in the folders you named", asked=True
        ),
        Kind("trash", "notebooks in the trash that use the kit", asked=True),
        Kind("history", "IPython's records of sessions that used the kit", asked=True),
    )
}
"""All kinds, by their words for ``--also``."""


class Remain:
    """What there is of one kind.

    Parameters
    ----------
    kind:
        Of which kind.
    count:
        How many.
    sweep:
        Deletes them, and returns how many it was.
    paths:
        Where they are, if that is known before.

    Attributes
    ----------
    kind, count, paths:
        As above.
    """

    def __init__(
        self, kind: Kind, count: int, sweep: Callable[[], int], paths: tuple[Path, ...] = ()
    ) -> None:
        self.kind = kind
        self.count = count
        self.paths = paths
        self._sweep = sweep

    def delete(self) -> int:
        """Delete them; return how many it was."""
        return self._sweep()

    def __repr__(self) -> str:
        return f"<Remain: {self.count} {self.kind.words}>"


def look(folders: Iterable[Path] = ()) -> tuple[Remain, ...]:
    """Count what there is of each kind; delete nothing.

    Parameters
    ----------
    folders:
        Where to look for checkpoints, copies and reports.
    """
    folders = tuple(folders)
    databases = tuple(_profiles("history.sqlite"))
    return (
        Remain(KINDS["labs"], temporary.sweep(dry=True), temporary.sweep),
        _files("servers", _servers()),
        _files("checkpoints", _checkpoints(folders)),
        _files("copies", _copies(folders)),
        _files("trash", _trash()),
        Remain(
            KINDS["history"],
            sum(map(history.count, databases)),
            lambda: sum(map(history.delete, databases)),
            databases,
        ),
    )


def _files(kind: str, found: Iterable[Path]) -> Remain:
    paths = tuple(found)
    return Remain(KINDS[kind], len(paths), lambda: sum(map(_deleted, paths)), paths)


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    with contextlib.suppress(OSError):
        # What the trash noted about it; and a folder that held nothing else.
        (path.parent.parent / "info" / f"{path.name}.trashinfo").unlink(missing_ok=True)
        if path.parent.name == ".ipynb_checkpoints":
            path.parent.rmdir()
    return True


def _servers() -> Iterator[Path]:
    """Notes that hold the pass of a server whose program has ended, or the key of a kernel."""
    import psutil  # noqa: PLC0415 - takes a while
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415 - the same

    for path in _inside(Path(jupyter_runtime_dir())):
        server = _SERVER.fullmatch(path.name)
        # Which kernel runs with a file is written nowhere; none is older than the computer's start.
        with contextlib.suppress(FileNotFoundError):  # its server has just ended
            kernel = _KERNEL.fullmatch(path.name) and path.stat().st_mtime < psutil.boot_time() - 60
            if kernel or (server and not psutil.pid_exists(int(server["process"]))):
                yield path


def _checkpoints(folders: Iterable[Path]) -> Iterator[Path]:
    for path in _below(folders):
        if path.parent.name == ".ipynb_checkpoints" and path.stem.endswith("-checkpoint"):
            yield path


def _copies(folders: Iterable[Path]) -> Iterator[Path]:
    for path in _below(folders):
        if (path.suffix == ".json" and _COPY in _beginning(path, 200)) or (
            path.name.startswith("crash-report") and _beginning(path, 200).startswith(_CRASH)
        ):
            yield path


def _trash() -> Iterator[Path]:
    """Notebooks in this user's trash that use the kit. Windows keeps its trash to itself."""
    if sys.platform == "win32":
        return
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    folder = Path.home() / ".Trash" if sys.platform == "darwin" else data / "Trash" / "files"
    for path in _inside(folder):
        if path.suffix == ".ipynb" and _MARK in _beginning(path, _LARGEST):
            yield path


def _profiles(name: str) -> Iterator[Path]:
    folder = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython")
    with contextlib.suppress(OSError):
        yield from sorted(path for path in folder.glob(f"profile_*/{name}") if path.is_file())


def _inside(folder: Path) -> list[Path]:
    """The files in a folder, without links."""
    with contextlib.suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return []


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    """The files in folders and below, each once; links are not followed."""
    seen: set[Path] = set()
    for start in folders:
        for folder, inner, names in os.walk(start):
            inner[:] = sorted(set(inner) - _LEFT_OUT)
            for path in (Path(folder, name) for name in sorted(names)):
                if path.is_file() and not path.is_symlink() and path.resolve() not in seen:
                    seen.add(path.resolve())
                    yield path


def _beginning(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
