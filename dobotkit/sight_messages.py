"""What a notebook and the keeper say to each other about what a camera sees.

A notebook asks for a look. What comes back are numbers, words of closed lists, what a
printed code says, and one picture that was covered and encoded before it left the keeper.
No field carries a raw picture, and a notebook cannot hand one in: it supplies no pixels.

The bytes of a picture travel behind the JSON of their message and not within it, so that
nothing has to be encoded twice; see :func:`dobotkit.messages.read_answer`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, cast

from pydantic import Field, FiniteFloat

from dobotkit.found_messages import (
    BinTold,
    BlockTold,
    CardTold,
    CodeTold,
    FaceTold,
    MarkerTold,
)
from dobotkit.message_parts import Carries, Message
from dobotkit.room_messages import RoomAsk
from dobotkit.scene import Picture, Scene, SourceKind, View

__all__ = [
    "LARGEST_PICTURE",
    "LIGHTS",
    "MOST_BINS",
    "MOST_BLOCKS",
    "MOST_CARDS",
    "MOST_CODES",
    "MOST_FACES",
    "MOST_MARKERS",
    "MOST_NOTES",
    "SIZES",
    "AskCamera",
    "BumpCamera",
    "CameraNow",
    "Light",
    "Look",
    "PictureTold",
    "SceneTold",
    "SetLight",
    "SightAsk",
    "Size",
]

LARGEST_PICTURE: Final = 1 << 20
"""Bytes that one encoded picture may have."""

MOST_BLOCKS: Final = 40
MOST_BINS: Final = 12
MOST_MARKERS: Final = 80
MOST_CODES: Final = 12
MOST_FACES: Final = 40
MOST_CARDS: Final = 12
MOST_NOTES: Final = 8
"""Of what one look tells; what is beyond is left out, and a note says so."""

Size = Literal["640x480", "1280x720"]
Light = Literal["day", "warm", "cold", "dim", "bright", "shadow"]
SIZES: Final[dict[Size, tuple[int, int]]] = {"640x480": (640, 480), "1280x720": (1280, 720)}
"""The sizes in which one can look: width and height in pixels."""
LIGHTS: Final[tuple[Light, ...]] = ("day", "warm", "cold", "dim", "bright", "shadow")
"""The lights in which the virtual camera can stand."""

_MOST_WORDS: Final = 4000
_LONGEST_NOTE: Final = 300
_MAGIC: Final = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}

Sentence = Annotated[
    str,
    Field(max_length=_LONGEST_NOTE),
    Carries("seen-things", "what should be known about a look is read by people"),
]


# What a notebook asks.


class Look(Message):
    """Look once through the camera; needs the permission.

    Attributes
    ----------
    size:
        Of the picture, in pixels.
    live:
        Whether it is one of many, for a live picture.
    """

    rows: ClassVar[tuple[str, ...]] = ("look",)
    kind: Literal["look"] = "look"
    size: Size = "1280x720"
    live: bool = False


class AskCamera(Message):
    """Ask which camera looks at this notebook's table."""

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["ask_camera"] = "ask_camera"


class SetLight(Message):
    """Put the virtual camera's table into another light."""

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["set_light"] = "set_light"
    light: Light


class BumpCamera(Message):
    """Knock against the virtual camera, so that it looks somewhere else."""

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["bump_camera"] = "bump_camera"


SightAsk = Look | AskCamera | SetLight | BumpCamera | RoomAsk


# What the keeper answers.


class CameraNow(Message):
    """Which camera looks at this notebook's table, and in which light.

    Attributes
    ----------
    source:
        What it is.
    calibrated:
        Whether it is known where it stands.
    light:
        Of the virtual camera; None for any other.
    view:
        Where it looks.
    """

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["camera_now"] = "camera_now"
    source: SourceKind
    calibrated: bool
    light: Light | None = None
    view: View = "table"


class PictureTold(Message):
    """A picture that was covered and encoded in the keeper.

    Attributes
    ----------
    form:
        How it is encoded.
    width, height:
        In pixels.
    words:
        What it shows.
    data:
        The encoded bytes. They are no part of the JSON: they follow behind it.
    """

    rows: ClassVar[tuple[str, ...]] = ("covered-picture",)
    form: Literal["image/jpeg", "image/png"]
    width: Annotated[int, Field(ge=1, le=4096)]
    height: Annotated[int, Field(ge=1, le=4096)]
    words: Annotated[
        str,
        Field(max_length=_MOST_WORDS),
        Carries("seen-things", "for who cannot see the picture"),
    ]
    data: Annotated[
        bytes,
        Field(max_length=LARGEST_PICTURE, exclude=True, repr=False),
        Carries("covered-picture", "a look shows what was seen"),
    ] = b""

    def is_one(self, data: bytes) -> bool:
        """Whether some bytes begin as such a picture does."""
        return len(data) <= LARGEST_PICTURE and data.startswith(_MAGIC[self.form])

    def picture(self) -> Picture:
        """Return the picture."""
        return Picture(self.data, self.width, self.height, self.words, self.form)


class SceneTold(Message):
    """What was seen in one look; see :class:`~dobotkit.scene.Scene`."""

    rows: ClassVar[tuple[str, ...]] = ("seen-things", "seen-faces", "seen-cards")
    kind: Literal["scene_told"] = "scene_told"
    blocks: Annotated[tuple[BlockTold, ...], Field(max_length=MOST_BLOCKS)]
    markers: Annotated[tuple[MarkerTold, ...], Field(max_length=MOST_MARKERS)]
    bins: Annotated[tuple[BinTold, ...], Field(max_length=MOST_BINS)]
    codes: Annotated[tuple[CodeTold, ...], Field(max_length=MOST_CODES)]
    faces: Annotated[tuple[FaceTold, ...], Field(max_length=MOST_FACES)] = ()
    maybe_faces: Annotated[tuple[FaceTold, ...], Field(max_length=MOST_FACES)] = ()
    faces_known: bool = True
    cards: Annotated[tuple[CardTold, ...], Field(max_length=MOST_CARDS)] = ()
    cards_known: bool = True
    picture: PictureTold
    moment: FiniteFloat
    source: SourceKind
    calibrated: bool
    error_mm: Annotated[FiniteFloat, Field(ge=0)] | None
    notes: Annotated[tuple[Sentence, ...], Field(max_length=MOST_NOTES)]
    view: View = "table"

    @classmethod
    def of(cls, scene: Scene) -> SceneTold:
        """Say what was seen; what is too much for one message is left out, and a note says so."""
        blocks, bins = scene.blocks[:MOST_BLOCKS], scene.bins[:MOST_BINS]
        markers, codes = scene.markers[:MOST_MARKERS], scene.codes[:MOST_CODES]
        faces, maybe = scene.faces[:MOST_FACES], scene.maybe_faces[:MOST_FACES]
        cards = scene.cards[:MOST_CARDS]
        told = (blocks, bins, markers, codes, faces, maybe, cards)
        seen = (scene.blocks, scene.bins, scene.markers, scene.codes, scene.faces)
        notes = scene.notes
        if told != (*seen, scene.maybe_faces, scene.cards):
            notes = ("There is more to be seen than one look can tell.", *notes)
        picture = scene.picture
        return cls(
            blocks=tuple(map(BlockTold.of, blocks)),
            bins=tuple(map(BinTold.of, bins)),
            markers=tuple(map(MarkerTold.of, markers)),
            codes=tuple(map(CodeTold.of, codes)),
            faces=tuple(map(FaceTold.of, faces)),
            maybe_faces=tuple(map(FaceTold.of, maybe)),
            faces_known=scene.faces_known,
            cards=tuple(map(CardTold.of, cards)),
            cards_known=scene.cards_known,
            picture=PictureTold(
                form="image/png" if picture.kind == "image/png" else "image/jpeg",
                width=picture.width,
                height=picture.height,
                words=picture.words[:_MOST_WORDS],
                data=picture.data,
            ),
            moment=scene.moment,
            # What was only written down is no look, and refused when this is checked.
            source=cast("SourceKind", scene.source),
            calibrated=scene.calibrated,
            error_mm=scene.error_mm,
            notes=tuple(note[:_LONGEST_NOTE] for note in notes[:MOST_NOTES]),
            view=scene.view,
        )

    def scene(self, purpose: str = "") -> Scene:
        """Return the scene.

        Parameters
        ----------
        purpose:
            What a look at cards was for; what it tells of them is bound to that.
        """
        return Scene(
            blocks=tuple(one.block() for one in self.blocks),
            bins=tuple(one.bin() for one in self.bins),
            markers=tuple(one.marker() for one in self.markers),
            codes=tuple(one.told() for one in self.codes),
            faces=tuple(one.face() for one in self.faces),
            maybe_faces=tuple(one.face() for one in self.maybe_faces),
            faces_known=self.faces_known,
            cards=tuple(one.card(purpose) for one in self.cards),
            cards_known=self.cards_known,
            picture=self.picture.picture(),
            moment=self.moment,
            source=self.source,
            calibrated=self.calibrated,
            error_mm=self.error_mm,
            notes=self.notes,
            view=self.view,
        )
