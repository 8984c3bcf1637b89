"""The page of verbs names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dobotkit import Arm

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "verbs.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("| say |")[2].partition("\n\n")[0]
SAID = sorted(
    set(re.findall(r"\barm\.(\w+)", PAGE)) | set(re.findall(r"`(\w+)\(", TABLE)) | {"points"}
)


@pytest.mark.parametrize("name", SAID)
def test_what_it_says_is_there(name):
    assert hasattr(Arm, name)


def test_every_verb_stands_in_its_table():
    # For pictures: who asks where the arm is says pose().
    inner = {"close_because_reopened", "look", "watch", "watch_drawing", "pose"}
    verbs = {name for name in dir(Arm) if not name.startswith("_") and callable(getattr(Arm, name))}
    assert {verb for verb in verbs - inner if verb not in SAID} == set()
