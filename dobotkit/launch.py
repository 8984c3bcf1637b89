"""How a keeper is started: its own folder, a clean environment, no shell.

Whoever starts one (the lab, ``dobotkit keeper``, or the first notebook that needs a
keeper and finds none) does it here. Nothing that a pupil can set reaches it: neither
``PYTHONPATH`` and ``LD_PRELOAD`` nor a ``random.py`` that lies beside the notebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dobotkit

__all__ = ["clean_environment", "start_keeper"]

# What a Python program needs of its environment to run at all, on all systems. The
# rest could change what code it runs or where it sends something.
_KEPT = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "PATH",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CONFIG_HOME",
)


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables that a keeper gets."""
    kept = {name: value for name, value in environment.items() if name.upper() in _KEPT}
    place = Path(dobotkit.__file__).resolve().parent.parent
    if place not in map(Path, (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))):
        # The kit runs from a checkout: the keeper has to be the same one.
        kept["PYTHONPATH"] = str(place)
    # No bytecode beside the code, no user's site-packages with code of the user's own.
    kept |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    return kept


def start_keeper(
    arguments: Sequence[str],
    *,
    pass_fds: Sequence[int] = (),
    stdout: int | None = subprocess.DEVNULL,
    stderr: int | None = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a keeper's process, out of reach of this terminal's Ctrl-C.

    Its standard input is a pipe whose other end this process holds: when that ends,
    however it ends, the keeper ends.

    Parameters
    ----------
    arguments:
        Of ``python -P -m dobotkit.keeper.process``.
    pass_fds:
        Descriptors that it inherits (not on Windows).
    """
    more: dict[str, Any] = {}
    if sys.platform == "win32":
        more["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        # An interrupt reaches a whole process group; this is another one.
        more |= {"start_new_session": True, "pass_fds": tuple(pass_fds)}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "dobotkit.keeper.process", *arguments],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        cwd=_nowhere(),
        env=clean_environment(os.environ),
        **more,
    )


def _nowhere() -> str:
    """Return a folder in which nobody but the system keeps anything."""
    return os.path.abspath(os.sep) if sys.platform != "win32" else tempfile.gettempdir()  # noqa: PTH100
