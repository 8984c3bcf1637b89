"""The goals of lesson 03, "Pick and place".

They look at the simulated table and not at what a pupil has written: a tower is a
tower, however it was built. A real table tells nobody what stands on it; there
people have to look.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dobotkit.arm.arm import Arm
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question
from dobotkit.things import Thing

__all__ = ["GOALS", "QUESTIONS", "move", "sort", "tower"]

Things = Mapping[str, Thing]

# Where the yellow block has to stand, and how far off it may be, in mm.
_SPOT = (190.0, 0.0)
_CLOSE = 5.0
_FLOORS = 3

_REAL = Missing(
    "a real arm does not know what stands on its table.", "Show your table to your teacher."
)


def move(arm: Arm) -> Missing | None:
    """The yellow block stands on the table at (190, 0), and the arm has let go of it."""
    if not arm.is_simulated:
        return _REAL
    things = _things(arm)
    return first_missing(
        _let_go(things),
        _gone(things, ("yellow",)),
        *(_stands_there(thing) for thing in things.values() if thing.name == "yellow"),
    )


def tower(arm: Arm) -> Missing | None:
    """Three blocks stand on top of each other, and the arm has let go of them."""
    if not arm.is_simulated:
        return _REAL
    things = _things(arm)
    highest = max((len(_below(thing, things)) for thing in things.values()), default=0)
    count = "one block" if highest == 1 else f"{highest} blocks"
    return first_missing(
        _let_go(things),
        None
        if highest >= _FLOORS
        else Missing(
            f"the highest tower has {count}, and {_FLOORS} are wanted.",
            "Look where the blocks stand: arm.table.things. Then stack one more.",
        ),
    )


def sort(arm: Arm) -> Missing | None:
    """Everything lies in the bin of its colour."""
    if not arm.is_simulated:
        return _REAL
    things = _things(arm)
    loose = [thing for thing in things.values() if thing.kind != "bin"]
    outside = [thing for thing in loose if not _in_its_bin(thing, things)]
    if not loose or len(loose) == len(things):
        return Missing(
            "these are not the things that have to be sorted.",
            'Lay the table for it: arm.table.reset("sort")',
        )
    return first_missing(
        _let_go(things),
        *(
            Missing(
                f"{len(loose) - len(outside)} of {len(loose)} things lie in the bin of their "
                f"colour; {thing.name} is on {_what(thing.on)}.",
                f"It belongs into bin-{thing.colour}.",
            )
            for thing in outside[:1]
        ),
    )


def _things(arm: Arm) -> Things:
    return {thing.name: thing for thing in arm.table.things}


def _let_go(things: Things) -> Missing | None:
    held = [thing.name for thing in things.values() if thing.held]
    if not held:
        return None
    return Missing(f"the arm still holds {held[0]}.", "Put it down first.")


def _gone(things: Things, names: Iterable[str]) -> Missing | None:
    lost = [name for name in names if name not in things]
    if not lost:
        return None
    return Missing(
        f"there is no {lost[0]} block on the table.",
        'Perhaps it fell off. Lay the table anew: arm.table.reset("blocks")',
    )


def _stands_there(thing: Thing) -> Missing | None:
    x, y, _ = thing.place
    if math.dist((x, y), _SPOT) > _CLOSE:
        return Missing(
            f"the {thing.name} block stands at x {x:.0f}, y {y:.0f}, and x {_SPOT[0]:.0f}, "
            f"y {_SPOT[1]:.0f} is wanted.",
            "Pick it up where it stands, and place it there.",
        )
    if thing.on != "table":
        return Missing(
            f"the {thing.name} block stands on {thing.on}, and the table is wanted.",
            "Take away first what stands in its place.",
        )
    return None


def _below(thing: Thing, things: Things) -> list[Thing]:
    """A thing that stands, and all blocks below it down to the table; none if it does not."""
    found = [thing]
    while (lower := things.get(found[-1].on)) is not None:
        found.append(lower)
    stands = found[-1].on == "table" and all(one.kind == "block" for one in found)
    return found if stands else []


def _in_its_bin(thing: Thing, things: Things) -> bool:
    lower = things.get(thing.on)
    while lower is not None and lower.kind != "bin":
        lower = things.get(lower.on)
    return lower is not None and lower.colour == thing.colour


def _what(on: str) -> str:
    return "the table" if on == "table" else on or "nothing"


GOALS = (
    Goal(
        name="move",
        done="the yellow block stands where it was wanted.",
        takes=(("arm", Arm),),
        missing=move,
        hints=(
            "It takes two commands: one takes the block, one puts it down.",
            "You met both in step 3. Where does the yellow block stand? Look at step 2.",
            'Instead of numbers you may write arm.table.find("yellow") between the brackets.',
            'arm.pick(arm.table.find("yellow"))  then  arm.place(x=190, y=0)',
        ),
    ),
    Goal(
        name="tower",
        done="a tower of three blocks stands.",
        takes=(("arm", Arm),),
        missing=tower,
        hints=(
            "The lowest block may stay where it is. Which one shall it be?",
            "Twice the same: take a block, and stack it on the one that is on top then.",
            "Look for each block right before you use it: the second one stands higher now.",
            (
                'arm.pick(arm.table.find("green"))  then  arm.stack(arm.table.find("red"))  then  '
                'arm.pick(arm.table.find("blue"))  then  arm.stack(arm.table.find("green"))'
            ),
        ),
    ),
    Goal(
        name="sort",
        done="everything lies in the bin of its colour.",
        takes=(("arm", Arm),),
        missing=sort,
        hints=(
            "What do you do with each thing? Say it in one sentence; the loop does it six times.",
            'The name of the right bin is made of two pieces: "bin-" and the colour.',
            'arm.table.find("bin-" + thing.colour) is the right bin for a thing.',
            (
                'In the loop: arm.pick(thing)  then  arm.drop_into(arm.table.find("bin-" + '
                "thing.colour))"
            ),
        ),
    ),
)

QUESTIONS = (
    Question(
        name="top",
        text="A box of 40 mm stands on this table, whose top is at z = -70. At which z does the "
        "cup touch the top of the box?",
        answers={
            -30: "-70 and 40 up is -30.",
            -45: "That is the top of a block of 25 mm. The box is higher.",
            -110: "That is 40 mm below the table top. Up is plus.",
            40: "That is how high the box is. z is not counted from the table.",
            30: "Nearly: there is a minus before it.",
        },
        right=-30,
        otherwise="Begin at the table top, -70, and go up as far as the box is high.",
        unit="mm",
    ),
    Question(
        name="old",
        text="Why was there nothing under the cup?",
        answers={
            "The block is too heavy.": "The cup carried it a moment ago.",
            "The block was moved after we had looked.": (
                "What we had noted was true once. Look again before you decide."
            ),
            "The pump is broken.": "A moment ago it worked.",
        },
        right="The block was moved after we had looked.",
    ),
    Question(
        name="second",
        text="Blue stands on green, and green on the table at z = -70. Each is 25 mm high. At "
        "which z is the top of blue?",
        answers={
            -20: "-70 + 25 + 25 = -20.",
            -45: "That is the top of green, and blue stands on it.",
            50: "So high is the tower. z is not counted from the table.",
        },
        right=-20,
        otherwise="Begin at -70, and go up twice.",
        unit="mm",
    ),
)
