"""False accepts and false rejects of drawn people over the threshold, and the equal error rate.

Measured by the very code that pupils use (``lesson.measure_matching``).

::

    python -m benchmarks.facing.matching
"""

from __future__ import annotations

import json
from typing import Any

from dobotkit.keeper.eyes.experiments import begin
from dobotkit.measured import Matching
from dobotkit.measuring_messages import MatchingTold, MeasureMatching
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

GOALS = {"equal_error_rate": 0.02}
WHOLE = {"people": 200, "pictures": 10}


def measure(*, people: int = 40, pictures: int = 4) -> dict[str, Any]:
    """Compare every picture with every other one.

    Parameters
    ----------
    people:
        How many.
    pictures:
        Of each of them.
    """
    cv2.setNumThreads(1)
    experiment = begin(MeasureMatching(people=people, pictures=pictures))
    while not experiment.is_over:
        experiment.step()
    told = experiment.result()
    assert isinstance(told, MatchingTold)  # noqa: S101 - what was asked for
    experiment.close()
    said = told.model_dump(exclude={"kind"})
    matching = Matching(**said)
    roc = {}
    for step in range(20, 100, 4):
        errors = matching.at(step / 100)
        roc[f"{step / 100:.2f}"] = {
            "false_accepts": round(errors.false_accepts.share, 5),
            "false_rejects": round(errors.false_rejects.share, 5),
        }
    return {
        "equal_error_rate": round(matching.equal_error_rate, 4),
        "at_threshold": round(matching.equal_error_threshold, 3),
        "people": people,
        "pictures_of_each": pictures,
        "pairs_of_the_same": matching.same_pairs,
        "pairs_of_different": matching.different_pairs,
        "left_out": matching.left_out,
        "roc": roc,
        "met": matching.equal_error_rate <= GOALS["equal_error_rate"],
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
