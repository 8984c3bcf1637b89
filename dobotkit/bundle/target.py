"""The computers that a bundle can be for."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass

from dobotkit.errors import BundleError

__all__ = ["PLATFORMS", "PYTHONS", "Target", "this_platform"]

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True)
class _Platform:
    """What Python and pip call one kind of computer."""

    os_name: str
    sys_platform: str
    system: str
    machine: str
    tags: tuple[str, ...]


def _glibc(machine: str) -> tuple[str, ...]:
    # 2.28 is from 2018. pip takes each of these tags literally.
    newest_first = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1))
    return (*newest_first, *(f"manylinux{year}_{machine}" for year in (2014, 2010, 1)))


# macOS 13, and 14 on Intel, are the oldest for which OpenCV 5 has wheels.
PLATFORMS = {
    "linux": _Platform("posix", "linux", "Linux", "x86_64", _glibc("x86_64")),
    "linux-arm": _Platform("posix", "linux", "Linux", "aarch64", _glibc("aarch64")),
    "windows": _Platform("nt", "win32", "Windows", "AMD64", ("win_amd64",)),
    "macos": _Platform("posix", "darwin", "Darwin", "arm64", ("macosx_13_0_arm64",)),
    "macos-intel": _Platform("posix", "darwin", "Darwin", "x86_64", ("macosx_14_0_x86_64",)),
}


@dataclass(frozen=True)
class Target:
    """A kind of computer and a Python that a bundle is for.

    Attributes
    ----------
    platform:
        A key of `PLATFORMS`.
    python:
        One of `PYTHONS`, for example ``"3.11"``.
    """

    platform: str
    python: str

    def __str__(self) -> str:
        return f"{self.platform}, Python {self.python}"

    @property
    def key(self) -> str:
        """What ``start.py`` on such a computer calls itself, for example ``Linux x86_64 3.11``."""
        kind = PLATFORMS[self.platform]
        return f"{kind.system} {kind.machine} {self.python}"

    @property
    def environments(self) -> Iterator[dict[str, str]]:
        """What markers are compared with, for the first and for the last release of that Python.

        Which one a computer has is not known, and some requirements ask.
        """
        kind = PLATFORMS[self.platform]
        for patch in (0, 99):
            yield {
                "implementation_name": "cpython",
                "implementation_version": f"{self.python}.{patch}",
                "os_name": kind.os_name,
                "platform_machine": kind.machine,
                "platform_python_implementation": "CPython",
                "platform_release": "",
                "platform_system": kind.system,
                "platform_version": "",
                "python_full_version": f"{self.python}.{patch}",
                "python_version": self.python,
                "sys_platform": kind.sys_platform,
            }


def this_platform() -> str:
    """Return the name of this computer's kind.

    Raises
    ------
    BundleError
        If there is no bundle for it.
    """
    for name, kind in PLATFORMS.items():
        if (platform.system(), platform.machine()) == (kind.system, kind.machine):
            return name
    raise BundleError(
        f"There is no bundle for a computer like this: {platform.system()} {platform.machine()}.",
        f"Say which computers it is for: --platform {' or '.join(PLATFORMS)}.",
    )
