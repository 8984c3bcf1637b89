"""The goals of lesson 08, "Faces without names".

Two functions are tried on looks and rates that never happened; of a cover that only looks
like one, the measurement itself is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import FunctionType

from dobotkit.errors import DobotKitError
from dobotkit.geometry import Box
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.measuring import CoverResult
from dobotkit.lesson.question import Question
from dobotkit.scene import Face, Scene

__all__ = ["ENOUGH", "GOALS", "QUESTIONS", "chairs", "counted", "cover", "fair", "shares"]

ENOUGH = 0.9
"""Of each group so many faces have to be found: the rule that the class agrees on."""

# With fewer people than this, a name may be right by luck.
_PEOPLE = 10
# "The finder finds hardly anybody", and "the attacker still names many".
_HIDDEN, _NAMED = 0.1, 0.3


def chairs(function: Callable[[Scene], object]) -> Missing | None:
    """A chair for each face, sure or not; and None where nobody could look."""
    for words, scene, right in counted():
        missing = _said(function, scene, right, f"for a look in which {words}")
        if missing is not None:
            return missing
    return None


def counted() -> Iterator[tuple[str, Scene, int | None]]:
    """Looks that did not happen: what is in them, the scene, and how many chairs are right."""
    four = tuple(Face(Box(250.0 * at + 60, 200.0, 120.0, 160.0), 0.9) for at in range(4))
    yield "three faces are sure", Scene(faces=four[:3]), 3
    yield "nobody is there", Scene(), 0
    unsure = (Face(Box(900.0, 200.0, 100.0, 130.0), 0.6),)
    yield (
        "two faces are sure and one is not",
        Scene(faces=four[:2], maybe_faces=unsure),
        3,
    )
    yield "one face is there, and not sure", Scene(maybe_faces=unsure), 1
    yield "nobody could look for faces", Scene(faces_known=False), None


def cover(result: CoverResult) -> Missing | None:
    """A blur or mosaic under which nobody is found, and many are named all the same."""
    found, named = result.found_again.share, result.named_by_parrot.share
    return first_missing(
        None
        if result.cover in ("blur", "mosaic")
        else Missing(
            f"this was measured with {result.cover!r}.", 'Try "blur" or "mosaic" with a strength.'
        ),
        None
        if result.people >= _PEOPLE
        else Missing(
            f"with {result.people} people, names may be right by luck.",
            f"Measure with {_PEOPLE} people or more.",
        ),
        None
        if found <= _HIDDEN
        else Missing(
            f"the finder still finds {found:.0%} of them, and at most {_HIDDEN:.0%} are wanted.",
            "Cover more: a larger blur, or a mosaic of fewer columns.",
        ),
        None
        if named >= _NAMED
        else Missing(
            f"the attacker names {named:.0%}, and {_NAMED:.0%} or more are wanted.",
            "Cover less: a smaller blur, or a mosaic of more columns.",
        ),
    )


def fair(function: Callable[[Mapping[int, float]], object]) -> Missing | None:
    """True only where every group is found often enough, whatever the mean says."""
    for words, rates, right in shares():
        missing = _said(function, rates, right, f"for rates in which {words}")
        if missing is not None:
            return missing
    return None


def shares() -> Iterator[tuple[str, dict[int, float], bool]]:
    """Rates that were not measured: what is in them, the rates, and whether that is fair."""
    tones = range(1, 11)
    yield "every tone is found in 95%", dict.fromkeys(tones, 0.95), True
    yield "every tone is found in 40%", dict.fromkeys(tones, 0.4), False
    last = dict.fromkeys(tones, 1.0) | {10: 0.3}
    yield "tone 10 is found in 30% and all others in 100%", last, False
    first = dict.fromkeys(tones, 1.0) | {1: 0.3}
    yield "tone 1 is found in 30% and all others in 100%", first, False
    yield f"every tone is found in exactly {ENOUGH:.0%}", dict.fromkeys(tones, ENOUGH), True
    yield "nothing was measured", {}, False


def _said(
    function: Callable[..., object], given: object, right: object, where: str
) -> Missing | None:
    try:
        said = function(given)
    except DobotKitError as error:
        return Missing(f"{where} it stopped: {error.what}", error.advice)
    except Exception as error:  # noqa: BLE001  # whatever a pupil's own function raises
        return Missing(
            f"{where} it stopped with {type(error).__name__}: {error}.",
            "Try it below the function with a value of your own.",
        )
    # True is 1 and False is 0 for Python; here they are different answers.
    if said == right and isinstance(said, bool) is isinstance(right, bool):
        return None
    advice = "Did you forget the return?" if said is None else "Which line decides that?"
    return Missing(f"{where} it said {said!r}, and {right!r} is wanted.", advice)


GOALS = (
    Goal(
        name="chairs",
        done="nobody has to stand, and “I do not know” is not the same as “nobody”.",
        takes=(("chairs", FunctionType),),
        missing=chairs,
        hints=(
            "Two lists have faces: scene.faces and scene.maybe_faces. len(…) counts a list.",
            "scene.faces_known is False where nobody could look: if not scene.faces_known:",
            "The order matters: ask for that first, and return None there.",
        ),
    ),
    Goal(
        name="cover",
        done="nobody is found any more, and many are named: not seen is not the same as safe.",
        takes=(("result", CoverResult),),
        missing=cover,
        hints=(
            "Change the kind first: a mosaic confuses the finder sooner than a blur does.",
            "A mosaic of few columns hides everybody, one of many columns hides nobody.",
            'Between 12 and 20 columns: result = lesson.measure_cover("mosaic", strength=16)',
        ),
    ),
    Goal(
        name="fair",
        done="your rule asks about every group, and not only about all together.",
        takes=(("fair", FunctionType),),
        missing=fair,
        hints=(
            "rates.values() are the numbers of all tones. Which of them decides?",
            "min(…) gives the smallest one. A mean would hide it.",
            "And of nothing there is no smallest one: if not rates: return False",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="finder",
        text="The finder says: face, score 0.93. What does 0.93 say?",
        answers={
            "how much it looks like a face": "Of a face, and of nobody's in particular. It was "
            "trained with pictures of faces, and this one is like them.",
            "how sure it is who that is": "It has no list of people with whom to compare.",
            "how well the person is seen by others": "It knows only these pixels.",
        },
        right="how much it looks like a face",
    ),
    Question(
        name="blank",
        text="The finder is broken. What should a camera show that promised to cover faces?",
        answers={
            "the picture as it is": "With every face open. The promise would be broken just when "
            "nobody notices.",
            "the picture of before": "It looks like now, and is not. Who believes it, errs.",
            "nothing, and say why": "That is called failing closed: when a protection does not "
            "work, the door is shut and not open.",
        },
        right="nothing, and say why",
    ),
    Question(
        name="blur",
        text="A face was blurred. A finder finds no face any more. Is the person safe?",
        answers={
            "yes": "Your measurement says how often another program still said who it was.",
            "no": "Finding and knowing again are two things. A cover is safe only against who "
            "was let try, and the attacker needed no finder.",
        },
        right="no",
    ),
    Question(
        name="mean",
        text="“Our camera finds 85 % of all faces.” What do you ask next?",
        answers={
            "which company": "Whoever it is: what does the number hide?",
            "85 % of whose faces": "All of eight groups and a quarter of two give 85 % as well. "
            "A mean tells nobody whether it works for him or her.",
            "how fast it is": "Fast and unfair does not help.",
        },
        right="85 % of whose faces",
    ),
)
