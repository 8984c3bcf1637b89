"""How long the first use after a start takes, and how much memory models and faces cost.

Each time a keeper of its own is started. What a first look takes is told beside a usual one;
the keeper's memory before it, after it, with the recogniser, and after a measurement.

::

    python -m benchmarks.facing.first
"""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

import psutil

from benchmarks.facing.visited import visited
from benchmarks.parts import ms_of
from benchmarks.seeing.filmed import notebook
from dobotkit import Camera, Session, lesson

__all__ = ["GOALS", "WHOLE", "measure"]

SIZE = (1280, 720)
GOALS = {"first_look_s": 5.0, "more_memory_mb": 400}
WHOLE = {"starts": 5}
_USUAL = 10


def measure(*, starts: int = 3) -> dict[str, Any]:
    """Start keepers, and use each for the first time.

    Parameters
    ----------
    starts:
        How many.
    """
    every: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = visited(Path(folder), SIZE)
        for _ in range(starts):
            for name, value in _once(path).items():
                every.setdefault(name, []).append(value)
    found: dict[str, Any] = {name: round(statistics.median(one), 1) for name, one in every.items()}
    more = found["memory_after_measuring_mb"] - found["memory_before_mb"]
    met = found["first_look_ms"] <= 1000 * GOALS["first_look_s"] and more <= GOALS["more_memory_mb"]
    return {**found, "starts": starts, "met": met}


def _once(path: Path) -> dict[str, float]:
    with notebook(path, SIZE) as keeper:
        program = psutil.Process(keeper.pid)

        def memory() -> float:
            return program.memory_info().rss / 2**20

        with Camera(Session(), why="measure a first look", size=SIZE) as camera:
            before = memory()
            first = ms_of(camera.look)
            usual = statistics.median(ms_of(camera.look) for _ in range(_USUAL))
            looked = memory()
        first_match = ms_of(lambda: lesson.measure_matching(people=2, pictures=2))
        match = ms_of(lambda: lesson.measure_matching(people=2, pictures=2))
        compared = memory()
        lesson.measure_cover("box", people=20)
        return {
            "first_look_ms": first,
            "usual_look_ms": usual,
            "first_comparison_of_4_pictures_ms": first_match,
            "usual_comparison_of_4_pictures_ms": match,
            "memory_before_mb": before,
            "memory_after_looks_mb": looked,
            "memory_with_recogniser_mb": compared,
            "memory_after_measuring_mb": memory(),
        }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
