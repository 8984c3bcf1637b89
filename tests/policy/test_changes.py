"""Each of the six kinds of major change is seen as one; a typing mistake or moved code is none."""

from __future__ import annotations

import pytest

from dobotkit.policy.changes import MAJOR, classify
from dobotkit.policy.inventory import FILE, parse
from dobotkit.policy.wording import says_something_else, tells_the_same

TEXT = FILE.read_text(encoding="utf-8")
OLD = parse(TEXT)

NEW_ROW = """
[[row]]
id = "shoe-size"
name = "your shoe size"
words = "How long your feet are, so that the robot can fetch your shoes."
purpose = "teaching"
grade = "C2"
kept = "memory"
retention = "at once"
recipients = ["you"]
lines = ["Dobot §4.2"]
code = ["others:shoes"]
"""


def progress(old: str, new: str) -> str:
    """Change a line of the row on progress."""
    start = TEXT.index('id = "progress"')
    end = TEXT.index("[[row]]", start)
    row = TEXT[start:end]
    assert row.count(old) == 1, old
    return TEXT[:start] + row.replace(old, new) + TEXT[end:]


def all_over(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


CAMERA = 'id = "camera"\nwords = "Let the keeper look through a camera."\n'
MICROPHONE = 'never = "No lesson needs to hear you, and a voice says who you are."'
CLASS_TABLE = TEXT[TEXT.index('id = "class-table"') : TEXT.index('id = "microphone"')]
CLASS_TABLE = "[[permission]]\n" + CLASS_TABLE.removesuffix("[[permission]]\n")
ACCESS = TEXT[TEXT.index("[[right]]") : TEXT.index('[[right]]\nid = "delete"')]

MUTATIONS = {
    "a new kind of information": ("use", TEXT + NEW_ROW),
    "one less": ("use", TEXT[: TEXT.rindex("[[row]]")]),
    "another purpose": ("use", progress('purpose = "teaching"', 'purpose = "stability"')),
    "kept elsewhere": ("use", progress('kept = "memory"', 'kept = "this computer"')),
    "kept longer": ("use", progress('retention = "notebook"', 'retention = "deleted"')),
    "kept shorter": ("use", progress('retention = "notebook"', 'retention = "at once"')),
    "another name": ("use", progress("your progress", "your marks")),
    "words that say something else": (
        "use",
        progress(
            "Which exercises of this notebook are solved, so that you can see it.",
            "Marks from 1 to 6 for each pupil, printed at the end of every term.",
        ),
    ),
    "a permission for something else": ("use", all_over("through a camera", "through two cameras")),
    "a new permission": (
        "use",
        TEXT + '\n[[permission]]\nid = "heart"\nwords = "Feel your heart."\nnever = "No."\n',
    ),
    "another one is responsible": (
        "responsible",
        all_over("The teacher, or the school, that", "The company that"),
    ),
    "nobody is responsible": ("responsible", all_over("and they answer for it", "and nobody is")),
    "one more reader": (
        "recipients",
        progress('recipients = ["you"]', 'recipients = ["you", "teacher"]'),
    ),
    "a reader with another role": (
        "recipients",
        all_over('role = "responsible"', 'role = "stranger"'),
    ),
    "a reader who is somebody else": ("recipients", all_over('"your teacher"', '"your neighbour"')),
    "the makers get something": (
        "recipients",
        all_over('makers = "Nothing. ', 'makers = "Your progress. '),
    ),
    "a right is gone": ("rights", all_over(ACCESS, "")),
    "a right works in another way": ("rights", all_over("Close the lab:", "Write a letter:")),
    "another contact": ("contact", all_over('contact = "Your teacher.', 'contact = "The makers.')),
    "another place to complain": ("contact", all_over("it is free to ask", "it costs 5 euros")),
    "nearer to a person": ("risk", progress('grade = "C1"', 'grade = "C2"')),
    "a no that falls away": ("risk", all_over(MICROPHONE, 'why_it_exists = "To sing."')),
    "a permission that falls away": ("risk", all_over(CLASS_TABLE, "")),
    "a typing mistake": (None, all_over("of this notebook are", "of this notebok are")),
    "a mistake in who is responsible": (None, all_over("gives the lesson", "givs the lesson")),
    "capitals and points": (None, all_over("Your teacher. Nobody", "your teacher, nobody")),
    "words that say it better": (
        None,
        progress("so that you can see it.", "so that you can look at it yourself."),
    ),
    "moved code": (None, progress("dobotkit.lesson.progress.", "dobotkit.lesson.steps.")),
    "another clause": (None, progress('"Dobot In-School (f)"', '"Dobot In-School (e)"')),
    "farther from a person": (None, progress('grade = "C1"', 'grade = "C0"')),
    "never from now on": (
        None,
        all_over(CAMERA + "why_it_exists", CAMERA + "never"),
    ),
    "another order": (None, TEXT[: TEXT.rindex("[[row]]")].replace(
        "[[row]]", TEXT[TEXT.rindex("[[row]]") :] + "\n[[row]]", 1)),
    "a remark": (None, TEXT + "# a remark\n"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), MUTATIONS.values(), ids=MUTATIONS)
def test_what_has_changed_is_told_from_what_has_not(kind, text):
    new = parse(text)
    found = {change.kind for change in classify(OLD, new) if change.major}
    assert found == ({kind} if kind else set())
    # What was taken away may be given back, and that is a change as well.
    assert bool(classify(new, OLD)) == bool(classify(OLD, new))


def test_all_six_kinds_are_tried():
    assert {kind for kind, _ in MUTATIONS.values() if kind} == set(MAJOR)


def test_a_row_that_is_not_asked_for_any_more_is_a_risk():
    asked = parse(progress('grade = "C1"', 'grade = "C1"\npermission = "camera"'))
    assert [change.kind for change in classify(asked, OLD)] == ["risk"]
    assert [change.kind for change in classify(OLD, asked)] == ["minor"]


def test_a_change_says_where_and_what():
    [change] = classify(OLD, parse(progress('grade = "C1"', 'grade = "C2"')))
    assert str(change) == (
        "major (it comes nearer to people, or is not asked for any more): "
        "your progress (row progress): grade was C1, is C2"
    )


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("your techer", "your teacher", True),
        ("your teahcer", "your teacher", True),
        ("Your  teacher.", "your teacher", True),
        ("it is never kept", "it is ever kept", False),
        ("kept 5 days", "kept 6 days", False),
        ("it is kept", "it is not kept", False),
        ("we may", "we do", False),
        ("write to a@school.example", "write to b@school.example", False),
        ("only you", "once you", False),
        ("your parents", "your teacher", False),
    ],
)
def test_a_slip_of_the_finger_is_told_from_another_fact(old, new, same):
    assert tells_the_same(old, new) is same
    assert tells_the_same(new, old) is same


def test_a_text_of_other_words_says_something_else():
    assert says_something_else("where the arm is", "what your face looks like")
    assert not says_something_else("where the arm is now", "the place where the arm is now")
