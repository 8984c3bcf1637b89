"""The inventory is read strictly: what is missing, unknown or empty is refused, with its place."""

from __future__ import annotations

import dataclasses

import pytest

from dobotkit.errors import PolicyError
from dobotkit.policy.inventory import inventory, parse
from tests.policy.small import TEXT, changed


def test_it_has_rows_rights_and_permissions():
    content = inventory()
    assert content is inventory()
    assert {"arm-orders", "progress", "jupyter-cookies"} <= set(content.rows)
    assert content.row("progress").purpose == "teaching"
    with pytest.raises(PolicyError, match="no row 'shoe-size'"):
        content.row("shoe-size")


def test_nobody_can_change_it():
    content = inventory()
    with pytest.raises(TypeError):
        content.rows["x"] = content.row("progress")  # type: ignore[index] # that is the test
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.rows = {}  # type: ignore[misc] # that is the test
    with pytest.raises(ValueError, match="frozen"):
        content.row("progress").words = "another"  # type: ignore[misc] # that is the test


@pytest.mark.parametrize("name", ["microphone", "location", "contacts"])
def test_some_permissions_are_never_given_and_say_why(name):
    assert len(inventory().permissions[name].never) > 20
    assert not inventory().permissions[name].why_it_exists


@pytest.mark.parametrize("name", ["camera", "same-visitor", "read-card", "class-table"])
def test_others_can_be_given_and_say_what_for(name):
    assert inventory().permissions[name].never == ""
    assert inventory().permissions[name].why_it_exists


PROGRESS = 'id = "progress"\nname = "your progress"\n'
ORDERS = 'id = "arm-orders"\n'
NEVER = 'never = "No lesson needs to hear you."\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (PROGRESS, 'id = "progress"\n', "row progress name: field required"),
        (PROGRESS, 'id = "progress"\nname = ""\n', "row progress name:"),
        (PROGRESS, 'id = "progress"\nname = "   "\n', "row progress name:"),
        (PROGRESS, 'id = "progress"\nname = "two\\nlines"\n', "row progress name:"),
        (PROGRESS, PROGRESS + 'mood = "good"\n', "row progress mood: extra inputs"),
        (PROGRESS, 'id = "Progress"\nname = "x y"\n', "row Progress id:"),
        (PROGRESS, 'id = "arm-orders"\nname = "your progress"\n', "row arm-orders is there 2"),
        ('purpose = "safety"', 'purpose = "advertising"', "row arm-orders purpose:"),
        ('grade = "C0"', 'grade = "C4"', "row arm-orders grade:"),
        ('grade = "C0"', "grade = 0", "row arm-orders grade:"),
        ('kept = "memory"', 'kept = "cloud"', "row progress kept:"),
        ('retention = "lab"', 'retention = "for ever"', "row your-notebook retention:"),
        ('grade = "C1"\nkept', 'grade = "C3"\nkept', "row progress is of grade C3 and is kept"),
        ('recipients = ["you"]', 'recipients = ["the-baker"]', "recipient the-baker"),
        (ORDERS, ORDERS + 'permission = "x-ray"\n', "permission x-ray that is not there"),
        (ORDERS, ORDERS + 'permission = "microphone"\n', "microphone, which is never given"),
        ('lines = ["Dobot §4.2"]', "lines = []", "row arm-orders lines:"),
        ('lines = ["Dobot §4.2"]', 'lines = ["somewhere"]', "row arm-orders lines 0:"),
        ('"message:StopArm"', '"eats:StopArm"', "row arm-orders code 1:"),
        ('"message:StopArm"', '"message:"', "row arm-orders code 1:"),
        ('"message:StopArm"', '"message:WriteArm"', "names a place in the code twice"),
        (NEVER, 'never = "  "\n', "permission microphone needs either"),
        (NEVER, NEVER + 'why_it_exists = "To sing."\n', "permission microphone needs either"),
        ('contact = "Your teacher.', 'contact = " Your teacher.', "about contact:"),
        ('id = "microphone"', 'id = "camera"', "permission camera is there 2 times"),
        ("[about]", "[about", "TOML"),
        ("[about]\n", "[about]\nsince = 2026-11-22\n", "TOML"),
    ],
)
def test_what_is_wrong_is_refused_and_named(old, new, said):
    with pytest.raises(PolicyError) as caught:
        parse(changed(old, new))
    assert said in caught.value.what
    assert "docs/policy.md" in caught.value.advice


def test_the_small_inventory_of_these_tests_is_right():
    assert list(parse(TEXT).rows)[:2] == ["arm-orders", "progress"]


def test_words_are_for_people():
    """Sentences that end, are not long, and have no words that only programmers know."""
    for row in inventory().rows.values():
        assert row.words.endswith("."), row.id
        assert 30 <= len(row.words) <= 260, row.id
        assert not row.name.endswith("."), row.id
        for word in ("JSON", "TOML", "enum", "None", "Popen", "schema"):
            assert word not in row.words.split(), (row.id, word)
