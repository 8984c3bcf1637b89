"""Every form in which a canary is found, with what proves that it is: an example of each."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import pickle
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dobotkit.canary.canary import Canary, Pixels
from dobotkit.canary.rows import LAYOUTS, Layout
from dobotkit.canary.scan import Find
from dobotkit.canary.spellings import SPELLINGS, Spelling
from dobotkit.canary.templates import WRITINGS, Writing
from dobotkit.opencv import cv2

__all__ = ["FORMS", "Form"]

# What stands around, of a length that no way of writing divides.
_BEFORE, _AFTER = bytes(range(1, 100)) + b"\n> ", b" <\n" + bytes(range(100, 1, -1))
_WIDE = 300  # pixels
_PLAIN = "utf-8"


@dataclass(frozen=True)
class Form:
    """One form, and how to make an example of it.

    Attributes
    ----------
    id, title:
        For programs, and for people.
    what:
        What of the canary the example holds: ``name``, ``picture`` or ``template``.
    encode:
        Makes the example.
    by:
        How it is found: the form or the packing that a `Find` then names.
    """

    id: str
    title: str
    what: str
    encode: Callable[[Canary], bytes]
    by: str

    def seen_by(self, finds: tuple[Find, ...]) -> bool:
        """Whether these finds, of the example, have found it, in the way they should."""
        return any(
            find.what == self.what and self.by in (find.form, *find.inside) for find in finds
        )


def _spelt(spelling: Spelling) -> Form:
    def encode(canary: Canary) -> bytes:
        return _BEFORE + spelling.write(canary.name) + _AFTER

    return Form(spelling.id, spelling.title, "name", encode, spelling.id)


def _laid(layout: Layout) -> Form:
    def encode(canary: Canary) -> bytes:
        return _BEFORE + layout.write(canary.picture) + _AFTER

    return Form(layout.id, layout.title, "picture", encode, layout.id)


def _written(writing: Writing) -> Form:
    def encode(canary: Canary) -> bytes:
        return _BEFORE + writing.write(canary.templates[0]) + _AFTER

    return Form(writing.id, writing.title, "template", encode, writing.by)


def _packed(id_: str, title: str, pack: Callable[[bytes], bytes], by: str | None = None) -> Form:
    def encode(canary: Canary) -> bytes:
        text = f"My name is {canary.name}, my number is {canary.number}.\n" * 3
        return pack(text.encode())

    return Form(id_, title, "name", encode, by or id_)


def _shown(id_: str, title: str, make: Callable[[Canary], bytes], by: str) -> Form:
    return Form(id_, title, "picture", lambda canary: _BEFORE + make(canary) + _AFTER, by)


def _zip(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return file.getvalue()


def _lines(data: bytes) -> bytes:
    return base64.encodebytes(data)


def _e_mail(data: bytes) -> bytes:
    # The line ends in the middle of the name.
    return data[:14] + b"=\r\n" + data[14:]


def _sqlite(cell: Callable[[Canary], object]) -> Callable[[Canary], bytes]:
    def encode(canary: Canary) -> bytes:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE history (session INTEGER, source)")
        connection.execute("INSERT INTO history VALUES (1, ?)", (cell(canary),))
        connection.commit()
        data = connection.serialize()
        connection.close()
        return data

    return encode


def _scaled(picture: Pixels, factor: float) -> Pixels:
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor), np.uint8)


def _png(picture: Pixels) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1])


def _jpeg(picture: Pixels, quality: int = 60) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _plot(canary: Canary) -> bytes:
    """As in a plot: enlarged, on a white page, with a frame around it."""
    inner = _scaled(canary.picture, 1.44)
    page = np.full((inner.shape[0] + 120, inner.shape[1] + _WIDE, 3), 255, np.uint8)
    page[60 : 60 + inner.shape[0], 150 : 150 + inner.shape[1]] = inner
    return _png(page)


def _npy(picture: Pixels) -> bytes:
    file = io.BytesIO()
    np.save(file, picture)
    return file.getvalue()


def _notebook(canary: Canary) -> bytes:
    """The picture in a notebook, in a form that shares no byte with the original file."""
    picture = base64.encodebytes(_jpeg(canary.picture)).decode()
    return json.dumps({"cells": [{"outputs": [{"data": {"image/jpeg": picture}}]}]}).encode()


_PACKED: tuple[Form, ...] = (
    _packed("base64-lines", "base64, broken into lines", _lines, "base64"),
    _packed(
        "base64-json-lines",
        "the same within JSON",
        lambda data: json.dumps({"text": _lines(data).decode()}).encode(),
        "base64",
    ),
    _packed("quoted-printable-lines", "as in e-mails, the name broken in two", _e_mail,
            "quoted-printable"),
    _packed("gzip", "compressed (gzip), in the middle of a file",
            lambda data: _BEFORE + gzip.compress(data) + _AFTER),
    _packed("zlib", "compressed (zlib), in the middle of a file",
            lambda data: _BEFORE + zlib.compress(data) + _AFTER),
    _packed("deflate", "compressed without a head",
            lambda data: zlib.compress(data, wbits=-15)),
    _packed("bzip2", "compressed (bzip2)", lambda data: _BEFORE + bz2.compress(data)),
    _packed("xz", "compressed (xz)", lambda data: _BEFORE + lzma.compress(data)),
    _packed("zip", "in a ZIP archive", _zip),
    _packed("gzip-base64", "compressed, then in base64",
            lambda data: b'{"a": "' + base64.b64encode(gzip.compress(data)) + b'"}', "gzip"),
    _packed("hex-gzip", "compressed, then in hexadecimal",
            lambda data: gzip.compress(data).hex().encode(), "hex"),
)  # fmt: skip

_SHOWN: tuple[Form, ...] = (
    _shown("png", "a PNG file, as it was", Canary.png, "png-bytes"),
    _shown("png-base64", "the same in base64", lambda one: base64.b64encode(one.png()),
           "png-base64"),
    _shown("png-hex", "the same in hexadecimal", lambda one: one.png().hex().encode(), "png-hex"),
    _shown("png-again", "a new PNG file", lambda one: _png(_scaled(one.picture, 1.1)), "png"),
    _shown("png-small", "a PNG file, half as large", lambda one: _png(_scaled(one.picture, 0.5)),
           "png"),
    _shown("png-large", "a PNG file, three times as large",
           lambda one: _png(_scaled(one.picture, 3.0)), "png"),
    _shown("png-mirrored", "a mirrored PNG file",
           lambda one: _png(_scaled(np.ascontiguousarray(one.picture[:, ::-1]), 0.8)), "png"),
    _shown("png-cut", "a quarter of it", lambda one: _png(one.picture[6:88, 8:94]), "png"),
    _shown("png-turned", "turned by a quarter",
           lambda one: _png(_scaled(np.ascontiguousarray(np.rot90(one.picture)), 1.3)), "png"),
    _shown("plot", "a plot with the picture in it", _plot, "png"),
    _shown("jpeg", "a JPEG file", lambda one: _jpeg(one.picture), "jpeg"),
    _shown("jpeg-poor", "a small JPEG file of poor quality",
           lambda one: _jpeg(_scaled(one.picture, 0.6), 25), "jpeg"),
    _shown("webp", "a WebP file", lambda one: one.encoded(".webp", cv2.IMWRITE_WEBP_QUALITY, 50),
           "webp"),
    _shown("bmp", "a BMP file", lambda one: cv2.imencode(".bmp", _scaled(one.picture, 0.7))[1]
           .tobytes(), "bmp"),
    _shown("data-url", "a WebP file in a web page",
           lambda one: b'<img src="data:image/webp;base64,'
           + base64.b64encode(one.encoded(".webp", cv2.IMWRITE_WEBP_QUALITY, 50)) + b'">', "webp"),
    Form("notebook", "a JPEG file in a notebook", "picture", _notebook, "jpeg"),
    _shown("npy", "a NumPy file, resized", lambda one: _npy(_scaled(one.picture, 1.2)), "npy"),
    Form("pickle", "a pickle of the picture", "picture",
         lambda one: pickle.dumps({"face": one.picture}), "rows-bgr"),
    Form("pickle-old", "an old pickle of the picture", "picture",
         lambda one: pickle.dumps(one.picture, protocol=2), "rows-text"),
    Form("pickle-name", "a pickle of the name", "name",
         lambda one: pickle.dumps({"me": one.name}), _PLAIN),
    Form("sqlite", "a database (SQLite) with the name", "name",
         _sqlite(lambda one: f"name = {one.name!r}"), _PLAIN),
    Form("sqlite-picture", "a database with the picture, in pieces", "picture",
         _sqlite(lambda one: _jpeg(one.picture, 90)), "sqlite"),
)  # fmt: skip

FORMS: tuple[Form, ...] = (
    *map(_spelt, SPELLINGS),
    *_PACKED,
    *map(_laid, LAYOUTS),
    *_SHOWN,
    *map(_written, WRITINGS),
)
"""All forms; each is proved by its own example before an audit says that there is nothing."""
