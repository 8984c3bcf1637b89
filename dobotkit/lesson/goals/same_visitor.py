"""The goals of lesson 09, "Same visitor?".

A threshold is judged by the pupil's own measurement, forgetting by what was seen before and
after it. Which of the two ways a pupil has gone, with the camera or on paper, no check asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.measuring import Matching
from dobotkit.lesson.question import Question
from dobotkit.scene import Forgotten, Sightings

__all__ = ["GOALS", "MOST", "NEEDS", "QUESTIONS", "door", "forgotten", "threshold"]

MOST = 0.01
"""Of all pairs of strangers, so many may be taken for one person."""

# So much worse than the best threshold a good one may be, in refused acquaintances.
_WORSE = 0.03
_STEPS = 100

NEEDS: Mapping[str, bool] = {
    "a lamp goes on when somebody comes": False,
    "a bus counts how many get on": False,
    "a shop greets customers who come back": True,
    "a camera ticks off who is in class": True,
    "a phone opens for its owner's face": True,
    "a photo program covers all faces": False,
}
"""Whether it needs a template: something that is kept, in order to know one person again."""


def threshold(measured: Matching, limit: float) -> Missing | None:
    """Hardly any stranger is let in, and no more acquaintances are refused than need be."""
    if isinstance(limit, bool) or not 0 <= limit <= 1:
        return Missing(f"the threshold is {limit!r}.", "It lies between 0 and 1, like 0.5.")
    errors = measured.at(float(limit))
    accepted, refused = errors.false_accepts.share, errors.false_rejects.share
    all_steps = [measured.at(step / _STEPS) for step in range(_STEPS + 1)]
    best = min(step.false_rejects.share for step in all_steps if step.false_accepts.share <= MOST)
    return first_missing(
        None
        if accepted <= MOST
        else Missing(
            f"at {limit:g}, {accepted:.1%} of the strangers are let in, and at most {MOST:.0%} "
            "are wanted.",
            "Ask for more likeness: a higher threshold.",
        ),
        None
        if refused <= best + _WORSE
        else Missing(
            f"at {limit:g}, {refused:.0%} of those who come back are refused; {best:.0%} would do.",
            "Ask for less likeness, but not for so little that strangers get in.",
        ),
    )


def forgotten(before: Sightings, gone: Forgotten, after: Sightings) -> Missing | None:
    """The same person was known, the drawer was emptied, and the person is new again."""
    return first_missing(
        None
        if before.visitors
        else Missing("in “before” nobody was there.", "Invite somebody before you look."),
        None
        if any(one.seen_before for one in before.visitors)
        else Missing(
            "in “before” nobody was seen before, so there was nothing to forget yet.",
            "Invite the same person twice, and look each time.",
        ),
        None
        if gone.templates
        else Missing(
            "the drawer was empty when it was emptied.", "Look at somebody before visitors.forget()"
        ),
        None
        if after.visitors
        else Missing("in “after” nobody was there.", "Invite the same person again, then look."),
        None
        if not any(one.seen_before for one in after.visitors)
        else Missing(
            "in “after” the person is still known: the drawer was not empty.",
            "gone = visitors.forget()  comes before the last look, in the same block.",
        ),
    )


def door(answers: dict[str, object]) -> Missing | None:
    """For each machine, whether it has to keep something of one person's face."""
    for machine in NEEDS:
        if not isinstance(answers.get(machine), bool):
            return Missing(
                f"the answer for “{machine}” is {answers.get(machine)!r}.", "Write True or False."
            )
    wrong = [machine for machine, needs in NEEDS.items() if answers[machine] is not needs]
    if not wrong:
        return None
    return Missing(
        f"{len(wrong)} answer{'s' * (len(wrong) > 1)} not right yet.",
        "Does it have to know that it is the same person as another time? Or only that there is "
        "a face?",
    )


GOALS = (
    Goal(
        name="threshold",
        done="hardly any stranger gets in, and as few friends as possible stay outside.",
        takes=(("measured", Matching), ("threshold", Real)),
        missing=threshold,
        hints=(
            "show(measured) has a slider. Which curve falls when the threshold rises?",
            (
                f"The false accepts have to come down to {MOST:.0%}. Then stop: what is beyond "
                "costs false rejects."
            ),
            "Ask for both in steps: measured.at(0.5), measured.at(0.55), measured.at(0.6) …",
        ),
    ),
    Goal(
        name="forgotten",
        done="the drawer is empty, and you have not only been told so.",
        takes=(("before", Sightings), ("gone", Forgotten), ("after", Sightings)),
        missing=forgotten,
        hints=(
            "All of it happens inside one with-block, because its end empties the drawer as well.",
            "gone = visitors.forget()  says how much was in it.",
            "Then the same number again: door.invite(30), and after = visitors.look()",
        ),
    ),
    Goal(
        name="door",
        done="you know which machines have to keep something of a face, and which need not.",
        takes=(("answers", dict),),
        missing=door,
        hints=(
            "Finding a face needs no list of faces. Knowing it again does.",
            "Counting, lamps and covers do not ask who: those are three.",
            "Also a single template is one: a phone keeps that of its owner.",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="template",
        text="A template is 128 numbers and no picture. Is it harmless, then?",
        answers={
            "yes, nobody can look at it": "No person can. A program finds with it who you are, "
            "in every picture that it gets.",
            "no, it points at one person": "And unlike a password it cannot be changed: you have "
            "one face.",
            "yes, numbers are anonymous": "A phone number is a number, too.",
        },
        right="no, it points at one person",
    ),
    Question(
        name="pays",
        text="At a door the threshold is put up. What happens to whom?",
        answers={
            "everybody gets in more easily": "A higher threshold asks for more likeness.",
            "strangers get in less, friends stay outside more": "Every threshold has two kinds of "
            "mistakes, and different people pay for them.",
            "only strangers notice": "Look at the other curve.",
        },
        right="strangers get in less, friends stay outside more",
    ),
    Question(
        name="photo",
        text="Why did the photo match?",
        answers={
            "the machine is broken": "It did exactly what it was made for.",
            "it compares pixels, and a photo has the same ones": "Whether somebody is alive, it "
            "was never asked. Doors that rely on faces need other ways to find that out.",
            "the drawer had photos in it": "It had numbers in it, reckoned from a look.",
        },
        right="it compares pixels, and a photo has the same ones",
    ),
    Question(
        name="free",
        text="A school asks every pupil for a yes, and all say yes. Why was that not enough?",
        answers={
            "some cannot write": "It would not be enough with a signature either.",
            "who depends on the school cannot freely say no": "A yes counts only where a no costs "
            "nothing. That is why a no costs nothing in this lesson.",
            "it was not on paper": "Paper changes nothing here.",
        },
        right="who depends on the school cannot freely say no",
    ),
)
