"""Files of several kinds, opened and looked through; what cannot be looked into is said."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from dobotkit.errors import PublishError
from dobotkit.publish import pictures
from dobotkit.publish.find import Find, Kind, Mark, Source
from dobotkit.publish.names import Names, announced
from dobotkit.publish.notebook import Search, finds_in
from dobotkit.publish.texts import marks_in, without_data

__all__ = ["check_file", "files_of"]

_CODE = frozenset({".py", ".js", ".mjs", ".sh", ".ps1", ".bat", ".r", ".jl", ".css"})
_PROSE = frozenset({".md", ".rst", ".txt", ".html", ".htm", ".tex"})
_DATA = frozenset(
    {
        ".json",
        ".toml",
        ".yaml",
        ".yml",
        ".csv",
        ".tsv",
        ".cfg",
        ".ini",
        ".log",
        ".xml",
        ".svg",
        ".env",
    }
)
_LEFT_OUT = frozenset({"__pycache__", "node_modules"})
# A file larger than this, or a zip that unpacks to more, is not looked through (bytes).
_LARGEST: Final = 200 * 1024 * 1024
_DEEPEST: Final = 2
# All that unpacking raises where a zip is damaged, or is packed in a way of its own.
_DAMAGED: Final = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)
# How a copy that session.rights.copy() writes begins.
_OWN_COPY: Final = "dobotkit copy "


def check_file(path: Path, names: Names) -> tuple[Find, ...]:
    """Look through a file.

    Parameters
    ----------
    path:
        A notebook, a text, a picture, or a zip of them.
    names:
        Names to look for.

    Raises
    ------
    PublishError
        There is no such file, or it cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            return (Find("file", Kind.UNREAD, "it is too large to be looked through"),)
        data = path.read_bytes()
    except OSError as error:
        raise PublishError(
            f"{path} cannot be read: {error.strerror or 'the system says no'}.",
            "Check how its name is written, and that you may open it.",
        ) from error
    return tuple(_unique(_file(path.name, data, names, depth=0)))


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Return files as they are, and folders as the files in them, without hidden ones."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            parts = inner.relative_to(path).parts
            if inner.is_file() and not any(
                part.startswith(".") or part in _LEFT_OUT for part in parts
            ):
                yield inner


def _file(name: str, data: bytes, names: Names, *, depth: int) -> Iterator[Find]:
    stem, suffix = PurePosixPath(name).name, PurePosixPath(name).suffix.casefold()
    for mark in names.find(stem):
        yield Find("name of the file", mark.kind, mark.what, mark.sure)
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield from _archive(data, names, depth=depth)
        return
    if media := pictures.recognise(data):
        still = media.sort == "picture"
        yield Find("file", Kind.PICTURE if still else Kind.MEDIA, str(media))
        return
    text = _as_text(data)
    if text is None:
        yield Find("file", Kind.UNREAD, "nothing here can look into such a file")
    elif suffix == ".ipynb":
        yield from _notebook(text, names)
    else:
        yield from _plain(text, suffix, names)


def _as_text(data: bytes) -> str | None:
    for coding in (
        ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",)
    ):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def _notebook(text: str, names: Names) -> Iterator[Find]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not ({"cells", "worksheets"} & data.keys()):
        yield Find("file", Kind.UNREAD, "it is called a notebook and is none")
        yield from _plain(text, ".json", names)
        return
    yield from finds_in(data, _search(names))


def _plain(text: str, suffix: str, names: Names) -> Iterator[Find]:
    source = Source.DATA
    if suffix in _CODE:
        source = Source.CODE
    elif suffix in _PROSE:
        source = Source.PROSE
    if suffix == ".svg" or text.lstrip()[:200].casefold().startswith(("<svg", "<?xml")):
        yield Find("file", Kind.PICTURE, "a picture (SVG)")
    if suffix == ".json" and _OWN_COPY in text[:200]:
        yield Find("file", Kind.COPY, "a copy of what the kit holds about somebody")
    if source is Source.PROSE:
        # What a page loads, as in a cell of text.
        cell = {"cells": [{"cell_type": "markdown", "source": text}]}
        for find in finds_in(cell, lambda *_: iter(())):
            yield Find("file", find.kind, find.what, find.sure)
    for mark in _search(names)(text, source):
        yield Find(f"line {mark.line}", mark.kind, mark.what, mark.sure)


def _archive(data: bytes, names: Names, *, depth: int) -> Iterator[Find]:
    if depth >= _DEEPEST:
        yield Find("file", Kind.UNREAD, "a zip in a zip in a zip is not looked through")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > _LARGEST:
                yield Find("file", Kind.UNREAD, "unpacked it is too large to be looked through")
                return
            if archive.comment:
                yield Find("comment of the zip", Kind.METADATA, "something that no list shows")
            for number, one in enumerate(members, 1):
                place = f"file {number} in it"
                folders = PurePosixPath(one.filename).parent.as_posix()
                for mark in (*names.find(folders), *marks_in(one.filename, Source.DATA)):
                    yield Find(f"{place}, its path", mark.kind, mark.what, mark.sure)
                inner = _file(one.filename, archive.read(one), names, depth=depth + 1)
                for find in inner:
                    yield Find(f"{place}, {find.place}", find.kind, find.what, find.sure)
    except _DAMAGED:
        yield Find("file", Kind.UNREAD, "a zip that is damaged, or closed with a password")


def _search(names: Names) -> Search:
    def search(text: str, source: Source) -> Iterator[Mark]:
        yield from marks_in(text, source)
        plain = without_data(text)
        yield from names.find(plain)
        yield from announced(plain)

    return search


def _unique(finds: Iterable[Find]) -> Iterator[Find]:
    """Say each thing once: an output has several forms, and often the same in all of them."""
    return iter(dict.fromkeys(finds))
