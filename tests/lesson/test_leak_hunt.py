"""The goals of lesson 13: solved, half solved, and handed the wrong things."""

from __future__ import annotations

import base64
import gzip

import pytest

from dobotkit.canary import Canary
from dobotkit.guard.escapes import ESCAPES, Escape
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.leak_hunt import HOLES, WHO, escape, holes, scanner
from dobotkit.lesson.leaks.trying import Attempt

CANARY = Canary(5)
NAME, PICTURE = CANARY.name.encode(), base64.b64encode(CANARY.png())


def unpacked(data):
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def mine(code, says="ran to its end", arrived=0):
    return Attempt(Escape("mine", "your own", "yours", code), says, arrived)


def test_there_are_three_exercises_with_hints_and_four_questions():
    assert list(goals_of("leak_hunt")) == ["scanner", "escape", "holes"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("leak_hunt").values())
    assert list(questions_of("leak_hunt")) == ["written", "deleted", "control", "judge"]


def test_a_scanner_that_sees_all_is_right():
    assert scanner(lambda d: NAME in unpacked(d) or PICTURE in unpacked(d), CANARY) is None


@pytest.mark.parametrize(
    ("sees", "words"),
    [
        (lambda data: NAME in data, "overlooks a notebook with the picture"),
        (lambda data: NAME in data or PICTURE in data, "overlooks the name, packed"),
        (lambda data: NAME in unpacked(data) or PICTURE in data, "overlooks the picture, packed"),
        (lambda _: True, "finds something in a text with another name"),
        (lambda data: NAME in data or b"iVBOR" in data, "in a notebook with another picture"),
        (lambda data: NAME in gzip.decompress(data), "ended with BadGzipFile"),
        (lambda _: None, "overlooks the name in a text"),
    ],
)
def test_what_a_scanner_still_misses(sees, words):
    assert words in scanner(sees, CANARY).what


def test_an_escape_of_ones_own_is_solved_by_arriving_or_by_being_stopped():
    program = "import http.client\nTARGET"
    assert escape(mine(program, arrived=1)) is None
    assert escape(mine(program, "PermissionError: [Errno 1] Operation not permitted")) is None


def test_what_an_escape_still_misses():
    assert "has not tried" in escape(mine("print(TARGET)")).what
    assert "has not tried" in escape(mine("TARGET[", "SyntaxError: never closed")).what
    assert "does not use TARGET" in escape(mine("import os", "OSError: no")).what
    copied = ESCAPES[0].code.replace("\n\n", "\n\n\n")
    assert f"“{ESCAPES[0].title}” of the kit" in escape(mine(copied, arrived=1)).what


def test_holes_are_answered_one_by_one():
    assert holes(dict(HOLES)) is None
    assert set(HOLES.values()) == set(WHO)
    assert "is None" in holes({}).what
    assert "'nobody'" in holes(dict.fromkeys(HOLES, "nobody")).what
    assert holes(dict.fromkeys(HOLES, WHO[0])).what == "5 answers not right yet."
    assert holes(HOLES | {"a photo of the screen": WHO[1]}).what == "1 answer not right yet."
