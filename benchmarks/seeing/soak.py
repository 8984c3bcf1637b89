"""Whether a keeper that looks again and again keeps anything: its memory over thousands of looks.

Two keepers, each in a process of its own, look by turns through what they have: one through
a picture file, calibrated, one through the virtual camera. After looks that warm up, the
memory of the keeper is noted as it goes; what counts is how much it grows from the first
tenth of the way to the last (medians), per look. One notebook asks, and its memory is noted
as well, with what it has received thrown away.

::

    python -m benchmarks.seeing.soak 10000
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks.seeing.filmed import film, notebook
from dobotkit import Camera, Session
from dobotkit import client as client_module
from dobotkit.messages import ArmOpened, OpenArm

__all__ = ["GOALS", "WHOLE", "measure"]

SIZE = (640, 480)
WHOLE = {"looks": 10_000}
GOALS = {"keeper_grows_bytes_a_look_at_most": 100.0}
# Until then libraries fill what they keep anyway; after it nothing may grow.
WARM = 1000
_SAMPLES = 200


def measure(*, looks: int = 1000, warm: int = WARM) -> dict[str, Any]:
    """Look so many times through each.

    Parameters
    ----------
    looks:
        How often, after warming up.
    warm:
        How often before that.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = film(Path(folder), SIZE)
        found = {
            "file": _soaked(path, looks, warm),
            "virtual": _soaked(None, looks, warm),
        }
    found["met"] = all(
        one["keeper_grows_bytes_a_look"] <= GOALS["keeper_grows_bytes_a_look_at_most"]
        for one in found.values()
    )
    return found


def _soaked(path: Path | None, looks: int, warm: int) -> dict[str, Any]:
    with notebook(path, SIZE) as keeper:
        if path is None:
            client_module.client().ask(OpenArm(arm="desk", options=""), ArmOpened)
        process, mine = psutil.Process(keeper.pid), psutil.Process(os.getpid())
        with Camera(Session(), why="measure memory", size=SIZE) as camera:
            before = process.memory_info().rss
            for _ in range(warm):
                camera.look()
            sizes, ours = [], []
            began = time.monotonic()
            every = max(1, looks // _SAMPLES)
            for n in range(looks):
                camera.look()
                if n % every == 0:
                    sizes.append(process.memory_info().rss)
                    ours.append(mine.memory_info().rss)
            seconds = time.monotonic() - began
    grows = _end(sizes) - _end(sizes[::-1])
    return {
        "looks": looks,
        "looks_a_second": round(looks / seconds, 1),
        "keeper_mib_before_it_looks": round(before / 2**20, 1),
        "keeper_mib": round(_end(sizes) / 2**20, 1),
        "keeper_mib_at_most": round(max(sizes) / 2**20, 1),
        "keeper_grows_bytes_a_look": round(grows / (looks * 0.9), 1),
        "notebook_grows_bytes_a_look": round((_end(ours) - _end(ours[::-1])) / (looks * 0.9), 1),
    }


def _end(sizes: list[int]) -> float:
    """Return the median of the last tenth."""
    return statistics.median(sizes[-max(1, len(sizes) // 10) :])


if __name__ == "__main__":
    print(json.dumps(measure(looks=int(sys.argv[1]) if sys.argv[1:] else 1000), indent=1))
