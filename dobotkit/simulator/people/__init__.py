"""People who do not exist, drawn from numbers, that detectors take for people.

The public door: a `Person` by number, how they appear on an occasion, and their pictures.
Nothing here was made from anybody's photograph.
"""

from __future__ import annotations

from dobotkit.simulator.people.appearance import NEUTRAL, Appearance
from dobotkit.simulator.people.drawing import portrait
from dobotkit.simulator.people.person import CLASS, Person
from dobotkit.simulator.people.photograph import photograph

__all__ = ["CLASS", "NEUTRAL", "Appearance", "Person", "photograph", "portrait"]
