"""start, check and hint, as a notebook calls them."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import pytest

from dobotkit import lesson
from dobotkit.errors import LessonError, NotYet, UnknownExercise
from dobotkit.guard import Tier, state
from dobotkit.guard.tiers import NO_GUARD
from dobotkit.host import say_host
from dobotkit.mode import Mode, say_mode
from dobotkit.policy.collects import collects_line


@pytest.mark.usefixtures("hello_arm")
def test_start_shows_the_title_and_what_is_collected():
    said = repr(lesson.start())
    assert said == f"A lesson\nThis lesson collects: {collects_line(['progress'])}"
    assert "your progress, until the notebook is closed" in said


def test_an_error_of_the_system_names_no_path(hello_arm, monkeypatch):
    def cannot(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", cannot)
    with pytest.raises(LessonError, match="Permission denied") as caught:
        lesson.start()
    whole = "".join(traceback.format_exception(caught.value))
    assert str(hello_arm) not in whole.replace(__file__, "")
    assert caught.value.__cause__ is None


def test_start_works_where_there_is_no_lesson(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert repr(lesson.start()) == "Ready. This notebook has no exercises to check."
    with pytest.raises(UnknownExercise, match=r"lessons/01_hello_arm/lesson\.ipynb"):
        lesson.hint("lift")


@pytest.mark.parametrize(
    "content",
    [
        "title = ",
        'title = "no collects"',
        'title = "none"\ncollects = ["no-such-row"]',
        'title = "a number"\ncollects = 5',
        b"\xff\xfe",
    ],
)
def test_a_damaged_lesson_is_said_to_be_one(hello_arm, content):
    data = content if isinstance(content, bytes) else content.encode()
    (hello_arm / "lesson.toml").write_bytes(data)
    with pytest.raises(LessonError, match=r"lesson\.toml"):
        lesson.start()


@pytest.mark.usefixtures("hello_arm")
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, ""),
        ({"DOBOTKIT_MODE": "school"}, f"This lab is in school mode.\n{NO_GUARD}\n"),
        ({"DOBOTKIT_MODE": "adult"}, f"{say_mode(Mode.ADULT)}\n{NO_GUARD}\n"),
        (
            {"BINDER_LAUNCH_HOST": "https://mybinder.org/", "DOBOTKIT_MODE": "adult"},
            (
                f"{say_host({'BINDER_LAUNCH_HOST': 'https://mybinder.org/'})}\n"
                f"This lab is in school mode.\n{NO_GUARD}\n"
            ),
        ),
        (
            {"JUPYTERHUB_USER": "anna"},
            f"{say_host({'JUPYTERHUB_USER': 'anna'})}\n{NO_GUARD}\n",
        ),
    ],
)
def test_start_says_whose_computer_it_is_and_the_mode(variables, said, monkeypatch, capsys):
    for name in list(os.environ):
        if name == "DOBOTKIT_MODE" or "BINDER" in name or "JUPYTERHUB" in name:
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    lesson.start()
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("tier", Tier)
def test_start_says_which_guard_was_proved_and_not_which_was_asked_for(tier, monkeypatch, capsys):
    monkeypatch.setenv("DOBOTKIT_TIER", "1+2")
    monkeypatch.setattr(state, "_tier", tier)
    lesson.start()
    assert tier.words in capsys.readouterr().out


@pytest.mark.usefixtures("hello_arm")
def test_check_says_yes_when_it_is_so(arm):
    lesson.start()
    with pytest.raises(NotYet):
        lesson.check("mirror", arm)
    arm.move_to(220, -80, 20)
    assert repr(lesson.check("mirror", arm)).startswith("✔ mirror: ")


@pytest.mark.usefixtures("hello_arm")
def test_check_works_without_start(arm):
    with pytest.raises(NotYet, match="lift"):
        lesson.check("lift", arm)


@pytest.mark.usefixtures("hello_arm")
def test_an_unknown_name_finds_the_nearest(arm):
    with pytest.raises(UnknownExercise, match=r'Did you mean "mirror"\? .* lift, mirror, edge'):
        lesson.check("Miror", arm)
    with pytest.raises(UnknownExercise) as caught:
        lesson.hint("something else")
    assert caught.value.advice == "This lesson has: lift, mirror, edge."
    assert isinstance(caught.value, LookupError)


@pytest.mark.usefixtures("hello_arm")
def test_a_check_without_its_name_says_where_the_name_goes(arm):
    with pytest.raises(UnknownExercise, match='Begin with the name in quotes, for example "lift"'):
        lesson.check(arm)


@pytest.mark.usefixtures("hello_arm")
def test_hints_come_one_by_one_and_say_how_many_remain():
    hints = [repr(lesson.hint("lift")) for _ in range(5)]
    assert [text.splitlines()[-1] for text in hints] == [
        "(3 more hints)",
        "(2 more hints)",
        "(1 more hint)",
        "(that was the last one)",
        "(that was the last one)",
    ]
    assert hints[0].startswith("Hint 1 of 4: ")
    assert hints[3] == hints[4]
    assert repr(lesson.hint("mirror")).startswith("Hint 1 of 4: ")


@pytest.mark.usefixtures("hello_arm")
def test_a_new_start_begins_the_hints_anew():
    lesson.hint("lift")
    lesson.start()
    assert repr(lesson.hint("lift")).startswith("Hint 1 of 4: ")


def test_nothing_is_written(hello_arm, arm):
    before = sorted(hello_arm.parent.rglob("*"))
    lesson.start()
    lesson.hint("lift")
    with pytest.raises(NotYet):
        lesson.check("lift", arm)
    assert sorted(hello_arm.parent.rglob("*")) == before
