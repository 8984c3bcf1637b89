"""Experiments on drawn people who do not exist: what comes out are counts.

Each works picture by picture, so that it can be stopped between two of them. People are named
by number and drawn here; nobody hands in a picture. What was drawn, found and compared is
overwritten as soon as it has been counted.
"""

from __future__ import annotations

from dobotkit.keeper.eyes.experiments.covering import CoverExperiment
from dobotkit.keeper.eyes.experiments.experiment import Experiment
from dobotkit.keeper.eyes.experiments.finding import FindingExperiment
from dobotkit.keeper.eyes.experiments.matching import MatchingExperiment
from dobotkit.measuring_messages import MeasureCover, MeasureFinding, MeasureMatching

__all__ = ["Experiment", "begin"]


def begin(ask: MeasureFinding | MeasureCover | MeasureMatching) -> Experiment:
    """Return the experiment that was asked for; nothing is drawn yet.

    Raises
    ------
    WrongValue
        A blur or a mosaic cannot be so strong.
    """
    if isinstance(ask, MeasureFinding):
        return FindingExperiment(sorted(set(ask.tones)), ask.people, ask.pictures)
    if isinstance(ask, MeasureCover):
        return CoverExperiment(ask.cover, ask.strength, ask.people)
    return MatchingExperiment(ask.people, ask.pictures)
