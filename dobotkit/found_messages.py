"""What a look has found, one thing at a time, as the keeper tells it to a notebook.

Numbers and words of closed lists, and what a printed code says: no pixel.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, FiniteFloat

from dobotkit.claim_messages import ClaimsTold
from dobotkit.geometry import Box, Point
from dobotkit.message_parts import Carries, Message
from dobotkit.scene import Bin, Block, Card, Code, Face, FoundBy, Marker, NotRead

__all__ = ["BinTold", "BlockTold", "CardTold", "CodeTold", "FaceTold", "MarkerTold", "Millimetres"]

_LONGEST_CODE: Final = 300

Millimetres = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Pixels = tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
Colour = Literal[
    "red", "green", "blue", "yellow", "orange", "purple", "white", "grey", "black", "unknown",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=1)]


class BlockTold(Message):
    """One block; see :class:`~dobotkit.scene.Block`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-things",)
    colour: Colour
    position: Millimetres
    angle: FiniteFloat
    size: Millimetres
    marker: Annotated[int, Field(ge=0, le=999)] | None
    box: Pixels
    sure: Share
    stacked: bool
    hidden: Share

    @classmethod
    def of(cls, block: Block) -> BlockTold:
        """Say what a block is like."""
        said = {name: getattr(block, name) for name in cls.model_fields}
        said |= {"position": tuple(block.position), "box": tuple(block.box)}
        return cls.model_validate(said)

    def block(self) -> Block:
        """Return the block."""
        said = dict(self) | {"position": Point(*self.position), "box": Box(*self.box)}
        return Block(**said)


class BinTold(Message):
    """One bin; see :class:`~dobotkit.scene.Bin`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-things",)
    colour: Colour
    position: Millimetres
    angle: FiniteFloat
    size: Millimetres
    box: Pixels
    sure: Share

    @classmethod
    def of(cls, one: Bin) -> BinTold:
        """Say what a bin is like."""
        said = {name: getattr(one, name) for name in cls.model_fields}
        said |= {"position": tuple(one.position), "box": tuple(one.box)}
        return cls.model_validate(said)

    def bin(self) -> Bin:
        """Return the bin."""
        said = dict(self) | {"position": Point(*self.position), "box": Box(*self.box)}
        return Bin(**said)


class MarkerTold(Message):
    """One marker; see :class:`~dobotkit.scene.Marker`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-things",)
    system: Literal["aruco", "apriltag"]
    number: Annotated[int, Field(ge=0, le=999)]
    position: Millimetres | None
    angle: FiniteFloat | None
    box: Pixels

    @classmethod
    def of(cls, marker: Marker) -> MarkerTold:
        """Say what a marker is like."""
        said = {name: getattr(marker, name) for name in ("number", "angle")}
        where = None if marker.position is None else tuple(marker.position)
        return cls.model_validate(
            said | {"system": marker.family, "position": where, "box": tuple(marker.box)}
        )

    def marker(self) -> Marker:
        """Return the marker."""
        where = None if self.position is None else Point(*self.position)
        return Marker(self.system, self.number, where, self.angle, Box(*self.box))


class CodeTold(Message):
    """One printed code; see :class:`~dobotkit.scene.Code`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-things",)
    code: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9 ()/+-]+$", max_length=24),
        Carries("seen-things", "which kinds there are is a reader's list"),
    ]
    text: Annotated[
        str,
        Field(max_length=_LONGEST_CODE),
        Carries("seen-code", "a lesson is about what a code says"),
    ]
    box: Pixels

    @classmethod
    def of(cls, code: Code) -> CodeTold:
        """Say what a code says."""
        x, y, width, height = code.box
        return cls(code=code.kind, text=code.text[:_LONGEST_CODE], box=(x, y, width, height))

    def told(self) -> Code:
        """Return the code."""
        return Code(self.code, self.text, Box(*self.box))


class CardTold(Message):
    """Where a card was covered; see :class:`~dobotkit.scene.Card`. Nothing of what is on it.

    Attributes
    ----------
    claims:
        What may be said about it, in a look that was to read; else None.
    not_read:
        Why nothing is said.
    """

    rows: ClassVar[tuple[str, ...]] = ("seen-cards",)
    box: Pixels
    position: Millimetres | None
    angle: FiniteFloat | None
    size: Millimetres | None
    found_by: FoundBy
    sure: Share
    claims: ClaimsTold | None = None
    not_read: NotRead = "not asked"

    @classmethod
    def of(cls, card: Card) -> CardTold:
        """Say where a card is."""
        x, y, width, height = card.box
        where = card.position
        return cls(
            box=(x, y, width, height),
            position=None if where is None else (where.x, where.y, where.z),
            angle=card.angle,
            size=card.size,
            found_by=card.found_by,
            sure=card.sure,
            claims=None if card.claims is None else ClaimsTold.of(card.claims),
            not_read=card.not_read,
        )

    def card(self, purpose: str = "") -> Card:
        """Return the card.

        Parameters
        ----------
        purpose:
            What it was asked for; its claims are bound to that.
        """
        where = None if self.position is None else Point(*self.position)
        return Card(
            Box(*self.box),
            where,
            self.angle,
            self.size,
            self.found_by,
            self.sure,
            None if self.claims is None else self.claims.claims(purpose),
            self.not_read,
        )


class FaceTold(Message):
    """Where a face was covered; see :class:`~dobotkit.scene.Face`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-faces",)
    box: Pixels
    score: Share

    @classmethod
    def of(cls, face: Face) -> FaceTold:
        """Say where a face is."""
        x, y, width, height = face.box
        return cls(box=(x, y, width, height), score=face.score)

    def face(self) -> Face:
        """Return the face."""
        return Face(Box(*self.box), self.score)
