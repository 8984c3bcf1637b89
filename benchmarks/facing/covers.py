"""Who is still named below the kit's box, a blur and a mosaic, by an attacker with SFace.

The attacker knows box and landmarks, and has one picture of everybody: without a cover, or
covered likewise. Measured by the very code that pupils use (``lesson.measure_cover``).

::

    python -m benchmarks.facing.covers
"""

from __future__ import annotations

import json
from typing import Any

from dobotkit.keeper.eyes.experiments import begin
from dobotkit.keeper.eyes.experiments.covers import Cover
from dobotkit.measured import Rate
from dobotkit.measured.rate import better_than_guessing
from dobotkit.measuring_messages import CoverTold, MeasureCover
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

COVERS: tuple[tuple[Cover, int], ...] = (
    ("none", 0), ("box", 0), ("blur", 15), ("blur", 51), ("blur", 99),
    ("mosaic", 24), ("mosaic", 16), ("mosaic", 8),
)  # fmt: skip
GOALS = {"found_below_the_box": 0, "named_below_the_box": "no better than guessing"}
WHOLE = {"people": 200}


def measure(*, people: int = 60) -> dict[str, Any]:
    """Attack every cover.

    Parameters
    ----------
    people:
        How many.
    """
    cv2.setNumThreads(1)
    found = {
        f"{cover} {strength}".removesuffix(" 0"): _attacked(cover, strength, people)
        for cover, strength in COVERS
    }
    box = found["box"]
    named = Rate(round(box["named"] * box["people"]), box["people"])
    return {
        "chance": round(1 / people, 4),
        **found,
        "met": not box["found_at_0.5"] and not better_than_guessing(named, 1 / box["people"]),
    }


def _attacked(cover: Cover, strength: int, people: int) -> dict[str, Any]:
    experiment = begin(MeasureCover(cover=cover, strength=strength, people=people))
    while not experiment.is_over:
        experiment.step()
    told = experiment.result()
    experiment.close()
    assert isinstance(told, CoverTold)  # noqa: S101 - what was asked for
    shares = {
        "found_at_0.5": told.found,
        "found_at_0.7": told.counted,
        "named": told.named,
        "named_by_parrot": told.parroted,
    }
    return {
        **{name: round(count / told.people, 4) for name, count in shares.items()},
        "people": told.people,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
