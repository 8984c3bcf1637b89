"""Folders that can be written to, room on disk and in memory, a free port, the clock."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dobotkit.doctor.finding import Finding, bad, good, shown, warning
from dobotkit.errors import LabError

__all__ = [
    "check_clock",
    "check_current_folder",
    "check_disk",
    "check_lab_port",
    "check_memory",
    "check_temporary_folder",
]

_GB = 1024**3
_ROOM = 1 * _GB
_LITTLE = 100 * 1024**2
_MEMORY = 2 * _GB
_DAY = dt.timedelta(days=1)
# Jupyter begins here and tries the following ones.
_LAB_PORTS = range(8888, 8893)


def check_temporary_folder(find: Callable[[], str] = tempfile.gettempdir) -> Finding:
    """Look whether a file can be written where programs keep temporary files.

    Parameters
    ----------
    find:
        Returns the folder; raises OSError when there is none.
    """
    name = "Temporary files"
    why = "The lab keeps the working copies of the lessons there."
    advice = (
        "Make a folder that you may write to, and set TMPDIR (Windows: TEMP and TMP) to it; "
        "or ask whoever looks after this computer."
    )
    try:
        folder = Path(find())
        _write_in(folder)
    except OSError as error:
        return bad(name, f"No temporary file can be written ({_reason(error)}).", why, advice)
    return good(name, f"Can be written, in {shown(folder)}.")


def check_current_folder(folder: Path) -> Finding:
    """Look whether a file can be written in the current folder."""
    name = "Current folder"
    try:
        _write_in(folder)
    except OSError as error:
        return warning(
            name,
            f"Nothing can be written in {shown(folder)} ({_reason(error)}).",
            "The lab does not mind; commands that make files here do.",
            "Go to a folder of your own before you make files: cd ~",
        )
    return good(name, "Can be written.")


def check_disk(free: int, where: str) -> Finding:
    """Judge the room on a disk.

    Parameters
    ----------
    free:
        Bytes that this user may still write.
    where:
        What the disk holds, in two words.
    """
    name = f"Disk: {where}"
    what = f"{_size(free)} free."
    why = "The kit needs about 700 MB to install, and a lab some more for its copies."
    advice = "Empty the wastebasket and the downloads folder, then run the doctor again."
    if free < _LITTLE:
        return bad(name, what, why, advice)
    return warning(name, what, why, advice) if free < _ROOM else good(name, what)


def check_memory(free: int) -> Finding:
    """Judge the free memory in bytes, including what can be swapped out."""
    name = "Memory"
    what = f"{_size(free)} free."
    if free < _MEMORY:
        return warning(
            name,
            what,
            "A lab and a browser need about 1 GB, and everything gets slow below 2 GB.",
            "Close other programs and browser tabs.",
        )
    return good(name, what)


def check_lab_port(ports: Iterable[int] = _LAB_PORTS) -> Finding:
    """Look for a port of this computer on which the lab can listen."""
    # The room lab needs rich, which may be what is missing.
    from dobotkit.lab.server import check_port  # noqa: PLC0415 - see above

    name = "Port for the lab"
    why = "The browser talks to the lab through a port of this computer."
    ports = list(ports)
    for port in ports:
        try:
            check_port(port)
        except LabError:
            continue
        return good(name, f"{port} is free.")
    try:
        check_port(0)  # whichever the system likes
    except LabError as error:
        return bad(
            name,
            f"Nothing can listen on 127.0.0.1: {error.what}",
            why,
            "Ask whoever looks after the firewall to allow programs on 127.0.0.1.",
        )
    return warning(
        name,
        f"Ports {ports[0]} to {ports[-1]} are all taken.",
        why,
        "Close labs that still run, or name another port: dobotkit lab --port 9999",
    )


def check_clock(now: dt.datetime, installed: dt.datetime) -> Finding:
    """Look whether the clock is behind.

    Parameters
    ----------
    now:
        What the clock says.
    installed:
        When the newest file of the kit was written: it cannot be later than now.
    """
    name = "Clock"
    why = "With a wrong clock pip, web pages and sign-ins fail with 'certificate' errors."
    if now < installed - _DAY:
        return warning(
            name,
            f"The clock says {now:%Y-%m-%d}, but the kit was installed on {installed:%Y-%m-%d}.",
            why,
            "Set date and time. If they are wrong again tomorrow, the battery on the "
            "computer's main board is empty.",
        )
    return good(name, f"{now:%Y-%m-%d}, not before the day the kit was installed.")


def _write_in(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"dobotkit doctor")


def _reason(error: OSError) -> str:
    return shown(error.strerror or str(error))


def _size(count: int) -> str:
    return f"{count / _GB:.1f} GB" if count >= _GB else f"{count // 1024**2} MB"
