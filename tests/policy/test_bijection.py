"""What code does with information has a row, and what a row says is done."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import sys
from pathlib import Path

import pytest
import traitlets

import dobotkit.widgets
from dobotkit.errors import PolicyError
from dobotkit.policy.inventory import inventory
from dobotkit.policy.row import WAYS
from tests.keeper.marks import all_messages
from tests.policy.scanners import SCANNERS, Sources, displays, found_in, messages, rows_stated

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("dobotkit", "start.py", "benchmarks", "tests/real_arm")
# They test what tests a real arm, and are no part of it.
NOT_OURS = "tests.real_arm.test_"


@functools.cache
def sources() -> Sources:
    return Sources(ROOT, *PARTS)


@functools.cache
def found_here() -> set[str]:
    return {one for one in found_in(sources()) if NOT_OURS not in one}


def said() -> set[str]:
    return {one for row in inventory().rows.values() for one in row.code}


def differences(found: set[str], said: set[str]) -> tuple[set[str], set[str]]:
    """What has no row, and which rows have no code; what only others do is not looked for."""
    return found - said, {one for one in said if not one.startswith("others:")} - found


def test_everything_that_code_does_has_a_row_and_every_row_has_its_code():
    without_row, without_code = differences(found_here(), said())
    assert without_row == set(), "name these in a row of dobotkit/policy/inventory.toml"
    assert without_code == set(), "no code does this any more: take it out of the inventory"


def test_every_way_has_a_scanner_except_what_others_do():
    assert set(SCANNERS) | {"others"} == set(WAYS)
    # Each of them finds something today, or has nothing to find yet.
    ways = {one.partition(":")[0] for one in found_here()}
    assert set(SCANNERS) - ways <= {"holds", "event"}


def test_the_messages_found_in_the_source_are_those_that_live():
    assert messages(sources()) == {one.__name__ for one in all_messages()}


def test_the_widgets_found_in_the_source_are_those_that_live():
    for module in pkgutil.walk_packages(dobotkit.widgets.__path__, "dobotkit.widgets."):
        importlib.import_module(module.name)

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    alive = {
        f"{one.__module__}.{one.__qualname__}"
        for one in below(traitlets.HasTraits)
        if one.__module__.startswith("dobotkit.")
        # And not what traitlets makes of a class when a thing of that kind gets a trait more.
        and getattr(sys.modules[one.__module__], one.__qualname__, None) is one
        and any(trait.metadata.get("sync") for trait in one.class_own_traits().values())
    }
    assert alive
    assert alive <= displays(sources())


def test_every_event_belongs_to_one_row():
    rows = [place for row in inventory().rows.values() for place in row.code]
    events = [place for place in rows if place.startswith("event:")]
    assert len(events) == len(set(events))
    with pytest.raises(PolicyError, match="no row 'event:sneezed'"):
        inventory().row_of_event("sneezed")


def test_a_store_answers_for_the_rows_that_name_it():
    """What a store says of itself (``rows``) is what the inventory says of it."""
    stated = rows_stated(sources())
    assert len(stated) > 5
    for store, rows in stated.items():
        assert rows == {row.id for row in inventory().rows.values() if f"holds:{store}" in row.code}


PLANTED = {
    "says:room.a": "print('hello')",
    "says:room.b": "import sys\nsys.stderr.write('x')",
    "says:room.c": "from rich.console import Console\nConsole().print('x')",
    "says:room.d": "import typer\ntyper.echo('x')",
    "logs:room.a": "import logging\nlogging.getLogger().warning('who')",
    "logs:room.b": "def later():\n    from logging import getLogger\n    getLogger().info('x')",
    "writes:room.a": "open('x', 'w').write('x')",
    "writes:room.b": "from pathlib import Path\nPath('x').write_text('x')",
    "writes:room.c": "import os\nos.open('x', os.O_CREAT)",
    "writes:room.d": "import tempfile as t\nt.mkstemp()",
    "writes:room.e": "import shutil\nshutil.copy('a', 'b')",
    "writes:room.f": "from pathlib import Path\nPath('x').open(mode='ab')",
    "writes:room.g": "import json\njson.dump({}, file)",
    "writes:room.h": "import cv2\ncv2.imwrite('face.png', frame)",
    "writes:room.i": "import sqlite3\nsqlite3.connect('x')",
    "writes:room.j": "def write(mode):\n    open('x', mode)",
    "writes:room.k": "from zipfile import ZipFile\nZipFile('x', 'w')",
    "writes:room.l": "from pathlib import Path\nPath('x').rename('y')",
    "writes:room.m": "from pathlib import Path\nPath('x').open('ab' if more else 'wb')",
    "says:room.e": "from sys import stdout\nstdout.write('x')",
    "sends:room.a": "import socket",
    "sends:room.e": "import asyncio",
    "sends:room.f": "from multiprocessing import Pipe",
    "sends:room.b": "from urllib import request",
    "sends:room.c": "def later():\n    import http.client",
    "sends:room.d": "from multiprocessing.connection import Client",
    "message:Whisper": "class Whisper(Message):\n    name: str",
    "message:Shout": "class Base(parts.Message): ...\nclass Shout(Base):\n    name: str",
    "shows:room.a.Face": "class Face(AnyWidget):\n    who = Unicode().tag(sync=True)",
    "shows:room.b.Face": "class Face:\n    def _repr_html_(self): ...",
    "shows:room.c.Face": "class Face:\n    def _ipython_display_(self): ...",
    "shows:room.d.Face": "class Face(HasTraits):\n    who: str = Unicode(**x).tag(sync=yes)",
    "holds:room.a.Diary": (
        "class Diary:\n    rows = ('x',)\n    def access(self, key): ...\n"
        "    def delete(self, key): ..."
    ),
    "holds:room.b.Diary": (
        "class Diary:\n    def __init__(self):\n        self.rows = ('x',)\n"
        "    def access(self, key): ...\n    def delete(self, key): ..."
    ),
    "event:looked-at": "class LogEvent(StrEnum):\n    LOOKED_AT = 'looked-at'",
    "event:looked-for": "LookEvent = Literal['looked-for']",
    "holds:dobotkit.session.a.Diary": "class Diary:\n    def __init__(self):\n        self._x = {}",
    "holds:dobotkit.session.b.Diary": (
        "@dataclass\nclass Diary:\n    who: dict[str, int] = field(default_factory=dict)"
    ),
    "holds:dobotkit.session.c.Diary": "class Diary:\n    who: list[str] = []",
    "holds:dobotkit.session.d.Diary": (
        "class Diary:\n    def __init__(self):\n        self._who = weakref.WeakKeyDictionary()"
    ),
    "holds:dobotkit.session.e._seen": "_seen: dict[str, int] = {}",
    "holds:dobotkit.keeper.people.a.Diary": (
        "class Diary:\n    def __init__(self, names):\n"
        "        self._who: deque[str] = deque(maxlen=9)"
    ),
    "script:room/page.js": "localStorage.setItem('name', name);",
    "script:room/page.html": "<script>document.cookie = 'who=me'</script>",
}
HARMLESS = [
    "open('x').read()",
    "open('x', 'rb').read()",
    "import os\nos.open(os.devnull, os.O_WRONLY)",
    "arms.open('wide')",
    "from pathlib import Path\nPath('x').open(encoding='ascii')",
    "import json\njson.dumps({})",
    "'a'.replace('a', 'b')",
    "class Plain:\n    who = Unicode()",
    "class Store(Protocol):\n    rows: str\n    def access(self): ...\n    def delete(self): ...",
    "from urllib.parse import urlsplit",
]


@pytest.mark.parametrize(("what", "code"), PLANTED.items(), ids=PLANTED)
def test_what_is_planted_is_found(tmp_path, what, code):
    way, _, name = what.partition(":")
    if way == "script":
        path = tmp_path / name
    elif way == "event" or "dobotkit" in name:
        room = name.split(".")[1:-1] or ["log"]
        path = tmp_path.joinpath("dobotkit", *room).with_suffix(".py")
    else:
        path = tmp_path / "room" / f"{name.split('.')[1] if '.' in name else 'a'}.py"
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    found = found_in(Sources(tmp_path))
    assert what in found
    without_row, _ = differences(found | found_here(), said())
    assert what in without_row


@pytest.mark.parametrize("code", HARMLESS)
def test_what_is_harmless_is_not_found(tmp_path, code):
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    assert found_in(Sources(tmp_path)) == set()


def test_a_row_whose_code_is_gone_is_found():
    dead = {"writes:dobotkit.diary", "message:Whisper", "others:the weather"}
    _, without_code = differences(found_here(), said() | dead)
    assert without_code == {"writes:dobotkit.diary", "message:Whisper"}
