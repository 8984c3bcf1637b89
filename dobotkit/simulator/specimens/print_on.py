"""What is printed on a card in words: state and document, fields with their names, SPECIMEN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dobotkit.simulator.specimens.paper import rounded
from dobotkit.simulator.specimens.words import write

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Layout, Rectangle
    from dobotkit.simulator.specimens.specimen import Specimen
    from dobotkit.simulator.specimens.styles import Colour

__all__ = ["print_fields", "print_title", "stamp"]

_LABELS: Final = {
    "surname": "Surname",
    "given names": "Given names",
    "number": "Document no.",
    "birth": "Date of birth",
    "expiry": "Date of expiry",
    "sex": "Sex",
    "nationality": "Nationality",
}
_RED: Final = (38, 24, 190)
_PAPER: Final = (250, 250, 255)
# On a page of a passport stands what the whole is.
_TITLES: Final = {"passport page": "passport"}
_TONGUES: Final = "UTOPIA · ΟΥΤΟΠΙΑ · УТОПИЯ · 유토피아"


def print_title(picture: NDArray[np.uint8], layout: Layout, ink: Colour, px_per_mm: float) -> None:
    """Print the names of state and document, a line below them, into a picture (h, w, 3)."""
    left, top, wide, high = layout.title
    title = _TITLES.get(layout.document, layout.document)
    write(picture, title.upper(), (left, top - 0.15 * high, wide, 0.74 * high),
          px_per_mm, ink, bold=True)  # fmt: skip
    write(picture, _TONGUES, (left, top + 0.56 * high, wide, 0.36 * high), px_per_mm, ink)
    rounded(picture, (left, top + high - 0.12, wide, 0.28), 0.13, ink, px_per_mm)


def print_fields(
    picture: NDArray[np.uint8], specimen: Specimen, names: Colour, ink: Colour, px_per_mm: float
) -> None:
    """Print what a card says, and above it in small letters what that is."""
    for key, text in specimen.fields.items():
        left, top, wide, high = specimen.design.zones[key]
        if key in _LABELS:
            place = (left, top - 0.5 * high, max(wide, 14.0), 0.46 * high)
            write(picture, _LABELS[key], place, px_per_mm, names)
        write(picture, text, (left, top, wide, high), px_per_mm, ink)


def stamp(picture: NDArray[np.uint8], place: Rectangle, px_per_mm: float) -> None:
    """Stamp the word SPECIMEN into a frame."""
    left, top, wide, high = place
    rounded(picture, place, 0.2 * high, _RED, px_per_mm)
    write(
        picture,
        "SPECIMEN",
        (left + 0.5, top + 0.05 * high, wide - 1.0, high),
        px_per_mm,
        _PAPER,
        bold=True,
        align="middle",
    )
