"""Each of the six kinds of major change is seen as one; a typing mistake or moved code is none."""

from __future__ import annotations

import pytest

from dobotkit.policy.changes import MAJOR, classify
from dobotkit.policy.inventory import parse
from dobotkit.policy.wording import says_something_else, tells_the_same
from tests.policy.small import TEXT, changed, in_row, without

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


HEART = """
[[permission]]
id = "heart"
words = "Feel your heart."
grade = "C3"
never = "No lesson needs it."
"""
ORDERS = '[[row]]\nid = "arm-orders"'
PROGRESS = '[[row]]\nid = "progress"'
MICROPHONE = 'never = "No lesson needs to hear you."'


def progress(old: str, new: str) -> str:
    return in_row("progress", old, new)


MUTATIONS = {
    "a new kind of information": ("use", TEXT + NEW_ROW),
    "one less": ("use", without("progress")),
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
    "a permission for something else": ("use", changed("through a camera", "through two cameras")),
    "a permission for another reason": ("use", changed("A lesson shows it", "Parents like it")),
    "a new permission": ("use", TEXT + HEART),
    "another one is responsible": (
        "responsible",
        changed("The teacher, or the school, that", "The company that"),
    ),
    "nobody is responsible": ("responsible", changed("they answer for it", "nobody answers")),
    "one more reader": (
        "recipients",
        progress('recipients = ["you"]', 'recipients = ["you", "teacher"]'),
    ),
    "a reader with another role": (
        "recipients",
        changed('role = "responsible"', 'role = "stranger"'),
    ),
    "a reader who is somebody else": ("recipients", changed('"your teacher"', '"your neighbour"')),
    "the makers get something": (
        "recipients",
        changed('makers = "Nothing. ', 'makers = "Your progress. '),
    ),
    "a right is gone": ("rights", without("access")),
    "a right works in another way": ("rights", changed("Close the lab:", "Write a letter:")),
    "another contact": ("contact", changed('contact = "Your teacher.', 'contact = "The makers.')),
    "another place to complain": ("contact", changed("it is free to ask", "it costs 5 euros")),
    "nearer to a person": ("risk", progress('grade = "C1"', 'grade = "C2"')),
    "a permission nearer to a person": ("risk", in_row("class-table", '"C1"', '"C2"')),
    "a no that falls away": ("risk", changed(MICROPHONE, 'why_it_exists = "To sing."')),
    "a permission that falls away": ("risk", without("class-table")),
    "not asked for any more": ("risk", in_row("face", 'permission = "camera"\n', "")),
    "a typing mistake": (None, changed("of this notebook are", "of this nodebook are")),
    "a mistake in who is responsible": (None, changed("gives the lesson", "givs the lesson")),
    "capitals and points": (None, changed("Your teacher. Nobody", "your teacher, nobody")),
    "words that say it better": (
        None,
        progress("so that you can see it.", "so that you can look at it yourself."),
    ),
    "moved code": (None, progress("dobotkit.lesson.progress.", "dobotkit.lesson.steps.")),
    "another clause": (None, progress('"Dobot In-School (f)"', '"Dobot In-School (e)"')),
    "farther from a person": (None, progress('grade = "C1"', 'grade = "C0"')),
    "asked for from now on": (
        None,
        progress('grade = "C1"', 'grade = "C1"\npermission = "class-table"'),
    ),
    "never from now on": (None, changed('why_it_exists = "A', 'never = "A')),
    "another no": (None, changed("to hear you", "to hear anybody at all")),
    "a remark": (None, TEXT + "# a remark\n"),
}


@pytest.mark.parametrize(("kind", "text"), MUTATIONS.values(), ids=MUTATIONS)
def test_what_has_changed_is_told_from_what_has_not(kind, text):
    new = parse(text)
    found = {change.kind for change in classify(OLD, new) if change.major}
    assert found == ({kind} if kind else set())
    # What is a change in one direction is one in the other as well.
    assert bool(classify(new, OLD)) == bool(classify(OLD, new))


def with_code(row: str, place: str) -> str:
    """The small inventory with one more place in the code of a row."""
    return in_row(row, "code = [", f'code = ["{place}", ')


def test_a_request_that_moves_to_a_row_without_permission_is_no_moved_code():
    old, new = (
        parse(with_code("face", "message:Look")),
        parse(with_code("progress", "message:Look")),
    )
    assert [change.kind for change in classify(old, new) if change.major] == ["risk"]
    assert not any(change.major for change in classify(new, old))


def test_an_event_that_moves_to_a_row_with_another_purpose_is_no_moved_code():
    old, new = with_code("arm-orders", "event:sneezed"), with_code("progress", "event:sneezed")
    for a, b in ((old, new), (new, old)):
        assert [one.kind for one in classify(parse(a), parse(b)) if one.major] == ["use"]
    same = parse(with_code("your-notebook", "event:sneezed"))
    assert not any(change.major for change in classify(parse(new), same))


def test_all_six_kinds_are_tried():
    assert {kind for kind, _ in MUTATIONS.values() if kind} == set(MAJOR)


def test_another_order_is_no_change():
    first = without("arm-orders")
    assert classify(OLD, parse(first + TEXT[TEXT.index(ORDERS) : TEXT.index(PROGRESS)])) == ()


def test_a_change_says_where_and_what():
    [change] = classify(OLD, parse(progress('grade = "C1"', 'grade = "C2"')))
    assert str(change) == (
        "major (it comes nearer to people, or is not asked for any more): "
        "your progress (row progress): grade was C1, is C2"
    )


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("your teachr", "your teacher", True),
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
