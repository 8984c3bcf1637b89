"""How a SPECIMEN card looks: drawn in this notebook, of somebody who does not exist."""

from __future__ import annotations

from dobotkit.card_layouts import LAYOUTS
from dobotkit.lesson.pixels import Shown
from dobotkit.simulator.specimens import Specimen, draw

__all__ = ["picture"]

# A card is about as wide in an output as a page's column.
_PX_PER_MM = 7


def picture(card: Specimen) -> Shown:
    """Draw a card, to be looked at; nothing of it lies on the table or before a camera.

    Parameters
    ----------
    card:
        Which one, for example ``Specimen(12, on=today)``.
    """
    kind = LAYOUTS[card.layout].document
    return Shown(
        draw(card, px_per_mm=_PX_PER_MM),
        f"Card {card.number}, a {kind} of Utopia: the word SPECIMEN, a drawn face, a name, dates, "
        "a number, a code, and lines for machines at the lower edge. This person does not exist.",
    )
