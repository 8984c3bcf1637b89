"""How long ``camera.look()`` takes with cards on the table, beside finding faces alone.

Both look at the same picture file of a table with six specimen cards, by turns, in one run;
medians are compared. The kit's look goes through the keeper, as a notebook asks for it: markers,
bins with places in mm, codes, faces and cards are looked for and covered, and a scene comes back.
The other is YuNet alone, given the whole picture as it lies in memory, as OpenCV's own tutorial has
it: nothing is read, encoded or sent. Beside it, without a bound, YuNet on a copy made no wider than
640 pixels, as the kit uses it, and the same look of a live picture, of which every third is
searched for cards.

::

    python -m benchmarks.carding.look
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.faces_bare import SCORE, BareFaces
from benchmarks.parts import ms_of
from benchmarks.seeing.filmed import THREADS, notebook, rig_of
from dobotkit import Camera, Session
from dobotkit.models import load
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow

__all__ = ["GOALS", "WHOLE", "measure"]

SIZES = ((640, 480), (1280, 720))
GOALS = {"at_most_times_yunet": 6.0}
WHOLE = {"rounds": 200}

_DAY = dt.date(2026, 11, 23)
_ASIDE = (-90.0, -5.0, 60.0, 0.0)


def measure(*, rounds: int = 30) -> dict[str, Any]:
    """Measure both sizes.

    Parameters
    ----------
    rounds:
        How often each looks, by turns.
    """
    cv2.setNumThreads(THREADS)
    return {f"{width}x{height}": _measured((width, height), rounds) for width, height in SIZES}


def _measured(size: tuple[int, int], rounds: int) -> dict[str, Any]:
    laid = load_scene("id_cards")
    table = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    pixels = render(table, _ASIDE, rig_of(size), day=_DAY)
    small, nothing = BareFaces(load("yunet")), np.array([], np.uint8)
    model = np.frombuffer(load("yunet"), np.uint8)
    yunet = cv2.FaceDetectorYN.create("onnx", model, nothing, size, SCORE)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        path = Path(folder) / "cards.png"
        cv2.imwrite(str(path), pixels)
        stack.enter_context(notebook(path, size))
        camera = stack.enter_context(Camera(Session(), why="measure a look", size=size))
        seen = camera.look()
        works = {
            "look": camera.look,
            "yunet": lambda: yunet.detect(pixels),
            "small": lambda: small.find(pixels),
            # Three, of which one is searched for cards.
            "live": lambda: [camera.look_live() for _ in range(3)],
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        order = np.random.default_rng(0)
        for _ in range(rounds):
            # By lot, so that none has the better place.
            for name in order.permutation(list(works)):
                times[name].append(ms_of(works[name]))
    look, other, fewer, live = (statistics.median(one) for one in times.values())
    return {
        "times_yunet": round(look / other, 2),
        "live_times_yunet": round(live / 3 / other, 2),
        "look_ms": round(look, 1),
        "yunet_ms": round(other, 1),
        "yunet_on_640_ms": round(fewer, 1),
        "times_yunet_on_640": round(look / fewer, 2),
        "live_ms": round(live / 3, 1),
        "cards_seen": len(seen.cards),
        "cards_laid": sum(one.specimen is not None for one in laid.things),
        "rounds": rounds,
        "met": look <= GOALS["at_most_times_yunet"] * other,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
