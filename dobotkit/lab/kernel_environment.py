"""The environment variables of a notebook's kernel: only those that it needs.

Whoever starts a lab may have passwords and keys in the environment, and has a name there.
None of it reaches a kernel.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from dobotkit.hardening import WIPING
from dobotkit.launch import user_site
from dobotkit.no_tracking import VARIABLE as NO_TRACKING
from dobotkit.no_tracking import no_tracking

__all__ = ["kernel_environment"]

# What Python, its libraries and programs need to run at all, on all systems.
_KEPT = frozenset(
    (
        "COMSPEC",
        "CONDA_DEFAULT_ENV",
        "CONDA_PREFIX",
        "DYLD_LIBRARY_PATH",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "NUMBER_OF_PROCESSORS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "PATHEXT",
        "PROCESSOR_ARCHITECTURE",
        "PROCESSOR_IDENTIFIER",
        "PYTHONDEVMODE",
        "PYTHONHASHSEED",
        "PYTHONPATH",
        "PYTHONUTF8",
        "PYTHONWARNINGS",
        "SHELL",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "TZ",
        "VIRTUAL_ENV",
        "WINDIR",
    )
)
_KEPT_BEGINNINGS = ("LC_",)
# Lists of folders with code that is run, or linked to a program, before there is a wall. An
# empty entry (a list that ends in ":") or a relative one means the folder a program starts
# in: for a kernel that is the folder of its notebook, where a cell can write.
_CODE = ("DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
# The kit's own, but for those that lead to the keeper and to the lab's folder; and who
# Binder and a hub are, as far as a lesson says it.
_OURS = "DOBOTKIT_"
_NOT_THESE = frozenset(("DOBOTKIT_KEEPER", "DOBOTKIT_SCRATCH"))
_HOSTS = frozenset(
    (
        "BINDER_LAUNCH_HOST",
        "BINDER_REF_URL",
        "BINDER_REPO_URL",
        "BINDER_REQUEST",
        "JUPYTERHUB_API_URL",
    )
)
# What Jupyter hands to a kernel that it starts.
_JUPYTER = frozenset(
    ("IPY_INTERRUPT_EVENT", "JPY_INTERRUPT_EVENT", "JPY_PARENT_PID", "JPY_SESSION_NAME")
)
# Whoever sits there, it is nobody's business.
_NOBODY = "pupil"


def kernel_environment(base: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """Return the variables that a kernel is started with.

    Parameters
    ----------
    base:
        The variables that it would have got.
    scratch:
        The lab's folder; what counts as home folder of a kernel lies in it.
    """
    kept = {name: value for name, value in base.items() if _is_kept(name)}
    temporary = scratch / "tmp"
    home = _made(temporary / "home")
    kept["PATH"] = _without_home(kept.get("PATH", os.defpath))
    for name in _CODE:
        kept |= _out_of_reach(name, kept.pop(name, ""), scratch)
    kept |= dict.fromkeys(("HOME", "USERPROFILE"), str(home))
    kept |= dict.fromkeys(("LOGNAME", "USER", "USERNAME"), _NOBODY)
    kept |= dict.fromkeys(("TEMP", "TMP", "TMPDIR"), str(temporary))
    kept |= WIPING | user_site()
    kept |= {
        "APPDATA": str(home),
        "IPYTHONDIR": str(scratch / "ipython"),
        "LOCALAPPDATA": str(home),
        "MPLCONFIGDIR": str(_made(home / "matplotlib")),
        # The code that it runs lies where it may not write.
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(_made(home / "cache")),
        "XDG_CONFIG_HOME": str(_made(home / "config")),
    }
    if no_tracking(os.environ):  # also where a kernel is started again
        kept[NO_TRACKING] = "1"
    return kept


def _is_kept(name: str) -> bool:
    name = name.upper()
    if name.startswith(_OURS):
        return name not in _NOT_THESE
    return name in _KEPT | _HOSTS | _JUPYTER or name.startswith(_KEPT_BEGINNINGS)


def _without_home(path: str) -> str:
    """Leave out what lies in somebody's home folder, whose name is seldom made up.

    A Python that lies there stays: without it nothing runs.
    """
    home, python = Path.home(), Path(sys.prefix)
    return os.pathsep.join(
        one
        for one in path.split(os.pathsep)
        if one and (not Path(one).is_relative_to(home) or Path(one).is_relative_to(python))
    )


def _out_of_reach(name: str, folders: str, scratch: Path) -> dict[str, str]:
    """Leave out the folders that a cell can write to; the variable too, if none is left."""
    whole = [
        one
        for one in folders.split(os.pathsep)
        if Path(one).is_absolute() and not Path(one).resolve().is_relative_to(scratch.resolve())
    ]
    return {name: os.pathsep.join(whole)} if whole else {}


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
