"""Which cameras are plugged in, whether they may be used, and who holds them. None is opened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from dobotkit.doctor.finding import Finding, bad, good, warning
from dobotkit.doctor.permission import Access, access_to
from dobotkit.errors import DobotKitError, NoCamera
from dobotkit.holders import who_holds_camera
from dobotkit.keeper.eyes.sources import read_address
from dobotkit.keeper.eyes.sources.listing import Plugged, plugged_cameras

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.sources.source import Source

__all__ = ["check_cameras", "check_listed", "look_once"]

_NAME = "Cameras"
_PERMISSION = "Camera permission"
_USE = "Camera in use"
_WHY = "A lab with --camera would say CameraNotAllowed when a notebook asks to look."
_DARK = 12.0
# All steps together stay below what the doctor waits for (s), and its words are told.
_STEPS_S = {"start": 12.0, "open": 6.0, "first": 5.0}


def check_cameras(host: str) -> list[Finding]:
    """Look at the cameras of this computer, without opening one.

    Parameters
    ----------
    host:
        What `dobotkit.host.host_of` returned.
    """
    if host in ("binder", "hub"):
        return []  # its cameras, if it has any, see nobody's table
    there = plugged_cameras()
    found = [check_listed(there, host=host)]
    if sys.platform == "win32" and (refused := _refused_by_windows()):
        found.append(refused)
    for one in there or ():
        access = access_to(one.device) if one.device else None
        if access is not None:
            found.append(_check_access(one, access))
        if one.number is not None:
            found.append(_check_use(one, who_holds_camera(one.number)))
    return found


def check_listed(there: Sequence[Plugged] | None, *, host: str) -> Finding:
    """Say which cameras there are.

    Parameters
    ----------
    there:
        What `plugged_cameras` returned.
    host:
        What `dobotkit.host.host_of` returned.
    """
    virtual = "The virtual camera needs none."
    if there is None:
        return good(_NAME, f"This system does not tell without opening them. {virtual}")
    if not there:
        if host == "wsl":
            virtual = f"Windows Subsystem for Linux sees none of this computer's. {virtual}"
        return good(_NAME, f"None is plugged in. {virtual}")
    listed = ", ".join(map(str, there))
    if any(one.number is None for one in there):
        return good(
            _NAME,
            f"Plugged in: {listed}.",
            "Windows does not say which of them is usb:0 without opening it.",
            "Try: dobotkit doctor --look usb:0",
        )
    return good(_NAME, f"Plugged in: {listed}. None was opened.")


def _open(address: str) -> Source:
    from dobotkit.keeper.eyes.sources.afar import AfarSource, Patience  # noqa: PLC0415 - need numpy

    chosen = read_address(address)
    if chosen.kind == "virtual":
        raise NoCamera(
            "The virtual camera is no device: there is nothing to open.",
            "Name a real one: dobotkit doctor --look usb:0",
        )
    return AfarSource(chosen, patience=Patience(**_STEPS_S))


def look_once(address: str, *, opens: Callable[[str], Source] = _open) -> Finding:
    """Open one camera or file, because somebody asked for it, and take one picture.

    The picture is overwritten as soon as its size and brightness are known.

    Parameters
    ----------
    address:
        As ``dobotkit lab --camera`` takes it.
    opens:
        What opens it.
    """
    name = "Look"
    try:
        source = opens(address)
        try:
            frame = source.read()
        finally:
            source.close()
    except DobotKitError as error:
        return bad(name, error.what, "A lab with this camera would say the same.", error.advice)
    width, height = frame.size
    brightness = float(frame.pixels.mean())
    frame.wipe()
    what = f"A picture of {width} × {height} pixels came. It was not kept."
    if brightness < _DARK:
        return warning(
            name,
            f"{what} It is nearly black.",
            "Nothing can be found in the dark.",
            "Take the cap off the lens, or switch a lamp on.",
        )
    return good(name, what)


def _check_access(camera: Plugged, access: Access) -> Finding:
    if access.allowed:
        return good(_PERMISSION, f"You may use {camera.device}.")
    group = access.group or "root"
    if access.member:
        return bad(
            _PERMISSION,
            f"You are in the group {group}, but this session does not know it yet.",
            _WHY,
            "Log out and in again (on some systems: restart the computer).",
        )
    if group == "root":
        return bad(
            _PERMISSION,
            f"Only the administrator may use {camera.device}.",
            _WHY,
            'Add a udev rule that gives it to the group video: SUBSYSTEM=="video4linux", '
            'GROUP="video"',
        )
    return bad(
        _PERMISSION,
        f"{camera.device} is for the group {group}, and you are not in it.",
        _WHY,
        f"sudo usermod -aG {group} $USER    and then log out and in again.",
    )


def _check_use(camera: Plugged, holders: Collection[str]) -> Finding:
    if holders:
        return warning(
            _USE,
            f"{camera} is held by {', '.join(holders)}.",
            "One program at a time can use a camera; others get CameraTaken.",
            "Close it before the lesson, if it is not a lab of yours.",
        )
    if sys.platform == "darwin":
        return good(_USE, f"Not known of {camera}: macOS tells nobody.")
    return good(_USE, f"No program of yours holds {camera}.")


def _refused_by_windows() -> Finding | None:
    """Whether Windows keeps cameras from programs such as this one."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - on Windows only

    from dobotkit.holders import CONSENT  # noqa: PLC0415 - on Windows only

    for hive, branch in (
        (winreg.HKEY_LOCAL_MACHINE, CONSENT),
        (winreg.HKEY_CURRENT_USER, CONSENT),
        (winreg.HKEY_CURRENT_USER, rf"{CONSENT}\NonPackaged"),
    ):
        try:
            with winreg.OpenKey(hive, branch) as key:
                if winreg.QueryValueEx(key, "Value")[0] == "Deny":
                    return bad(
                        _PERMISSION,
                        "Windows lets no desktop program use a camera.",
                        _WHY,
                        "Settings > Privacy & security > Camera: switch on 'Camera access' and "
                        "'Let desktop apps access your camera'.",
                    )
        except OSError:
            continue
    return None
