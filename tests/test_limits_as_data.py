"""The list of holes can be read by programs, number by number."""

from __future__ import annotations

import pytest

from dobotkit import limits
from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.known_holes import hole, holes

PAGE = """# Limits

1. **Not one of them.** It stands before the first heading.

## The arm

2. **Stop is `a command`**, not more,
   as [told](elsewhere.md). *For all.*
3. **No words at all.**

## The lab

4. **It ends.** Work goes.
"""


def test_each_has_number_title_words_and_part():
    assert list(limits.read(PAGE)) == [
        limits.Hole(2, "Stop is a command", ", not more, as told.", "all", "The arm"),
        limits.Hole(3, "No words at all", "", "", "The arm"),
        limits.Hole(4, "It ends", "Work goes.", "", "The lab"),
    ]


def test_all_of_the_page_are_read_and_counted_without_a_gap():
    text = (limits.find_content() / limits.PAGE).read_text(encoding="utf-8")
    numbers = [int(line.split(".")[0]) for line in text.splitlines() if line[:1].isdigit()]
    assert [one.number for one in limits.holes()] == numbers == list(range(1, len(numbers) + 1))
    assert all(one.title and one.whom and "*" not in one.words for one in limits.holes())


def test_a_pupil_finds_those_about_a_word_and_reads_one():
    table = holes("binder", "BROWSER")
    assert 0 < len(table.lines) < len(holes().lines)
    number = int(table.lines[0][0])
    assert repr(hole(number)).startswith(f"{number}. ")
    with pytest.raises(LessonError, match="No hole has the number 0"):
        hole(0)


def test_a_kit_without_the_page_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "find_content", lambda: tmp_path)
    with pytest.raises(LessonError, match=r"LIMITS\.md of the kit cannot be read"):
        limits.holes()
