"""What a notebook and the keeper say to each other while drawn people are measured.

A notebook says how many people and pictures, and what to measure; it hands in no picture, and
it cannot name anybody: the people are drawn from their numbers, and do not exist. What comes
back are counts. The only picture is of one of them, below the cover that is measured.

A measurement is long, and each message is short: the notebook asks for the next part until
the result comes, so that Ctrl-C and a stop never wait for it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from dobotkit.measured.finding import STEPS
from dobotkit.message_parts import Message
from dobotkit.sight_messages import PictureTold

__all__ = [
    "BLUR",
    "MOSAIC",
    "MOST_PEOPLE",
    "MOST_PER_TONE",
    "MOST_PICTURES",
    "CoverTold",
    "FindingTold",
    "GoOnMeasuring",
    "MatchingTold",
    "MeasureAsk",
    "MeasureCover",
    "MeasureFinding",
    "MeasureMatching",
    "MeasuringNow",
    "StopMeasuring",
    "ToneTold",
]

MOST_PEOPLE: Final = 200
MOST_PER_TONE: Final = 20
MOST_PICTURES: Final = 10
"""Drawn people of one measurement, those of one skin tone, and pictures of each."""

BLUR: Final = (3, 151)
MOSAIC: Final = (2, 64)
"""Weakest and strongest of the two covers that do not protect: the width of a blur's window in
pixels (odd), and how many squares of a mosaic stand side by side."""

_MEASURING: Final = ("measuring",)

Tone = Annotated[int, Field(ge=1, le=10)]
People = Annotated[int, Field(ge=2, le=MOST_PEOPLE)]
Pictures = Annotated[int, Field(ge=1, le=MOST_PICTURES)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Counts = Annotated[tuple[Count, ...], Field(min_length=STEPS, max_length=STEPS)]


# What a notebook asks.


class MeasureFinding(Message):
    """Begin to measure how often faces of each skin tone are found.

    Attributes
    ----------
    tones:
        Of the Monk scale.
    people:
        Of each tone.
    pictures:
        Of each of them.
    """

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["measure_finding"] = "measure_finding"
    tones: Annotated[tuple[Tone, ...], Field(min_length=1, max_length=10)]
    people: Annotated[int, Field(ge=1, le=MOST_PER_TONE)]
    pictures: Pictures


class MeasureCover(Message):
    """Begin to measure who is still named below a cover.

    Attributes
    ----------
    cover:
        Which; ``"box"`` is the one that every picture of the kit has.
    strength:
        Of a blur its window in pixels, of a mosaic its columns; 0 for the others.
    people:
        How many.
    """

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["measure_cover"] = "measure_cover"
    cover: Literal["none", "box", "blur", "mosaic"]
    strength: Annotated[int, Field(ge=0, le=BLUR[1])] = 0
    people: People


class MeasureMatching(Message):
    """Begin to measure how often pictures are matched wrongly.

    Attributes
    ----------
    people:
        How many.
    pictures:
        Of each of them.
    """

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["measure_matching"] = "measure_matching"
    people: People
    pictures: Annotated[int, Field(ge=2, le=MOST_PICTURES)]


class GoOnMeasuring(Message):
    """Measure the next part of what was begun: less than a second of work."""

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["go_on_measuring"] = "go_on_measuring"


class StopMeasuring(Message):
    """Measure no more; what was drawn and compared is overwritten."""

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["stop_measuring"] = "stop_measuring"


MeasureAsk = MeasureFinding | MeasureCover | MeasureMatching | GoOnMeasuring | StopMeasuring


# What the keeper answers.


class MeasuringNow(Message):
    """How far a measurement is.

    Attributes
    ----------
    done, total:
        Pictures that are done, of all.
    """

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["measuring_now"] = "measuring_now"
    done: Count
    total: Count


class ToneTold(Message):
    """How often faces of one tone were found; see :class:`~dobotkit.measured.ToneFound`."""

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    tone: Tone
    people: Count
    pictures: Count
    counts: Counts


class FindingTold(Message):
    """How often faces were found."""

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["finding_told"] = "finding_told"
    tones: Annotated[tuple[ToneTold, ...], Field(max_length=10)]


class CoverTold(Message):
    """Who was named below a cover; see :class:`~dobotkit.measured.CoverResult`.

    Attributes
    ----------
    people:
        Who took part.
    found, counted:
        In how many covered pictures a face is found at 0.5, and at 0.7.
    named, parroted:
        How many were named from a clean collection, and from one that is covered likewise.
    left_out:
        People whose face was not found before it was covered.
    picture:
        Of one of them, covered so.
    """

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["cover_told"] = "cover_told"
    people: Count
    found: Count
    counted: Count
    named: Count
    parroted: Count
    left_out: Count
    picture: PictureTold


class MatchingTold(Message):
    """How often pictures were matched; see :class:`~dobotkit.measured.Matching`."""

    rows: ClassVar[tuple[str, ...]] = _MEASURING
    kind: Literal["matching_told"] = "matching_told"
    people: Count
    pictures: Count
    same: Counts
    different: Counts
    same_pairs: Count
    different_pairs: Count
    left_out: Count
