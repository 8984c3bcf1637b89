"""What in the work folder is a pupil's own, and what opening work does to it."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from pathlib import Path

import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from dobotkit.errors import WorkError
from dobotkit.lab.work.coming_back import bring_back, plan
from dobotkit.lab.work.folder import WorkFolder
from dobotkit.lab.work.parcel import pack, unpack
from dobotkit.lab.work.reading import read
from tests.lab.work.making import LESSON, PICTURE, PNG, code, full_notebook, notebook, parcel

DRAWING = "lessons/01_hello_arm/drawing.svg"


@pytest.fixture
def root(tmp_path):
    """A work folder with one lesson, its picture and its notes."""
    folder = tmp_path / "work"
    for place, content in {
        LESSON: notebook(code("from dobotkit import Arm")),
        DRAWING: b"<svg/>",
        "lessons/01_hello_arm/teacher.md": b"# Aim\n",
        "notebooks/start_here.ipynb": notebook(code("arm.home()")),
    }.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return folder


@pytest.fixture
def folder(root):
    return WorkFolder(root)


def test_nothing_is_a_pupils_own_at_first(folder):
    found = folder.own()
    assert (found.files, found.left_out) == ({}, ())


def test_running_and_saving_a_notebook_changes_nothing_of_it(root, folder):
    cell = code("from dobotkit import Arm", execution_count=3, outputs=[])
    (root / LESSON).write_bytes(notebook(cell, language_info={"name": "python", "version": "3"}))
    assert folder.own().files == {}


def test_what_was_changed_or_written_is_found_and_said(root, folder):
    (root / LESSON).write_bytes(full_notebook())
    (root / "notebooks/helper.py").write_text("x = 1\n", encoding="utf-8")
    (root / "notebooks/me.png").write_bytes(PNG)
    (root / "notebooks/me.bin").write_bytes(PNG)
    (root / "notebooks/me.txt").write_bytes(PNG)
    (root / "notebooks/copy.json").write_text('{\n  "form": "dobotkit copy 1"}', encoding="utf-8")
    (root / "notebooks/broken.ipynb").write_bytes(b"{")
    (root / "notebooks/.hidden.py").write_bytes(b"x")
    (root / ".ipynb_checkpoints").mkdir()
    (root / ".ipynb_checkpoints/lesson.ipynb").write_bytes(full_notebook())
    found = folder.own()
    assert list(found.files) == [LESSON, "notebooks/helper.py"]
    assert PICTURE[:40].encode() not in b"".join(found.files.values())
    said = "\n".join(found.left_out)
    for name, why in {
        "me.png": "pictures are not kept",
        "me.bin": "only notebooks, programs and texts",
        "me.txt": "is none",
        "copy.json": "the copy of a session's data",
        "broken.ipynb": "is no notebook",
    }.items():
        assert f"notebooks/{name}: " in said
        assert why in said
    assert "drawing.svg" not in said
    assert "hidden" not in said


def test_a_picture_written_as_numbers_is_taken_along(root, folder):
    """A known hole: what a program wrote into a text, nobody looks through."""
    numbers = ",".join(str(byte) for byte in PNG)
    (root / "notebooks/me.csv").write_text(numbers, encoding="utf-8")
    assert folder.own().files == {"notebooks/me.csv": numbers.encode()}


@pytest.mark.skipif(os.name == "nt", reason="making links needs an administrator there")
def test_a_link_never_leads_out_of_the_folder(root, folder, tmp_path):
    secret = tmp_path / "config"
    secret.mkdir()
    (secret / "token.json").write_text('{"token": "secret"}', encoding="utf-8")
    (root / "notebooks/a.json").symlink_to(secret / "token.json")
    (root / "notebooks/b").symlink_to(secret)
    os.link(secret / "token.json", root / "notebooks/c.json")
    os.mkfifo(root / "notebooks/d.json")
    assert folder.own().files == {}
    for place in ("notebooks/a.json", "notebooks/b/token.json", "notebooks/c.json"):
        assert read(root, place, 1000) is None


@pytest.mark.skipif(os.name == "nt", reason="making links needs an administrator there")
def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(root, folder, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.txt").write_text("secret", encoding="utf-8")
    mine, away = root / "mine", root / "away"
    mine.mkdir()
    (mine / "x.txt").write_text("mine", encoding="utf-8")
    over = threading.Event()

    def swap() -> None:
        while not over.is_set():
            mine.rename(away)
            mine.symlink_to(secret)
            mine.unlink()
            away.rename(mine)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        said = {read(root, "mine/x.txt", 100) for _ in range(3000)}
        whole = {one for _ in range(30) for one in folder.own().files.values()}
    finally:
        over.set()
        swapping.join()
    assert b"secret" not in said | whole
    assert read(root, "mine/x.txt", 100) == b"mine"


def _open(root: Path, folder: WorkFolder, content: bytes) -> list[str]:
    """Open a parcel as the server does; return what it says about it."""
    steps = plan(root, folder, unpack(content))
    asyncio.run(bring_back(AsyncLargeFileManager(root_dir=str(root)), steps))
    return [step.says for step in steps]


def _source(path: Path) -> str:
    return "".join(json.loads(path.read_bytes())["cells"][0]["source"])


def test_work_comes_back_into_a_fresh_lab(root, folder):
    content = parcel({LESSON: full_notebook(), "notebooks/deep/helper.py": "x = 1\n"})
    assert _open(root, folder, content) == [
        f"{LESSON} comes back, in place of the one that came with the kit.",
        "notebooks/deep/helper.py comes back.",
    ]
    assert _source(root / LESSON) == "show(arm)"
    assert PICTURE[:40] not in (root / LESSON).read_text(encoding="utf-8")
    assert (root / "notebooks/deep/helper.py").read_text(encoding="utf-8") == "x = 1\n"
    again = _open(root, folder, content)
    assert again == [f"{place} says the same here already." for place in unpack(content)]
    assert set(folder.own().files) == set(unpack(content))
    assert unpack(pack(folder.own().files)).keys() == unpack(content).keys()


def test_what_a_pupil_has_here_is_kept_beside_it(root, folder):
    (root / LESSON).write_bytes(notebook(code("mine, of today")))
    beside = root / "lessons/01_hello_arm/lesson (before).ipynb"
    first = _open(root, folder, parcel({LESSON: notebook(code("of last week"))}))
    assert first == [
        (
            f"{LESSON} comes back. What you have here now is kept as "
            "lessons/01_hello_arm/lesson (before).ipynb."
        )
    ]
    assert (_source(root / LESSON), _source(beside)) == ("of last week", "mine, of today")
    _open(root, folder, parcel({LESSON: notebook(code("of last year"))}))
    assert _source(beside.with_name("lesson (before 2).ipynb")) == "of last week"
    assert _source(beside) == "mine, of today"


def test_what_came_with_the_kit_and_is_no_notebook_stays(root, folder):
    said = _open(root, folder, parcel({"lessons/01_hello_arm/teacher.md": "my notes"}))
    assert "the one that is here stays" in said[0]
    assert (root / "lessons/01_hello_arm/teacher.md").read_bytes() == b"# Aim\n"
    beside = root / "lessons/01_hello_arm/teacher (before).md"
    assert beside.read_text(encoding="utf-8") == "my notes"


def test_a_program_that_would_run_by_itself_does_not_come_back(root, folder):
    said = _open(root, folder, parcel({"notebooks/json.py": "print('hello')"}))
    assert "notebooks/json.py does not come back" in said[0]
    assert not (root / "notebooks/json.py").exists()


def test_a_file_in_the_way_of_a_folder_is_said_and_stays(root, folder):
    (root / "mine").write_bytes(b"a file")
    with pytest.raises(WorkError, match="cannot be written"):
        _open(root, folder, parcel({"mine/x.txt": "x"}))
    assert (root / "mine").read_bytes() == b"a file"


@pytest.mark.skipif(os.name == "nt", reason="making links needs an administrator there")
def test_nothing_is_written_through_a_link(root, folder, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("outside", encoding="utf-8")
    (root / "notebooks/x.txt").symlink_to(outside)
    (root / "notebooks/y.txt").symlink_to(tmp_path / "not there yet.txt")
    (root / "away").symlink_to(tmp_path)
    with pytest.raises(WorkError, match="a folder on the way is a link"):
        _open(root, folder, parcel({"away/z.txt": "new"}))
    assert not (tmp_path / "z.txt").exists()
    said = _open(root, folder, parcel({"notebooks/x.txt": "new", "notebooks/y.txt": "new"}))
    assert outside.read_text(encoding="utf-8") == "outside"
    assert not (tmp_path / "not there yet.txt").exists()
    assert all("the one that is here stays" in one for one in said)
