"""What a notebook and the keeper say to each other about "the same visitor as before?".

The numbers that compare faces never cross. What crosses is a label of one letter, whether
that visitor was there before in this block, how similar, and a covered picture.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, get_args

from pydantic import Field, FiniteFloat

from dobotkit.message_parts import Carries, Message
from dobotkit.scene import SourceKind
from dobotkit.sight_messages import MOST_NOTES, PictureTold, Size

__all__ = [
    "LABELS",
    "LASTS_S",
    "AskDrawer",
    "BeginVisitors",
    "DrawerNow",
    "EndVisitors",
    "ForgetVisitors",
    "ForgottenTold",
    "Label",
    "LookForVisitors",
    "Similarity",
    "Threshold",
    "VisitorTold",
    "VisitorsAsk",
    "VisitorsTold",
]

Label = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J",
    "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T",
]  # fmt: skip
LABELS: Final[tuple[Label, ...]] = get_args(Label)
"""What visitors are called, in the order in which they come: as many as are remembered."""

LASTS_S: Final = 300.0
"""So long after its beginning a drawer is emptied, whatever happens (s)."""

Threshold = Annotated[float, Field(ge=0, le=1)]
Similarity = Annotated[float, Field(ge=-1, le=1)]
_Purpose = Literal["same-visitor"]
_Pixels = tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
_Share = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(ge=0, le=len(LABELS))]
_Found = Annotated[int, Field(ge=0, le=1_000_000)]
_Sentence = Annotated[
    str,
    Field(max_length=300),
    Carries("visitor-said", "what should be known about a look is read by people"),
]


# What a notebook asks.


class BeginVisitors(Message):
    """Begin to compare faces, with an empty drawer; needs both permissions and a purpose.

    Attributes
    ----------
    purpose:
        What for. There is no other one, and no message without it.
    """

    rows: ClassVar[tuple[str, ...]] = ("visitor-drawer", "look")
    kind: Literal["begin_visitors"] = "begin_visitors"
    purpose: _Purpose


class LookForVisitors(Message):
    """Look once, and say who was there before in this block; needs both permissions.

    Attributes
    ----------
    purpose:
        The one with which it was begun.
    size:
        Of the picture, in pixels.
    threshold:
        From which similarity on two faces count as the same visitor's; None for the keeper's own.
    """

    rows: ClassVar[tuple[str, ...]] = ("visitor-drawer", "look")
    kind: Literal["look_for_visitors"] = "look_for_visitors"
    purpose: _Purpose
    size: Size = "1280x720"
    threshold: Threshold | None = None


class AskDrawer(Message):
    """Ask how full the drawer is."""

    rows: ClassVar[tuple[str, ...]] = ("visitor-count",)
    kind: Literal["ask_drawer"] = "ask_drawer"


class ForgetVisitors(Message):
    """Empty the drawer, and go on."""

    rows: ClassVar[tuple[str, ...]] = ("visitor-count",)
    kind: Literal["forget_visitors"] = "forget_visitors"


class EndVisitors(Message):
    """Empty the drawer, and compare nobody any more."""

    rows: ClassVar[tuple[str, ...]] = ("visitor-count",)
    kind: Literal["end_visitors"] = "end_visitors"


VisitorsAsk = BeginVisitors | LookForVisitors | AskDrawer | ForgetVisitors | EndVisitors


# What the keeper answers.


class DrawerNow(Message):
    """How full the drawer is.

    Attributes
    ----------
    count:
        How many visitors are in it.
    threshold:
        The keeper's own, for the camera that looks.
    seconds:
        Until it is emptied by itself; 0 if there is none.
    """

    rows: ClassVar[tuple[str, ...]] = ("visitor-count",)
    kind: Literal["drawer_now"] = "drawer_now"
    count: _Count
    threshold: Threshold
    seconds: Annotated[int, Field(ge=0, le=int(LASTS_S))]


class ForgottenTold(Message):
    """What was in the drawer, and what a search found; see :class:`~dobotkit.scene.Forgotten`."""

    rows: ClassVar[tuple[str, ...]] = ("visitor-count",)
    kind: Literal["forgotten_told"] = "forgotten_told"
    templates: _Count
    found_before: _Found | None
    found_after: _Found | None


class VisitorTold(Message):
    """One visitor; see :class:`~dobotkit.scene.Visitor`."""

    rows: ClassVar[tuple[str, ...]] = ("visitor-said",)
    label: Label
    seen_before: bool
    similarity: Similarity | None
    box: _Pixels
    score: _Share


class VisitorsTold(Message):
    """Who was seen in one look; see :class:`~dobotkit.scene.Sightings`.

    Attributes
    ----------
    visitors:
        From left to right.
    unnamed:
        Faces that no label was left for.
    threshold:
        That was used.
    count:
        How many visitors are in the drawer now.
    picture:
        Covered, with the labels on the boxes.
    moment, source, notes:
        As of any look.
    """

    rows: ClassVar[tuple[str, ...]] = ("visitor-said",)
    kind: Literal["visitors_told"] = "visitors_told"
    visitors: Annotated[tuple[VisitorTold, ...], Field(max_length=len(LABELS))]
    unnamed: Annotated[int, Field(ge=0, le=10_000)]
    threshold: Threshold
    count: _Count
    picture: PictureTold
    moment: FiniteFloat
    source: SourceKind
    notes: Annotated[tuple[_Sentence, ...], Field(max_length=MOST_NOTES)]
