"""A printed photograph of an invented person, held up in front of the camera."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.cutout import Cutout, cutout_of
from dobotkit.simulator.camera.standing import EYES, HIGH_TO_FACE
from dobotkit.simulator.people import Appearance, Person, portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.guests import Guest

    Picture = NDArray[np.uint8]

__all__ = ["held_photo"]

# The same photograph each time: it was taken once, on an occasion before all others.
_TAKEN: Final = 0
# In breadths of the face: what is printed, the white border, and what is above the eyes.
_PRINT: Final = (1.96, 2.5)
_BORDER: Final = 0.14
_ABOVE: Final = 1.2
_SHEET: Final = (3.3, 4.9)
_BACKDROPS: Final = ((206, 190, 170), (196, 200, 178), (188, 186, 206), (176, 196, 204))
# Ink on paper is neither quite black nor quite white, and pale.
_INK: Final = (26.0, 226.0)
_PALE: Final = 0.12
_PAPER: Final = (240, 243, 244)
_SLEEVES: Final = ((118, 92, 66), (84, 104, 92), (92, 84, 140), (70, 120, 160))
_HANDS: Final = ((148, 176, 214), (92, 128, 176), (58, 86, 128), (44, 60, 92))
_MOST_KNOWN: Final = 6


@lru_cache(maxsize=_MOST_KNOWN)
def held_photo(guest: Guest, face: int, tilt: float) -> Cutout:
    """Return the photograph with the hand that holds it.

    Parameters
    ----------
    guest:
        Of whom it is.
    face:
        How wide the face on it is, in pixels of the picture.
    tilt:
        How far it is held askew, in degrees clockwise.
    """
    wide, high = round(_SHEET[0] * face), round(_SHEET[1] * face)
    eyes = (wide / 2, (_ABOVE + _BORDER + 0.5) * face)
    sheet = np.zeros((high, wide, 4), np.uint8)
    paper, corner = _paper(guest, face)
    turn = _turned(eyes, tilt)
    foot = turn @ (eyes[0] + 0.25 * face, eyes[1] + (_PRINT[1] - _ABOVE) * face, 1.0)
    _arm(sheet, guest, foot, face)
    _lay_paper(sheet, paper, turn @ _moved(eyes[0] - corner[0], eyes[1] - corner[1]))
    _thumb(sheet, guest, foot, face)
    return cutout_of(sheet, eyes)


def _paper(guest: Guest, face: int) -> tuple[Picture, tuple[float, float]]:
    """Return the print, and where between the eyes is on it."""
    person = Person(guest.number)
    drawn = portrait(person, Appearance.of(person, _TAKEN), height=round(HIGH_TO_FACE * face))
    high, wide, _ = drawn.shape
    size = round(_PRINT[1] * face), round(_PRINT[0] * face)
    left, top = round(EYES[0] * wide - size[1] / 2), round(EYES[1] * high - _ABOVE * face)
    part = drawn[top : top + size[0], left : left + size[1]].astype(np.float32)
    cover = part[:, :, 3:] / 255.0
    shaded = np.linspace(1.05, 0.85, size[0], dtype=np.float32)[:, None, None]
    behind = np.array(_BACKDROPS[guest.number % len(_BACKDROPS)], np.float32) * shaded
    seen = part[:, :, :3] * cover + behind * (1 - cover)
    grey = seen.mean(axis=2, keepdims=True)
    inked = _INK[0] + (seen + _PALE * (grey - seen)) * (_INK[1] - _INK[0]) / 255.0
    inked += _shine(size)
    border = round(_BORDER * face)
    paper = cv2.copyMakeBorder(
        np.clip(inked, 0, 255).astype(np.uint8), *(border,) * 4, cv2.BORDER_CONSTANT, value=_PAPER
    )
    return np.asarray(paper), (border + size[1] / 2, border + _ABOVE * face)


def _shine(size: tuple[int, int]) -> NDArray[np.float32]:
    """Return where glossy paper throws back some of the lamp, (h, w, 1)."""
    rows = np.linspace(-1, 1, size[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, size[1], dtype=np.float32)
    return np.asarray(16 * np.exp(-(((columns + rows * 0.5 - 0.8) / 0.28) ** 2)))[:, :, None]


def _turned(about: tuple[float, float], degrees: float) -> NDArray[np.float64]:
    found = np.eye(3)
    found[:2] = cv2.getRotationMatrix2D(about, -degrees, 1.0)
    return found


def _moved(x: float, y: float) -> NDArray[np.float64]:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _lay_paper(sheet: Picture, paper: Picture, move: NDArray[np.float64]) -> None:
    high, wide, _ = sheet.shape
    # A rim of paper's own colour: what is mixed in at the edge is not black.
    rim = cv2.copyMakeBorder(paper, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=_PAPER)
    full = np.zeros(rim.shape[:2], np.uint8)
    full[2:-2, 2:-2] = 255
    there = (move @ _moved(-2, -2))[:2]
    seen = cv2.warpAffine(rim, there, (wide, high), borderValue=_PAPER)
    cover = cv2.warpAffine(full, there, (wide, high)).astype(np.float32)[:, :, None] / 255.0
    mixed = sheet[:, :, :3] * (1 - cover) + seen * cover
    # Beside the paper there may be nothing, and nothing has no colour to mix in.
    sheet[:, :, :3] = np.where(sheet[:, :, 3:] > 0, mixed, seen)
    sheet[:, :, 3] = np.maximum(sheet[:, :, 3], cover[:, :, 0] * 255)


def _arm(sheet: Picture, guest: Guest, foot: NDArray[np.float64], face: int) -> None:
    """Draw the sleeve and the fingers behind the paper."""
    sleeve, hand = _clothes(guest)
    x, y = foot[0], foot[1]
    _blob(sheet, (x - 0.1 * face, y + 0.15 * face), (0.34 * face, 0.4 * face), hand)
    around = [
        (x - 0.34 * face, y + 0.42 * face), (x + 0.3 * face, y + 0.42 * face),
        (x + 0.75 * face, sheet.shape[0]), (x - 0.25 * face, sheet.shape[0]),
    ]  # fmt: skip
    _polygon(sheet, around, sleeve)
    cuff = [
        (x - 0.37 * face, y + 0.38 * face), (x + 0.33 * face, y + 0.38 * face),
        (x + 0.36 * face, y + 0.56 * face), (x - 0.36 * face, y + 0.56 * face),
    ]  # fmt: skip
    _polygon(sheet, cuff, tuple(round(0.82 * one) for one in sleeve))


def _thumb(sheet: Picture, guest: Guest, foot: NDArray[np.float64], face: int) -> None:
    _, hand = _clothes(guest)
    x, y = foot[0] - 0.06 * face, foot[1]
    dark = tuple(round(0.72 * one) for one in hand)
    _blob(sheet, (x, y - 0.02 * face), (0.125 * face, 0.3 * face), dark)
    _blob(sheet, (x - 0.012 * face, y - 0.015 * face), (0.115 * face, 0.29 * face), hand)
    nail = tuple(min(round(1.12 * one) + 8, 255) for one in hand)
    _blob(sheet, (x - 0.012 * face, y - 0.21 * face), (0.065 * face, 0.07 * face), nail)


def _clothes(guest: Guest) -> tuple[tuple[int, ...], tuple[int, ...]]:
    # Whoever holds it is not who is on it.
    which = guest.number * 7 + 3
    return _SLEEVES[which % len(_SLEEVES)], _HANDS[(which // 4) % len(_HANDS)]


def _blob(
    sheet: Picture, at: tuple[float, float], size: tuple[float, float], paint: tuple[int, ...]
) -> None:
    middle, axes = (round(at[0]), round(at[1])), (round(size[0]), round(size[1]))
    cv2.ellipse(sheet, middle, axes, 8, 0, 360, (*paint, 255), -1)


def _polygon(sheet: Picture, spots: list[tuple[float, float]], paint: tuple[int, ...]) -> None:
    cv2.fillPoly(sheet, [np.round(spots).astype(np.int32)], (*paint, 255))
