"""Who comes by in the classroom, and where they stand and walk at a moment.

Places are in pixels of the room's drawing (1280×960; see ``furniture.py``). Everybody has a
lane of their own, as wide as the others', and keeps within it: no face ever hides another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from dobotkit.simulator.camera.furniture import WIDE

__all__ = ["Guest", "Place", "places_of"]

_MARGIN: Final = 36.0
# A head with its hair, in breadths of its face, and how far it may be from a lane's middle.
_HEAD: Final = 1.5
_LARGEST: Final = 164.0
_SMALLEST: Final = 100.0
_LANE_TO_FACE: Final = 0.5
# Of the sizes that are left, the nearer one: who comes by comes near.
_NEAR: Final = 0.86
_EYES: Final = 396.0
# Who is nearer is higher in the picture: the camera stands on a table.
_NEARER_HIGHER: Final = 0.55
_SHORTER: Final = {"child": 74.0, "teen": 22.0, "adult": 0.0, "old": 12.0}
# A photograph reaches farther up than hair does.
_LOWER: Final = 26.0
_WALK: Final = 170.0
# Once there and back takes so long (s); at these parts of it they are so far aside.
_ROUND_S: Final = (17.0, 23.0)
_WAY: Final = (
    (0.0, 0.0), (0.14, 0.0), (0.3, 1.0), (0.42, 1.0), (0.72, -1.0), (0.84, -1.0), (1.0, 0.0),
)  # fmt: skip
_STEP_S: Final = 0.55
_STEP: Final = 0.018
# Going away and coming nearer, as a part of their size, and the steps in which that is drawn.
_DEPTH: Final = 0.04
_SIZE_STEP: Final = 0.01


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was invited.

    Attributes
    ----------
    number:
        Which of the invented people.
    occasion:
        How often they were invited before, counted from 1: each time they look a little
        different.
    age:
        ``"child"``, ``"teen"``, ``"adult"`` or ``"old"``.
    photo:
        Whether it is a printed photograph of them that is held up.
    """

    number: int
    occasion: int
    age: str = "adult"
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is.

    Attributes
    ----------
    eyes:
        The middle between the eyes: x and y in pixels of the drawing.
    face:
        How wide the face is on this occasion, usually, in pixels of the drawing.
    nearer:
        How much larger it is at this moment: 1 is as large as usual.
    tilt:
        How far a photograph is held askew, in degrees clockwise.
    """

    eyes: tuple[float, float]
    face: float
    nearer: float = 1.0
    tilt: float = 0.0


def places_of(guests: Sequence[Guest], elapsed: float) -> list[Place]:
    """Return where all of them are.

    Parameters
    ----------
    guests:
        From left to right.
    elapsed:
        How long ago they came, in seconds. In the first moment all of them stand.
    """
    lane = (WIDE - 2 * _MARGIN) / max(len(guests), 1)
    return [
        _place(guest, _MARGIN + lane * (number + 0.5), lane, max(elapsed, 0.0))
        for number, guest in enumerate(guests)
    ]


def _place(guest: Guest, middle: float, lane: float, elapsed: float) -> Place:
    chance = np.random.default_rng((guest.number, guest.occasion, int(guest.photo)))
    luck = chance.uniform(-1, 1, 6).tolist()
    face = min(_LARGEST, lane * _LANE_TO_FACE) * (_NEAR + (1 - _NEAR) * luck[0])
    face = round(max(face, _SMALLEST))
    room = max((lane - _HEAD * face) / 2, 0.0)
    # The further they are from the middle of their lane, the less they can walk.
    stands = middle + 0.25 * luck[1] * min(room, _WALK)
    walk = min(0.72 * room, _WALK)
    round_s = _ROUND_S[0] + (luck[2] + 1) / 2 * (_ROUND_S[1] - _ROUND_S[0])
    turn = 2 * math.pi * elapsed / round_s
    sense = 1 if luck[3] > 0 else -1
    y = _EYES - _NEARER_HIGHER * (face - _SMALLEST) + 9 * luck[4]
    if guest.photo:  # a hand is never quite still
        sway = (2.0 * math.sin(turn * 5), 1.5 * math.sin(turn * 7))
        return Place((stands + sway[0], y + _LOWER + sway[1]), face, 1.0, 5.5 * luck[5])
    aside, pace = _on_the_way(elapsed / round_s % 1.0)
    bob = _STEP * face * pace * abs(math.sin(math.pi * elapsed / _STEP_S))
    y += _SHORTER[guest.age] * face / _LARGEST - bob
    away = 1 + _DEPTH * math.sin(turn * 2) * luck[5]
    return Place((stands + sense * walk * aside, y), face, round(away / _SIZE_STEP) * _SIZE_STEP)


def _on_the_way(part: float) -> tuple[float, float]:
    """Return how far aside somebody is, -1 to 1, and how fast they walk, 0 to 1."""
    for (start, here), (end, there) in pairwise(_WAY):
        if part <= end:
            done = (part - start) / (end - start)
            return here + (there - here) * done * done * (3 - 2 * done), (
                0.0 if here == there else 4 * done * (1 - done)
            )
    return 0.0, 0.0
