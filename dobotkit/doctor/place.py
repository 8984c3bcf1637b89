"""Where the kit runs: on what kind of computer, and in which folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from dobotkit.doctor.finding import Finding, good, shown, warning

__all__ = [
    "DEEPEST",
    "Mount",
    "check_host",
    "check_installation",
    "check_network_folders",
    "check_paths",
]

# Longest path below site-packages in a fresh installation, with room to grow.
DEEPEST = 160
_WINDOWS_LIMIT = 260
_SHARED = {
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "nfs",
    "nfs4",
    "afpfs",
    "webdav",
    "davfs",
    "ncpfs",
}
_SHARED |= {"afs", "9p", "vboxsf", "vmhgfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "fuse.gvfsd-fuse"}

# Where a file system begins, of which type it is, and its mount options.
Mount = tuple[str, str, str]


def check_host(host: str) -> Finding:
    """Say what kind of computer this is, as `dobotkit.host.host_of` names it."""
    name = "Computer"
    if host == "binder":
        return good(
            name,
            "This is Binder: somebody else's computer on the internet.",
            "No arm can be plugged in, memory ends at about 2 GB, and it is deleted "
            "ten minutes after the last click.",
            "Use the simulated arm. Keep work with the button Download my work.",
        )
    if host == "hub":
        return good(
            name,
            "This is a JupyterHub: a computer that several people share.",
            "An arm on your desk is not plugged into it.",
            "Use the simulated arm, or ask who runs the hub about arms.",
        )
    if host == "wsl":
        return good(
            name,
            "This is Linux inside Windows (WSL).",
            "USB devices belong to Windows and do not show up here.",
            "For a real arm use the Windows Python: py start.py",
        )
    return good(name, "Not on Binder or a hub.")


def check_paths(
    folders: Mapping[str, str], *, windows: bool, long_paths: bool, misread: bool
) -> list[Finding]:
    """Look for folders whose names make trouble.

    Parameters
    ----------
    folders:
        What they are for, and their paths. ``"packages"`` is the one in which
        packages are installed.
    windows:
        Whether the rules of Windows hold.
    long_paths:
        Whether this Windows allows paths of more than 260 characters.
    misread:
        Whether this Python reads file names in an old encoding.
    """
    name = "Paths"
    found = []
    length = len(folders.get("packages", "")) + 1 + DEEPEST
    if windows and not long_paths and length > _WINDOWS_LIMIT:
        found.append(
            warning(
                name,
                f"The kit's folder has a long path; files in it need up to {length} characters.",
                "This Windows stops at 260: JupyterLab may install in part and show an empty page.",
                "Move the kit to a short path such as C:\\dobotkit, delete .venv there, and type: "
                "py start.py",
            )
        )
    odd = [use for use, path in folders.items() if not path.isascii()]
    if windows and misread and odd:
        found.append(
            warning(
                name,
                f"There are letters such as ä or é in the path of: {', '.join(odd)}.",
                "Before Python 3.13, Windows misreads them in some files.",
                "Type this first, in the same window: set PYTHONUTF8=1    (start.py does it too)",
            )
        )
    if found:
        return found
    spaces = any(" " in path for path in folders.values())
    notes = [word for word, here in (("spaces", spaces), ("non-ASCII letters", bool(odd))) if here]
    return [good(name, f"With {' and '.join(notes)}, which is fine." if notes else "Nothing odd.")]


def check_installation(package: str, *, writable: bool) -> Finding:
    """Say whether this user may change the installed kit; it works either way."""
    if writable:
        return good("Installation", f"In {shown(package)}.")
    return good(
        "Installation",
        f"In {shown(package)}, read-only for you.",
        "The lab works all the same. Updates are up to whoever installed it.",
    )


def check_network_folders(folders: Mapping[str, str], mounts: Iterable[Mount]) -> list[Finding]:
    """Look which folders are on a file server.

    Parameters
    ----------
    folders:
        What they are for (``"home"``, ``"packages"``, ``"temporary files"``), and their paths.
    mounts:
        The file systems of this computer.
    """
    name = "Network folders"
    mounts = list(mounts)
    remote = [use for use, path in folders.items() if _is_remote(path, mounts)]
    slow = [use for use in remote if use != "home"]
    if slow:
        return [
            warning(
                name,
                f"On a network share: {', '.join(remote)}.",
                "Thousands of small files come from there: the lab starts slowly, and when the "
                "whole class starts, very slowly. Without the network it does not start.",
                "Put the kit on a disk of this computer, such as C:\\dobotkit or /opt/dobotkit.",
            )
        ]
    if remote:
        return [
            good(
                name,
                "Your home folder is on a network share.",
                "The lab keeps nothing there, so that is fine.",
            )
        ]
    return [good(name, "None is used.")]


def _is_remote(path: str, mounts: list[Mount]) -> bool:
    if path.startswith(("\\\\", "//")):
        return not path.startswith(("\\\\?\\", "\\\\.\\"))
    best, remote = -1, False
    for where, kind, options in mounts:
        if len(where) > best and _is_below(path, where):
            best = len(where)
            remote = kind.lower() in _SHARED or "remote" in options.lower().split(",")
    return remote


def _is_below(path: str, where: str) -> bool:
    if os.name == "nt":
        return PurePath(path).is_relative_to(PurePath(where))
    return path == where or path.startswith(where.rstrip("/") + "/")
