"""The goals of lesson 11, "The anonymous class"."""

from __future__ import annotations

from collections.abc import Mapping

from dobotkit.lesson.class_numbers import Number, OpenCount, asked_in_words
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question

__all__ = ["GOALS", "PROMISES", "QUESTIONS", "detective", "order", "promises"]

# No count below this is used: the rule that the pupils show to be too weak.
_SMALLEST = 5

PROMISES: Mapping[str, bool] = {
    "asks no name": True,
    "makes no account": True,
    "keeps no student number": True,
    "shows no group below 5 in its guarded numbers": True,
    "hides you from the one who looks at your screen": False,
    "makes a list without names anonymous": False,
}
"""What a school policy promises, and whether the kit keeps it by itself."""


def detective(big: OpenCount, small: OpenCount) -> Missing | None:
    """Two counts of at least five whose difference says what one pupil has not done."""
    return first_missing(
        *(
            Missing(
                f"{name} is {int(count)}, and a count below {_SMALLEST} is not allowed here.",
                "Ask about more pupils: leave one of the words out.",
            )
            if count < _SMALLEST
            else None
            for name, count in (("big", big), ("small", small))
        ),
        *(
            None
            if count.where.get("finished") == ("no",)
            else Missing(
                f"{name} counts {asked_in_words(count.where)}: nothing about exercises.",
                'Add finished="no" to both questions.',
            )
            for name, count in (("big", big), ("small", small))
        ),
        None
        if _narrower(big.where, small.where) and small.where.get("glasses") == ("no",)
        else Missing(
            f"big is about {asked_in_words(big.where)}, small about {asked_in_words(small.where)}: "
            "the difference is not about somebody with glasses.",
            'Ask the same twice, and add glasses="no" to small only.',
        ),
        None
        if big - small == 1
        else Missing(
            f"the difference is {big - small}, and it has to be about one pupil.",
            "Which club is she or he in? Look at step 4.",
        ),
    )


def order(narrow: Number, wide: Number) -> Missing | None:
    """The narrow question is shown, and the wide one hidden because of it."""
    return first_missing(
        None
        if _narrower(wide.where, narrow.where)
        else Missing(
            f"narrow is about {asked_in_words(narrow.where)}, which is not a part of "
            f"{asked_in_words(wide.where)}.",
            'Ask the questions of step 6: narrow is club="chess", glasses="no".',
        ),
        Missing(
            "narrow is still hidden.",
            "Something else was asked before. Begin with a new session: run the whole cell again.",
        )
        if narrow.hidden
        else None,
        None
        if wide.hidden
        else Missing("wide is shown.", "Ask the narrow question first, and the wide one after it."),
    )


def promises(answers: dict[str, object]) -> Missing | None:
    """For each promise, whether the kit keeps it by itself."""
    missing = [promise for promise in PROMISES if promise not in answers]
    if missing:
        return Missing(
            f"there is no answer for “{missing[0]}”.", "Write True or False behind each promise."
        )
    open_ = [promise for promise in PROMISES if not isinstance(answers[promise], bool)]
    if open_:
        return Missing(
            f"the answer for “{open_[0]}” is {answers[open_[0]]!r}.", "Write True or False there."
        )
    wrong = [promise for promise, kept in PROMISES.items() if answers[promise] is not kept]
    if not wrong:
        return None
    count = f"{len(wrong)} answer{'s' * (len(wrong) > 1)}"
    return Missing(
        f"{count} not right yet.", "Which one can be tried out? Which step showed the contrary?"
    )


def _narrower(wide: Mapping[str, tuple[str, ...]], narrow: Mapping[str, tuple[str, ...]]) -> bool:
    return wide != narrow and all(
        name in narrow and set(narrow[name]) <= set(values) for name, values in wide.items()
    )


GOALS = (
    Goal(
        name="detective",
        done="you know what one pupil has not finished, and no count was below 5.",
        takes=(("big", OpenCount), ("small", OpenCount)),
        missing=detective,
        hints=(
            "In step 5 two counts told that there is one with glasses in the chess club.",
            'Now count only those who have not finished: add finished="no" to both.',
            "The big one is about all of the club, the small one about those without glasses.",
            (
                'big = made_up.open_count(club="chess", finished="no")  and  '
                'small = made_up.open_count(club="chess", glasses="no", finished="no")'
            ),
        ),
    ),
    Goal(
        name="order",
        done="what is asked first is shown, and what would give somebody away after it is not.",
        takes=(("narrow", Number), ("wide", Number)),
        missing=order,
        hints=(
            "The shield remembers what it has shown in this session. A new session has a new one.",
            "Ask for those without glasses first, and for the whole club after that.",
            (
                'narrow = made_up.count(club="chess", glasses="no")  and then  '
                'wide = made_up.count(club="chess")'
            ),
        ),
    ),
    Goal(
        name="promises",
        done="you know which promises a program can keep, and which only people can.",
        takes=(("answers", dict),),
        missing=promises,
        hints=(
            "Look for each promise whether a step has shown it, or has shown the contrary.",
            "Steps 1 and 2 ask for nothing. Step 3 shows a list without names. Step 6: the shield.",
            "The program keeps four. Two depend on people: what they see, what they hand out.",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="drawn",
        text="Why is the pseudonym drawn by lot, and not made from your name?",
        answers={
            "it sounds nicer": "That too. But there is a reason that protects you.",
            "nobody can work it out": "What is made from a name can be made again by anybody who "
            "knows the name. A drawn one has nothing to do with you.",
            "names are too long": "A name could be shortened, and would still tell who you are.",
        },
        right="nobody can work it out",
    ),
    Question(
        name="anonymous",
        text="The list has pseudonyms instead of names. Is it anonymous?",
        answers={
            "yes": "Whoever sees who wears glasses in the chess club finds the line, and reads "
            "the rest of it.",
            "no": "What stands beside a pseudonym can point at a person as well as a name.",
        },
        right="no",
    ),
    Question(
        name="hidden",
        text="Robots has 5 pupils, enough to be shown. Why is it hidden in the table?",
        answers={
            "by mistake": "It is on purpose: work out what would follow if it was shown.",
            "else football could be worked out": "24 − 9 − 7 − 5 = 3: subtracting would find the "
            "hidden number of football. That is called complementary suppression.",
            "five is too small": "Five is just enough. It is about another number in the table.",
        },
        right="else football could be worked out",
    ),
    Question(
        name="teacher",
        text="What would a teacher see of this class, if it was real?",
        answers={
            "who has finished": "A teacher sees numbers about groups of at least five, and no "
            "pupil among them.",
            "the guarded table": "Numbers about groups of at least five; to help somebody, a "
            "teacher walks through the room and looks, as ever.",
            "nothing": "The guarded numbers are made for teachers: is half of the class done?",
        },
        right="the guarded table",
    ),
)
