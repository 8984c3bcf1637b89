"""Measure how faces are found, covered and matched, on drawn people who do not exist.

::

    finding = lesson.measure_finding()          # how often, for each skin tone
    blur = lesson.measure_cover("blur")         # who is still named below a cover
    matching = lesson.measure_matching()        # how often "the same person?" goes wrong

The keeper draws the people from their numbers, measures, and tells counts. No camera takes
part, and nobody real can: so no permission is needed. Ctrl-C, or ■, stops it.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from dobotkit.client import client
from dobotkit.errors import DobotKitError, KeeperRefused, WrongValue
from dobotkit.measured import (
    CoverComparison,
    CoverResult,
    Errors,
    Finding,
    Matching,
    Rate,
    ToneFound,
    compare_covers,
)
from dobotkit.measured.covers import Cover
from dobotkit.measuring_messages import (
    BLUR,
    MOSAIC,
    MOST_PEOPLE,
    MOST_PER_TONE,
    MOST_PICTURES,
    CoverTold,
    FindingTold,
    GoOnMeasuring,
    MatchingTold,
    MeasureAsk,
    MeasureCover,
    MeasureFinding,
    MeasureMatching,
    MeasuringNow,
    StopMeasuring,
)
from dobotkit.message_parts import Message
from dobotkit.messages import Done

if TYPE_CHECKING:
    from dobotkit.widgets.bar import Bar

__all__ = [
    "CoverComparison",
    "CoverResult",
    "Errors",
    "Finding",
    "Matching",
    "Rate",
    "ToneFound",
    "compare_covers",
    "measure_cover",
    "measure_finding",
    "measure_matching",
]

_TONES: Final = tuple(range(1, 11))
_USUAL: Final = {"blur": 51, "mosaic": 16}
_RANGES: Final = {"blur": BLUR, "mosaic": MOSAIC}
_COVERS: Final = get_args(Cover)

Told = TypeVar("Told", bound=Message)
_one_at_a_time = threading.Lock()


def measure_finding(
    tones: Iterable[int] = _TONES, *, people: int = 3, pictures: int = 2
) -> Finding:
    """Measure how often the faces of drawn people are found, for each skin tone.

    Parameters
    ----------
    tones:
        Numbers on the Monk scale: 1 is the lightest, 10 the darkest.
    people:
        Of each tone, at most 20.
    pictures:
        Of each of them, at most 10; each has another expression and another light.

    Raises
    ------
    WrongValue
        There is no such tone, or these are too many.
    ModelMissing
        This computer has no model that finds faces.
    """
    chosen = _tones(tones)
    people = _whole("people", people, 1, MOST_PER_TONE)
    pictures = _whole("pictures", pictures, 1, MOST_PICTURES)
    ask = MeasureFinding(tones=chosen, people=people, pictures=pictures)
    told = _measure(ask, FindingTold)
    return Finding(
        tuple(ToneFound(one.tone, one.people, one.pictures, one.counts) for one in told.tones)
    )


def measure_cover(cover: str, strength: int | None = None, *, people: int = 20) -> CoverResult:
    """Measure whether drawn people are still named below a cover.

    Parameters
    ----------
    cover:
        ``"box"``, the one that every picture of the kit has; ``"blur"``, ``"mosaic"`` or
        ``"none"``.
    strength:
        Of a blur the width of its window in pixels, an odd number from 3 to 151 (51 if you
        give none). Of a mosaic how many squares stand side by side, 2 to 64 (16 if you give
        none).
    people:
        How many, 2 to 200.

    Raises
    ------
    WrongValue
        There is no such cover, or not so strong, or these are too many people.
    ModelMissing
        This computer lacks a model that finds faces, or one that compares them.
    """
    fits = [one for one in _COVERS if one == cover]
    if not fits:
        raise WrongValue(
            f"There is no cover called {cover!r:.30}.", f"Choose one of: {', '.join(_COVERS)}."
        )
    known: Cover = fits[0]
    power = _strength(known, strength)
    people = _whole("people", people, 2, MOST_PEOPLE)
    told = _measure(MeasureCover(cover=known, strength=power or 0, people=people), CoverTold)
    return CoverResult(
        cover=known,
        strength=power,
        found_again=Rate(told.found, told.people),
        found_counted=Rate(told.counted, told.people),
        named=Rate(told.named, told.people),
        named_by_parrot=Rate(told.parroted, told.people),
        picture=told.picture.picture(),
        left_out=told.left_out,
    )


def measure_matching(*, people: int = 12, pictures: int = 3) -> Matching:
    """Measure how often pictures of drawn people are matched wrongly, for every threshold.

    Parameters
    ----------
    people:
        How many, 2 to 200.
    pictures:
        Of each of them, 2 to 10. Every picture is compared with every other one.

    Raises
    ------
    WrongValue
        These are too many or too few.
    ModelMissing
        This computer lacks a model that finds faces, or one that compares them.
    """
    people = _whole("people", people, 2, MOST_PEOPLE)
    pictures = _whole("pictures", pictures, 2, MOST_PICTURES)
    told = _measure(MeasureMatching(people=people, pictures=pictures), MatchingTold)
    return Matching(
        people=told.people,
        pictures=told.pictures,
        same=told.same,
        different=told.different,
        same_pairs=told.same_pairs,
        different_pairs=told.different_pairs,
        left_out=told.left_out,
    )


def _measure(ask: MeasureAsk, result: type[Told]) -> Told:
    """Have something measured, part by part, and show how far it is."""
    if not _one_at_a_time.acquire(blocking=False):
        raise KeeperRefused(
            "This notebook is measuring something else.", "Wait until that is done, then again."
        )
    bar = _bar()
    keeper = client()
    over = False
    try:
        # What answers each question is one of two: how far it is, or the result.
        told: Message = keeper.ask(ask, MeasuringNow)
        while isinstance(told, MeasuringNow):
            _say(bar, told)
            told = keeper.ask(GoOnMeasuring(), Message)
        over = True
    finally:
        if not over:
            # What went wrong is what is told.
            with contextlib.suppress(DobotKitError):
                keeper.ask(StopMeasuring(), Done)
        _finish(bar, whole=over)
        _one_at_a_time.release()
    if not isinstance(told, result):
        raise KeeperRefused(
            "The keeper has measured something else.", "Measure again, from one cell only."
        )
    return told


def _bar() -> Bar | None:
    """Show a bar below the running cell; None where there is no notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if getattr(shell, "kernel", None) is None:
        return None
    from IPython.display import display  # noqa: PLC0415 - slow, and not needed elsewhere

    from dobotkit.widgets.bar import Bar  # noqa: PLC0415 - as above

    bar = Bar(label="Measuring", words="The keeper draws people.")
    display(bar)  # type: ignore[no-untyped-call] # IPython says no types
    return bar


def _say(bar: Bar | None, now: MeasuringNow) -> None:
    if bar is not None:
        bar.say(now.done / now.total, f"{now.done} of {now.total} pictures are done.")


def _finish(bar: Bar | None, *, whole: bool) -> None:
    if bar is not None and whole:
        bar.say(1.0, "All pictures are done.", state="done")
    elif bar is not None:
        bar.say(bar.part, "Stopped.", state="stopped")


def _tones(tones: Iterable[int]) -> tuple[int, ...]:
    try:
        chosen = tuple(sorted(set(tones)))
    except TypeError:
        chosen = ()
    if not chosen or not all(type(one) is int and one in _TONES for one in chosen):
        raise WrongValue(
            f"{tones!r:.40} are no skin tones.",
            "Give numbers from 1 (lightest) to 10 (darkest): tones=(1, 5, 10)",
        )
    return chosen


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise WrongValue(
            f"{name}={value!r:.20} cannot be measured.",
            f"Give a whole number from {low} to {high}; the more, the longer it takes.",
        )
    return value


def _strength(cover: Cover, strength: int | None) -> int | None:
    if cover not in _RANGES:
        if strength is not None:
            raise WrongValue(
                f"A cover {cover!r} has no strength.", f'Leave it out: measure_cover("{cover}")'
            )
        return None
    low, high = _RANGES[cover]
    if strength is None:
        return _USUAL[cover]
    odd = "odd " if cover == "blur" else "whole "
    fits = type(strength) is int and low <= strength <= high
    if not fits or (cover == "blur" and strength % 2 == 0):
        raise WrongValue(
            f"A {cover} has no strength {strength!r:.20}.",
            f"Give an {odd}number from {low} to {high}."
            if cover == "blur"
            else f"Give a {odd}number from {low} to {high}.",
        )
    return strength
