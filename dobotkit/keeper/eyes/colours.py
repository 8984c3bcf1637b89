"""Colours by comparison: what a pixel is called is measured on the check card in this frame.

A lamp, a shadow or a longer exposure scales all colours alike. So a colour is compared as a
direction: every channel is made linear, divided by what white paper gave, its cube root
taken (about as bright as it looks), and turned into lightness and two differences of
channels. In that space more or less light moves a colour along the ray from black through
it, and what is left, the direction, is the paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.marks import FoundMark, card_from_marks
from dobotkit.markers import CHECK, INKS
from dobotkit.opencv import cv2
from dobotkit.things import COLOURS

__all__ = ["CHROMATIC", "Palette", "looks", "palette_from", "printed_palette"]

Floats = NDArray[np.float32]

CHROMATIC: Final = ("red", "green", "blue", "yellow", "orange", "purple")
"""The colours that are told by their direction alone."""

# Differences of channels say more about paint than lightness does.
_SPREAD: Final = 3.0
_OPPONENT: Final = np.array(
    [[1 / 3, 1 / 3, 1 / 3], [0.0, -_SPREAD, _SPREAD], [-_SPREAD, _SPREAD / 2, _SPREAD / 2]],
    dtype=np.float32,
)
# Of a patch its middle is measured: its edge is mixed with the paper.
_CORE: Final = 0.55
_MEASURED_AT: Final = 5
_FULL: Final = 250.0
# Below it sRGB is a straight line.
_TOE: Final = 0.04045


def _linear(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Linear light of sRGB values from 0 to 255."""
    share = values / 255.0
    return np.where(share <= _TOE, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


@dataclass(frozen=True, slots=True)
class Palette:
    """What paints look like in one light.

    Attributes
    ----------
    white:
        What white paper gives, blue, green, red, in linear light (1.0 is full).
    patches:
        Name of a colour, and its :func:`looks`, float32 of 3.
    measured:
        Whether it was measured in a frame; otherwise it is how the patches are printed.
    """

    white: tuple[float, float, float]
    patches: dict[str, tuple[float, float, float]]
    measured: bool

    def table(self) -> Floats:
        """The cube roots of every value of a channel: (256, 3), float32."""
        values = _linear(np.arange(256, dtype=np.float64))[:, None]
        return np.cbrt(values / np.maximum(self.white, 1e-3)).astype(np.float32)

    def name_of(self, seen: Sequence[float], light: float = 1.0) -> tuple[str, float]:
        """What a paint is called, and how sure that is.

        Parameters
        ----------
        seen:
            The :func:`looks` of a face that lies as the card does, 3 numbers.
        light:
            How much light it gets beside what the card gets.

        Returns
        -------
        tuple
            The colour's name, and from 0 to 1 how much nearer it is than the next one.
        """
        at = np.asarray(seen, dtype=np.float64) / max(light, 0.05) ** (1 / 3)
        length = max(float(np.linalg.norm(at)), 1e-6)
        far: dict[str, float] = {}
        for name, patch in self.patches.items():
            if name not in COLOURS:
                continue
            to = np.asarray(patch, dtype=np.float64)
            if name in CHROMATIC:
                # A direction; how bright it is counts for little.
                share = np.clip(at @ to / (to @ to), 0.55, 1.3)
                aside = np.linalg.norm(at - share * to)
                far[name] = float(aside + 0.15 * abs(share - 1.0)) / max(length, 0.3)
            else:
                far[name] = float(np.hypot(np.linalg.norm(at[1:] - to[1:]), at[0] - to[0]))
        (first, near), (_, next_) = sorted(far.items(), key=lambda pair: pair[1])[:2]
        return first, float(np.clip(1.6 * (next_ - near) / max(next_, 1e-6), 0.0, 1.0))


def looks(pixels: Pixels, table: Floats) -> Floats:
    """Lightness, red against green, and blue against yellow of pixels, relative to white.

    Parameters
    ----------
    pixels:
        uint8, (h, w, 3), blue, green, red.
    table:
        :meth:`Palette.table`.

    Returns
    -------
    ndarray
        float32, (h, w, 3).
    """
    roots = np.asarray(cv2.LUT(pixels, table[None]), np.float32)
    found = np.asarray(cv2.transform(roots, _OPPONENT), np.float32)
    roots.fill(0)
    return found


def printed_palette() -> Palette:
    """How the patches are printed, in white light: where no card has been seen yet."""
    inks = {name: tuple(reversed(ink)) for name, ink in INKS.items()}
    return _palette({name: np.array(ink, dtype=np.float64) for name, ink in inks.items()}, False)


def _palette(patches: dict[str, NDArray[np.float64]], measured: bool) -> Palette:  # noqa: FBT001 - private
    white = _linear(patches["white"])
    # Where white is too bright for the camera, the greys tell how bright it would be.
    for name in ("light grey", "grey"):
        if patches["white"].max() >= _FULL > patches[name].max():
            ink = _linear(np.array(INKS[name][::-1], dtype=np.float64))
            white = np.maximum(white, _linear(patches[name]) / ink)
            break
    white = np.maximum(white, 0.004)
    palette = Palette((float(white[0]), float(white[1]), float(white[2])), {}, measured)
    table = palette.table()
    for name, value in patches.items():
        dot = np.clip(np.round(value), 0, 255).astype(np.uint8).reshape(1, 1, 3)
        light, tint, other = (float(part) for part in looks(dot, table)[0, 0])
        palette.patches[name] = (light, tint, other)
    return palette


def palette_from(
    pixels: Pixels, calibration: Calibration, marks: Sequence[FoundMark]
) -> Palette | None:
    """Measure the patches of the check card in a frame.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    calibration:
        Whose ``height_mm`` is the plane that the card lies on.
    marks:
        What :func:`~dobotkit.keeper.eyes.marks.find_marks` found in it.

    Returns
    -------
    Palette or None
        None where the card is not seen, or too little of it.
    """
    laid = card_from_marks(CHECK, calibration, marks)
    if laid is None:
        return None
    height, width = pixels.shape[:2]
    found: dict[str, list[NDArray[np.float64]]] = {}
    steps = (np.arange(_MEASURED_AT) / (_MEASURED_AT - 1) - 0.5) * _CORE
    for patch in CHECK.patches:
        x, y = patch.middle_mm
        points = laid(
            np.array([(x + patch.size_mm * u, y + patch.size_mm * v) for u in steps for v in steps])
        )
        at = np.round(points).astype(int)
        inside = (at >= 0).all(1) & (at[:, 0] < width) & (at[:, 1] < height)
        if inside.sum() < len(at) / 2:
            continue
        values = pixels[at[inside, 1], at[inside, 0]].astype(np.float64)
        middle = np.median(values, axis=0)
        # Something that lies over a patch, or a shadow's edge, gives it two colours.
        if np.median(np.abs(values - middle)) > 14:  # noqa: PLR2004 - of 255
            continue
        found.setdefault(patch.colour, []).append(middle)
    patches = {
        name: max(seen, key=lambda value: float(value.sum())) if name == "white" else seen[0]
        for name, seen in found.items()
    }
    if "white" not in patches or len(patches) < len(INKS) - 3:
        return None
    if any(_dimmer(patches, darker, brighter) for darker, brighter in _ORDER):
        return None
    # A patch that something hides looks about as it is printed, in this light.
    for name in INKS.keys() - patches.keys():
        ink = np.array(INKS[name][::-1], dtype=np.float64)
        patches[name] = ink * (patches["white"] / 255.0)
    return _palette(patches, True)


_ORDER: Final = (("black", "grey"), ("grey", "white"))


def _dimmer(patches: dict[str, NDArray[np.float64]], darker: str, brighter: str) -> bool:
    """Whether what is printed darker is not seen darker: then that is not the card."""
    if darker not in patches or brighter not in patches:
        return False
    return bool(patches[darker].sum() >= patches[brighter].sum())
