"""Files of several kinds, and clean copies of notebooks."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from dobotkit.errors import PublishError
from dobotkit.lab.work.parcel import pack
from dobotkit.lab.work.plain import read_notebook
from dobotkit.publish import Kind, Names, check, cleaned, write_clean_copy
from tests.publish.planted import (
    JPEG_WITH_PLACE,
    NAME,
    PNG,
    as_64,
    code,
    notebook,
    prose,
    save,
    shown,
)

ROOT = Path(__file__).resolve().parents[2]
NOBODY = Names(here=())


def finds(path, names=NOBODY):
    [found] = check([path], names).values()
    return [(find.place, find.kind) for find in found]


def test_what_is_shipped_gives_nobody_away_but_for_drawings():
    found = check([ROOT / "lessons", ROOT / "notebooks"], NOBODY)
    assert len([name for name in found if name.endswith(".ipynb")]) >= 11
    said = {name: [str(find) for find in finds] for name, finds in found.items() if finds}
    drawings = (
        "04_draw_a_path/leaf.svg",
        "04_draw_a_path/robot.svg",
        "10_read_a_card_keep_nothing/one_answer.svg",
    )
    assert said == {
        (ROOT / "lessons" / name).as_posix(): ["file: a picture (SVG)"] for name in drawings
    }


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("work.py", b"# /home/quirina/x", [("line 1", Kind.PATH)]),
        ("notes.md", "\ufeffHello\nquirina@school.net".encode(), [("line 2", Kind.EMAIL)]),
        ("notes.txt", "my name is Quirina".encode("utf-16"), [("line 1", Kind.NAME)]),
        ("page.md", b"![](https://a.school.net/i.gif)", [("file", Kind.OUTSIDE)]),
        ("my-data.json", b'{"form": "dobotkit copy 1"}', [("file", Kind.COPY)]),
        ("me.jpg", JPEG_WITH_PLACE, [("file", Kind.PICTURE)]),
        ("me.dat", PNG, [("file", Kind.PICTURE)]),
        ("voice.wav", b"RIFF....WAVEfmt ", [("file", Kind.MEDIA)]),
        ("model.bin", b"\0\1\2\xff", [("file", Kind.UNREAD)]),
        ("broken.ipynb", b"{", [("file", Kind.UNREAD)]),
        ("leaf.svg", b"<svg/>", [("file", Kind.PICTURE)]),
        ("empty.txt", b"", []),
    ],
)
def test_files_of_other_kinds(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    assert finds(tmp_path / name) == expected


def test_the_name_of_a_file_is_looked_at(tmp_path):
    (tmp_path / "zorblax_homework.py").write_text("")
    assert finds(tmp_path / "zorblax_homework.py", Names([NAME], here=())) == [
        ("name of the file", Kind.NAME)
    ]


def test_a_zip_is_looked_into_and_a_bomb_or_a_cut_one_is_not(tmp_path, monkeypatch):
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(
            "zorblax/lesson.ipynb", json.dumps(notebook(code("", shown(image_png=as_64(PNG)))))
        )
        archive.writestr("me.png", PNG)
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.write(inner, "inner.zip")
    assert finds(tmp_path / "work.zip", Names([NAME], here=())) == [
        ("file 1 in it, file 1 in it, its path", Kind.NAME),
        ("file 1 in it, file 1 in it, cell 3, output 1", Kind.PICTURE),
        ("file 1 in it, file 2 in it, file", Kind.PICTURE),
    ]
    # Small on the disk; unpacked larger than what is looked through.
    monkeypatch.setattr("dobotkit.publish.files._LARGEST", 2**20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(2**20 + 1))
    assert finds(tmp_path / "bomb.zip") == [("file", Kind.UNREAD)]
    cut = tmp_path / "cut.zip"
    cut.write_bytes(b"PK\3\4" + bytes(50))
    assert finds(cut) == [("file", Kind.UNREAD)]


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_damaged_inside_is_said_to_be(tmp_path, packed):
    path = tmp_path / "work.zip"
    with zipfile.ZipFile(path, "w", packed) as archive:
        archive.writestr("a.txt", bytes(range(256)) * 40)
    data = bytearray(path.read_bytes())
    begin = 30 + len("a.txt")
    data[begin : begin + 40] = b"\xff" * 40
    path.write_bytes(data)
    assert finds(path) == [("file", Kind.UNREAD)]


def test_a_file_that_is_not_there_is_an_error_with_advice(tmp_path):
    with pytest.raises(PublishError, match="cannot be read"):
        check([tmp_path / "nothing.ipynb"], NOBODY)


def test_folders_are_looked_through_without_hidden_ones(tmp_path):
    for folder in (".git", "__pycache__", "a/.ipynb_checkpoints", "a"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "x.py").write_text("")
    assert [Path(name).relative_to(tmp_path) for name in check([tmp_path], NOBODY)] == [
        Path("a/x.py")
    ]


FULL = notebook(
    code(
        "print(1)",
        shown(image_png=as_64(PNG), text_plain=NAME),
        tags=["x"],
        seat=1,
        execution={"a": 1},
    ),
    prose(
        f"A\n![me](attachment:me.png)\n<img src='data:image/png;base64,{as_64(PNG)}'>\nB",
        **{"me.png": {"image/png": as_64(PNG)}},
    ),
    widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": {"value": NAME}}}},
    authors=[{"name": NAME}],
    kernelspec={"name": "zorblax", "display_name": "zorblax"},
)


def test_a_clean_copy_has_every_word_and_nothing_else(tmp_path):
    path = save(tmp_path / "lesson.ipynb", FULL)
    before = path.read_bytes()
    assert finds(path, Names([NAME], here=()))
    copy = write_clean_copy(path)
    assert copy == tmp_path / "lesson-to-share.ipynb"
    assert path.read_bytes() == before
    assert finds(copy, Names([NAME], here=())) == []
    book = nbformat.reads(copy.read_text("utf-8"), as_version=4)
    nbformat.validate(book)
    assert [cell.source for cell in book.cells] == [
        "# Hello, arm\n\nMove it.",
        "arm.move_to(200, 0, 50)\nprint(arm.pose)",
        "print(1)",
        "A\n(picture taken out: me)\n(picture taken out: no words)\nB",
    ]
    assert book.cells[2].metadata == {"tags": ["x"]}
    with pytest.raises(PublishError, match="already"):
        write_clean_copy(path)


def test_what_somebody_wrote_stays_in_the_copy_and_is_said():
    data = cleaned(notebook(code("# my name is Quirina")))
    assert "Quirina" in json.dumps(data)


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4, "cells": 7}']
)
def test_of_what_is_no_notebook_no_copy_is_made(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_text(content)
    with pytest.raises(PublishError, match="No clean copy"):
        write_clean_copy(path)
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_pupil_takes_home_has_only_what_was_typed(tmp_path):
    """The file of *Download my work*, made of a notebook that gives everything away."""
    data = json.dumps(FULL | {"cells": [*FULL["cells"], code("# my name is Quirina")]}).encode()
    parcel = tmp_path / "my-work.zip"
    parcel.write_bytes(pack({"lesson.ipynb": bytes(read_notebook(data, "lesson.ipynb"))}))
    [only] = check([parcel], NOBODY)[parcel.as_posix()]
    assert only.place.endswith("in it, cell 5")
    assert only.what == "perhaps somebody's name (Q…)"
