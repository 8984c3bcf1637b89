"""How long ``camera.look()`` takes with people in the picture, beside a bare script.

Both read the same picture file of a table with blocks and two people at it, by turns, in one
run; medians are compared. The kit's look goes through the keeper, as a notebook asks for it:
faces are found and covered, blocks have places in mm, codes are looked for. The script
(``benchmarks/faces_bare.py``) reads, undistorts, finds markers, colours and faces, draws boxes
and encodes, in one process; once with the thousand markers that the kit knows, and once with
fifty, which are not those on the table, but the script is quicker then. Beside it the virtual
camera that looks at the door, where people have to be drawn first, and people who lean over the
table, whose clothes the kit looks at as it does at blocks: without a bound.

::

    python -m benchmarks.facing.look
"""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.faces_bare import BareLook
from benchmarks.facing.visited import PEOPLE, visited
from benchmarks.parts import ms_of
from benchmarks.seeing.filmed import THREADS, notebook, rig_of
from dobotkit import Camera, Session
from dobotkit.messages import ArmOpened, OpenArm
from dobotkit.models import load
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

SIZES = ((640, 480), (1280, 720))
GOALS = {"at_most_times_bare": 1.6}
WHOLE: dict[str, int] = {}
_FEW = 20


def measure(*, rounds: int = 200) -> dict[str, Any]:
    """Measure both sizes.

    Parameters
    ----------
    rounds:
        How often each looks, by turns.
    """
    cv2.setNumThreads(THREADS)
    found = {f"{width}x{height}": _measured((width, height), rounds) for width, height in SIZES}
    leaning = _measured(SIZES[-1], _FEW, over=True)
    del leaning["met"]
    return {**found, "leaning_over_the_table": leaning, "virtual_at_the_door_ms": _at_the_door()}


def _measured(size: tuple[int, int], rounds: int, *, over: bool = False) -> dict[str, Any]:
    rig = rig_of(size)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        path = visited(Path(folder), size, over=over)
        lens = rig.camera_matrix, np.array(rig.distortion)
        bare = BareLook(load("yunet"), *lens)
        few = BareLook(load("yunet"), *lens, cv2.aruco.DICT_5X5_50)
        stack.enter_context(notebook(path, size))
        camera = stack.enter_context(Camera(Session(), why="measure a look", size=size))
        seen = camera.look()
        markers, patches, faces, data = bare.look_at_people(str(path))
        works: dict[str, Callable[[], object]] = {
            "look": camera.look,
            "bare": lambda: bare.look_at_people(str(path)),
            "few": lambda: few.look_at_people(str(path)),
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        order = np.random.default_rng(0)
        for _ in range(rounds):
            # By lot, so that none has the better place.
            for name in order.permutation(list(works)):
                times[name].append(ms_of(works[name]))
    look, other, few_ms = (statistics.median(one) for one in times.values())
    return {
        "times_bare": round(look / other, 2),
        "times_bare_with_50_markers": round(look / few_ms, 2),
        "look_ms": round(look, 1),
        "bare_ms": round(other, 1),
        "bare_with_50_markers_ms": round(few_ms, 1),
        "seen": {
            "faces": len(seen.faces),
            "blocks": len(seen.blocks),
            "markers": len(seen.markers),
            "picture_bytes": len(seen.picture.data),
        },
        "bare_seen": {
            "faces": faces,
            "patches": patches,
            "markers": markers,
            "picture_bytes": len(data),
        },
        "pairs": rounds,
        "met": look <= GOALS["at_most_times_bare"] * other and len(seen.faces) == len(PEOPLE),
    }


def _at_the_door() -> dict[str, float]:
    from dobotkit import client as client_module  # noqa: PLC0415 - the one of now

    size = SIZES[-1]
    with notebook(None, size):
        client_module.client().ask(OpenArm(arm="desk", options=""), ArmOpened)
        with Camera(Session(), why="measure a look", size=size) as camera:
            camera.invite(how_many=4)
            first = ms_of(camera.look)
            others = statistics.median(ms_of(camera.look) for _ in range(_FEW))
    return {"first": round(first, 1), "others": round(others, 1)}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
