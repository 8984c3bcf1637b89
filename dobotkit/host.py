"""On whose computer this runs: your own, a server of Binder, or a hub."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

__all__ = ["host_of", "say_host"]

# Ours, set by binder/start: BinderHub's own names have changed before.
_BINDER = (
    "DOBOTKIT_BINDER",
    "BINDER_LAUNCH_HOST",
    "BINDER_REPO_URL",
    "BINDER_REF_URL",
    "BINDER_REQUEST",
)
# What a lab on one's own computer has, and no other place can.
_NOT_TO_BE_HAD = (
    "Whoever runs that server could look at what you do, no lab deletes its disk for you, and "
    "your browser is not shut in: no names and no pictures of people here."
)
_HUB = ("JUPYTERHUB_API_URL", "JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_USER")


def host_of(variables: Mapping[str, str], release: str = "") -> str:
    """Return ``"binder"``, ``"hub"``, ``"wsl"`` or ``"own"``.

    Binder runs on a hub, so its variables count first.

    Parameters
    ----------
    variables:
        The environment.
    release:
        What the system calls its kernel: Microsoft's names itself.
    """
    if any(variables.get(name) for name in _BINDER):
        return "binder"
    if any(variables.get(name) for name in _HUB):
        return "hub"
    return "wsl" if "microsoft" in release.lower() else "own"


def say_host(variables: Mapping[str, str]) -> str:
    """Return a sentence for whoever works on somebody else's computer, else nothing.

    Parameters
    ----------
    variables:
        The environment.
    """
    host = host_of(variables)
    if host == "binder":
        where = f"a server of {_binder_name(variables)}"
    elif host == "hub":
        where = "a server that several people share"
    else:
        return ""
    return f"This runs on {where}, not on your computer. {_NOT_TO_BE_HAD}"


def _binder_name(variables: Mapping[str, str]) -> str:
    """Return who was asked for this server, for example mybinder.org; Binder if unknown."""
    try:
        name = urlsplit(variables.get("BINDER_LAUNCH_HOST", "")).hostname or ""
    except ValueError:
        name = ""
    return name if re.fullmatch(r"[a-z0-9.-]+", name) else "Binder"
