"""Folders and files that an escape could write to or read, seen from outside.

Some are real places of this computer (home, /var/tmp …): what an escape leaves there has the
mark in its name, says nothing, and is removed.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import sysconfig
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import dobotkit
from dobotkit.escapes.marks import ids_in
from dobotkit.escapes.queued import has_queue, seen_in_queue
from dobotkit.lab.scratch import Scratch

__all__ = ["Grounds"]

_PRECIOUS = "This file belongs to somebody else.\n"
_OWNER_ONLY = 0o600
# What the server has written into the work folder, because a kernel has asked it.
_BY_OTHERS = frozenset(("server",))
_SAID = frozenset(("standard-output",))


class Grounds:
    """All that can be looked at afterwards, for one run in one kind of kernel.

    Parameters
    ----------
    run:
        What the marks of this run begin with.
    scratch:
        The folders of the lab whose kernel tries to get out.

    Attributes
    ----------
    target:
        Where they are, as escapes have to know it.
    own:
        A folder of the judge, which no notebook has to do with.
    output:
        A file for what the kernel's program says.
    secret:
        What stands in a file there, and nowhere else.
    """

    def __init__(self, run: str, scratch: Scratch) -> None:
        self._run = run
        self.own = Path(tempfile.mkdtemp(prefix="dobotkit-guard-"))
        # On the same disk as the scratch folder: files can be moved there, not only copied.
        beside = Path(tempfile.mkdtemp(prefix="dobotkit-guard-", dir=scratch.path.parent))
        self.secret = f"{run}-nobody-knows-this"
        self._precious = self.own / "precious"
        self._precious.write_text(_PRECIOUS, encoding="utf-8")
        self._queued = set[str]()
        self._quiet = self.own / "quiet"
        self._quiet.write_text(_PRECIOUS, encoding="utf-8")
        self._quiet.chmod(_OWNER_ONLY)
        self._since = self._quiet.stat().st_mtime_ns
        self.output = self.own / "output"
        self.output.touch()
        self.secret_file = self.own / "secret"
        self.secret_file.write_text(self.secret, encoding="utf-8")
        (beside / "secret").write_text(self.secret, encoding="utf-8")
        startup = scratch.ipython / "profile_default" / "startup"
        kernelspecs = scratch.data / "kernels"
        kernel = scratch.kernels / run[-8:]
        for folder in (startup, kernelspecs, kernel, self.own / "folder", self.own / "crashes"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = {"other_key": kernel / "c.json", "keeper_key": scratch.keeper / f"{run}.key"}
        for key in keys.values():
            key.write_text(self.secret, encoding="utf-8")
        places = {
            "folder": self.own / "folder",
            "crashes": self.own / "crashes",
            "beside": beside,
            "home": Path.home(),
            "temp": Path(tempfile.gettempdir()),
            "var_tmp": Path("/var/tmp"),  # noqa: S108 - whether it can be written is the question
            "shm": Path("/dev/shm"),  # noqa: S108
            "packages": Path(sysconfig.get_path("purelib")),
            "kit": Path(dobotkit.__file__).parent,
            "config": scratch.config,
            "startup": startup,
            "kernelspecs": kernelspecs,
            "kernel": kernel,
            "work": scratch.work,
            "runtime": scratch.runtime,
        }
        self._places = {name: place for name, place in places.items() if place.is_dir()}
        self._mine = (self.own, beside, kernel)
        self._keeper_key = keys["keeper_key"]
        self.target: dict[str, Any] = {name: str(place) for name, place in self._places.items()}
        self.target |= {name: str(key) for name, key in keys.items()}
        self.target |= {
            "precious": str(self._precious),
            "quiet": str(self._quiet),
            "output": True,
            "restart": True,
            **({"at": True} if has_queue() else {}),
            "secret": str(self.secret_file),
        }

    def seen(self) -> set[str]:
        """Return the ids of the escapes that have left something."""
        self._queued |= seen_in_queue(self._run)
        found = ids_in(self._precious.read_bytes(), self._run)
        if not self._precious.read_text(encoding="utf-8", errors="replace").startswith(_PRECIOUS):
            found.add("truncate")
        found |= self._seen_on_the_outside() | self._queued
        # Errors that others have caused are said there as well, with their marks.
        found |= ids_in(self.output.read_bytes(), self._run) & _SAID
        for path in self._left():
            named = ids_in(path.name.encode(), self._run)
            # Into its own work folder a notebook may write, but no sign that leads out, no
            # device, and not with the server's hand.
            leads_out = path.is_symlink() or path.is_char_device()
            inside = path.parent == self._places["work"] and not leads_out
            found |= named & _BY_OTHERS if inside else named
        for path in self._places["crashes"].iterdir():
            with suppress(OSError):
                found |= ids_in(path.read_bytes(), self._run)
        return found

    def _seen_on_the_outside(self) -> set[str]:
        """What can be told of a file without opening it."""
        about = self._quiet.stat()
        found = {"chmod"} if stat.S_IMODE(about.st_mode) != _OWNER_ONLY else set[str]()
        if about.st_mtime_ns != self._since:
            found.add("time-stamp")
        if sys.platform == "linux":
            for note in os.listxattr(self._quiet):
                found |= ids_in(note.encode(), self._run)
        return found

    def close(self) -> None:
        """Remove what escapes have left, and the judge's own folders."""
        for path in self._left():
            with suppress(OSError):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
        self._keeper_key.unlink(missing_ok=True)
        for folder in self._mine:
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _left(self) -> list[Path]:
        return [path for place in self._places.values() for path in place.glob(f"{self._run}-*")]
