"""How long ``camera.look()`` takes in a notebook, beside a script of bare OpenCV calls.

Both read the same picture file of a table with four blocks, by turns, in one run; medians
are compared. The kit's look goes through the keeper: it asks for the permission, reads the
picture in a process of its own, finds markers of two families, blocks with places, and codes,
covers, encodes, overwrites, and hands a scene to the notebook. The script
(``benchmarks/vision_bare.py``) reads, undistorts, finds markers, masks colours and encodes, in
one process. Most of its time OpenCV compares squares with a thousand markers; so it is also
timed with a dictionary of fifty, which has not the markers on the table. Beside it the virtual
camera, which has to be drawn first: without a bound.

::

    python -m benchmarks.seeing.look
"""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.parts import ms_of
from benchmarks.seeing.filmed import THREADS, film, notebook, rig_of
from benchmarks.vision_bare import Bare
from dobotkit import Camera, Session
from dobotkit.messages import ArmOpened, OpenArm
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

SIZES = ((640, 480), (1280, 720))
WHOLE = {"rounds": 60}
GOALS = {"at_most_times_bare": 1.5}


def measure(*, rounds: int = 25) -> dict[str, Any]:
    """Measure both sizes.

    Parameters
    ----------
    rounds:
        How often each looks, by turns.
    """
    return {f"{width}x{height}": _measured((width, height), rounds) for width, height in SIZES}


def _measured(size: tuple[int, int], rounds: int) -> dict[str, Any]:
    from dobotkit import client as client_module  # noqa: PLC0415 - the one of now

    cv2.setNumThreads(THREADS)
    rig = rig_of(size)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        path = film(Path(folder), size)
        bare = Bare(rig.camera_matrix, np.array(rig.distortion))
        few = Bare(rig.camera_matrix, np.array(rig.distortion), cv2.aruco.DICT_5X5_50)
        stack.enter_context(notebook(path, size))
        camera = stack.enter_context(Camera(Session(), why="measure a look", size=size))
        seen = camera.look()
        markers, patches, data = bare.look(str(path))
        times: dict[str, list[float]] = {"look": [], "bare": [], "few": []}
        for _ in range(rounds):
            times["look"].append(ms_of(camera.look))
            times["bare"].append(ms_of(lambda: bare.look(str(path))))
            times["few"].append(ms_of(lambda: few.look(str(path))))
    with notebook(None, size):
        client_module.client().ask(OpenArm(arm="desk", options=""), ArmOpened)
        with Camera(Session(), why="measure a look", size=size) as camera:
            camera.look()
            virtual = [ms_of(camera.look) for _ in range(rounds)]
    look, other, few_ms = (statistics.median(times[name]) for name in ("look", "bare", "few"))
    return {
        "times_bare": round(look / other, 2),
        "times_bare_with_50_markers": round(look / few_ms, 2),
        "look_ms": round(look, 1),
        "bare_ms": round(other, 1),
        "bare_with_50_markers_ms": round(few_ms, 1),
        "virtual_look_ms": round(statistics.median(virtual), 1),
        "blocks_seen": len(seen.blocks),
        "markers_seen": len(seen.markers),
        "picture_bytes": len(seen.picture.data),
        "bare_markers": markers,
        "bare_patches": patches,
        "bare_picture_bytes": len(data),
        "rounds": rounds,
        "met": look <= GOALS["at_most_times_bare"] * other,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
