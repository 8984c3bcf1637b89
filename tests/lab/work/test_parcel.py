"""The file that a pupil takes home: what goes in, and what is taken in again."""

from __future__ import annotations

import io
import json
import random
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.errors import WorkError
from dobotkit.lab.work.names import check_name, stands_in_for
from dobotkit.lab.work.parcel import LARGEST_PARCEL, MANIFEST, pack, unpack
from dobotkit.lab.work.plain import LARGEST, read_notebook
from tests.lab.work.making import LESSON, PICTURE, PNG, code, full_notebook, notebook, parcel


def test_of_a_notebook_what_was_typed_is_left():
    plain = read_notebook(full_notebook(), "mine.ipynb")
    text = bytes(plain).decode()
    assert PICTURE[:40] not in text
    assert "Lovelace" not in text
    assert plain.pictures == 2
    first, second = plain.data["cells"]
    assert (first["source"], first["outputs"], first["execution_count"]) == (
        ["show(arm)"],
        [],
        None,
    )
    assert second["source"] == ["My text\n", "![me]((a picture was left out here))\n", "its end"]
    assert second["metadata"] == {"tags": ["exercise"], "jupyter": {"source_hidden": True}}
    assert set(plain.data["metadata"]) == {"kernelspec", "language_info"}


def test_cells_with_one_name_or_a_strange_one_get_another():
    plain = read_notebook(notebook(code("1"), code("2"), code("3", id="../x")), "mine.ipynb")
    names = [cell["id"] for cell in plain.data["cells"]]
    assert names[0] == "one"
    assert len(set(names)) == 3
    assert "../x" not in names
    odd = [code("", id="-1" * 32), code("", id="-1" * 32), code("", id="cell-1-0")]
    assert len({cell["id"] for cell in read_notebook(notebook(*odd), "x").data["cells"]}) == 3
    again = read_notebook(notebook(code("1"), code("2"), code("3", id="../x")), "mine.ipynb")
    assert bytes(again) == bytes(plain)


def test_a_parcel_comes_back_as_it_was_packed():
    files = {LESSON: bytes(read_notebook(full_notebook(), "x")), "notebooks/mine.py": b"x = 1\n"}
    packed = pack(files)
    back = unpack(packed)
    assert {place: bytes(one) for place, one in back.items()} == files
    assert pack(files) == packed  # nothing in it depends on when it was made
    with zipfile.ZipFile(io.BytesIO(packed)) as zipped:
        assert {one.date_time[0] for one in zipped.infolist()} == {1980}
        assert json.loads(zipped.read(MANIFEST))["form"] == "dobotkit work 1"
        assert "publish-check" in zipped.read("READ ME.txt").decode()


def test_what_macos_and_windows_make_of_it_is_work_still():
    inside = {f"my-work/{LESSON}": notebook(code("1")), "my-work/READ ME.txt": "…"}
    packed = parcel(
        inside
        | {
            f"my-work/{MANIFEST}": '{"form": "dobotkit work 1", "kit": "0.1.0"}',
            "__MACOSX/my-work/._lesson.ipynb": b"\0",
            "my-work/.DS_Store": b"\0",
            "my-work/lessons/Thumbs.db": b"\0",
        },
        manifest="",
    )
    assert list(unpack(packed)) == [LESSON]


def test_one_notebook_can_come_alone():
    (place,) = unpack(full_notebook(), "C/Downloads/My own.IPYNB")
    assert place == "My own.ipynb"


@pytest.mark.parametrize(
    "name",
    [
        "../x.py",
        "notebooks/../../x.py",
        "/etc/x.py",
        "C:/x.py",
        "C:x.py",
        "..\\x.py",
        "notebooks//x.py",
        "./x.py",
        ".ipython/x.py",
        "notebooks/.x.py",
        "~/x.py",
        "con.py",
        "notebooks/LPT1.txt",
        "com¹.py",
        "NUL .txt",
        "x.py.",
        "x.py ",
        " x.py",
        "x.py:stream",
        "x\0.py",
        "x\n.py",
        "x\u202eyp.txt",
        "a/b/c/d/e/f/x.py",
        "x" * 101 + ".py",
        "",
    ],
)
def test_a_name_that_plays_tricks_is_refused(name):
    with pytest.raises(WorkError, match=r"A file of that name is not taken: .*\. Its name "):
        check_name(name)
    if name:
        with pytest.raises(WorkError):
            unpack(parcel({name: "x = 1"}))


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_a_name_that_is_taken_stays_below_the_folder_on_every_system(name):
    try:
        place = check_name(name)
    except WorkError:
        return
    assert not place.is_absolute()
    assert all(part not in {"..", "."} and part[0] != "." for part in place.parts)
    assert not set('\\:<>"|?*\0') & set(str(place))


def test_names_of_pupils_in_any_language_are_taken():
    assert str(check_name("notebooks/Übung 1 – Rätsel.ipynb")) == "notebooks/Übung 1 – Rätsel.ipynb"
    assert str(check_name("notebooks/U\u0308bung.py")) == "notebooks/Übung.py"
    assert str(check_name("notebooks/图画.py")) == "notebooks/图画.py"


@pytest.mark.parametrize(
    ("place", "module"),
    [
        ("notebooks/json.py", "json"),
        ("numpy.py", "numpy"),
        ("notebooks/dobotkit/__init__.py", "dobotkit"),
        ("notebooks/my_helper.py", ""),
        ("notebooks/json.txt", ""),
    ],
)
def test_a_program_that_would_push_a_module_aside_is_known(place, module):
    assert stands_in_for(check_name(place)) == module


def _link(name: str) -> bytes:
    holder = io.BytesIO(parcel({}))
    with zipfile.ZipFile(holder, "a") as zipped:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(entry, "/etc/passwd")
    return holder.getvalue()


def _twice() -> bytes:
    return parcel({LESSON: notebook(code("1")), LESSON.upper().replace("IPYNB", "ipynb"): "{}"})


def _bomb() -> bytes:
    return parcel({f"notebooks/{i}.txt": bytes(2**20) for i in range(100)})


def _says_less_than_it_is() -> bytes:
    packed = parcel({"notebooks/x.txt": b"A" * 3 * 2**20})
    length = (3 * 2**20).to_bytes(4, "little")
    assert packed.count(length) == 2
    return packed.replace(length, (1000).to_bytes(4, "little"))


def _with_password() -> bytes:
    holder = bytearray(parcel({"notebooks/x.txt": "x"}))
    with zipfile.ZipFile(io.BytesIO(holder)) as zipped:
        start = zipped.start_dir
    second = holder.index(b"PK\x01\x02", start + 4)
    holder[second + 8] |= 1
    return bytes(holder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no work of yours"),
        (b"GIF89a", "no work of yours"),
        (PNG, "no work of yours"),
        (pack({"x.py": b"x"})[:-9], "no work of yours"),
        (bytes(LARGEST_PARCEL + 1), "too long: work is at most 16 MB"),
        (parcel({}), "There is no work in this file"),
        (parcel({LESSON: notebook(code("1"))}, manifest=""), f"{MANIFEST} is not in it"),
        (parcel({}, manifest="[]"), "of another kind"),
        (parcel({}, manifest="[" * 9000), "of another kind"),
        (parcel({}, manifest='{"form": "dobotkit work 2", "kit": "9"}'), "of another kind"),
        (parcel({}, manifest='{"form": "dobotkit work 1", "kit": "9", "name": "Ada"}'), "another"),
        (parcel({"notebooks/me.png": PNG}), "me.png is a picture, and pictures are not taken in"),
        (parcel({"notebooks/run.exe": b"MZ"}), "neither a notebook nor a text"),
        (parcel({"notebooks/README": b"x"}), "neither a notebook nor a text"),
        (parcel({"notebooks/me.txt": PNG}), "says that it is a text, and is none"),
        (parcel({"notebooks/me.json": '{"form": "dobotkit copy 1"}'}), "copy of a session's data"),
        (parcel({"notebooks/long.txt": b" " * (2**20 + 1)}), "longer than 1 MB"),
        (parcel({"notebooks/x.ipynb": PNG}), "x.ipynb is no notebook"),
        (parcel({"notebooks/x.ipynb": "[" * 100_000}), "x.ipynb is no notebook"),
        (parcel({"notebooks/x.ipynb": '{"nbformat": 3, "cells": []}'}), "no notebook of format 4"),
        (parcel({"notebooks/x.ipynb": b" " * (LARGEST + 1)}), "x.ipynb is too long"),
        (parcel({"notebooks/x.ipynb": notebook(*[code("")] * 2001)}), "x.ipynb is no notebook"),
        (parcel({f"notebooks/{i}.txt": "x" for i in range(501)}), "too much in this file"),
        (_bomb(), "too much in this file"),
        (_says_less_than_it_is(), "damaged"),
        (_link("notebooks/x.txt"), "is a link and no file"),
        (_twice(), "is in this file twice"),
        (_with_password(), "needs a password"),
    ],
)
def test_what_is_no_work_is_refused_in_plain_words(content, says):
    with pytest.raises(WorkError) as raised:
        unpack(content)
    assert says in raised.value.what
    assert raised.value.advice


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_refused_or_is_work(seed):
    dice = random.Random(seed)  # noqa: S311 - a run that can be repeated, no secret
    content = bytearray(pack({LESSON: notebook(code("1")), "notebooks/x.py": b"x = 1\n" * 40}))
    for _ in range(dice.randint(1, 8)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        found = unpack(bytes(content))
    except WorkError:
        return
    for place in found:
        check_name(place)
