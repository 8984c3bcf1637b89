"""Whether a card is one of the kit's specimens: the only ones that are answered for."""

from __future__ import annotations

from dobotkit.card_layouts import ISSUER, is_reserved
from dobotkit.mrz import Zone

__all__ = ["is_specimen"]


def is_specimen(zone: Zone) -> bool:
    """Whether a zone says Utopia, *and* has a number out of the range that is for specimens.

    Nothing else proves it: not a printed word, not the layout, and not the markers.
    """
    return zone.issuing_state == ISSUER and is_reserved(zone.number)
