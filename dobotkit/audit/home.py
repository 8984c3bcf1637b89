"""A made-up home folder, so that an audit neither reads nor writes in anybody's own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from dobotkit.models.finding import VARIABLE, of_this_user

__all__ = ["Home", "elsewhere"]

# What would lead programs to the user's own settings, or to a lab that runs.
_LEFT_OUT = ("JUPYTER", "IPYTHON", "XDG_", "DOBOTKIT", "MPLCONFIGDIR", "PLAYWRIGHT")
_KEPT = {"DOBOTKIT_BROWSER", VARIABLE}


class Home:
    """A folder with all that belongs to one lab of an audit; deleted on leaving ``with``.

    Attributes
    ----------
    path:
        All of it.
    home, temp, work:
        The made-up home folder, folder for temporary files, and folder with notebooks.
    log:
        What the server and the command that started it say.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dobotkit-audit-")).resolve()
        self.home = self.path / "home"
        self.temp = self.path / "temp"
        self.work = self.home / "notebooks"
        self.log = self.path / "server.log"
        for folder in (self.home, self.temp, self.work):
            folder.mkdir(mode=0o700)

    def variables(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return `base` with all that leads programs to this home and not to the user's own."""
        ours = {
            name: value
            for name, value in base.items()
            if name in _KEPT or not name.startswith(_LEFT_OUT)
        }
        ours |= dict.fromkeys(("HOME", "USERPROFILE"), str(self.home))
        ours |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temp))
        if os.name == "nt":
            for name, folder in (("APPDATA", "Roaming"), ("LOCALAPPDATA", "Local")):
                ours[name] = str(self.home / "AppData" / folder)
        # The models are read where they are; a made-up home has none.
        ours.setdefault(VARIABLE, str(of_this_user().folder))
        # Not buffered: the address is read as soon as it is printed.
        return ours | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}

    def remove(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def elsewhere() -> tuple[Path, ...]:
    """Return the folders of this computer that a program may find without being told.

    The shared folder in memory, those for temporary files, and what Jupyter, IPython and
    the wastebasket have in the real home. Only what was changed during an audit is read.
    """
    home = Path.home()
    memory = Path("/dev/shm")  # noqa: S108 - only read
    return (
        *((memory,) if memory.is_dir() else ()),
        *(
            home / name
            for name in (
                ".jupyter",
                ".ipython",
                ".local/share/jupyter",
                ".local/share/Trash",
                ".cache/matplotlib",
                "Library/Jupyter",
                ".Trash",
                "AppData/Roaming/jupyter",
            )
        ),
    )
