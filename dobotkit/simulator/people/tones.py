"""Colours of skin, hair and eyes, as shares of the light that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.monk import MONK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Colour = NDArray[np.floating]

__all__ = ["DARKEST", "EYE_COLOURS", "HAIR_COLOURS", "bgr", "light_of", "skin_of"]

# No skin throws back less: a colour below it would be ink, not skin.
DARKEST: Final = 0.016

EYE_COLOURS: Final = {
    "dark brown": "#3b2114",
    "brown": "#5d3820",
    "light brown": "#8a5a2e",
    "hazel": "#7c6a35",
    "green": "#5f7a52",
    "blue": "#5c86a8",
    "grey": "#77858c",
}
HAIR_COLOURS: Final = {
    "black": "#1d1817",
    "dark brown": "#362519",
    "brown": "#573a24",
    "light brown": "#80593a",
    "auburn": "#6b3320",
    "red": "#a8532a",
    "blond": "#c69c61",
    "light blond": "#dfc191",
    "grey": "#8f8b87",
    "white": "#d9d6d1",
    "blue": "#36608f",
    "pink": "#c0648c",
    "green": "#3f7f63",
    "violet": "#6d4b8e",
}


def bgr(blue: float, green: float, red: float) -> Colour:
    """Return a colour of its three shares of light, (3,)."""
    return np.array([blue, green, red], np.float32)


def light_of(code: str) -> Colour:
    """Return the linear light of a colour like ``"#a07e56"``: blue, green, red, 0 to 1."""
    values = np.array([int(code[place : place + 2], 16) for place in (5, 3, 1)]) / 255.0
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear, np.float32)


def skin_of(tone: int) -> Colour:
    """Return the linear colour of a step of the Monk scale, 1 to 10."""
    return np.maximum(light_of(MONK[tone - 1]), np.float32(DARKEST))
