"""A plain notebook at work: what Jupyter and IPython leave behind where nothing is switched off.

Nothing here imitates them: Jupyter's own classes save and delete, IPython's own shell runs the
cells, with the settings that they have when nobody changes any. Only their folders are others.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import shutil
import sys
import tempfile
import types
import weakref
from pathlib import Path
from typing import Any, Protocol, Self

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbformat import NotebookNode, sign

from dobotkit.errors import LessonError
from dobotkit.lesson.words import Sentence

__all__ = ["NOTEBOOK", "PLACES", "Files", "PlainFolder", "plain_folder"]

NOTEBOOK = "visit.ipynb"
"""The notebook that is used, shown and deleted."""

_v4: Any = nbformat.v4
_notary: Any = sign.NotebookNotary
_WORK, _HOME = "work", "home"
_TRASH = f"{_HOME}/.local/share/Trash"

PLACES = {
    "notebook": f"{_WORK}/{NOTEBOOK}",
    "checkpoint": f"{_WORK}/.ipynb_checkpoints/",
    "history": f"{_HOME}/.ipython/profile_default/history.sqlite",
    "store": f"{_HOME}/.ipython/profile_default/db/",
    "signatures": f"{_HOME}/.local/share/jupyter/",
    "trash": f"{_TRASH}/",
}
"""Where something may survive, and how the paths of its files begin."""

# What a visitor might type. The picture is there already, as from a camera.
_CELLS = (
    'visitor = "{name}"',
    "%store visitor",
    "from IPython.display import Image\nImage(data=picture)",
)


class _Canary(Protocol):
    @property
    def name(self) -> str: ...

    def png(self) -> bytes: ...


class Files(Sentence):
    """A list of files with their sizes in bytes."""

    __slots__ = ()


_latest: PlainFolder | None = None


class PlainFolder:
    """A working folder and a home folder, in which a notebook with nothing switched off is used.

    ::

        plain = leaks.plain_folder(canary)
        plain.visit()      # a visitor types a name, sees a picture, saves
        plain.delete()     # the notebook is deleted

    Each of them can be called once, in this order.

    Parameters
    ----------
    canary:
        Whose picture is shown and whose name is typed; invented.

    Attributes
    ----------
    path:
        Where it is, inside this computer's folder for temporary files. It is deleted with
        ``close``, and when the notebook ends.
    """

    def __init__(self, canary: _Canary) -> None:
        self._canary = canary
        self.path = Path(tempfile.mkdtemp(prefix="plain-")).resolve()
        # Also if nobody closes it.
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self._done: list[str] = []
        for folder in (_WORK, PLACES["signatures"]):
            (self.path / folder).mkdir(parents=True)
        # Of Jupyter and IPython little has types.
        self._manager: Any = _Manager(
            root_dir=str(self.path / _WORK),
            notary=_notary(data_dir=str(self.path / PLACES["signatures"])),
        )
        self._manager.trash = self.path / _TRASH

    @property
    def notebook(self) -> Path:
        """The notebook's file."""
        return self.path / PLACES["notebook"]

    def visit(self) -> Files:
        """Run three cells as a visitor would, and save twice; return the files that are there now.

        The first save is what JupyterLab does with Ctrl + S: it also puts a copy aside, the
        *checkpoint*. The second one is what it does by itself every two minutes.
        """
        self._next("visit")
        page = _v4.new_notebook(cells=_run(self.path / _HOME, self._canary))
        self._save(page)
        self._manager.create_checkpoint(NOTEBOOK)
        self._save(page)
        return self.files()

    def delete(self) -> Files:
        """Delete the notebook, as with a right click in the list of files."""
        self._next("delete", after="visit")
        self._manager.delete(NOTEBOOK)
        return self.files()

    def files(self) -> Files:
        """All files, with their sizes in bytes."""
        found = sorted(file for file in self.path.rglob("*") if file.is_file())
        if not found:
            return Files("There is no file in it.")
        sizes = [f"{file.stat().st_size:,}" for file in found]
        wide = max(map(len, sizes))
        return Files(
            "\n".join(
                f"{size:>{wide}} bytes  {file.relative_to(self.path).as_posix()}"
                for size, file in zip(sizes, found, strict=True)
            )
        )

    def close(self) -> None:
        """Delete the folder for good. Closing twice does nothing."""
        self._manager.notary.store.close()
        self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        done = ", ".join(self._done) or "nothing yet"
        return f"<a plain notebook's folder, done: {done}>"

    def _next(self, step: str, *, after: str = "") -> None:
        if step in self._done:
            raise LessonError(
                f"This plain notebook has had its {step}() already.",
                "For another one: plain = leaks.plain_folder(canary), then plain.visit()",
            )
        if after and after not in self._done:
            raise LessonError(
                f"Before {step}() comes {after}().", f"Run the cell with plain.{after}() first."
            )
        self._done.append(step)

    def _save(self, page: NotebookNode) -> None:
        # As JupyterLab marks the cells that somebody has run.
        self._manager.notary.mark_cells(page, True)
        self._manager.save({"type": "notebook", "format": "json", "content": page}, NOTEBOOK)


class _Manager(LargeFileManager):
    """Jupyter's own, but for the trash: the system's is the user's, and nothing of ours goes in."""

    trash: Path

    def delete_file(self, path: str) -> None:
        file = os.fsencode(self._get_os_path(path.strip("/")))  # type: ignore[no-untyped-call] # Jupyter's
        if sys.platform == "win32":
            Path(os.fsdecode(file)).unlink()
        else:
            # Where send2trash puts a file on Linux, without the question whose trash it is.
            from send2trash.plat_other import (  # type: ignore[import-untyped] # noqa: PLC0415 - not on Windows
                trash_move,
            )

            trash_move(file, os.fsencode(self.trash))


def _run(home: Path, canary: _Canary) -> list[NotebookNode]:
    """Run the cells in a shell of IPython of their own, and return them with their outputs."""
    # A module of its own: what the cells name stays out of this notebook.
    module = types.ModuleType("plain_notebook")
    plain: Any = InteractiveShell  # without types
    shell = plain(ipython_dir=str(home / ".ipython"), user_module=module)
    try:
        shell.extension_manager.load_extension("storemagic")
        shell.push({"picture": canary.png()})
        return [_run_cell(shell, source.format(name=canary.name)) for source in _CELLS]
    finally:
        # As at its end, which would come with that of this notebook only.
        shell.atexit_operations()
        atexit.unregister(shell.atexit_operations)
        sys.modules.pop(module.__name__, None)


def _run_cell(shell: Any, source: str) -> NotebookNode:  # noqa: ANN401 - IPython's
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = shell.run_cell(source, store_history=True)
    result.raise_error()
    number = result.execution_count
    if result.result is not None:
        # What a kernel sends to the page; in a terminal only its words would be printed.
        data, metadata = shell.display_formatter.format(result.result)
        output = _v4.new_output(
            "execute_result", data=data, metadata=metadata, execution_count=number
        )
    else:
        output = _v4.new_output("stream", name="stdout", text=said.getvalue())
    cell: NotebookNode = _v4.new_code_cell(source, execution_count=number, outputs=[output])
    return cell


def plain_folder(canary: _Canary) -> PlainFolder:
    """Make the folder of a plain notebook; the one that was made before is deleted.

    Parameters
    ----------
    canary:
        Whose picture is shown and whose name is typed; invented.
    """
    global _latest  # noqa: PLW0603 - one notebook, one of them
    if _latest is not None:
        _latest.close()
    _latest = PlainFolder(canary)
    return _latest
