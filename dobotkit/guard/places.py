"""Where a notebook's kernel may read, and where it may write."""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dobotkit
from dobotkit.guard.landlock import DEVICE, LIST, READ, SOCKETS, WRITE, together

__all__ = ["Places"]

# Programs and libraries of the system.
_SYSTEM = (
    "/bin",
    "/gnu/store",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/sbin",
    "/usr",
    "/var/cache/fontconfig",
)
# How many processors there are and how much memory: libraries ask that at their start.
_NUMBERS = (
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/loadavg",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys/kernel",
    "/proc/sys/vm",
    "/proc/uptime",
    "/proc/version",
    "/proc/vmstat",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
    "/sys/fs/cgroup",
    "/sys/kernel/mm/transparent_hugepage",
)
# Not net, which lists this computer's connections and its neighbours.
_ITSELF = (
    "auxv",
    "cgroup",
    "cmdline",
    "comm",
    "fd",
    "fdinfo",
    "io",
    "limits",
    "maps",
    "mountinfo",
    "mounts",
    "oom_score",
    "smaps",
    "smaps_rollup",
    "stat",
    "statm",
    "status",
)
# Not the list of users, in which teachers stand by their names.
_SETTINGS = (
    "/etc/alternatives",
    "/etc/bash.bashrc",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/os-release",
    "/etc/pki/tls/openssl.cnf",
    "/etc/ssl/openssl.cnf",
    "/etc/terminfo",
    "/etc/timezone",
)
_DEVICES = ("full", "null", "random", "urandom", "zero")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one kernel.

    Attributes
    ----------
    scratch:
        The folder of the lab. Of it the kernel sees ``work`` and ``tmp``, where it may
        write, and the settings of IPython.
    kernel:
        The kernel's own folder, with the file that says how it is spoken to, and a folder
        for its sockets.
    """

    scratch: Path
    kernel: Path

    @property
    def work(self) -> Path:
        """What the pupil works on."""
        return self.scratch / "work"

    @property
    def temporary(self) -> Path:
        """For temporary files, and all that programs keep in a home folder."""
        return self.scratch / "tmp"

    @property
    def ipython(self) -> Path:
        """IPython's own folder."""
        return self.scratch / "ipython"

    @property
    def sockets(self) -> Path:
        """Where the kernel listens."""
        return self.kernel / "s"

    @staticmethod
    def itself() -> tuple[Path, ...]:
        """Return what the system tells about this process, and of no other."""
        mine = Path(f"/proc/{os.getpid()}")
        return (*(mine / name for name in _ITSELF), mine / "task" / mine.name / "children")

    def allowed(self) -> dict[Path, int]:
        """Return what Landlock is to allow, for the process that calls this."""
        return together(
            ((Path(name), READ) for name in (*_SYSTEM, *_NUMBERS, *_SETTINGS)),
            ((place, right) for place, right in _python()),
            ((Path("/dev") / name, DEVICE) for name in _DEVICES),
            ((path, READ) for path in self.itself()),
            [(self.kernel, READ), (self.sockets, SOCKETS), (self.ipython, READ)],
            [(self.work, WRITE), (self.temporary, WRITE)],
        )


def _python() -> Iterator[tuple[Path, int]]:
    """Python itself, and what it can import."""
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        yield Path(prefix), READ
    package = Path(dobotkit.__file__).resolve().parent
    yield package, READ
    home = _home()
    for entry in {*sys.path, *_libraries(), *_user_site()}:
        place = Path(entry).resolve()
        if not entry or not place.is_absolute() or place.is_relative_to(package):
            continue
        if place == package.parent and (place / "pyproject.toml").is_file():
            # A checkout: the kit and its lessons, but not what else lies there.
            yield place, LIST
            for name in ("lessons", "notebooks", "LIMITS.md"):
                yield place / name, READ
            yield place / "pyproject.toml", READ
        elif home is None or not home.is_relative_to(place):
            yield place, READ


def _libraries() -> list[str]:
    return os.environ.get("LD_LIBRARY_PATH", "").split(":")


def _user_site() -> list[str]:
    return [site.getusersitepackages()] if site.ENABLE_USER_SITE else []


def _home() -> Path | None:
    """The home folder of this user, whatever the variable says."""
    try:
        import pwd  # noqa: PLC0415 - not on Windows

        return Path(pwd.getpwuid(os.getuid()).pw_dir).resolve()
    except (ImportError, KeyError):
        return None
