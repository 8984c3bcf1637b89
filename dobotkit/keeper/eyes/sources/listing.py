"""Which cameras are plugged in, as far as the system tells without opening one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Plugged", "plugged_cameras"]

# Media Foundation's category of cameras (KSCATEGORY_VIDEO_CAMERA).
_WINDOWS_CAMERAS = (
    r"SYSTEM\CurrentControlSet\Control\DeviceClasses\{e5323777-f976-4f5b-9b55-b94699c46e44}"
)
_TELEPHONES = ("iPhone", "iPad", "iPod")
# So Windows 11 ends the name of a telephone that it takes pictures with.
_LENT_TO_WINDOWS = "(Windows Virtual Camera)"
_LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Plugged:
    """A camera that is plugged in.

    Attributes
    ----------
    number:
        Which one it is for OpenCV; None where the system does not tell.
    name:
        What the system calls it. Of a telephone that may be its owner's name.
    device:
        Its device file on Linux; else empty.
    telephone:
        Whether it is somebody's telephone, which lends its camera to this computer.
    """

    number: int | None
    name: str
    device: str = ""
    telephone: bool = False

    @property
    def shown(self) -> str:
        """Its name as it may be shown: of a telephone not what its owner calls it."""
        return "a telephone's camera" if self.telephone else self.name

    def __str__(self) -> str:
        return self.shown if self.number is None else f"usb:{self.number} ({self.shown})"


def plugged_cameras() -> tuple[Plugged, ...] | None:
    """Return the cameras of this computer without opening one; None where nobody tells.

    On Linux and macOS with the numbers that OpenCV uses. Windows tells the names in another
    order than OpenCV counts in: there the number is known only if there is one camera.
    """
    if sys.platform == "linux":
        return in_sys()
    if sys.platform == "darwin":
        return by_profiler()
    if sys.platform == "win32":
        return in_registry()
    return None


def in_sys(folder: Path = Path("/sys/class/video4linux")) -> tuple[Plugged, ...]:
    """Return the cameras that Linux lists.

    Parameters
    ----------
    folder:
        Where it does.
    """
    found = []
    for entry in folder.glob("video*"):
        number = entry.name.removeprefix("video")
        try:
            name = (entry / "name").read_text(encoding="utf-8", errors="replace")
            # A camera has further device files, which give data about pictures and none.
            first = (entry / "index").read_text(encoding="ascii").strip() == "0"
        except (OSError, UnicodeError):
            continue
        if first and number.isdecimal():
            found.append(Plugged(int(number), _plain(name), f"/dev/{entry.name}"))
    return tuple(sorted(found, key=lambda one: one.number or 0))


def by_profiler() -> tuple[Plugged, ...] | None:
    """Return the cameras that macOS lists; None if it does not."""
    program = shutil.which("system_profiler") or shutil.which("/usr/sbin/system_profiler")
    if program is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - the system's own
            [program, "-json", "SPCameraDataType"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMIT_S,
            check=False,
        )
        said = json.loads(answer.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return from_profiler(said)


def from_profiler(said: Any) -> tuple[Plugged, ...] | None:  # noqa: ANN401 - another program's words
    """Return the cameras in what ``system_profiler -json SPCameraDataType`` says.

    OpenCV counts cameras in the order of their unique names (``cap_avfoundation_mac.mm``).

    Parameters
    ----------
    said:
        Its answer, parsed.
    """
    try:
        listed = sorted(
            (str(one["spcamera_unique-id"]), str(one["_name"]), str(one.get("spcamera_model-id")))
            for one in said["SPCameraDataType"]
        )
    except (AttributeError, KeyError, TypeError):
        return None
    return tuple(
        Plugged(number, _plain(name), telephone=model.startswith(_TELEPHONES))
        for number, (_, name, model) in enumerate(listed)
    )


def in_registry() -> tuple[Plugged, ...] | None:
    """Return the cameras that Windows has in use now; None if it does not tell."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - on Windows only

    names = []
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_CAMERAS) as cameras:
            for at in range(winreg.QueryInfoKey(cameras)[0]):
                device = winreg.EnumKey(cameras, at)
                name = _name_in_registry(cameras, device)
                if name:
                    names.append(name)
    except FileNotFoundError:
        return ()
    except OSError:
        return None
    return numbered(names)


def _name_in_registry(cameras: Any, device: str) -> str:  # noqa: ANN401 - a key of winreg
    """Return the name of a camera that is there now; empty for one that was there once."""
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - on Windows only

    try:
        # Of a device that is plugged in, the system keeps a Control key with "Linked" in it.
        with winreg.OpenKey(cameras, rf"{device}\#GLOBAL\Control") as control:
            if not winreg.QueryValueEx(control, "Linked")[0]:
                return ""
        with winreg.OpenKey(cameras, rf"{device}\#GLOBAL\Device Parameters") as parameters:
            return str(winreg.QueryValueEx(parameters, "FriendlyName")[0])
    except OSError:
        return ""


def numbered(names: list[str]) -> tuple[Plugged, ...]:
    """Return cameras by name alone: only of a single one the number is certain.

    Parameters
    ----------
    names:
        As the registry has them; where a driver says it in several languages, behind a ";".
    """
    names = [name.rpartition(";")[2] if name.startswith("@") else name for name in names]
    number = 0 if len(names) == 1 else None
    return tuple(
        Plugged(number, _plain(name), telephone=name.endswith(_LENT_TO_WINDOWS)) for name in names
    )


def _plain(name: str) -> str:
    """Return a name as it can be printed: a device may call itself anything."""
    clean = "".join(letter for letter in name if letter.isprintable()).strip()
    return clean[:60] or "camera without a name"
