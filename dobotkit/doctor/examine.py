"""Hands this computer to every check.

What needs an installed package is imported by the check that needs it, so that
a missing one breaks that check alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import platform
import queue
import shutil
import struct
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from dobotkit.doctor import cameras, holders, packages, permission, place, screen, system
from dobotkit.doctor.commands import AGAIN
from dobotkit.doctor.finding import Finding, warning
from dobotkit.doctor.guard import check_guard, seen_from_inside
from dobotkit.doctor.opencv import check_opencv
from dobotkit.doctor.python import check_python
from dobotkit.guard.state import behind_a_wall
from dobotkit.guard.tiers import strongest
from dobotkit.holders import holders_by_lsof, holders_in_proc
from dobotkit.host import host_of

__all__ = ["PACKAGE", "examine", "run_beside_each_other"]

PACKAGE = Path(__file__).resolve().parents[1]

# A watchdog over all checks together (s); OpenCV alone is given 20.
_PATIENCE = 25.0

# Loaded before there are threads: two that enter one room by different doors see half of it.
_SHARED = ("dobotkit.lab", "dobotkit.doctor.handshake", "dobotkit.doctor.ports", "psutil")

_Found = Finding | Iterable[Finding]


def examine(*, handshake: str | None = None, look: str | None = None) -> list[Finding]:
    """Look at this computer; return what was found, without anybody's name in it.

    Uses no network, and opens no port but `handshake` and no camera but `look`.

    Parameters
    ----------
    handshake:
        A port to ask for its device name, with one reading frame.
    look:
        A camera or file to take one picture with, which is not kept.
    """
    for name in _SHARED:
        # What is missing is told by the checks that need it.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    checks: dict[str, Callable[[], _Found]] = {
        "OpenCV": check_opencv,
        "Python": _python,
        "Packages": _packages,
        "Lab": _lab,
        "Temporary files": system.check_temporary_folder,
        "Current folder": lambda: system.check_current_folder(Path.cwd()),
        "Disk": _disk,
        "Memory": _memory,
        "Serial ports": _ports,
        "Cameras": lambda: cameras.check_cameras(_host()),
        "Models": _models,
        "Computer": lambda: place.check_host(_host()),
        "Paths": _paths,
        "Network folders": _network_folders,
        "Clock": _clock,
        "Browser": _browser,
        "Console": _console,
        "Guard": _guard,
    }
    if behind_a_wall():
        # What they would say of this computer is true of the notebook's place alone.
        for name in ("Lab", "Serial ports", "Cameras", "Models", "Network folders", "Browser"):
            del checks[name]
        checks["Guard"] = seen_from_inside
    if handshake is not None:
        checks["Handshake"] = lambda: _handshake(handshake)
    if look is not None:
        checks["Look"] = lambda: cameras.look_once(look)
    home = str(Path.home())
    return [finding.nameless(home) for finding in run_beside_each_other(checks)]


def run_beside_each_other(
    checks: dict[str, Callable[[], _Found]], *, limit_s: float = _PATIENCE
) -> list[Finding]:
    """Run all checks in threads; one that breaks or hangs becomes a finding, not an end.

    Parameters
    ----------
    checks:
        What is looked at, and the check that does it.
    limit_s:
        For how long to wait for all of them together, in seconds.
    """
    done: queue.SimpleQueue[tuple[str, list[Finding]]] = queue.SimpleQueue()

    def run(name: str, check: Callable[[], _Found]) -> None:
        try:
            found = check()
            done.put((name, [found] if isinstance(found, Finding) else list(found)))
        except ImportError as error:
            done.put((name, [_not_examined(name, str(error), AGAIN)]))
        except Exception as error:  # noqa: BLE001 - a broken computer breaks in ways nobody foresees
            done.put((name, [_not_examined(name, f"{type(error).__name__}: {error}")]))

    for name, check in checks.items():
        # Daemons: a hanging one does not keep the program from ending.
        threading.Thread(target=run, args=(name, check), name=name, daemon=True).start()
    results: dict[str, list[Finding]] = {}
    deadline = time.monotonic() + limit_s
    while len(results) < len(checks):
        try:
            name, found = done.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        results[name] = found
    late = f"no answer after {limit_s:g} seconds"
    return [
        finding for name in checks for finding in results.get(name, [_not_examined(name, late)])
    ]


def _not_examined(name: str, reason: str, advice: str = "") -> Finding:
    return warning(
        name,
        f"Could not be looked at ({reason}).",
        "The doctor does not know whether this is as it should be.",
        advice or "Run it again; if it stays so, tell whoever looks after this computer.",
    )


def _python() -> Finding:
    version = (sys.version_info.major, sys.version_info.minor, sys.version_info.micro)
    return check_python(
        version, bits=8 * struct.calcsize("P"), implementation=platform.python_implementation()
    )


def _packages() -> list[Finding]:
    installed = packages.installed_on()
    return [
        packages.check_kit(installed, PACKAGE),
        packages.check_needs(installed, packages.needs_of(installed, PACKAGE)),
        packages.check_namesake(installed),
        packages.check_opencv_twins(installed),
    ]


def _lab() -> list[Finding]:
    return [packages.check_content(PACKAGE), system.check_lab_port()]


def _disk() -> list[Finding]:
    folders = {"temporary files": Path(tempfile.gettempdir()), "the kit": PACKAGE}
    return [
        system.check_disk(shutil.disk_usage(folder).free, use) for use, folder in folders.items()
    ]


def _memory() -> Finding:
    import psutil  # noqa: PLC0415 - it may be what is missing

    return system.check_memory(psutil.virtual_memory().available + psutil.swap_memory().free)


def _host() -> str:
    return host_of(os.environ, platform.release())


def _ports() -> list[Finding]:
    from dobotkit.arm.usb import listed_ports  # noqa: PLC0415 - needs pySerial
    from dobotkit.doctor import ports, setting  # noqa: PLC0415 - need pySerial

    linux = sys.platform == "linux"
    listed = listed_ports()
    found = ports.check_ports(
        listed,
        system=platform.system(),
        host=_host(),
        bare=ports.chips_without_port() if linux else {},
    )
    found.append(
        setting.check_setting(os.environ.get("DOBOTKIT_PORT"), [port.address for port in listed])
    )
    arms = [port.address for port in listed if port.adapter]
    if linux and not arms and _host() == "own":
        group, member = permission.serial_groups()
        found.append(permission.check_group(group, member=member))
    rivals = holders.rivals_among(_programs()) if arms else []
    for address in arms:
        access = permission.access_to(address)
        if access is not None:
            found.append(permission.check_access(address, access))
        who = holders_in_proc(address) if linux else holders_by_lsof(address)
        found.append(holders.check_holders(address, who, rivals))
    return found


def _models() -> Finding:
    from dobotkit.doctor.models import check_models  # noqa: PLC0415 - needs platformdirs

    return check_models()


def _handshake(address: str) -> Finding:
    from dobotkit.doctor.handshake import check_handshake  # noqa: PLC0415 - needs pySerial

    return check_handshake(address)


def _programs() -> list[str]:
    import psutil  # noqa: PLC0415 - it may be what is missing

    return [process.info["name"] or "" for process in psutil.process_iter(["name"])]


def _paths() -> list[Finding]:
    site = sysconfig.get_path("purelib")
    folders = {
        "packages": site,
        "the kit": str(PACKAGE),
        "home": str(Path.home()),
        "temporary files": tempfile.gettempdir(),
    }
    newer = sys.version_info >= (3, 13)
    return [
        *place.check_paths(
            folders,
            windows=sys.platform == "win32",
            long_paths=_long_paths(),
            misread=not (newer or sys.flags.utf8_mode),
        ),
        place.check_installation(str(PACKAGE), writable=os.access(PACKAGE, os.W_OK)),
    ]


def _long_paths() -> bool:
    """Whether this Windows allows paths of more than 260 characters; True elsewhere."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - on Windows only

        key = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as folder:
                return bool(winreg.QueryValueEx(folder, "LongPathsEnabled")[0])
        except OSError:
            return False
    return True


def _network_folders() -> list[Finding]:
    import psutil  # noqa: PLC0415 - it may be what is missing

    mounts = [(one.mountpoint, one.fstype, one.opts) for one in psutil.disk_partitions(all=True)]
    folders = {
        "home": str(Path.home()),
        "packages": sysconfig.get_path("purelib"),
        "temporary files": tempfile.gettempdir(),
    }
    return place.check_network_folders(folders, mounts)


def _clock() -> Finding:
    newest = max(path.stat().st_mtime for path in (PACKAGE, *PACKAGE.rglob("*.py")))
    utc = dt.UTC
    return system.check_clock(dt.datetime.now(utc), dt.datetime.fromtimestamp(newest, utc))


def _guard() -> Finding:
    return check_guard(strongest(), linux=sys.platform == "linux")


def _browser() -> list[Finding]:
    if _host() in ("binder", "hub"):
        return []  # whoever reads this there already looks at one
    screen_here = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return [
        screen.check_browser(
            screen.find_default_browser(), screen.find_chromium(), screen=screen_here
        )
    ]


def _console() -> Finding:
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "unknown")
    terminal = sys.stdout.isatty()
    return screen.check_console(
        sys.stdout.encoding or "ascii", terminal=terminal, colour=terminal and not plain
    )
