"""The file that a pupil takes home: a zip with notebooks in it, code and text only.

Any computer opens it with a double click, and any Jupyter opens a notebook of it. It says
what it is in `MANIFEST`, in a form of which this is version 1::

    dobotkit-work.json             {"form": "dobotkit work 1", "kit": "0.1.0"}
    READ ME.txt                    what this is, for people
    lessons/…/lesson.ipynb         each notebook and text, where it was in the lab
    notebooks/….py

No file in it says when it was written, by whom, or on which computer.
"""

from __future__ import annotations

import io
import json
import stat
import zipfile
import zlib
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dobotkit.errors import WorkError
from dobotkit.lab.work.folder import LONGEST_TEXT, read_text
from dobotkit.lab.work.names import TEXTS, check_name, is_picture
from dobotkit.lab.work.plain import LARGEST, PlainNotebook, read_notebook

__all__ = ["FILE_NAME", "LARGEST_PARCEL", "MANIFEST", "Manifest", "pack", "unpack"]

FILE_NAME = "my-work.zip"
LARGEST_PARCEL = 16 * 2**20
"""The longest file that is opened (bytes)."""
MANIFEST = "dobotkit-work.json"

_READ_ME = "READ ME.txt"
_WORDS = """\
This is your work from a dobotkit lab: what you changed or wrote, as code and text.
Pictures and the results of cells are not in it: run the cells again to see them.

To go on: in the next lab, click "Open my work" and choose this file as it is.
Elsewhere: take the notebooks (.ipynb) out of it; any Jupyter opens them.

Your code is in it as you typed it. If you typed a name or something else about a
person into a cell, it is in here too. Before you give this file to others, look:
    dobotkit publish-check NOTEBOOK.ipynb
"""
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # when a file was written is nobody's business
_MOST, _ALL = 500, 64 * 2**20  # files in a parcel, and bytes in all of them together
# What macOS and Windows add to a folder that was unpacked and packed again.
_ADDED = (".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 0x1


class Manifest(BaseModel):
    """What a parcel says about itself.

    Attributes
    ----------
    form:
        That it is a pupil's work, and in which version of this form.
    kit:
        The version of the kit that wrote it.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    form: Literal["dobotkit work 1"]
    kit: Annotated[str, Field(max_length=40)]


def pack(files: dict[str, bytes]) -> bytes:
    """Return a parcel with these files, by their places."""
    try:
        kit = version("dobotkit-classroom")
    except PackageNotFoundError:  # a checkout that is not installed
        kit = "a checkout"
    manifest = Manifest(form="dobotkit work 1", kit=kit)
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in {
            MANIFEST: manifest.model_dump_json(indent=1).encode() + b"\n",
            _READ_ME: _WORDS.encode(),
            **files,
        }.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            parcel.writestr(entry, content)
    return holder.getvalue()


def unpack(content: bytes, name: str = FILE_NAME) -> dict[str, PlainNotebook | bytes]:
    """Return what is in a parcel by its place: notebooks as code and text, and texts.

    Parameters
    ----------
    content:
        The file that a pupil chose: a parcel, or one notebook on its own.
    name:
        What it is called. A notebook on its own keeps this name.

    Raises
    ------
    WorkError
        If it is something else, too long, or something in it does not belong there.
    """
    if len(content) > LARGEST_PARCEL:
        raise WorkError(
            f"This file is too long: work is at most {LARGEST_PARCEL // 2**20} MB.",
            "Choose the file that Download my work gave you.",
        )
    if name.casefold().endswith(".ipynb"):
        place = check_name(name.rpartition("/")[2][: -len(".ipynb")] + ".ipynb")
        return {place.as_posix(): read_notebook(content, place.name)}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            return _checked(parcel)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WorkError(
            "This file is no work of yours, or it is damaged: it cannot be read as a zip file.",
            "Choose the file that Download my work gave you, or a notebook (.ipynb).",
        ) from error


def _checked(parcel: zipfile.ZipFile) -> dict[str, PlainNotebook | bytes]:
    entries = [
        entry
        for entry in parcel.infolist()
        if not entry.is_dir()
        and not entry.filename.startswith("__MACOSX/")
        and entry.filename.rpartition("/")[2] not in _ADDED
    ]
    if len(entries) > _MOST or sum(entry.file_size for entry in entries) > _ALL:
        raise WorkError(
            f"There is too much in this file: {len(entries)} files.",
            f"Work is at most {_MOST} files and {_ALL // 2**20} MB. Choose another file.",
        )
    top = _top(entries)
    _check_manifest(parcel, top)
    found: dict[str, PlainNotebook | bytes] = {}
    seen: set[str] = set()
    for entry in entries:
        # The names as they stand in the file: the module takes some tricks out of them.
        name = entry.orig_filename.removeprefix(top)
        if name in {MANIFEST, _READ_ME}:
            continue
        place = check_name(name).as_posix()
        why = _why_odd(entry)
        if why or place.casefold() in seen:
            raise WorkError(
                f"{place} {why or 'is in this file twice'}.",
                "Choose the file that Download my work gave you.",
            )
        seen.add(place.casefold())
        found[place] = _read(parcel, entry, place)
    if not found:
        raise WorkError("There is no work in this file.", "Choose another one.")
    return found


def _why_odd(entry: zipfile.ZipInfo) -> str:
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "is a link and no file"
    if entry.flag_bits & _ENCRYPTED:
        return "needs a password"
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "is packed in a way that is not used here"
    return ""


def _top(entries: list[zipfile.ZipInfo]) -> str:
    """The folder in which all lies, if somebody unpacked the parcel and packed it again."""
    for entry in entries:
        folder, slash, name = entry.filename.rpartition("/")
        if name == MANIFEST and "/" not in folder:
            return folder + slash
    return ""


def _check_manifest(parcel: zipfile.ZipFile, top: str) -> None:
    try:
        with parcel.open(top + MANIFEST) as file:
            Manifest.model_validate(json.loads(file.read(10_000)))
    except KeyError:
        raise WorkError(
            f"This zip file is no work from a lab: {MANIFEST} is not in it.",
            "Choose the file that Download my work gave you, or one notebook (.ipynb).",
        ) from None
    except (ValueError, RecursionError, ValidationError):
        raise WorkError(
            f"This work is of another kind than this kit knows: see {MANIFEST} in it.",
            "Is it from a newer kit? Then open it there, or take its notebooks one by one.",
        ) from None


def _read(parcel: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str) -> PlainNotebook | bytes:
    notebook = place.endswith(".ipynb")
    if not notebook and not place.endswith(tuple(TEXTS)):
        raise WorkError(
            f"{place} is a picture, and pictures are not taken in."
            if is_picture(place)
            else f"{place} is neither a notebook nor a text.",
            "Take it out of the zip file, and try again.",
        )
    longest = LARGEST if notebook else LONGEST_TEXT
    with parcel.open(entry) as file:
        # What the file says about its length may be wrong: one more byte is enough to know.
        content = file.read(longest + 1)
    return read_notebook(content, place) if notebook else read_text(content, place)
