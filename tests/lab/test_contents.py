"""What the lab's server saves and reaches: Jupyter's own manager, asked as a page would ask it."""

from __future__ import annotations

import asyncio
import base64
import json
import os

import pytest
from tornado.web import HTTPError

from dobotkit import plain_notebook
from dobotkit.lab.contents import PrivateContents

PICTURE = base64.b64encode(bytes(range(256)) * 3).decode()
NAME = "Mwajuma Adjoa"

links = pytest.mark.skipif(os.name == "nt", reason="on Windows links need special rights")


def notebook(**more):
    """A notebook with a picture or a name in every place that Jupyter knows, and in one more."""
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PICTURE}}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "name": "python3", "who": NAME},
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"v": PICTURE}}},
            "authors": [NAME],
            **more,
        },
        "cells": [
            {
                "cell_type": "code",
                "id": "one",
                "source": "show(camera)",
                "execution_count": 7,
                "metadata": {"tags": ["exercise", PICTURE], "execution": {"at": NAME}},
                "outputs": [output],
            },
            {
                "cell_type": "markdown",
                "id": "two",
                "source": ["a\n", "![](attachment:a.png)"],
                "metadata": {},
                "attachments": {"a.png": {"image/png": PICTURE}},
            },
        ],
        "unheard_of": PICTURE,
    }


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "work"
    root.mkdir()
    return root


@pytest.fixture
def manager(root):
    return PrivateContents(root_dir=str(root))


def do(awaitable):
    return asyncio.run(awaitable)


def save(manager, path="a.ipynb", content=None, **more):
    content = notebook() if content is None else content
    model = {"type": "notebook", "format": "json", "content": content, **more}
    return do(manager.save(model, path))


def all_of(root) -> str:
    return "\n".join(path.read_text("latin-1") for path in root.rglob("*") if path.is_file())


def test_of_a_notebook_what_was_typed_is_saved_and_nothing_else(manager, root):
    save(manager)
    saved = json.loads((root / "a.ipynb").read_text())
    assert ["".join(cell["source"]) for cell in saved["cells"]] == [
        "show(camera)",
        "a\n![](attachment:a.png)",
    ]
    code = saved["cells"][0]
    assert (code["outputs"], code["execution_count"]) == ([], None)
    assert code["metadata"] == {"tags": ["exercise"]}
    assert saved["metadata"] == {"kernelspec": {"display_name": "Python 3", "name": "python3"}}
    assert PICTURE not in all_of(root)
    assert NAME not in all_of(root)


def test_nothing_else_is_written_not_even_a_second_copy(manager, root):
    save(manager)
    save(manager)
    do(manager.create_checkpoint("a.ipynb"))
    assert [path.name for path in root.rglob("*")] == ["a.ipynb"]
    assert do(manager.list_checkpoints("a.ipynb")) == []
    with pytest.raises(HTTPError, match="no earlier copy"):
        do(manager.restore_checkpoint("none", "a.ipynb"))


def test_a_deleted_file_is_gone_and_can_be_renamed_before(manager, root):
    save(manager)
    do(manager.rename("a.ipynb", "b.ipynb"))
    do(manager.delete("b.ipynb"))
    assert list(root.rglob("*")) == []


@pytest.mark.parametrize("form", ["text", "base64"])
@pytest.mark.parametrize("path", ["a.ipynb", "A.IPYNB", "a.txt", "a"])
def test_a_notebook_that_comes_as_a_file_is_one(manager, root, form, path):
    text = json.dumps(notebook())
    content = text if form == "text" else base64.b64encode(text.encode()).decode()
    save(manager, path, content, type="file", format=form)
    assert "show(camera)" in all_of(root)
    assert PICTURE not in all_of(root)


def test_a_notebook_that_was_written_under_another_name_is_saved_when_it_is_renamed(manager, root):
    (root / "a.txt").write_text(json.dumps(notebook()))
    do(manager.rename("a.txt", "a.ipynb"))
    assert "show(camera)" in all_of(root)
    assert PICTURE not in all_of(root)


def test_a_copy_has_no_more_than_was_typed(manager, root):
    (root / "a.ipynb").write_text(json.dumps(notebook()))
    do(manager.copy("a.ipynb"))
    copied = (root / "a-Copy1.ipynb").read_text()
    assert "show(camera)" in copied
    assert PICTURE not in copied


@pytest.mark.parametrize("content", ["name,mm\na,1\n", '{"cells": 3}', "{", '"nbformat" "cells"'])
def test_other_files_stay_as_they_are(manager, root, content):
    save(manager, "a.csv", content, type="file", format="text")
    assert (root / "a.csv").read_text() == content


def test_bytes_stay_bytes(manager, root):
    save(manager, "a.bin", PICTURE, type="file", format="base64")
    assert (root / "a.bin").read_bytes() == base64.b64decode(PICTURE)


def test_a_new_file_and_a_new_notebook_can_be_made(manager, root):
    do(manager.new_untitled(type="notebook"))
    do(manager.new_untitled(type="file"))
    do(manager.new_untitled(type="directory"))
    assert len(list(root.iterdir())) == 3


@pytest.mark.parametrize(
    "content",
    ["words", [], {"nbformat": 3, "worksheets": []}, {"nbformat": 4, "cells": 3},
     {"nbformat": 4, "cells": [3]}, {"nbformat": 4, "cells": [{"cell_type": "heading"}]},
     {"nbformat": 4, "cells": [{"cell_type": "code", "source": {"image/png": PICTURE}}]}],
)  # fmt: skip
def test_what_is_no_notebook_is_not_saved_as_one(manager, root, content):
    with pytest.raises(HTTPError, match=r"not saved.*\.ipynb"):
        save(manager, "a.ipynb", content)
    text = json.dumps(content)
    with pytest.raises(HTTPError, match=r"not saved.*\.ipynb"):
        save(manager, "a.ipynb", text, type="file", format="text")
    with pytest.raises(HTTPError, match=r"not saved.*\.ipynb"):
        save(manager, "a.ipynb", "/9j/", type="file", format="base64")
    assert list(root.iterdir()) == []


def test_a_big_file_comes_in_parts_but_no_notebook_does(manager, root):
    for chunk, text in ((1, "one "), (2, "two "), (-1, "three")):
        save(manager, "a.csv", text, type="file", format="text", chunk=chunk)
    assert (root / "a.csv").read_text() == "one two three"
    for path in ("a.ipynb", "A.IPYNB", "a.ipynb.", "a.ipynb::$DATA"):
        for chunk in (1, 2, -1):
            with pytest.raises(HTTPError, match="not loaded"):
                save(manager, path, "{", type="file", format="text", chunk=chunk)
    assert [path.name for path in root.iterdir()] == ["a.csv"]


def broken(*_args, **_more):
    raise KeyError(NAME)


@pytest.mark.parametrize("part", ["as_typed", "file_as_typed"])
def test_without_the_part_that_leaves_things_out_nothing_is_saved(manager, root, part, monkeypatch):
    save(manager)
    before = all_of(root)
    monkeypatch.setattr(plain_notebook, part, broken)
    more = {} if part == "as_typed" else {"content": "words", "type": "file", "format": "text"}
    for path in ("a.ipynb", "new.ipynb"):
        with pytest.raises(HTTPError, match=r"not saved.*tell your teacher") as refused:
            save(manager, path, **more)
        assert refused.value.status_code == 500
        assert NAME not in str(refused.value)
    assert all_of(root) == before


@pytest.mark.parametrize("how", ["pre_save_hook", "register_pre_save_hook"])
def test_a_hook_of_others_that_breaks_refuses_the_save(manager, root, how):
    if how == "pre_save_hook":
        manager.pre_save_hook = broken
    else:
        manager.register_pre_save_hook(broken)
    with pytest.raises(HTTPError, match="not saved"):
        save(manager)
    with pytest.raises(HTTPError, match="not saved"):
        save(manager, "a.csv", "1", type="file", format="text", chunk=1)
    assert list(root.iterdir()) == []


def test_what_such_a_hook_puts_in_is_not_taken_for_typed(manager, root):
    # It is run before what may stay is chosen, or what it adds would be saved.
    def adds(model, **_more):
        model["content"]["cells"][0]["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": NAME}
        ]

    manager.pre_save_hook = adds
    save(manager)
    assert NAME not in all_of(root)


@pytest.fixture
def outside(tmp_path):
    """A folder outside the lab, with a file in it, and what it should look like afterwards."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("untouched")
    (outside / "secret.ipynb").write_text(json.dumps(notebook()))
    before = all_of(outside)
    yield outside
    assert sorted(path.name for path in outside.iterdir()) == ["secret.ipynb", "secret.txt"]
    assert all_of(outside) == before


def asked(manager, path):
    """Everything that a page can ask about one path."""
    text = {"type": "file", "format": "text", "content": "changed"}
    yield manager.get(path)
    yield manager.get(path, content=False)
    yield manager.save(text, path)
    yield manager.save({**text, "chunk": 1}, path)
    yield manager.save({**text, "chunk": 2}, path)
    yield manager.save({"type": "notebook", "content": notebook()}, path)
    yield manager.save({"type": "directory"}, f"{path}/new")
    yield manager.rename(path, "taken.txt")
    yield manager.rename("mine.txt", path)
    yield manager.copy(path, "taken.txt")
    yield manager.copy("mine.txt", path)
    yield manager.delete(path)
    yield manager.file_exists(path)
    yield manager.dir_exists(path)


@links
@pytest.mark.parametrize("path", ["link.txt", "folder", "folder/secret.txt", "second.txt", ".hid"])
def test_no_way_leads_out_of_the_folder(manager, root, outside, path):
    (root / "mine.txt").write_text("mine")
    (root / "link.txt").symlink_to(outside / "secret.txt")
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "second.txt").hardlink_to(outside / "secret.txt")
    (root / ".hid").write_text("hidden")
    there = sorted(root.iterdir())
    for question in asked(manager, path):
        with pytest.raises(HTTPError) as refused:
            do(question)
        assert refused.value.status_code in {400, 404}
    assert sorted(root.iterdir()) == there
    assert [one["name"] for one in do(manager.get(""))["content"]] == ["mine.txt"]


@links
def test_a_link_where_jupyter_keeps_its_own_copy_while_it_saves_is_not_followed(
    manager, root, outside
):
    save(manager)
    (root / ".~a.ipynb").symlink_to(outside / "new.txt")
    with pytest.raises(HTTPError, match="somewhere else"):
        save(manager)


@links
def test_a_folder_with_a_link_in_it_is_not_copied(manager, root, outside):
    (root / "deep" / "er").mkdir(parents=True)
    (root / "deep" / "er" / "link").symlink_to(outside)
    with pytest.raises(HTTPError, match="somewhere else"):
        do(manager.copy("deep", ""))
    (root / "deep" / "er" / "link").unlink()
    do(manager.copy("deep", ""))
    assert (root / "deep-Copy1" / "er").is_dir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files here")
def test_a_pipe_is_no_file(manager, root):
    os.mkfifo(root / "pipe")
    with pytest.raises(HTTPError):
        do(manager.get("pipe"))
    assert do(manager.get(""))["content"] == []


def test_what_was_typed_is_saved_whatever_it_is(manager, root):
    # A name in a cell is a pupil's own words: nobody can tell it from code.
    content = notebook()
    content["cells"][0]["source"] = f"author = {NAME!r}"
    save(manager, "a.ipynb", content)
    assert NAME in all_of(root)
