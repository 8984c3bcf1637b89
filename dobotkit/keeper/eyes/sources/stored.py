"""Pictures and videos from files, in a process of their own: what decodes them may break.

A file is told by its first bytes, never by its name, and its size is known before it is decoded.
What a camera wrote beside the pixels (Exif, with the place) is not read, but for how it was held:
OpenCV turns the picture upright.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.frame import LARGEST_FRAME, Pixels
from dobotkit.keeper.eyes.sources.address import PICTURES
from dobotkit.keeper.eyes.sources.device import checked
from dobotkit.keeper.eyes.sources.opened import Fails
from dobotkit.opencv import cv2
from dobotkit.publish.pictures import recognise

__all__ = ["FORMATS", "LARGEST_FILE", "LARGEST_SHOWN", "Folder", "One", "Video", "decoded"]

FORMATS: Final = frozenset({"JPEG", "PNG", "WebP", "BMP"})
"""The formats that are decoded; others have decoders that few have looked at."""

LARGEST_FILE: Final = 40_000_000
"""Bytes that a picture's file may have."""

LARGEST_SHOWN: Final = (1920, 1080)
"""Width and height that a picture is made smaller to: one of a telephone has ten times as many."""

# More pictures than anybody looks at in a lesson; a folder may be a whole disk.
_MOST_PICTURES = 10_000


class One:
    """One picture, the same for every look."""

    def __init__(self, path: str) -> None:
        self._path = path
        _read(path).fill(0)  # what is wrong with it is said at once

    def idle(self) -> bool:
        """Do nothing: a file does not get old."""
        return False

    def take(self) -> Pixels:
        """Return the picture as it is in the file now."""
        return _read(self._path)

    def close(self) -> None:
        """Do nothing: it is open for as long as it is read."""


class Folder:
    """The pictures of a folder in the order of their names, one for each look.

    One that cannot be read is passed over, so that it keeps nobody from those behind it.
    """

    def __init__(self, path: str, *, once: bool) -> None:
        self._paths = pictures_in(path)
        self._once = once
        self._at = 0
        if not self._paths:
            raise Fails("empty")

    def idle(self) -> bool:
        """Do nothing: files do not get old."""
        return False

    def take(self) -> Pixels:
        """Return the next picture that can be read."""
        wrong = Fails("over")
        for _ in self._paths:
            if self._at == len(self._paths):
                if self._once:
                    raise Fails("over")
                self._at = 0
            path = self._paths[self._at]
            self._at += 1
            try:
                return _read(path)
            except Fails as error:
                wrong = error
        raise wrong

    def close(self) -> None:
        """Do nothing: each is open for as long as it is read."""


class Video:
    """A video, one picture of it for each look."""

    def __init__(self, path: str, *, once: bool) -> None:
        self._path, self._once = path, once
        with _safely(), Path(path).open("rb") as file:
            film = recognise(file.read(64))
        # Lists of other files, and of addresses on the network, are videos to FFmpeg as well.
        if film is None or film.sort != "film":
            raise Fails("format")
        self._capture = self._open()
        self._count = 0

    def idle(self) -> bool:
        """Do nothing: a file does not get old."""
        return False

    def take(self) -> Pixels:
        """Return the next picture of it."""
        there, pixels = self._capture.read()
        if not there or pixels is None:
            if not self._count:
                raise Fails("unreadable")
            if self._once:
                raise Fails("over")
            self._capture.release()
            self._capture, self._count = self._open(), 0
            there, pixels = self._capture.read()
            if not there or pixels is None:
                raise Fails("unreadable")
        self._count += 1
        return _fitted(checked(pixels))

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _open(self) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(self._path, cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise Fails("unreadable")
        size = (
            capture.get(cv2.CAP_PROP_FRAME_WIDTH),
            capture.get(cv2.CAP_PROP_FRAME_HEIGHT),
        )
        if max(size) > min(LARGEST_FRAME) or min(size) < 1:
            capture.release()
            raise Fails("large")
        return capture


def pictures_in(folder: str) -> list[str]:
    """Return the pictures of a folder: 2.png before 10.png, capitals or not."""
    with _safely():
        names = [
            entry.name
            for entry in os.scandir(folder)
            if Path(entry.name).suffix.casefold() in PICTURES and entry.is_file()
        ]
    names.sort(key=_natural)
    return [str(Path(folder, name)) for name in names[:_MOST_PICTURES]]


def decoded(data: bytes) -> Pixels:
    """Return the picture that these bytes are.

    Parameters
    ----------
    data:
        A whole file.

    Raises
    ------
    Fails
        They are none, or too large a one; that is known before any of it is decoded.
    """
    picture = recognise(data)
    if picture is None or picture.format not in FORMATS:
        raise Fails("format")
    if picture.size is None:
        raise Fails("unreadable")
    width, height = picture.size
    if not (0 < width <= LARGEST_FRAME[0] and 0 < height <= LARGEST_FRAME[1]):
        raise Fails("large")
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise Fails("unreadable") from error
    if pixels is None:
        raise Fails("unreadable")
    return _fitted(checked(pixels))


def _fitted(pixels: Pixels) -> Pixels:
    """Return a picture as it is or, if it is too large to be looked at, smaller."""
    height, width = pixels.shape[:2]
    share = min(LARGEST_SHOWN[0] / width, LARGEST_SHOWN[1] / height)
    if share >= 1:
        return pixels
    size = (max(1, round(share * width)), max(1, round(share * height)))
    try:
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    finally:
        pixels.fill(0)


def _read(path: str) -> Pixels:
    with _safely(), Path(path).open("rb") as file:
        # Asked first: room is made for as much as may be read.
        if os.fstat(file.fileno()).st_size > LARGEST_FILE:
            raise Fails("large")
        data = file.read()
    return decoded(data)


class _safely:  # noqa: N801 - it reads as a word: with _safely()
    """Turns what the system says of a file into the one word for it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise Fails("gone") from error
        if isinstance(error, PermissionError):
            raise Fails("denied") from error
        if isinstance(error, OSError):
            raise Fails("unreadable") from error


def _natural(name: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
