"""What ``--camera`` says: which camera, or which pictures. Nothing is opened to find out."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, get_args

from dobotkit.errors import NoCamera, PictureError
from dobotkit.host import host_of
from dobotkit.keeper.eyes.sources.listing import Plugged, plugged_cameras
from dobotkit.scene import SourceKind as Kind

__all__ = ["PICTURES", "VIDEOS", "Address", "choose_camera", "read_address"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
"""How the name of a picture ends that can be looked at."""

VIDEOS: Final = (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm")
"""How the name of a video ends that can be looked at."""

_OF_TELEPHONES = (".heic", ".heif", ".avif")
_USB = "usb:"
_ONCE = "once:"
_MOST_USB = 64
# What stands behind a camera: the size of its pictures.
_SIZED = re.compile(r"(?P<which>.*)@(?P<width>\d{1,5})x(?P<height>\d{1,5})")
_USUAL: Final = (1280, 720)
_SMALLEST, _LARGEST = (320, 240), (1920, 1080)
_WORDS = {"file": "picture", "folder": "pictures in", "video": "video"}
_EXAMPLES = "virtual, usb:0, usb:NAME, usb:0@640x480, a picture, a folder of pictures, or a video"


@dataclass(frozen=True, slots=True)
class Address:
    """Where pictures come from.

    Attributes
    ----------
    kind:
        What it is.
    target:
        The number of a camera as OpenCV counts, or the path of a file or folder; empty for
        the virtual one.
    once:
        Whether a folder or a video is over at its end; else it starts again.
    name:
        What it is called, for the person who started the lab.
    named:
        The name by which a camera was asked for: its number may be another one when it is
        plugged in again. Empty if it was asked for by its number.
    size:
        Width and height in pixels that a camera is asked for; it may give others. Pictures
        and videos keep their own.
    """

    kind: Kind
    target: str = ""
    once: bool = False
    name: str = "virtual"
    named: str = ""
    size: tuple[int, int] = _USUAL

    @property
    def words(self) -> str:
        """What the screen of the lab and the keeper's page say of it."""
        if self.kind == "virtual":
            return "virtual"
        if self.kind == "usb":
            width, height = self.size
            asked = "" if self.size == _USUAL else f", {width} × {height}"
            return f"{self.name} (usb:{self.target}{asked})"
        once = ", once" if self.once else ""
        return f"the {_WORDS[self.kind]} {self.name}{once}"

    def packed(self) -> str:
        """Return it as one word for another program; ``unpacked`` does not look again."""
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> Address:
        """Return what ``packed`` was made from, whether or not it is still plugged in.

        Raises
        ------
        ValueError
            It was made from nothing of that kind.
        """
        try:
            said = json.loads(text)
            address = cls(**said)
            width, height = map(int, address.size)
        except TypeError as error:
            raise ValueError("no camera is written so") from error
        if address.kind not in KINDS:
            raise ValueError("there is no camera of that kind")
        return replace(address, size=(width, height))

    def again(self) -> Address:
        """Return it as it is now: a camera that was asked for by name, with its number.

        Raises
        ------
        NoCamera
            It is not plugged in.
        """
        return replace(_usb(self.named), size=self.size) if self.named else self


def choose_camera(text: str | None, variables: Mapping[str, str]) -> Address:
    """Return the camera of a lab that is started now.

    Parameters
    ----------
    text:
        What the command line says; None for the virtual one.
    variables:
        The environment. A camera that is named in it does not count.

    Raises
    ------
    NoCamera
        There is no such camera, or this is a server of somebody else.
    PictureError
        There is a file, and it is neither a picture nor a video.
    """
    if text is None or text.strip().casefold() == "virtual":
        return Address("virtual")
    if host_of(variables) == "binder":
        raise NoCamera(
            f"There is no camera on Binder, and no files of yours: not {text}. This is a server of "
            "somebody else, and what it saw would have left your computer.",
            "Leave out --camera here: the virtual one works. Or install the kit on your computer.",
        )
    return read_address(text)


def read_address(text: str) -> Address:
    """Return what an address means, on this computer and now.

    Parameters
    ----------
    text:
        ``virtual``, ``usb:0``, ``usb:NAME`` (a part of the camera's name will do), or a
        path: of a picture, of a folder with pictures, of a video, on Linux also of a camera
        such as ``/dev/video0``. ``once:PATH`` is over at the end of folder or video;
        ``usb:0@640x480`` asks a camera for pictures of that size.

    Raises
    ------
    NoCamera
        There is no such camera or file.
    PictureError
        There is a file, and it is none of these.
    """
    wanted = text.strip()
    if not wanted:
        raise NoCamera("--camera was given no address.", f"Write one of these: {_EXAMPLES}.")
    if wanted.casefold() == "virtual":
        return Address("virtual")
    if wanted.casefold().startswith(_USB):
        return _usb(wanted[len(_USB) :].strip())
    once = wanted.casefold().startswith(_ONCE)
    return _stored(Path(wanted[len(_ONCE) :] if once else wanted).expanduser(), once=once)


def _usb(which: str) -> Address:
    if sized := _SIZED.fullmatch(which):
        return replace(_usb(sized["which"].strip()), size=_size(sized["width"], sized["height"]))
    if which.isdecimal():
        if int(which) >= _MOST_USB:
            raise NoCamera(
                f"There is no camera with the number {which}.",
                "Cameras are counted from 0. dobotkit doctor lists those that are plugged in.",
            )
        number = int(which)
        named = next((one for one in plugged_cameras() or () if one.number == number), None)
        return Address("usb", str(number), name=named.shown if named else f"camera {number}")
    if not which:
        raise NoCamera(
            "usb: says that a camera is meant, but not which one.",
            "Write usb:0 for the first. dobotkit doctor lists those that are plugged in.",
        )
    found = plugged_cameras()
    if found is None:
        raise NoCamera(
            f"Cameras cannot be told apart by name on this computer, and one is called {which}.",
            "Use its number instead: usb:0 is the first, usb:1 the second.",
        )
    fitting = [one for one in found if which.casefold() in one.name.casefold()]
    exact = [one for one in fitting if which.casefold() == one.name.casefold()]
    return _only_one(which, exact or fitting, found)


def _size(width: str, height: str) -> tuple[int, int]:
    size = int(width), int(height)
    for value, least, most in zip(size, _SMALLEST, _LARGEST, strict=True):
        if not least <= value <= most:
            raise NoCamera(
                f"A camera is not asked for pictures of {width} × {height} pixels.",
                f"From {_SMALLEST[0]}x{_SMALLEST[1]} to {_LARGEST[0]}x{_LARGEST[1]}, for example "
                "usb:0@640x480",
            )
    return size


def _only_one(which: str, fitting: list[Plugged], found: tuple[Plugged, ...]) -> Address:
    there = ", ".join(str(one) for one in found) or "none"
    if not fitting:
        raise NoCamera(
            f"No camera is called {which}. Plugged in: {there}.",
            "Plug it in, or name one of these.",
        )
    if len(fitting) > 1:
        raise NoCamera(
            f"{which} fits more than one camera: {', '.join(map(str, fitting))}.",
            "Use the number instead, for example usb:0",
        )
    (one,) = fitting
    if one.number is None:
        raise NoCamera(
            f"The camera {one.shown} is there, but this system does not say which number it has.",
            "Try usb:0, then usb:1, and look at the picture.",
        )
    return Address("usb", str(one.number), name=one.shown, named=which)


def _stored(path: Path, *, once: bool) -> Address:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise NoCamera(
            f"There is no camera and no file at {path}.", f"Write one of these: {_EXAMPLES}."
        ) from error
    if stat.S_ISCHR(status.st_mode):
        return _device(path)
    name = path.name or str(path)
    if path.is_dir():
        try:
            there = any(one.suffix.casefold() in PICTURES for one in path.iterdir())
        except OSError as error:
            raise PictureError(
                f"The folder {name} cannot be looked through: {error.strerror}.",
                "Use a folder that belongs to you, or copy the pictures into one.",
            ) from error
        if not there:
            raise PictureError(
                f"The folder {name} has no picture in it.",
                f"Pictures end in {', '.join(PICTURES)}. Pictures in folders inside do not count.",
            )
        return Address("folder", os.path.abspath(path), once, name)  # noqa: PTH100 - links stay
    ending = path.suffix.casefold()
    if stat.S_ISREG(status.st_mode) and ending in PICTURES:
        return Address("file", os.path.abspath(path), once, name)  # noqa: PTH100 - as above
    if stat.S_ISREG(status.st_mode) and ending in VIDEOS:
        return Address("video", os.path.abspath(path), once, name)  # noqa: PTH100 - as above
    if ending in _OF_TELEPHONES:
        raise PictureError(
            f"{name} is a picture in a format of telephones that OpenCV cannot read.",
            "Save it as JPEG. (On an iPhone: Settings > Camera > Formats > Most Compatible.)",
        )
    raise PictureError(
        f"{name} is neither a picture nor a video that the kit can look at.",
        f"Pictures end in {', '.join(PICTURES)}, videos in {', '.join(VIDEOS)}.",
    )


def _device(path: Path) -> Address:
    """Return the camera behind a device file of Linux; a link such as by-id will do."""
    real = path.resolve()
    number = real.name.removeprefix("video")
    if real.parent == Path("/dev") and real.name.startswith("video") and number.isdecimal():
        return _usb(number)
    raise NoCamera(
        f"{path} is a device, but no camera.",
        "Cameras are /dev/video0, /dev/video1 … dobotkit doctor lists those that are plugged in.",
    )
