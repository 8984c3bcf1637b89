"""Which program holds a serial port, as far as the system tells without opening it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from dobotkit.doctor.finding import Finding, good, warning

__all__ = ["Holder", "check_holders", "holders_by_lsof", "holders_in_proc", "rivals_among"]

_NAME = "Port in use"
_WHY = "One program at a time can use an arm; others get PortTaken."


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a port open: its process number, and what it is."""

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


def rivals_among(programs: Iterable[str]) -> list[str]:
    """Return the names of the arm maker's programs among those that run: they take its port."""
    return sorted(
        {name for name in programs if "dobot" in name.lower() and "dobotkit" not in name.lower()}
    )


def check_holders(
    address: str, holders: Collection[Holder] | None, rivals: Collection[str]
) -> Finding:
    """Judge whether the port at `address` is free.

    Parameters
    ----------
    address:
        The port.
    holders:
        The programs that have it open; None where the system does not tell.
    rivals:
        What `rivals_among` returned.
    """
    if holders:
        return warning(
            _NAME,
            f"{address} is held by {', '.join(map(str, holders))}.",
            _WHY,
            "If that is not the lesson you want: in the notebook Kernel > Shut Down, or close "
            "the program.",
        )
    if rivals:
        return warning(
            _NAME,
            f"Running now: {', '.join(rivals)}.",
            _WHY,
            "Close it, also the icon beside the clock, before a lesson with a real arm.",
        )
    if holders is None:
        return good(
            _NAME,
            f"Not known: this system tells it only to a program that opens {address}.",
            _WHY,
            f"To try: dobotkit doctor --handshake {address}",
        )
    return good(_NAME, f"No program of yours holds {address}.")
