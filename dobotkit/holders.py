"""Which program holds a port or a camera, as far as the system tells without opening it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "CONSENT",
    "Holder",
    "holders_by_lsof",
    "holders_in_proc",
    "using_now",
    "who_holds_camera",
]


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a device open: its process number, and what it is."""

    pid: int
    program: str

    def __str__(self) -> str:
        return f"{self.program} (process {self.pid})"


def holders_in_proc(address: str, proc: Path = Path("/proc")) -> list[Holder]:
    """Return who has a device open or locked, as Linux tells this user.

    Of other users' programs only those show up that have locked the port;
    all serial programs that behave do.

    Parameters
    ----------
    address:
        The device file.
    proc:
        The folder in which Linux shows its processes.
    """
    device = os.path.realpath(address)
    pids = set(_lockers(device, proc / "locks"))
    for process in proc.iterdir():
        if not process.name.isdecimal():
            continue
        try:
            links = list((process / "fd").iterdir())
        except OSError:
            continue  # somebody else's, or gone
        for link in links:
            try:
                if os.readlink(link) == device:  # noqa: PTH115 - the text of the link, not a path
                    pids.add(int(process.name))
                    break
            except OSError:
                continue
    pids.discard(os.getpid())
    return [Holder(pid, _program(proc / str(pid))) for pid in sorted(pids)]


def _lockers(device: str, locks: Path) -> list[int]:
    """Who holds a lock (flock) on a device: proc_locks(5)."""
    if sys.platform == "win32":
        return []
    try:
        status = os.stat(device)  # noqa: PTH116 - as above
        lines = locks.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    major, minor = os.major(status.st_dev), os.minor(status.st_dev)
    place = f"{major:02x}:{minor:02x}:{status.st_ino}"
    fields = [line.split() for line in lines]
    # The last words of a line are PID, PLACE, START, END; a waiting one has an arrow before.
    found = [int(words[-4]) for words in fields if len(words) > 4 and words[-3] == place]  # noqa: PLR2004
    return [pid for pid in found if pid > 0]


def _program(process: Path) -> str:
    try:
        command = (process / "cmdline").read_bytes()
        name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "a program"
    if b"ipykernel" in command:
        return "a notebook"
    if b"dobotkit" in command:
        return "dobotkit"
    return name or "a program"


def holders_by_lsof(address: str, *, limit_s: float = 3.0) -> list[Holder] | None:
    """Return who has a device open, as lsof tells this user (macOS); None where it cannot."""
    lsof = shutil.which("lsof") or shutil.which("/usr/sbin/lsof")
    if lsof is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - lsof itself
            [lsof, "-w", "-n", "-F", "pc", "--", address],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    holders, pid = [], 0
    for line in answer.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("c") and pid != os.getpid():
            holders.append(Holder(pid, line[1:]))
    return holders


def who_holds_camera(number: int) -> list[str]:
    """Return the programs that have a camera open, as far as this user may know.

    Linux tells which camera; Windows only who uses any. macOS tells nobody.

    Parameters
    ----------
    number:
        Which camera, as OpenCV counts.
    """
    if sys.platform == "linux":
        return sorted({one.program for one in holders_in_proc(f"/dev/video{number}")})
    if sys.platform == "win32":
        return _by_windows()
    return []


# Windows shows a sign while a program uses a camera; here it notes which one.
CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"


def _by_windows() -> list[str]:
    if sys.platform != "win32":
        return []
    import winreg  # noqa: PLC0415 - on Windows only

    uses: dict[str, Any] = {}
    for branch in (CONSENT, rf"{CONSENT}\NonPackaged"):
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, branch) as programs:
                for at in range(winreg.QueryInfoKey(programs)[0]):
                    name = winreg.EnumKey(programs, at)
                    try:
                        with winreg.OpenKey(programs, name) as program:
                            uses[name] = winreg.QueryValueEx(program, "LastUsedTimeStop")[0]
                    except OSError:
                        continue  # it has never used one
        except OSError:
            continue
    return using_now(uses)


def using_now(uses: Mapping[str, object]) -> list[str]:
    """Return the programs that use a camera now, from what Windows notes of them.

    Parameters
    ----------
    uses:
        When each stopped using it, by its name there (for a program that was not installed
        from the store its path, with # for each backslash); 0 while it uses it.
    """
    programs = {name.rsplit("#", 1)[-1].split("_", 1)[0] for name, end in uses.items() if end == 0}
    return sorted(one for one in programs if not one.casefold().startswith("python"))
