"""The goals of lesson 02, "Reach and refuse"."""

from __future__ import annotations

from itertools import pairwise

from dobotkit.arm.arm import Arm
from dobotkit.errors import OutOfReach
from dobotkit.lesson.goal import Goal, Missing, first_missing, off_target
from dobotkit.lesson.question import Question

__all__ = ["GOALS", "QUESTIONS", "detour", "folded", "inner"]

# How near to the inner edge the arm has to stand, in mm, and at which height.
_NEAR_EDGE, _HEIGHT = 5.0, 100.0
# From here to its mirror image, in mm.
_START, _END = (150.0, -200.0, 50.0), (150.0, 200.0, 50.0)
_CLOSE = 2.0


def inner(arm: Arm) -> Missing | None:
    """Stand straight ahead at z = 100, within 5 mm of the inner edge."""
    pose = arm.pose()
    nearest = min(low for low, _ in arm.reach.radii(_HEIGHT))
    return first_missing(
        off_target(pose, y=0, z=_HEIGHT),
        None
        if pose.x <= nearest + _NEAR_EDGE
        else Missing(
            f"x is {pose.x:.0f} mm, and the arm can come nearer to its base than that.",
            f"Go back, until at most {_NEAR_EDGE:.0f} mm are left.",
        ),
    )


def folded(arm: Arm) -> Missing | None:
    """Have refused a move because the arm would be folded too far."""
    refusal = arm.refusal
    if refusal is None:
        return Missing(
            "since its last move the arm has refused nothing.",
            "Ask for a place that lies just beyond edge E.",
        )
    if refusal.limit != "j3-j2":
        return Missing(
            f"it refused for another reason: {refusal.reason}.",
            "Edge E is short: look which heights belong to it.",
        )
    return None


def detour(arm: Arm, way: list[object]) -> Missing | None:
    """Stand at the mirror image of the start, with a way there that can be gone."""
    places = [place for place in map(_place, way) if place is not None]
    if len(places) < len(way) or not places:
        return Missing(
            "way has something in it that is not a place.",
            "Write each place as three numbers in brackets, for example (200, 0, 50).",
        )
    return first_missing(
        _end("begin", places[0], _START),
        _end("end", places[-1], _END),
        *(_leg(arm, number, *leg) for number, leg in enumerate(pairwise(places), 1)),
        off_target(arm.pose(), x=_END[0], y=_END[1], z=_END[2]),
    )


def _place(thing: object) -> tuple[float, float, float] | None:
    if not isinstance(thing, tuple | list):
        return None
    try:
        x, y, z = map(float, thing)
    except (TypeError, ValueError):
        return None
    return x, y, z


def _end(
    verb: str, place: tuple[float, float, float], wanted: tuple[float, float, float]
) -> Missing | None:
    if all(abs(a - b) <= _CLOSE for a, b in zip(place, wanted, strict=True)):
        return None
    x, y, z = (f"{value:g}" for value in place)
    want = ", ".join(f"{value:g}" for value in wanted)
    return Missing(
        f"the way has to {verb} at ({want}), and yours does at ({x}, {y}, {z}).",
        "Change the list, and run your cell again.",
    )


def _leg(
    arm: Arm, number: int, start: tuple[float, float, float], end: tuple[float, float, float]
) -> Missing | None:
    try:
        arm.reach.check_line((*start, 0.0), (*end, 0.0))
    except OutOfReach as refusal:
        return Missing(
            f"piece {number} of the way would be refused: {refusal.reason}.",
            "Put a place farther in front of the arm between its two ends.",
        )
    return None


GOALS = (
    Goal(
        name="inner",
        done="the arm stands at the inner edge.",
        takes=(("arm", Arm),),
        missing=inner,
        hints=(
            "You know a loop that comes nearer in steps of 20. Here the steps have to be smaller.",
            "The numbers of step 5 tell how near it can come at z = 100.",
            "Count down in steps of 5: range(230, 180, -5), and keep y = 0 and z = 100.",
            "Try arm.move_to(204, 0, 100)",
        ),
    ),
    Goal(
        name="folded",
        done="the arm refused because it would be folded too far.",
        takes=(("arm", Arm),),
        missing=folded,
        hints=(
            "Edge E is the innermost tip of the blue area, seen from the side.",
            "It is short: it belongs to heights between about z = -20 and z = -3 only.",
            "Keep z = -8 and y = 0, and make x smaller until it says no.",
            "Try arm.move_to(100, 0, -8)",
        ),
    ),
    Goal(
        name="detour",
        done="every piece of the way is good, and the arm has arrived.",
        takes=(("arm", Arm), ("way", list)),
        missing=detour,
        hints=(
            "The straight line crosses the hole. Go round it.",
            "One more place is enough: in front of the arm, between right and left.",
            "way needs three places: the first one is there, the last one is (150, 200, 50).",
            "way = [(150, -200, 50), (250, 0, 50), (150, 200, 50)], and then the arm.move_to lines",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="hole",
        text="Why is there a hole in the middle of the ring?",
        answers={
            "the base stands there": "It stands there, but the hole is wider than the base.",
            "its joints cannot pull the cup nearer": "Every joint has an end, here as well.",
            "nobody has tried it": "You have just tried it.",
            "the program is wrong": "The program says no because of the arm, not by mistake.",
        },
        right="its joints cannot pull the cup nearer",
    ),
    Question(
        name="higher",
        text="Can the arm go to x = 200 at z = 100?",
        answers={
            "yes": "At z = 100 the nearest place is a bit more than 200 mm away.",
            "no": "200 is less than the nearest distance at that height. Higher up, the hole "
            "is wider.",
        },
        right="no",
    ),
    Question(
        name="part",
        text='Why is going "as far as it can" worse than not going at all?',
        answers={
            "it is slower": "It may even be quicker, and that is not what matters.",
            "nobody planned for the place where it ends": "Where it stops, something or "
            "somebody may be in the way, and all that follows begins at a wrong place.",
            "it makes the picture ugly": "The picture shows a real trouble.",
        },
        right="nobody planned for the place where it ends",
    ),
)
