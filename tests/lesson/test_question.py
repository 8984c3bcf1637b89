"""Quick questions: what is said to each answer, by words and by numbers."""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.errors import LessonError, UnknownExercise
from dobotkit.lesson.goals import questions_of
from dobotkit.lesson.question import Question

LENGTH = Question(
    "How many millimetres are 22 cm?",
    {220: "1 cm is 10 mm.", 2.2: "That is the other way round.", -1: "Lengths have no sign."},
    right=220,
    otherwise="1 cm is 10 mm.",
    unit="mm",
    tolerance=0.5,
)


@pytest.fixture
def up():
    return lesson.quiz(
        "Which number makes the arm go up?",
        {"x": "x goes forward.", "y": "y goes left.", "z": "z goes up."},
        right="z",
    )


@pytest.mark.parametrize(
    ("answer", "words", "right"),
    [
        ("z", "✔ Right. z goes up.", True),
        (" Z ", "✔ Right. z goes up.", True),
        ("x", "✘ Not x. x goes forward.", False),
        ("y", "✘ Not y. y goes left.", False),
        ("w", "Choose one of these answers: x, y, z.", False),
        ("", "Choose one of these answers: x, y, z.", False),
    ],
)
def test_each_choice_has_words_of_its_own(up, answer, words, right):
    verdict = up.answer(answer)
    assert repr(verdict) == words
    assert verdict.right is right


@pytest.mark.parametrize(
    ("answer", "words", "right"),
    [
        ("220", "✔ Right. 1 cm is 10 mm.", True),
        ("220 mm", "✔ Right. 1 cm is 10 mm.", True),
        ("220,4", "✔ Right. 1 cm is 10 mm.", True),
        ("219.4", "✘ Not 219.4 mm. 1 cm is 10 mm.", False),
        ("2,2", "✘ Not 2.2 mm. That is the other way round.", False),
        ("−1", "✘ Not -1 mm. Lengths have no sign.", False),
        ("1000", "✘ Not 1000 mm. 1 cm is 10 mm.", False),
        ("many", "Write a number in digits, for example 12 mm.", False),
        ("nan", "Write a number in digits, for example 12 mm.", False),
        ("", "Write a number in digits, for example 12 mm.", False),
    ],
)
def test_numbers_are_read_as_pupils_write_them(answer, words, right):
    verdict = LENGTH.judge(answer)
    assert verdict.text == words
    assert verdict.right is right


def test_the_right_answer_is_found_before_a_near_wrong_one():
    near = Question("?", {9: "Nearly.", 10: "Yes."}, right=10, tolerance=1)
    assert near.judge("9.5").right
    assert near.judge("9").right


def test_a_number_may_be_given_as_one():
    quiz = lesson.quiz("How many joints?", {4: "Count them."}, right=4)
    assert quiz.answer(4).right
    assert repr(quiz) == "Question: How many joints?\nAnswer: a number"


def test_shows_itself_in_words_that_do_not_change(up):
    words = "Question: Which number makes the arm go up?\nAnswers: x, y, z"
    assert repr(up) == words
    up.answer("z")
    assert repr(up) == words
    assert up._repr_mimebundle_()[0]["text/plain"] == words


def test_nothing_about_an_answer_is_kept(up):
    before = up.get_state()
    up.answer("x")
    up._handle_custom_msg({"answer": "z"}, [])
    assert up.get_state() == before
    assert not any("z goes up" in str(value) for value in before.values())


@pytest.mark.parametrize("message", [None, {}, {"answer": 3}, "z", {"answer": ["z"]}, []])
def test_what_is_not_an_answer_gets_none(up, message, monkeypatch):
    sent = []
    monkeypatch.setattr(type(up), "send", lambda _quiz, content: sent.append(content))
    up._handle_custom_msg(message, [])
    assert sent == []
    up._handle_custom_msg({"answer": "z"}, [])
    assert sent == [{"right": True, "words": "✔ Right. z goes up."}]


@pytest.mark.usefixtures("hello_arm")
def test_a_lesson_has_questions_of_its_own():
    quiz = lesson.quiz("up")
    assert quiz.answer("z").right
    with pytest.raises(UnknownExercise, match=r'Did you mean "up"\? This lesson has: up'):
        lesson.quiz("Upp")


def test_where_there_is_no_lesson_it_is_said_how_to_ask(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownExercise, match="give the answers"):
        lesson.quiz("Which number makes the arm go up?")


@pytest.mark.parametrize(
    ("answers", "right", "words"),
    [
        ({"x": "", "y": ""}, "z", "not among the answers"),
        ({"x": "", "y": ""}, None, "Which answer is right"),
        ({"x": "", 3: ""}, "x", "some are numbers"),
        ({"x": ""}, "x", "only one answer"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(answers, right, words):
    with pytest.raises(LessonError, match=words):
        lesson.quiz("?", answers, right=right)


def test_every_question_of_a_lesson_has_something_to_say_to_each_answer():
    questions = questions_of("hello_arm")
    assert list(questions) == ["up"]
    for name, question in questions.items():
        assert question.name == name
        assert question.text.endswith("?")
        assert all(words.endswith(".") for words in question.answers.values())
        assert [question.judge(str(a)).right for a in question.answers].count(True) == 1
