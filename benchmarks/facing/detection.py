"""What looking for faces costs inside of a look, beside bare YuNet on the same frame.

Both make the frame no larger than 640 pixels and ask the same network, by turns. The kit's
search has a thread of its own, reads verified bytes, keeps a copy that it overwrites, and makes
the network forget the picture afterwards, while nobody waits: that is told apart. Where other
programs want the processor as well, its thread waits for it once more than the script does: then
the time of the processor says more.

::

    python -m benchmarks.facing.detection
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.faces_bare import BareFaces
from benchmarks.facing.visited import PEOPLE, visited
from benchmarks.parts import ms_of
from benchmarks.seeing.filmed import THREADS
from dobotkit.keeper.eyes.faces import Search, until_forgotten
from dobotkit.models import load
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

SIZES = ((640, 480), (1280, 720))
GOALS = {"at_most_times_bare": 1.1}
WHOLE: dict[str, int] = {}


def measure(*, rounds: int = 200) -> dict[str, Any]:
    """Measure both sizes.

    Parameters
    ----------
    rounds:
        How often each looks, by turns.
    """
    cv2.setNumThreads(THREADS)
    return {f"{width}x{height}": _measured((width, height), rounds) for width, height in SIZES}


def _measured(size: tuple[int, int], rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        frame = cv2.imread(str(visited(Path(folder), size)))
    bare = BareFaces(load("yunet"))
    found, other = Search(frame).faces(), bare.find(frame)
    until_forgotten()
    times: dict[str, list[float]] = {"kit": [], "bare": [], "forgetting": []}
    works: dict[str, Callable[[], object]] = {
        "kit": lambda: Search(frame).faces(),
        "bare": lambda: bare.find(frame),
    }
    processor: dict[str, list[float]] = {"kit": [], "bare": []}
    names, order = list(works), np.random.default_rng(0)
    for _ in range(rounds):
        # Who comes second finds warm caches: by lot, so that neither has the better place.
        for name in order.permutation(names):
            began = time.process_time()
            times[name].append(ms_of(works[name]))
            processor[name].append(time.process_time() - began)
            if name == "kit":  # nothing works beside the other one
                times["forgetting"].append(ms_of(until_forgotten))
    kit_ms, bare_ms, forgetting_ms = (statistics.median(one) for one in times.values())
    return {
        "times_bare": round(kit_ms / bare_ms, 3),
        "times_bare_of_the_processor": round(
            statistics.median(processor["kit"]) / statistics.median(processor["bare"]), 3
        ),
        "kit_ms": round(kit_ms, 2),
        "bare_ms": round(bare_ms, 2),
        "forgetting_afterwards_ms": round(forgetting_ms, 2),
        "faces": [len(found), len(other)],
        "pairs": rounds,
        "met": kit_ms <= GOALS["at_most_times_bare"] * bare_ms and len(found) == len(PEOPLE),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
