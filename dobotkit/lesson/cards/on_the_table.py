"""Which SPECIMEN cards lie on the table of lesson 10, as the file of its scene says.

The arm's table tells a notebook where things are, and not what is printed on them. But the scene
is a file of the kit, which everybody may read: so a check can know what a camera may not tell.
"""

from __future__ import annotations

import datetime as dt

from dobotkit.simulator.scene import shipped_scene
from dobotkit.simulator.specimens import Specimen

__all__ = ["SCENE", "laid", "today"]

SCENE = "id_cards"


def laid() -> dict[str, Specimen]:
    """Return the SPECIMEN cards of the scene, as they are today, by the names of the things."""
    return {
        thing.name: Specimen(
            thing.specimen.number,
            layout=thing.specimen.layout,
            on=today(),
            fault=thing.specimen.fault or None,
        )
        for thing in shipped_scene(SCENE).things
        if thing.specimen is not None
    }


def today() -> dt.date:
    """Return which day it is here."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()
