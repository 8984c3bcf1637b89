"""Versions are a chain: what was published is not changed, taken away or overwritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import subprocess

import pytest

from dobotkit.errors import PolicyError
from dobotkit.policy.checking import pending, problems
from dobotkit.policy.inventory import parse
from dobotkit.policy.row import KEPT
from dobotkit.policy.versions import FOLDER, SUMS, publish, read_versions
from tests.policy.small import TEXT

# The first version that was published, for ever.
FIRST = "1087680218c81dcce52a0d5b267f91651ac00ddccfb7a36e4c5f8f83e73a559b"
DAY = dt.date(2030, 1, 31)


class Archive:
    """An inventory and its versions, to be spoilt."""

    def __init__(self, root) -> None:
        self.inventory = root / "inventory.toml"
        self.folder = root / "versions"
        self.inventory.write_text(TEXT, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        text = self.inventory.read_text(encoding="utf-8")
        assert old in text
        self.inventory.write_text(text.replace(old, new, 1), encoding="utf-8")

    def publish(self, day: dt.date = DAY):
        return publish(self.folder, inventory=self.inventory, today=day)

    def problems(self) -> list[str]:
        return [str(one) for one in problems(self.inventory, self.folder)]


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


@pytest.fixture
def three(archive):
    """Three versions: the second has a major change, the third a minor one."""
    archive.publish()
    archive.change('retention = "lab"', 'retention = "page"')
    archive.publish()
    archive.change("Your code and your answers,", "Your answers and your code,")
    archive.publish()
    return archive


def test_the_first_version_is_as_it_was_published():
    assert hashlib.sha256((FOLDER / "0001.toml").read_bytes()).hexdigest() == FIRST
    assert problems() == []


def test_a_version_holds_the_inventory_as_it_was(three):
    first, second, third = read_versions(three.folder)
    assert first.inventory == parse(TEXT)
    assert (first.previous, second.previous, third.previous) == ("", first.digest, second.digest)
    assert first.changes == ("The first version.",)
    assert [one.partition(" ")[0] for one in second.changes] == ["major"]
    assert "retention was lab, is page" in second.changes[0]
    assert third.changes == (
        "minor: what you write in a notebook (row your-notebook): is worded anew",
    )
    assert str(second) == "Version 2 of 2030-01-31"
    assert (three.folder / "0001.toml").read_text(encoding="utf-8").endswith(TEXT)
    assert "## What is new\n\n- what you write in a notebook: " in second.notice
    assert three.problems() == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is part of Linux")
def test_the_hashes_can_be_checked_without_the_kit(three):
    subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=three.folder, check=True)


SPOILT = {
    "an old version edited": lambda at: _append(at / "0001.toml", "# hello\n"),
    "the latest version edited": lambda at: _append(at / "0003.toml", "# hello\n"),
    "a notice edited": lambda at: _append(at / "0002.md", "hello\n"),
    "a version removed": lambda at: (at / "0002.toml").unlink(),
    "the latest removed": lambda at: [(at / f"0003.{end}").unlink() for end in ("md", "toml")],
    "a notice removed": lambda at: (at / "0001.md").unlink(),
    "a version smuggled in": lambda at: shutil.copy(at / "0001.toml", at / "0004.toml"),
    "two swapped": lambda at: _swap(at / "0001.toml", at / "0002.toml"),
    "no hashes any more": lambda at: (at / SUMS).unlink(),
    "hashes that are none": lambda at: _append(at / SUMS, "hello\n"),
    "an edit with its own hash": lambda at: _forge(at, "0001.toml", b"# hello\n"),
    "another date with its own hash": lambda at: _forge(at, "0002.toml", b"2029-01-31"),
}


def _append(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _swap(one, other):
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _forge(folder, name, new):
    """Change a version, and the hash that stands for it: the one behind it tells."""
    path = folder / name
    data = path.read_bytes()
    before = hashlib.sha256(data).hexdigest()
    data = data.replace(b"2030-01-31", new) if new.startswith(b"2029") else data + new
    path.write_bytes(data)
    sums = (folder / SUMS).read_text(encoding="utf-8")
    now = hashlib.sha256(data).hexdigest()
    (folder / SUMS).write_text(sums.replace(before, now), encoding="utf-8")


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_chain_that_was_spoilt_is_found(three, spoil):
    spoil(three.folder)
    with pytest.raises(PolicyError, match="versions of the policy are not in order") as caught:
        read_versions(three.folder)
    assert "dobotkit policy new-version" in caught.value.advice
    assert len(three.problems()) == 1
    with pytest.raises(PolicyError):
        three.publish()


def test_a_major_change_needs_a_version_and_a_minor_one_does_not(archive):
    [problem] = archive.problems()
    assert problem == (
        "The inventory has no version yet.\n"
        "  → Make a new version and its notice: dobotkit policy new-version"
    )
    archive.publish()
    archive.change("so that you can see it.", "so that you see it.")
    assert archive.problems() == []
    assert len(pending(archive.inventory, archive.folder)) == 1
    archive.change('grade = "C1"\nkept', 'grade = "C2"\nkept')
    [problem] = archive.problems()
    assert "differs from Version 1 of 2030-01-31" in problem
    assert "grade was C1, is C2" in problem
    assert "dobotkit policy new-version" in problem
    assert archive.publish(dt.date(2029, 1, 1)).date == DAY
    assert archive.problems() == []


def test_no_version_is_made_where_nothing_changed_and_none_is_overwritten(archive):
    archive.publish()
    before = {path.name: path.read_bytes() for path in archive.folder.iterdir()}
    with pytest.raises(PolicyError, match="Nothing has changed since Version 1"):
        archive.publish()
    # A file that is in the way, as from a run that was broken off.
    archive.change('grade = "C1"\nkept', 'grade = "C2"\nkept')
    (archive.folder / "0002.toml").write_text("half", encoding="utf-8")
    with pytest.raises(PolicyError):
        archive.publish()
    assert {name: (archive.folder / name).read_bytes() for name in before} == before
    assert (archive.folder / "0002.toml").read_text(encoding="utf-8") == "half"


def test_a_notice_that_would_be_written_otherwise_today_is_found(archive, monkeypatch):
    archive.publish()
    monkeypatch.setitem(KEPT, "memory", "in its head")
    [problem] = archive.problems()
    assert "The notice of Version 1 of 2030-01-31 is not what the kit would write" in problem
    assert archive.publish().changes == ("minor: the notice is worded anew",)
    assert archive.problems() == []


def test_a_broken_inventory_is_one_problem(archive):
    archive.publish()
    archive.change('grade = "C1"', 'grade = "C9"')
    [problem] = archive.problems()
    assert "grade" in problem
