"""What a picture of the virtual camera costs, in milliseconds of one processor.

Three cases for each shipped scene: nothing has moved since the last picture; the arm moves;
arm and things are all in new places. One for cards: each is looked at from near by, one after the
other. Three for the classroom: everybody stands still; they walk;
new people have come, who have to be drawn first.

::

    python -m benchmarks.seeing.rendering
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.camera.guests import Guest
from dobotkit.simulator.camera.room import render_room
from dobotkit.simulator.contact import Contact
from dobotkit.simulator.people import Person
from dobotkit.simulator.scene import load_scene
from dobotkit.simulator.table.stock import Stock
from dobotkit.things import TableNow

__all__ = ["GOALS", "measure"]

SIZES = ((1280, 720), (640, 480))
SCENES = ("blocks", "stack", "belt", "sort", "id_cards")
PEOPLE = (0, 1, 3, 6)
TIMES = 15
# Of the dates on cards; any day costs the same.
DAY = date(2026, 11, 23)
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
                return render(table, (0.0, 45.0, 45.0, 0.0), rig, moment=number / 10, day=DAY)

            def arm(number: int, table: TableNow = table, rig: Rig = rig) -> object:
                return render(
                    table, (number * 1.5, 45.0, 45.0, 0.0), rig, moment=number / 10, day=DAY
                )

            def everything(number: int, table: TableNow = table, rig: Rig = rig) -> object:
                return arm(number + TIMES + 1, _turned(table, number), rig)

            found[f"{width}x{height} {name}"] = {
                "still": _milliseconds(still),
                "arm_moves": _milliseconds(arm),
                "everything_moves": _milliseconds(everything),
            }
        found[f"{width}x{height} from near by"] = _from_near_by(rig)
        for count in PEOPLE:
            found[f"{width}x{height} room with {count}"] = _room(rig, count)
    return found


def _from_near_by(rig: Rig) -> dict[str, float]:
    table = _laid("id_cards")
    cards = [thing for thing in table.things if thing.specimen is not None]

    def take(number: int) -> object:
        card = cards[number % len(cards)]
        near = rig.closely(card.top, card.size[:2], card.angle)
        return render(table, (-90.0, -5.0, 60.0, 0.0), near, day=DAY)

    return {"next_card": _milliseconds(take)}


def _room(rig: Rig, count: int) -> dict[str, float]:
    def guests(first: int) -> list[Guest]:
        numbers = [(first + 31 * n) % 200 + 1 for n in range(count)]
        return [Guest(number, 1, Person(number).age) for number in numbers]

    here = guests(5)
    return {
        "still": _milliseconds(lambda _: render_room(here, rig, 0.0)),
        "walking": _milliseconds(lambda number: render_room(here, rig, number * 0.7)),
        "new_people": _milliseconds(lambda number: render_room(guests(number + 7), rig, 0.0)),
    }


if __name__ == "__main__":
    print(json.dumps({"goals": GOALS, "rendering": measure()}, indent=2))
