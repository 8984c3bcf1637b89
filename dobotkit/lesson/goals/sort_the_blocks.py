"""The goals of lesson 07, "Sort the blocks".

Where things are is asked of the simulated table, whatever the pupil's program believed;
and the camera has to be able to prove it. A function that is to say "done" is tried on
looks that never happened, among them those in which it must not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import FunctionType

from dobotkit.arm.arm import Arm
from dobotkit.camera import Camera
from dobotkit.errors import CameraError, DobotKitError
from dobotkit.geometry import Point
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question
from dobotkit.lesson.tally import Tally
from dobotkit.scene import Bin, Block, Scene
from dobotkit.things import Thing

__all__ = ["GOALS", "PROMISED", "QUESTIONS", "imagined", "one", "proof", "sort"]

PROMISED: Mapping[str, int] = {"red": 2, "green": 2, "blue": 2}
"""What the scene "sort" promises."""

_ONE = 5
_TABLE = -70.0

_REAL = Missing(
    "a real table tells no program what stands on it.", "Show your table to your teacher."
)


def one(arm: Arm) -> Missing | None:
    """The block with marker 5 lies in the blue bin, and the arm has let go of it."""
    if not arm.is_simulated:
        return _REAL
    things = _things(arm)
    return first_missing(
        _laid(things),
        _let_go(things),
        *(_belongs(thing, things) for thing in things.values() if thing.marker == _ONE),
    )


def sort(arm: Arm, camera: Camera) -> Missing | None:
    """Everything lies in the bin of its colour, and a look proves it."""
    if not arm.is_simulated:
        return _REAL
    things = _things(arm)
    loose = [thing for thing in things.values() if thing.kind != "bin"]
    wrong = [missing for thing in loose if (missing := _belongs(thing, things))]
    count = len(loose) - len(wrong)
    return first_missing(
        _laid(things),
        _let_go(things),
        *(
            Missing(
                f"{count} of {sum(PROMISED.values())} are sorted; {missing.what}", missing.advice
            )
            for missing in wrong[:1]
        ),
        None if wrong else _proved(camera),
    )


def proof(all_sorted: Callable[[Scene], object]) -> Missing | None:
    """The function says True where everything is proved, and False in all other looks."""
    for words, scene, right in imagined():
        try:
            said = all_sorted(scene)
        except DobotKitError as error:
            return Missing(f"for a look in which {words} it stopped: {error.what}", error.advice)
        except Exception as error:  # noqa: BLE001  # whatever a pupil's own function raises
            return Missing(
                f"for a look in which {words} it stopped with {type(error).__name__}: {error}.",
                "Try it with the scene of your last look: all_sorted(scene)",
            )
        if said is not right:
            return Missing(
                f"for a look in which {words} it said {said!r}, and {right} is wanted.",
                "When may a program say that everything is proved? Only then it returns True.",
            )
    return None


def imagined() -> Iterator[tuple[str, Scene, bool]]:
    """Looks that did not happen: what is in them, the scene, and whether all is proved."""
    bins = tuple(
        Bin(colour, Point(x, y, _TABLE), size=(90.0, 70.0, 20.0))
        for colour, (x, y) in {"red": (190, 150), "green": (190, -150), "blue": (290, 100)}.items()
    )
    blocks = tuple(
        Block(home.colour, Point(home.position.x + off, home.position.y, _TABLE + 2), marker=marker)
        for home, markers in zip(bins, ((1, 2), (3, 4), (5, 6)), strict=True)
        for marker, off in zip(markers, (-18.0, 18.0), strict=True)
    )
    first, *others = blocks
    yield "all six lie in their bins", Scene(blocks, bins=bins), True
    yield "nothing but the bins is seen", Scene(bins=bins), False
    yield "five lie in their bins and one is not seen", Scene(tuple(others), bins=bins), False
    beside = replace(first, position=Point(230, 20, _TABLE))
    yield "one stands beside its bin", Scene((beside, *others), bins=bins), False
    swapped = replace(first, position=others[1].position)
    yield "one lies in the bin of another colour", Scene((swapped, *others), bins=bins), False
    guess = replace(first, sure=0.3, hidden=0.7)
    yield "of one the camera is only 30 % sure", Scene((guess, *others), bins=bins), False


def _things(arm: Arm) -> Mapping[str, Thing]:
    return {thing.name: thing for thing in arm.table.things}


def _laid(things: Mapping[str, Thing]) -> Missing | None:
    """Whether these are the things of the scene, and none has fallen off the table."""
    there = {thing.marker for thing in things.values() if thing.kind != "bin"}
    lost = sorted(set(range(1, 1 + sum(PROMISED.values()))) - there)
    if not lost:
        return None
    if not any(thing.kind == "bin" for thing in things.values()):
        what = "these are not the things that have to be sorted."
    else:
        what = f"there is no block with marker {lost[0]} on the table any more."
    return Missing(what, 'Lay the table anew: arm.table.reset("sort")')


def _let_go(things: Mapping[str, Thing]) -> Missing | None:
    held = [thing for thing in things.values() if thing.held]
    if not held:
        return None
    return Missing(f"the arm still holds {_called(held[0])}.", "Put it down first.")


def _belongs(thing: Thing, things: Mapping[str, Thing]) -> Missing | None:
    lower = things.get(thing.on)
    while lower is not None and lower.kind != "bin":
        lower = things.get(lower.on)
    if lower is not None and lower.colour == thing.colour:
        return None
    where = f"in the {lower.colour} bin" if lower is not None else "in no bin"
    return Missing(
        f"{_called(thing)} is {where}.", f"Look again; it belongs into the {thing.colour} bin."
    )


def _called(thing: Thing) -> str:
    return f"the {thing.colour} block with marker {thing.marker}"


def _proved(camera: Camera) -> Missing | None:
    try:
        seen = Tally(PROMISED, camera.look())
    except CameraError as error:
        return Missing(error.what, error.advice)
    if seen.proved:
        return None
    return Missing(
        f"they are sorted, but the camera cannot prove it: {seen.below}",
        "Put the arm aside, give good light, and check again: arm.look_from()",
    )


GOALS = (
    Goal(
        name="one",
        done="the block with marker 5 lies in the blue bin.",
        takes=(("arm", Arm),),
        missing=one,
        hints=(
            "Look, decide, act: one line each, and the last one twice.",
            "scene.find_block(marker=5) finds it, scene.find_bin(block.colour) finds where to.",
            "arm.pick(block)  and  arm.drop_into(bin)  do the rest.",
            (
                "scene = camera.look()  then  block = scene.find_block(marker=5)  then  "
                "arm.pick(block)  then  arm.drop_into(scene.find_bin(block.colour))"
            ),
        ),
    ),
    Goal(
        name="sort",
        done="everything lies in the bin of its colour, and a second look proves it.",
        takes=(("arm", Arm), ("camera", Camera)),
        missing=sort,
        hints=(
            "What do you do with each block? Exercise 1 did it with one of them.",
            "for block in scene.blocks:  goes through all of them. What belongs below it?",
            "The camera cannot prove what lies below another one: block.marker % 2 + 1 is 1 or 2.",
            (
                "In the loop: arm.pick(block)  then  "
                "arm.drop_into(scene.find_bin(block.colour).part(block.marker % 2 + 1, of=2)). "
                "After it: arm.look_from()"
            ),
        ),
    ),
    Goal(
        name="proof",
        done="your function says True when everything is proved, and only then.",
        takes=(("all_sorted", FunctionType),),
        missing=proof,
        hints=(
            "Begin with 0 and count the blocks of which everything is right. How many must it be?",
            "Two things have to be right: the camera is sure, and the block is in its own bin.",
            "if block.sure >= 0.5 and scene.find_bin(block.colour).contains(block):",
            "In the loop: if … : good = good + 1. At the end: return good == 6",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="old",
        text="The scene says where the block is, and the cup found nothing. Why?",
        answers={
            "The camera was wrong.": "It was right, for the moment of that look.",
            "The scene is a note of an old look.": (
                "Since then somebody has moved the block: your own program."
            ),
            "The block is too heavy.": "The cup carried it a moment ago.",
        },
        right="The scene is a note of an old look.",
    ),
    Question(
        name="hidden",
        text="Six blocks were promised, and the camera sees five. What does a good program say?",
        answers={
            "One block is gone.": "Perhaps. Perhaps something hides it: nobody knows yet.",
            "Five seen, one not seen.": "That is what it knows. Then it looks again.",
            "All six are there.": "It was promised. Nobody has seen it.",
        },
        right="Five seen, one not seen.",
    ),
    Question(
        name="top",
        text="A tower of three. Which block does the program take first?",
        answers={
            "The lowest one.": "Two others stand on it.",
            "Any of them.": "The cup comes from above, and there is only one top.",
            "The highest one.": "Then the next one is the highest. That makes a loop.",
        },
        right="The highest one.",
    ),
)
