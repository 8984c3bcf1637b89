"""What is connected to the arm and stands in front of its sensors: it outlives a power cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dobotkit.simulator.motors import Motor

if TYPE_CHECKING:
    from dobotkit.simulator.table import Table

__all__ = ["Colour", "Surroundings"]

Colour = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""


@dataclass(slots=True)
class Surroundings:
    """The outside of one arm. Nothing is wired to it at first, and nothing in front of it.

    Attributes
    ----------
    motors:
        What the extra stepper drivers drive.
    voltages:
        What is wired to a pin, in steps of the converter.
    colours:
        What the colour sensor at a port looks at.
    blocked:
        The ports at which something is in front of the infra-red sensor.
    table:
        The table that it stands at, if there is one.
    """

    motors: tuple[Motor, ...] = ()
    voltages: dict[int, int] = field(default_factory=dict)
    colours: dict[int, Colour] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    table: Table | None = None
