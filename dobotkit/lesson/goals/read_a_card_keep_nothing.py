"""The goals of lesson 10, "Read a card, keep nothing".

What a check digit overlooks is reckoned here again. A careful reader is tried on cards that it
has not seen, and afterwards everything is searched for them. Where cards lie is asked of the
simulated table, and who may enter of the cards themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import FunctionType

from dobotkit import mrz
from dobotkit.arm.arm import Arm
from dobotkit.errors import DobotKitError
from dobotkit.lesson.cards.on_the_table import SCENE, laid, today
from dobotkit.lesson.cards.trying import try_with
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question
from dobotkit.simulator.specimens import Specimen
from dobotkit.things import Thing

__all__ = [
    "GOALS",
    "QUESTIONS",
    "SIGNS",
    "belongs_in",
    "careful",
    "may_enter",
    "missed",
    "overlooked",
    "sort",
]

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What may stand at each place of a number."""

_AGE = 13
_NUMBERS = ("XUT482913", "A1", "7")
_ENTER, _ASK = "green", "blue"


def overlooked(number: str) -> set[str]:
    """Return all texts that differ in one character and have the same check digit."""
    others = (
        number[:place] + sign + number[place + 1 :]
        for place in range(len(number))
        for sign in SIGNS
    )
    digit = mrz.check_digit(number)
    return {other for other in others if other != number and mrz.check_digit(other) == digit}


def missed(function: Callable[[str], object]) -> Missing | None:
    """The function finds every error of one character that the check digit overlooks."""
    return first_missing(*(_missed(function, number) for number in _NUMBERS))


def _missed(function: Callable[[str], object], number: str) -> Missing | None:
    found, wrong = _called(function, number, f"for “{number}”")
    if wrong is not None:
        return wrong
    if not isinstance(found, Collection) or isinstance(found, str | bytes):
        return Missing(
            f"for “{number}” it returned {found!r:.40}, and a list is wanted.",
            "Begin with found = [], append what you find, and end with return found.",
        )
    right = overlooked(number)
    # Fillers are no part of a number that somebody writes down; who names them is right, too.
    here = {str(other) for other in found if mrz.FILLER not in str(other)}
    if number in here:
        return Missing(
            f"for “{number}” it also names {number} itself.",
            "That is no error: ask for other != number as well.",
        )
    if here - right:
        one = min(here - right)
        return Missing(
            f"for “{number}” it names {one:.20}, which the check digit does notice, or which "
            "differs in more than one character.",
            "Compare both check digits before you append.",
        )
    if right - here:
        return Missing(
            f"for “{number}” it found {len(here)} of {len(right)}; {min(right - here)} is missing.",
            "Every place may be wrong, and not only the first one.",
        )
    return None


def _called(
    function: Callable[..., object], given: object, where: str
) -> tuple[object, Missing | None]:
    try:
        return function(given), None
    except DobotKitError as error:
        return None, Missing(f"{where} it stopped: {error.what}", error.advice)
    except Exception as error:  # noqa: BLE001  # whatever a pupil's own function raises
        return None, Missing(
            f"{where} it stopped with {type(error).__name__}.",
            "Try it below the function with a value of your own.",
        )


def may_enter(card: Specimen) -> bool:
    """Whether the lines of a card are right and not over today, and its owner is old enough."""
    zone = mrz.parse(card.lines)
    return (
        zone.valid
        and zone.expiry.is_past(today()) is False
        and zone.birth.age_at_least(_AGE, today()) is True
    )


def trials(on: dt.date) -> Iterator[tuple[str, Specimen]]:
    """Yield cards to try a reader with: what is the matter with each, and the card."""
    cards = [Specimen(number, on=on) for number in range(201, 261)]
    fine = [card for card in cards if may_enter(card)]
    yield "that is valid, of somebody over 13", fine[0]
    yield (
        "of somebody under 13",
        next(card for card in cards if mrz.parse(card.lines).birth.age_at_least(_AGE, on) is False),
    )
    yield "that has expired", Specimen(fine[1].number, on=on, fault="expired")
    yield "with a wrong check digit", Specimen(fine[2].number, on=on, fault="check digit")


def careful(reader: Callable[[tuple[str, ...]], object], folder: Path) -> Missing | None:
    """The function answers rightly, and nothing of a card is left anywhere afterwards."""
    cards = tuple(trials(today()))
    trial = try_with(reader, [card for _, card in cards], folder)
    wrong = (
        _answer(words, said, right=may_enter(card))
        for (words, card), said in zip(cards, trial.said, strict=True)
    )
    left = (
        Missing(
            f"the answers are right, and the {what} of a card is left {where}.",
            "Which line puts it there? The door does not need it.",
        )
        for where, what in trial.left
    )
    return first_missing(*wrong, *left)


def _answer(words: str, said: object, *, right: bool) -> Missing | None:
    if isinstance(said, Exception):
        return Missing(
            f"for a card {words} it stopped with {type(said).__name__}.",
            "An answer is wanted for every card: mrz.parse(lines) takes wrong ones as well.",
        )
    if said is right:
        return None
    # What else it may have returned is not shown: it might be what stands on the card.
    it_said = f"said {said}" if isinstance(said, bool) else "said neither True nor False"
    return Missing(
        f"for a card {words} it {it_said}, and {right} is wanted.",
        "Three things have to be right: zone.valid, zone.expiry.is_past(today), and "
        "zone.birth.age_at_least(13, today).",
    )


def sort(arm: Arm) -> Missing | None:
    """Who may enter lies in the green bin, all others in the blue one."""
    if not arm.is_simulated:
        return Missing(
            "a real table tells no program what lies on it.", "Show your table to your teacher."
        )
    things = {thing.name: thing for thing in arm.table.things}
    cards = laid()
    if not cards.keys() <= things.keys():
        return Missing(
            "these are not the cards that have to be sorted.",
            f'Lay the table anew: arm.table.reset("{SCENE}")',
        )
    if any(things[name].held for name in cards):
        return Missing("the arm still holds a card.", "Put it down first.")
    wrong = [name for name, card in cards.items() if _bin_of(name, things) != belongs_in(card)]
    if not wrong:
        return None
    where = _bin_of(wrong[0], things)
    return Missing(
        f"{len(cards) - len(wrong)} of {len(cards)} cards are where they belong; one lies "
        + (
            f"in the {where} bin, and not in the {belongs_in(cards[wrong[0]])} one."
            if where
            else "in no bin."
        ),
        "Green: valid and over 13. Blue: everything else, also what could not be read.",
    )


def belongs_in(card: Specimen) -> str:
    """Which bin a card belongs into: nothing may be wrong with it, and its owner old enough."""
    return _ENTER if card.fault is None and may_enter(card) else _ASK


def _bin_of(name: str, things: Mapping[str, Thing]) -> str | None:
    """The colour of the bin in which a thing lies, itself or on others; None if in none."""
    lower = things.get(things[name].on)
    while lower is not None and lower.kind != "bin":
        lower = things.get(lower.on)
    return None if lower is None else lower.colour


GOALS = (
    Goal(
        name="missed",
        done="you know every error that the check digit overlooks.",
        takes=(("missed", FunctionType),),
        missing=missed,
        hints=(
            "Two loops, one inside the other: for every place, and for every sign.",
            "number[:place] is what stands before it, number[place + 1 :] what stands behind it.",
            (
                "other = number[:place] + sign + number[place + 1 :]  and then: are the two check "
                "digits the same, and is other != number?"
            ),
        ),
    ),
    Goal(
        name="careful",
        done="your reader answers, and nothing of a card is left.",
        takes=(("may_enter", FunctionType), ("folder", Path)),
        missing=careful,
        hints=(
            "First take out whatever writes or prints. Is the answer still there?",
            "zone.valid is about the check digits, zone.expiry.is_past(today) about the end.",
            (
                "if not zone.valid or zone.expiry.is_past(today): return False  and then  "
                "return zone.birth.age_at_least(13, today)"
            ),
        ),
    ),
    Goal(
        name="sort",
        done="all cards are sorted, and your program does not know of a single one whose it is.",
        takes=(("arm", Arm),),
        missing=sort,
        hints=(
            "for card in scene.cards:  goes through all of them. Step 9 did it with one.",
            (
                "near = reader.look(at=card)  looks closely; near.card.claims has the answers, or "
                "is None if it could not be read."
            ),
            'home = "green" if claims and claims.valid and claims.over_13 else "blue"',
            "Then  arm.pick(card)  and  arm.drop_into(scene.find_bin(home)), inside the loop.",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="digit",
        text="On paper: which check digit belongs to 3A7? The weights are 7, 3, 1; A is 10.",
        answers={
            8: "21 + 30 + 7 = 58, and its last digit is 8.",
            58: "That is the sum. The check digit is its last digit.",
            1: "A counts 10, and not 1: 3 × 7 + 10 × 3 + 7 × 1.",
        },
        right=8,
        otherwise="3 × 7, then 10 × 3, then 7 × 1. Add them up; the last digit is it.",
    ),
    Question(
        name="genuine",
        text="All check digits of a card are right. Is the card genuine?",
        answers={
            "yes": "You have just worked one out yourself. So can whoever makes a false card.",
            "nobody knows": "It was read without a slip; that is all. Passports have a chip with "
            "a signature that nobody else can make: that is for being genuine.",
            "no": "It may be. A check digit says nothing about it.",
        },
        right="nobody knows",
    ),
    Question(
        name="deleted",
        text="The program needed one answer. Why were there three files?",
        answers={
            "somebody wanted to steal the data": "Perhaps later somebody will. The program was "
            "written by somebody who meant well.",
            "each was useful to somebody for a moment": "A log to find mistakes, a cache to be "
            "faster, a backup to be safe. What is not written down, nobody has to delete.",
            "Python does that by itself": "Each of them has its line in the program.",
        },
        right="each was useful to somebody for a moment",
    ),
    Question(
        name="enough",
        text="A cinema shows a film from 16 on. What does it have to know?",
        answers={
            "the date of birth": "From it everybody can tell whether you are 16, and when your "
            "birthday is. The second part is none of its business.",
            "over 16, yes or no": "One answer, and no date. That is selective disclosure: of all "
            "that is on a card, only what is needed is shown.",
            "the number of the card": "With it, it could look up who was there. It has no need to.",
        },
        right="over 16, yes or no",
    ),
    Question(
        name="blue",
        text="Why is the other bin not called “may not enter”?",
        answers={
            "a program can be wrong about a person": "A card may be dirty, or misread, or "
            "somebody has none at all. What goes against somebody, a person should decide, whom "
            "one can talk to.",
            "it sounds nicer": "It also is something else: somebody is going to look.",
            "blue is prettier than red": "There is a better reason.",
        },
        right="a program can be wrong about a person",
    ),
)
