"""SPECIMEN cards of Utopia: cards of people who do not exist, drawn from a number."""

from dobotkit.simulator.specimens.drawing import PX_PER_MM, draw
from dobotkit.simulator.specimens.specimen import Specimen

__all__ = ["PX_PER_MM", "Specimen", "draw"]
