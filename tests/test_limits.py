"""Every hole has a number, says for whom it matters, and has a test that shows it, or a reason."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.limits import PAGE, ROOT, holes, page, shown
from tests.requirements.test_promises import those_in

EVERY = holes()
SHOWN = shown()
WHOM = {"pupils", "teachers", "parents", "developers", "whoever runs the computers"}
# What has to be said whatever else is: a word of the title or text of at least one hole each.
HAVE_TO_BE_NAMED = (
    "memory", "swap", "driver", "owns the computer", "Binder", "Windows and macOS", "screenshot",
    "navigat", "WebRTC", "Python of their own", "tier 0", "side channel", "sweep", "publish-check",
    "audit", "kill -9", "backup",
)  # fmt: skip


def test_numbers_stand_once_without_gaps_and_count_on_within_a_part():
    numbers = [hole.number for hole in EVERY]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 69  # a number is never given up: texts and tests name it
    # Markdown counts on by itself within one list.
    for before, after in itertools.pairwise(EVERY):
        assert after.number == before.number + 1


@pytest.mark.parametrize("hole", EVERY, ids=[str(hole.number) for hole in EVERY])
def test_a_hole_has_a_title_says_for_whom_and_is_shown(hole):
    assert hole.title
    named = [part for one in hole.whom.split(", ") for part in one.split(" and ")]
    assert set(named) <= WHOM, hole.whom
    tests, because = SHOWN[hole.number]
    assert tests or because
    assert not because or re.fullmatch(r"[A-Z].{15,200}[.]", because)
    for test in tests:
        path, _, name = test.partition("::")
        assert name in those_in(path), test


def test_nothing_is_shown_that_is_no_hole():
    assert SHOWN.keys() == {hole.number for hole in EVERY}


@pytest.mark.parametrize("word", HAVE_TO_BE_NAMED)
def test_what_everybody_asks_about_is_named(word):
    assert any(word.casefold() in f"{hole.title} {hole.words}".casefold() for hole in EVERY)


def test_the_page_says_what_the_data_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.limits"


def test_numbers_that_other_pages_name_exist():
    numbers = {hole.number for hole in EVERY}
    named = re.compile(r"LIMITS\.md\)?,? (?:no\. |number |hole )(\d+)")
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "lessons").rglob("*.md"),
    ):
        for number in named.findall(path.read_text(encoding="utf-8")):
            assert int(number) in numbers, (path.name, number)


def test_the_page_about_reports_asks_for_no_person_and_names_no_address():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "security advisory" in text
    assert "@" not in text
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link
