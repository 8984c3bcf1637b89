"""What a camera saw, as plain data: this may leave the keeper, and a notebook may keep it.

A scene holds places, colours and numbers, and one picture that was covered and encoded
before it left. Nothing here holds a raw picture, and nothing here can ask for one.
What was found out about people is an :class:`Answer`: it is shown, and not kept.

Places are in mm in the arm's frame, as everywhere in the kit: x forward, y to the left, z
up. Boxes are in pixels of the scene's picture: x to the right, y down. Angles are degrees,
seen from above, counter-clockwise.
"""

from __future__ import annotations

from dobotkit.scene.answer import Answer
from dobotkit.scene.card import Card, FoundBy
from dobotkit.scene.claims import (
    CARD_ASKS,
    FAULTS,
    NOT_READ,
    CardAsk,
    CardFault,
    Claims,
    Document,
    NotRead,
)
from dobotkit.scene.found import (
    CODE_NOT_TOLD,
    SURE,
    UNKNOWN,
    WORTH_SAYING,
    Bin,
    Block,
    Code,
    Face,
    Marker,
)
from dobotkit.scene.picture import Picture
from dobotkit.scene.scene import Scene, SourceKind, View
from dobotkit.scene.sightings import Forgotten, PictureOfPeople, Sightings, Visitor

__all__ = [
    "CARD_ASKS",
    "CODE_NOT_TOLD",
    "FAULTS",
    "NOT_READ",
    "SURE",
    "UNKNOWN",
    "WORTH_SAYING",
    "Answer",
    "Bin",
    "Block",
    "Card",
    "CardAsk",
    "CardFault",
    "Claims",
    "Code",
    "Document",
    "Face",
    "Forgotten",
    "FoundBy",
    "Marker",
    "NotRead",
    "Picture",
    "PictureOfPeople",
    "Scene",
    "Sightings",
    "SourceKind",
    "View",
    "Visitor",
]
