"""How the numbers lie in memory and in files that a program makes of a face: a template.

A name can be left out of a file; 128 such numbers say who somebody is without one. In bytes they
are found by pieces, as text by their first digits, if many stand near each other: a single
number of six digits comes up by chance.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DIGITS",
    "TEMPLATE",
    "WRITINGS",
    "Template",
    "Writing",
    "clusters",
    "needles_of_template",
    "pieces_of_template",
]

Template = NDArray[np.float32]
"""(128,) float32, as SFace gives it."""

TEMPLATE: Final = 128
"""How many numbers a template has."""

DIGITS: Final = "template-digits"
"""The form of a number that is written down; one alone says nothing."""

# So many numbers, in bytes, are a piece: sixteen bytes and more come up by chance never.
_PIECE = 4
# So many of its numbers within so many letters are a template, however they are separated.
_FEWEST, _WITHIN = 16, 4096
_LETTERS = 8
# Smaller ones are written in another way.
_SMALLEST = 1e-3


@dataclass(frozen=True)
class Writing:
    """One way to write a template down.

    Attributes
    ----------
    id, title:
        For programs, and for people.
    write:
        Turns it into bytes.
    by:
        How it is found: the form that a `Find` then names.
    """

    id: str
    title: str
    write: Callable[[Template], bytes]
    by: str


def _as(kind: str) -> Callable[[Template], bytes]:
    return lambda template: template.astype(kind).tobytes()


_BYTES: Final = {
    "template-f4": "<f4",
    "template-f4-big": ">f4",
    "template-f8": "<f8",
    "template-f2": "<f2",
}


def _npy(template: Template) -> bytes:
    file = io.BytesIO()
    np.save(file, template)
    return file.getvalue()


def _csv(template: Template) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerow(["visitor A", *template.tolist()])
    return file.getvalue().encode()


def _printed(template: Template) -> bytes:
    return np.array2string(template, threshold=TEMPLATE + 1).encode()


def _letters(data: bytes) -> bytes:
    return data.decode("latin-1").encode()


WRITINGS: tuple[Writing, ...] = (
    Writing("template-f4", "a face template as short fractions", _as("<f4"), "template-f4"),
    Writing("template-f4-big", "the same, the other way round", _as(">f4"), "template-f4-big"),
    Writing("template-f8", "a face template as long fractions", _as("<f8"), "template-f8"),
    Writing("template-f2", "a face template as half fractions", _as("<f2"), "template-f2"),
    Writing("template-npy", "a face template in a NumPy file", _npy, "template-f4"),
    Writing("template-pickle", "a pickle of a face template",
            lambda one: pickle.dumps({"visitor A": one}), "template-f4"),
    Writing("template-pickle-old", "an old pickle of a face template",
            lambda one: pickle.dumps(one, protocol=2), "template-letters"),
    Writing("template-base64", "a face template in base64",
            lambda one: b'{"a": "' + base64.b64encode(one.tobytes()) + b'"}', "base64"),
    Writing("template-hex", "a face template in hexadecimal",
            lambda one: one.tobytes().hex().encode(), "hex"),
    Writing("template-json", "a face template as JSON",
            lambda one: json.dumps({"visitor A": one.tolist()}).encode(), DIGITS),
    Writing("template-short", "a face template as a list of short numbers",
            lambda one: ", ".join(map(str, one)).encode(), DIGITS),
    Writing("template-csv", "a face template in a table", _csv, DIGITS),
    Writing("template-printed", "a face template as NumPy shows it", _printed, DIGITS),
)  # fmt: skip
"""Every way in which a template is looked for."""


def pieces_of_template(template: Template, kind: str = "<f4") -> list[bytes]:
    """Return pieces of a template in bytes, none overlapping: 16 bytes of the usual kind."""
    count = _PIECE * max(1, 4 // np.dtype(kind).itemsize)
    numbers = template.astype(kind)
    return [numbers[at : at + count].tobytes() for at in range(0, len(numbers), count)]


def needles_of_template(template: Template) -> Iterator[tuple[str, bytes]]:
    """Yield what is looked for of a template: the form, and the bytes."""
    for form, kind in _BYTES.items():
        yield from ((form, piece) for piece in pieces_of_template(template, kind))
    yield from (("template-letters", _letters(piece)) for piece in pieces_of_template(template))
    for number in map(float, template):
        if abs(number) >= _SMALLEST:
            yield DIGITS, f"{abs(number):.12f}"[:_LETTERS].encode()
            yield DIGITS, f"{abs(number):.12e}"[:_LETTERS].encode()


def clusters(offsets: Sequence[int]) -> int | None:
    """Return where enough numbers stand near each other; None if they do nowhere.

    Parameters
    ----------
    offsets:
        Where the numbers of one template stand, sorted.
    """
    for first, last in zip(offsets, offsets[_FEWEST - 1 :], strict=False):
        if last - first <= _WITHIN:
            return first
    return None


def drawn(random: np.random.Generator) -> Template:
    """Return a template of nobody: of length 1, in a direction drawn by lot."""
    numbers: NDArray[Any] = random.normal(size=TEMPLATE)
    return np.asarray(numbers / np.linalg.norm(numbers), np.float32)
