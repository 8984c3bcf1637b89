"""Programs under ``strace``: which devices they touch, and whom they call.

The system itself writes down what a program asks it for, also where a library does it in C,
also where it is refused, and in every process that the program starts.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

__all__ = ["Trace", "needs_strace", "trace"]

ROOT = Path(__file__).resolve().parents[1]
WATCHDOG_S = 240

# No devices: nothing, chance, and memory that programs share.
_HARMLESS = re.compile(r"/dev/(null|zero|full|u?random|shm(/.*)?)")
_HEARS_OR_SEES = re.compile(
    r"(lib(v4l|asound|pulse|jack|portaudio|pipewire|gstreamer|avdevice|uvc|gphoto|opencv)|cv2\W)"
)
_OPENED = re.compile(r'\bopen(?:at2?)?\((?:AT_FDCWD, |\d+, )?"([^"]*)"')
_CALLED = re.compile(r"\b(?:connect|sendto|sendmsg)\(.*?\{sa_family=(AF_\w+)(.*?)\}")
_HERE = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.)')
_NAMES = re.compile(r"port=htons\(53\)")
# The C library asks the system's own cache of names; a journal takes none of what is said here.
_OF_THE_SYSTEM = re.compile(r'sun_path="/(var/)?run/nscd/')


@dataclass
class Trace:
    """What a program and all that it has started did.

    Attributes
    ----------
    devices:
        Device files that it tried to open.
    libraries:
        Libraries for cameras and sound that it tried to load.
    strangers:
        Addresses outside this computer that it tried to reach, and whom it asked for names.
    lines:
        How many calls were looked at.
    printed:
        What the program printed.
    """

    devices: set[str] = field(default_factory=set)
    libraries: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    lines: int = 0
    printed: str = ""

    def read(self, text: str) -> None:
        """Take in what strace has written."""
        for line in text.splitlines():
            self.lines += 1
            for path in _OPENED.findall(line):
                if path.startswith("/dev/") and not _HARMLESS.fullmatch(path):
                    self.devices.add(path)
                if _HEARS_OR_SEES.search(path) and ".so" in path:
                    self.libraries.add(path)
            for family, rest in _CALLED.findall(line):
                # Who asks what a name stands for asks others, also by way of this computer.
                away = family in {"AF_INET", "AF_INET6"} and (
                    _NAMES.search(rest) or not _HERE.search(rest)
                )
                if away or family not in {"AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"}:
                    self.strangers.add(f"{family}{rest}")


@functools.cache
def _strace() -> str | None:
    """The path of an strace that works here, which needs leave to look at other programs."""
    path = shutil.which("strace")
    if path is None:
        return None
    done = subprocess.run([path, "-f", "true"], capture_output=True, check=False, timeout=30)
    return path if done.returncode == 0 else None


def needs_strace() -> str:
    """Return the path of strace; skip the test, or fail where it is required, without one."""
    path = _strace()
    if path is None:
        why = "no strace here, or it may not look at other programs"
        if os.environ.get("DOBOTKIT_REQUIRE_STRACE") == "1":
            pytest.fail(f"DOBOTKIT_REQUIRE_STRACE=1, but there is {why}")
        pytest.skip(why)
    return path


def trace(folder: Path, *command: str, **variables: str) -> Trace:
    """Run a Python program under strace until it ends.

    Parameters
    ----------
    folder:
        Where the program runs, and the traces are written.
    command:
        Arguments of Python.
    variables:
        More variables for its environment.
    """
    into = folder / "trace"
    into.mkdir()
    # Where a test has loaded OpenCV, that has put its own folder into LD_LIBRARY_PATH.
    not_ours = ("DOBOTKIT", "LD_LIBRARY_PATH")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
    done = subprocess.run(
        [
            *(needs_strace(), "-ff", "-qq", "-s", "256", "-o", str(into / "of")),
            *("-e", "trace=open,openat,openat2,connect,sendto,sendmsg"),
            *(sys.executable, *command),
        ],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=WATCHDOG_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = Trace(printed=done.stdout)
    for file in into.iterdir():
        found.read(file.read_text(encoding="utf-8", errors="replace"))
    return found
