"""Where the camera of a lab stands, as plain data: measured, confirmed, written down.

It is about a lens, a table and paper cards. What a picture may show depends on it, so what
a notebook has measured waits here for the teacher's yes.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from typing import Annotated, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from dobotkit.markers import CHECK, CORNERS

__all__ = ["GOOD_MM", "CameraPlace", "CardPlace", "Places", "Waiting", "hull"]

GOOD_MM: Final = 2.0
"""An error above this is bad: a cup of 20 mm grips a block of 25 mm up to about that."""

_NUMBERS: Final = {mark.number for card in (*CORNERS, CHECK) for mark in card.marks}
_FAREST: Final = 5000.0
_LARGEST: Final = 4096

_Mm = Annotated[float, Field(ge=-_FAREST, le=_FAREST)]
_Pixel = Annotated[float, Field(ge=-_LARGEST, le=2 * _LARGEST)]
_Side = Annotated[int, Field(ge=100, le=_LARGEST)]
_Bend = Annotated[float, Field(ge=-5, le=5)]
_Turn = Annotated[float, Field(ge=-2 * math.pi, le=2 * math.pi)]
_Words = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\P{C}*$")]
_Focal = Annotated[float, Field(ge=50, le=50_000)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CardPlace(_Data):
    """One card: where it lies, and where its marker was in the picture.

    Attributes
    ----------
    number:
        Of its marker.
    place:
        The middle of the card, x and y in mm in the arm's frame.
    angle:
        How far it is turned, in degrees.
    corners:
        The four corners of its marker in pixels, in OpenCV's order.
    """

    number: int
    place: tuple[_Mm, _Mm]
    angle: Annotated[float, Field(ge=-360, le=360)]
    corners: tuple[
        tuple[_Pixel, _Pixel], tuple[_Pixel, _Pixel], tuple[_Pixel, _Pixel], tuple[_Pixel, _Pixel]
    ]


class CameraPlace(_Data):
    """A calibration as plain numbers; see :class:`dobotkit.keeper.eyes.calibration.Calibration`.

    Attributes
    ----------
    size:
        Width and height of the pictures in pixels.
    focal, middle, distortion:
        The lens, in pixels; k1, k2, p1, p2, k3.
    turn, shift:
        From the arm's frame to the camera's: a rotation vector in radians, and mm.
    height:
        The z of the table in mm.
    error:
        The measured error in mm.
    made_of:
        What it was measured with, in words.
    cards:
        The cards that stay on the table, at least one: they tell whether something moved.
    """

    size: tuple[_Side, _Side]
    focal: tuple[_Focal, _Focal]
    middle: tuple[_Pixel, _Pixel]
    distortion: tuple[_Bend, _Bend, _Bend, _Bend, _Bend]
    turn: tuple[_Turn, _Turn, _Turn]
    shift: tuple[_Mm, _Mm, _Mm]
    height: Annotated[float, Field(ge=-500, le=500)]
    error: Annotated[float, Field(ge=0, le=100)]
    made_of: _Words
    cards: Annotated[tuple[CardPlace, ...], Field(min_length=1, max_length=len(_NUMBERS))]

    @model_validator(mode="after")
    def _has_known_cards_once(self) -> CameraPlace:
        numbers = [card.number for card in self.cards]
        if not set(numbers) <= _NUMBERS or len(set(numbers)) < len(numbers):
            msg = f"The cards have the numbers {min(_NUMBERS)} to {max(_NUMBERS)}, each once."
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _looks_at_the_table_from_above(self) -> CameraPlace:
        angle = math.hypot(*self.turn)
        cosine, versine = math.cos(angle), 1 - math.cos(angle)
        x, y, z = (part / angle for part in self.turn) if angle else (0.0, 0.0, 1.0)
        sine = math.sin(angle)
        # The third column of the rotation: where "up" points to, as the camera sees it.
        up = (x * z * versine + y * sine, y * z * versine - x * sine, cosine + z * z * versine)
        if -sum(a * b for a, b in zip(up, self.shift, strict=True)) <= self.height:
            msg = "By these numbers the camera would be below the table."
            raise ValueError(msg)
        return self

    @property
    def share(self) -> float:
        """Which share of the picture lies between its cards, 0 to 1: what is shown of it."""
        around = hull([corner for card in self.cards for corner in card.corners])
        area = sum(
            a[0] * b[1] - b[0] * a[1] for a, b in zip(around, (*around[1:], around[0]), strict=True)
        )
        return abs(area) / 2 / (self.size[0] * self.size[1])

    def words(self) -> str:
        """Return what a teacher should know of it."""
        bad = f" That is bad: more than {GOOD_MM:g} mm is too much to pick up a block."
        return (
            f"It was measured with {self.made_of}: places are off by about {self.error:.1f} mm."
            f"{bad if self.error > GOOD_MM else ''} Pictures show what lies between the cards: "
            f"about {100 * self.share:.0f} % of what the camera sees."
        )


class Waiting(NamedTuple):
    """A place that waits for the teacher's yes, and its number, which no other one has."""

    number: int
    place: CameraPlace


class Places:
    """Where the lab's camera stands: what holds, and what waits.

    Parameters
    ----------
    place:
        What the desk file says.
    """

    def __init__(self, place: CameraPlace | None = None) -> None:
        self._lock = threading.Lock()
        self._now = place
        self._waiting: Waiting | None = None
        self._count = 0

    @property
    def now(self) -> CameraPlace | None:
        """What holds."""
        return self._now

    @property
    def waiting(self) -> Waiting | None:
        """What waits."""
        return self._waiting

    def told(self) -> dict[str, str | int | None]:
        """Return what the keeper's page says of them."""
        now, waiting = self._now, self._waiting
        nobody = "Nobody has measured it yet: camera.calibrate(arm) in a notebook does."
        asks = "A new place waits for your word. "
        return {
            "now": nobody if now is None else now.words(),
            "words": "" if waiting is None else asks + waiting.place.words(),
            "number": None if waiting is None else waiting.number,
        }

    def offer(self, place: CameraPlace) -> None:
        """Let a place wait for the teacher; it takes the place of another one that waits."""
        with self._lock:
            self._count += 1
            self._waiting = Waiting(self._count, place)

    def decide(self, waiting: Waiting, *, yes: bool) -> None:
        """Say yes or no to what waited, also if another one has begun to wait meanwhile."""
        with self._lock:
            if yes:
                self._now = waiting.place
            if self._waiting is waiting:
                self._waiting = None


def hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the smallest outline without a dent around points, counter-clockwise."""
    ordered = sorted(set(points))
    half: list[list[tuple[float, float]]] = []
    for side in (ordered, ordered[::-1]):
        kept: list[tuple[float, float]] = []
        for x, y in side:
            while len(kept) > 1 and (kept[-1][0] - kept[-2][0]) * (y - kept[-2][1]) <= (
                kept[-1][1] - kept[-2][1]
            ) * (x - kept[-2][0]):
                kept.pop()
            kept.append((x, y))
        half.append(kept[:-1])
    return half[0] + half[1]
