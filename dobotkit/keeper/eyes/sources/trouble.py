"""What to say when a camera or a file gives no picture."""

from __future__ import annotations

import os
import sys
from typing import Literal

from dobotkit.errors import (
    CameraError,
    CameraNotAllowed,
    CameraSilent,
    CameraTaken,
    CameraUnplugged,
    NoCamera,
    PictureError,
    PicturesOver,
)
from dobotkit.holders import who_holds_camera
from dobotkit.keeper.eyes.frame import LARGEST_FRAME
from dobotkit.keeper.eyes.sources.address import PICTURES, VIDEOS, Address
from dobotkit.keeper.eyes.sources.listing import plugged_cameras

__all__ = ["Step", "explain", "too_late"]

Step = Literal["start", "open", "first", "read"]

_AGAIN = "Unplug the camera, plug it in again, and look again. Another USB socket may help."

# What is wrong with a file, and what to do about it.
_FILES = {
    "gone": ("is not there any more.", "Put it back where it was, and look again."),
    "large": (
        f"is larger than {LARGEST_FRAME[0]} × {LARGEST_FRAME[1]} pixels or 40 MB: not decoded.",
        "Make it smaller with a picture program, then look again.",
    ),
    "denied": (
        "may not be read by this user.",
        "Copy it into a folder of your own, and start the lab with that.",
    ),
    "empty": ("has no picture in it.", f"Pictures end in {', '.join(PICTURES)}."),
    "format": (
        "is not what its name says: nothing in it looks like a picture or video.",
        f"Save it anew, as one of {', '.join((*PICTURES, *VIDEOS))}.",
    ),
    "unreadable": (
        "is damaged, or written in a way that OpenCV cannot read.",
        "Open it in another program, and save it anew.",
    ),
}


def too_late(address: Address, step: Step, seconds: float) -> CameraError:
    """Return the error for a step that took too long; what read it has been ended before."""
    if address.kind != "usb":
        return CameraSilent(
            f"Reading the {_noun(address)} took more than {seconds:g} seconds, and was given up.",
            "Copy it to this computer if it lies on a stick or on the network, then look again.",
        )
    what = {
        "start": "The program that reads the camera did not start",
        "open": "The camera did not open",
        "first": "The camera is open, but its first picture did not come",
        "read": "The camera gave no picture",
    }[step]
    return _taken(address) or CameraSilent(
        f"{what} within {seconds:g} seconds, and it was let go of.", _AGAIN
    )


def explain(address: Address, word: str, *, first: bool) -> CameraError:
    """Return the error for a word of ``talk.Trouble``, or for a process that has ended."""
    if address.kind == "usb":
        return _of_camera(address, word, first=first)
    noun = _noun(address)
    if word == "over":
        return PicturesOver(
            f"The {noun} is over: every picture of it was looked at.",
            "Look again, and it begins anew. Without once: in front of its address it never ends.",
        )
    what, advice = _FILES.get(word, _FILES["unreadable"])
    return PictureError(f"The {noun} {what}", advice)


def _of_camera(address: Address, word: str, *, first: bool) -> CameraError:
    if word == "closed":
        return _does_not_open(address)
    if word == "silent" or (word == "gone" and first):
        # A camera that another program has opens all the same on Linux, and gives nothing.
        return _taken(address) or CameraSilent(
            "The camera is open, but it gives no picture.", _AGAIN
        )
    if word in ("large", "format", "empty"):
        return CameraError(
            "The camera gives pictures of a kind or size that the kit cannot use.",
            "Use another camera: one for 1280 × 720 pixels in colour is enough.",
        )
    return CameraUnplugged(
        "The camera is gone: it was unplugged, or the computer has switched it off.",
        "Plug it in again, and look again.",
    )


def _does_not_open(address: Address) -> CameraError:
    missing = _not_there(int(address.target))
    if missing is not None:
        return missing
    device = f"/dev/video{address.target}"
    if sys.platform == "linux" and not os.access(device, os.R_OK | os.W_OK):
        return CameraNotAllowed(
            f"This user may not open the camera {device}.",
            "Run  sudo usermod -aG video $USER  and log in again.",
        )
    taken = _taken(address)
    if taken is not None:
        return taken
    if sys.platform == "darwin":
        return CameraNotAllowed(
            "The camera does not open: macOS may not have allowed it to the program in which the "
            "lab was started, or another program holds it.",
            "System Settings > Privacy & Security > Camera: allow Terminal; close other programs; "
            "start the lab again.",
        )
    if sys.platform == "win32":
        advice = (
            "Close Teams, Zoom and Camera. Settings > Privacy & security > Camera: let desktop "
            "apps use it. Then look again."
        )
    else:
        advice = (
            "Close browsers and video calls, then look again. If nothing holds it, unplug it and "
            "plug it in again."
        )
    return CameraTaken(
        "The camera is there but does not open: probably another program holds it.", advice
    )


def _not_there(number: int) -> NoCamera | None:
    there = plugged_cameras()
    if there is not None and not there:
        return NoCamera(
            "No camera is plugged in.", "Plug one in, and look again. The virtual one needs none."
        )
    # Where the system does not say which number a camera has, each may be the one.
    if not there or any(one.number in (None, number) for one in there):
        return None
    return NoCamera(
        f"There is no camera with the number {number}. Plugged in: {', '.join(map(str, there))}.",
        f"Start the lab with one of these: dobotkit lab --camera usb:{there[0].number}",
    )


def _taken(address: Address) -> CameraTaken | None:
    """Return the error that names who holds the camera; None where nobody does or nobody tells."""
    who = who_holds_camera(int(address.target))
    if not who:
        return None
    return CameraTaken(
        f"The camera is in use: {' and '.join(who)} {'has' if len(who) == 1 else 'have'} it.",
        "Close that program, then look again.",
    )


def _noun(address: Address) -> str:
    return {"file": "picture", "folder": "folder of pictures", "video": "video"}.get(
        address.kind, "camera"
    )
