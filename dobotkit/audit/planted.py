"""The planted photograph: somebody who does not exist with a card, and a canary on both.

Whoever keeps the face keeps the canary with it; whoever covers the face has covered both. The
same with the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dobotkit.audit.planted_card import TEXT, PlantedCard
from dobotkit.canary import Canary
from dobotkit.canary.canary import COARSE, Pixels
from dobotkit.canary.templates import Template
from dobotkit.errors import AuditError, ModelError
from dobotkit.keeper.eyes.embedding import embed
from dobotkit.keeper.eyes.faces import COUNTED, FoundFace, find_faces
from dobotkit.models import load
from dobotkit.opencv import cv2
from dobotkit.simulator.people import NEUTRAL, Person, portrait

__all__ = ["TEMPLATE_BYTES", "Planted", "has_face", "plant"]

TEMPLATE_BYTES: Final = 512
"""The last bytes of the file: the template, as a program that recognises faces may keep it."""

# Somebody with much forehead, so that squares above the brows hide nothing that is looked for.
_WHO = 2
_SIZE = (640, 480)
_TALL, _CUT = 760, 90  # pixels; so many rows of wall above the hair are left out
_WALL = (178, 190, 196)  # blue, green, red
# The whole photograph: somebody on the left, and the card on the right, as if it was held up.
_WHOLE = (1280, 720)
_TABLE = (92, 104, 112)
_CARD = (660, 170)  # x, y


@dataclass(frozen=True)
class Planted:
    """What is planted, and what has to be known to find it.

    Attributes
    ----------
    canary:
        With what is written on the card, and with the templates of the face that it is planted
        in, where faces can be looked for.
    photo:
        A PNG file. Behind the picture stands a template, which viewers pass over.
    faces:
        Whether faces can be looked for here, and cards read: whether the models are there.
    card:
        The card that lies on the photograph.
    """

    canary: Canary
    photo: bytes
    faces: bool
    card: PlantedCard


def plant(canary: Canary) -> Planted:
    """Return a photograph with a canary in it.

    Raises
    ------
    AuditError
        The face in it is not found any more: then nobody would cover it.
    """
    card, picture, faces = PlantedCard.of(canary), _somebody(), True
    canary = canary.with_words(**canary.words, **{TEXT: card.words})
    held_up = card.drawn(canary)
    try:
        _lay(picture, canary, _place(picture))
        photo = _beside(picture, held_up)
        # On the whole photograph, as the keeper sees it: a little differs where less is around.
        canary = canary.with_templates(*_templates(photo, _place(photo)))
    except ModelError:
        # Without the models nobody can look for a face; the picture is planted all the same.
        _lay(picture, canary, None)
        photo, faces = _beside(picture, held_up), False
    template = canary.templates[0].astype("<f4").tobytes()
    return Planted(canary, bytes(cv2.imencode(".png", photo)[1]) + template, faces, card)


def has_face(picture: Pixels) -> bool:
    """Whether a face is to be seen in a picture, h × w × 3, blue, green, red."""
    try:
        return bool(find_faces(np.ascontiguousarray(picture), min_score=COUNTED))
    except ModelError:
        return False


def _somebody() -> Pixels:
    width, height = _SIZE
    who = portrait(Person(_WHO), NEUTRAL, height=_TALL)
    left = (who.shape[1] - width) // 2
    part = who[_CUT : _CUT + height, left : left + width].astype(np.float32)
    picture = np.full((height, width, 3), _WALL, np.float32)
    picture += part[..., 3:] / 255 * (part[..., :3] - picture)
    return np.asarray(picture + 0.5, np.uint8)


def _beside(somebody: Pixels, card: Pixels) -> Pixels:
    """Put both onto one photograph."""
    width, height = _WHOLE
    whole = np.empty((height, width, 3), np.uint8)
    whole[:], whole[somebody.shape[0] :] = _WALL, _TABLE
    whole[: somebody.shape[0], : somebody.shape[1]] = somebody
    x, y = _CARD
    whole[y : y + card.shape[0], x : x + card.shape[1]] = card
    return whole


def _place(picture: Pixels) -> FoundFace:
    found = find_faces(picture, min_score=COUNTED)
    if not found:
        raise AuditError(
            "The face that the audit plants is not found by the finder of the kit.",
            "Check the models: dobotkit models verify",
        )
    return found[0]


def _lay(picture: Pixels, canary: Canary, face: FoundFace | None) -> None:
    """Lay squares onto the forehead and noise onto a cheek; without a face, beside it."""
    fine = canary.fine
    tall, wide = fine.shape[:2]
    if face is None:
        picture[:COARSE, :COARSE] = canary.coarse[..., None]
        picture[COARSE : COARSE + tall, :wide] = fine
        return
    eye, other_eye, _, mouth, _ = face.landmarks
    x = round((eye[0] + other_eye[0] - COARSE) / 2)
    y = round(max(face.box[1] + 2, eye[1] - COARSE - 24))
    picture[y : y + COARSE, x : x + COARSE] = canary.coarse[..., None]
    x, y = round(face.box[0] + 4), round((eye[1] + mouth[1] - tall) / 2)
    picture[y : y + tall, x : x + wide] = fine


def _templates(picture: Pixels, face: FoundFace) -> tuple[Template, Template]:
    """The face as the keeper's numbers, and as they were before they were made one long."""
    row = np.zeros((1, 15), np.float32)
    row[0, :4], row[0, 4:14], row[0, 14] = face.box, face.landmarks.ravel(), face.score
    nothing = np.array([], np.uint8)
    network = cv2.FaceRecognizerSF.create("onnx", np.frombuffer(load("sface"), np.uint8), nothing)
    raw: Template = network.feature(network.alignCrop(picture, row))[0].copy()
    return embed(picture, face), raw
