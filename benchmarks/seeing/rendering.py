"""What a picture of the virtual camera costs, in milliseconds of one processor.

Three cases for each shipped scene: nothing has moved since the last picture; the arm moves;
arm and things are all in new places.

::

    python -m benchmarks.seeing.rendering
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.contact import Contact
from dobotkit.simulator.scene import load_scene
from dobotkit.simulator.table.stock import Stock
from dobotkit.things import TableNow

__all__ = ["GOALS", "measure"]

SIZES = ((1280, 720), (640, 480))
SCENES = ("blocks", "stack", "belt", "sort")
TIMES = 15
GOALS = {"milliseconds_a_picture": 40.0}


def _laid(name: str) -> TableNow:
    scene = load_scene(name)
    things = Stock(scene, Contact()).things()
    return TableNow(scene.height, things, scene.belt, scene.sensors, edges=scene.edges)


def _turned(table: TableNow, degrees: float) -> TableNow:
    things = (replace(thing, angle=thing.angle + degrees) for thing in table.things)
    return replace(table, things=tuple(things))


def _milliseconds(take: Callable[[int], object]) -> float:
    take(0)
    spent = []
    for number in range(1, TIMES + 1):
        start = time.process_time()
        take(number)
        spent.append((time.process_time() - start) * 1e3)
    return round(statistics.median(spent), 1)


def measure() -> dict[str, object]:
    """Take pictures of the shipped scenes; return what each cost, by size, scene and case."""
    cv2.setNumThreads(1)
    found: dict[str, object] = {}
    for width, height in SIZES:
        rig = Rig.usual(width, height)
        for name in SCENES:
            table = _laid(name)

            def still(number: int, table: TableNow = table, rig: Rig = rig) -> object:
                return render(table, (0.0, 45.0, 45.0, 0.0), rig, moment=number / 10)

            def arm(number: int, table: TableNow = table, rig: Rig = rig) -> object:
                return render(table, (number * 1.5, 45.0, 45.0, 0.0), rig, moment=number / 10)

            def everything(number: int, table: TableNow = table, rig: Rig = rig) -> object:
                return arm(number + TIMES + 1, _turned(table, number), rig)

            found[f"{width}x{height} {name}"] = {
                "still": _milliseconds(still),
                "arm_moves": _milliseconds(arm),
                "everything_moves": _milliseconds(everything),
            }
    return found


if __name__ == "__main__":
    print(json.dumps({"goals": GOALS, "rendering": measure()}, indent=2))
