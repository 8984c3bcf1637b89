"""How often faces of drawn people of each skin tone are found, at three thresholds.

Measured by the very code that pupils use (``lesson.measure_finding``).

::

    python -m benchmarks.facing.finding
"""

from __future__ import annotations

import json
from typing import Any

from dobotkit.keeper.eyes.experiments import begin
from dobotkit.measured import Rate
from dobotkit.measuring_messages import FindingTold, MeasureFinding
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

THRESHOLDS = (0.5, 0.7, 0.9)
GOALS = {"found_at_0.5_of_every_tone": 0.99}
WHOLE = {"people": 20, "pictures": 10}


def measure(*, people: int = 4, pictures: int = 5) -> dict[str, Any]:
    """Look for faces.

    Parameters
    ----------
    people:
        Of each tone.
    pictures:
        Of each of them.
    """
    cv2.setNumThreads(1)
    experiment = begin(MeasureFinding(tones=tuple(range(1, 11)), people=people, pictures=pictures))
    while not experiment.is_over:
        experiment.step()
    told = experiment.result()
    assert isinstance(told, FindingTold)  # noqa: S101 - what was asked for
    worst = min(one.counts[50] / one.pictures for one in told.tones)
    return {
        "found_by_tone": {
            str(one.tone): {
                str(threshold): _said(Rate(one.counts[round(100 * threshold)], one.pictures))
                for threshold in THRESHOLDS
            }
            for one in told.tones
        },
        "pictures_of_each_tone": people * pictures,
        "met": worst >= GOALS["found_at_0.5_of_every_tone"],
    }


def _said(rate: Rate) -> list[float]:
    """The share, and its interval of 95 %."""
    return [round(one, 4) for one in (rate.share, rate.low, rate.high)]


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
