"""The folder that a kernel works in: the lab's, or one of its own where there is no lab."""

from __future__ import annotations

import atexit
import os
import shutil
from pathlib import Path

from dobotkit.lab.scratch import Scratch

__all__ = ["VARIABLE", "OwnScratch"]

VARIABLE = "DOBOTKIT_SCRATCH"
"""The environment variable by which a lab tells its server where its folder is."""

_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.pyc")


class OwnScratch:
    """The lab's scratch folder, or one that is made here and ends here.

    Attributes
    ----------
    path:
        The folder. Kernels write into its ``work`` and ``tmp``, and have their own folders
        in ``kernels``.
    """

    def __init__(self) -> None:
        lab = os.environ.get(VARIABLE, "")
        self._ours = None if lab else Scratch()
        self.path = Path(lab).resolve() if self._ours is None else self._ours.path
        # What IPython would make in its folder, which a kernel cannot write to.
        for name in ("db", "log", "pid", "security", "startup"):
            folder = self.path / "ipython" / "profile_default" / name
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._ours is not None:
            atexit.register(self.close)

    def place_for(self, wanted: str | os.PathLike[str] | None) -> Path:
        """Return where a kernel is to work, given the folder that its notebook lies in.

        In a lab that is this folder, else a copy of it.
        """
        work = self.path / "work"
        source = Path(wanted or ".").resolve()
        if self._ours is None:
            return source if source.is_relative_to(work) and source.is_dir() else work
        if Path.home().resolve().is_relative_to(source):
            return work  # nobody wants a copy of all that somebody has
        copy = work / source.name
        # A kernel that is started again finds what it has left.
        if not copy.exists():
            shutil.copytree(
                source,
                copy,
                ignore=_LEFT_BEHIND,
                copy_function=shutil.copyfile,
                ignore_dangling_symlinks=True,
            )
        return copy

    def close(self) -> None:
        """Remove the folder if it is ours; twice does nothing."""
        if self._ours is not None:
            atexit.unregister(self.close)
            self._ours.remove()
            self._ours = None
