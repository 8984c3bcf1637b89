"""How a keeper is started: its own folder, a clean environment, no shell.

Whoever starts one (the lab, ``dobotkit keeper``, or the first notebook that needs a
keeper and finds none) does it here. Nothing that a pupil can set reaches it: neither
``PYTHONPATH`` and ``LD_PRELOAD`` nor a ``random.py`` that lies beside the notebook.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import site
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import dobotkit
from dobotkit.errors import KeeperGone
from dobotkit.hardening import WIPING

__all__ = ["clean_environment", "ready_line", "start_keeper", "user_site"]

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
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
)
# Where models lie, as whoever starts it has said: it works in another folder.
_MODELS = "DOBOTKIT_MODELS"

_READY = "ready "
# A watchdog, not an estimate: a slow computer, whose virus scanner reads every file (s).
_START_S = 60.0


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables that a keeper gets."""
    kept = {name: value for name, value in environment.items() if name.upper() in _KEPT}
    if environment.get(_MODELS):
        kept[_MODELS] = os.path.abspath(environment[_MODELS])  # noqa: PTH100 - links stay
    # No bytecode is written beside the code.
    kept |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"} | WIPING
    place = Path(dobotkit.__file__).resolve().parent.parent
    if not _is_installed(place):
        # The kit runs from a checkout: the keeper has to be the same one.
        kept["PYTHONPATH"] = str(place)
    return kept | user_site()


def start_keeper(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    pass_fds: Sequence[int] = (),
    log: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a keeper's process, out of reach of this terminal's Ctrl-C.

    Its standard input is a pipe whose other end this process holds: when that ends,
    however it ends, the keeper ends. One that is given a connection (``--fd``) ends
    with that instead.

    Parameters
    ----------
    arguments:
        Of ``python -P -m dobotkit.keeper.process``.
    folder:
        Where it works; a folder that nobody else writes to.
    pass_fds:
        Descriptors that it inherits (not on Windows).
    log:
        Where it says what goes wrong.
    """
    more: dict[str, Any] = {}
    if sys.platform == "win32":
        more["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        # An interrupt reaches a whole process group; this is another one.
        more |= {"start_new_session": True, "pass_fds": tuple(pass_fds)}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "dobotkit.keeper.process", *arguments],
        stdin=subprocess.DEVNULL if pass_fds else subprocess.PIPE,
        stdout=subprocess.DEVNULL if pass_fds else subprocess.PIPE,
        stderr=log,
        cwd=folder or os.path.abspath(os.sep),  # noqa: PTH100 - of this drive
        env=clean_environment(os.environ),
        **more,
    )


def ready_line(keeper: subprocess.Popen[bytes]) -> str:
    """Wait until a keeper listens; return its address.

    Raises
    ------
    KeeperGone
        It has ended before.
    """
    timer = threading.Timer(_START_S, keeper.kill)
    timer.daemon = True
    timer.start()
    line = keeper.stdout.readline().decode("utf-8", "replace").strip() if keeper.stdout else ""
    timer.cancel()
    if not line.startswith(_READY):
        raise KeeperGone(
            "The keeper, the process that looks after the arms, has not started.",
            "Try again. If that does not help: dobotkit doctor",
        )
    return line.removeprefix(_READY)


def _is_installed(place: Path) -> bool:
    """Whether a Python without any of our variables finds this copy of the kit."""
    if place in map(Path, (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))):
        return True
    try:
        note = importlib.metadata.distribution("dobotkit-classroom").read_text("direct_url.json")
        return bool(note) and json.loads(note or "{}").get("url") == place.as_uri()
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return False


def user_site() -> dict[str, str]:
    """Return variables with which a program reads nothing from where a notebook may write.

    What is installed for one user is looked for in the home folder, and what a notebook takes
    for that is a folder it can fill: its next start would read it, before there is a wall.
    """
    if not _needs_user_site():
        return {"PYTHONNOUSERSITE": "1"}
    return {"PYTHONUSERBASE": site.getuserbase()}


def _needs_user_site() -> bool:
    """Whether a part of the kit is installed for this user alone."""
    if not site.ENABLE_USER_SITE:
        return False
    users = Path(site.getusersitepackages())
    specs = (importlib.util.find_spec(name) for name in ("dobotkit", "pydantic", "serial"))
    return any(spec and spec.origin and Path(spec.origin).is_relative_to(users) for spec in specs)
