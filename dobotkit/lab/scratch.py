"""The temporary folder in which a lab lives, from its start to its end."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dobotkit.shipped import FOLDERS
from dobotkit.temporary import TemporaryFolder, places

__all__ = ["Scratch", "copy_content", "lay_out"]

_FOLDERS = (
    *("work", "tmp", "kernels", "config", "data", "runtime"),
    *("workspaces", "preferences", "ipython", "temp", "keeper"),
)
_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.pyc")


class Scratch(TemporaryFolder):
    """A fresh folder that only this user can enter, removed on leaving ``with``.

    The command holds it, and so does the server: a lab whose command was killed is still
    ending in order for some seconds.

    Parameters
    ----------
    parent:
        Where to make it. By default in memory where the system offers that
        (Linux), so that nothing is written to a disk, else in the folder for
        temporary files.

    Attributes
    ----------
    path:
        The folder itself.
    work:
        The working copy of lessons and notebooks; all that a browser sees.
    tmp:
        Where programs in a notebook put files that nobody sees, and what they take for
        a home folder. Kernels write here and into ``work``, and nowhere else.
    kernels:
        A folder for each kernel, with its sockets.
    config, data, runtime, workspaces, preferences, ipython, temp:
        What Jupyter and IPython read and the server writes, apart from the notebooks.
    keeper:
        The folder of the keeper alone.
    log:
        What the server says.
    """

    def __init__(self, parent: Path | None = None) -> None:
        super().__init__(parent or places()[0])
        self.work = self.path / "work"
        self.tmp = self.path / "tmp"
        self.kernels = self.path / "kernels"
        self.config = self.path / "config"
        self.data = self.path / "data"
        self.runtime = self.path / "runtime"
        self.workspaces = self.path / "workspaces"
        self.preferences = self.path / "preferences"
        self.ipython = self.path / "ipython"
        self.temp = self.path / "temp"
        self.keeper = self.path / "keeper"
        self.log = self.path / "server.log"
        lay_out(self.path)

    def copy_content(self, content: Path) -> None:
        """Make the working copy of ``lessons/`` and ``notebooks/`` in `content`."""
        copy_content(content, self.work)


def lay_out(folder: Path) -> None:
    """Make the folders of a lab in an empty one; only this user can enter them."""
    for name in _FOLDERS:
        (folder / name).mkdir(mode=0o700)


def copy_content(content: Path, work: Path) -> None:
    """Copy ``lessons/`` and ``notebooks/`` in `content` into a folder to work in.

    Hidden files stay behind. The copies can be changed and saved even if the installed
    files are read-only.
    """
    for name in FOLDERS:
        copy = work / name
        shutil.copytree(content / name, copy, ignore=_LEFT_BEHIND, copy_function=shutil.copyfile)
        for folder, _, _ in os.walk(copy):
            Path(folder).chmod(0o700)
