"""How often the arm gets the block that the camera has seen, over tables drawn by lot.

A part of ``benchmarks/vision.py``; alone:

    python benchmarks/seeing/picking.py              200 tables, and 50 of mixed sizes
    python benchmarks/seeing/picking.py --tables 20 --json

Each table has two to six things of different colours, cubes and cylinders of 25 mm, turned
anyhow, with markers or without, in one of the six lights; on some of them one block stands on
another. On a quarter as many tables besides, things are of 20 to 30 mm: harder, since the
camera does not know beforehand how high they are. What a pupil writes is done with one of
them: look, decide, pick, place, look again. It has worked if the table itself says that this
very thing stands where it was wanted, **and** the second look says so too. Everything goes
through a practice keeper, as in a notebook.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dobotkit import Arm, Camera, Session
from dobotkit.errors import DobotKitError, OutOfReach
from dobotkit.scene import Scene
from dobotkit.things import COLOURS, TableScene, Thing

__all__ = ["GOALS", "WHOLE", "measure"]

TABLES = 200
WHOLE = {"tables": TABLES}
SEED = 20260
GOALS = {"success": 0.99, "median_mm": 1.0, "p95_mm": 2.5}

# The sides that things may have, in mm: those of a usual classroom, and others among them.
USUAL = (25.0,)
MIXED = (20.0, 25.0, 25.0, 25.0, 25.0, 25.0, 25.0, 30.0)
HEIGHT = -70.0
EDGES = (130.0, 330.0, -220.0, 220.0)
# Where things are laid: the arm reaches all of it, also with one thing on another. In mm.
NEAR, FAR = 185.0, 290.0
GAP = 14.0
TRIES = 100
# A place to put something down: as large as the largest thing.
FREE = 30.0
# So high over what it takes and puts down that it passes over two things on each other.
LIFT = 80.0
# How far a thing may stand from where it was wanted.
CLOSE = 4.0
LIGHTS = ("day", "warm", "cold", "dim", "bright", "shadow")


def table(lot: random.Random, sides: Sequence[float] = USUAL) -> TableScene:
    """Draw a table with things of these sides, in mm."""
    things: list[Thing] = []
    count = lot.randint(2, 6)
    for number, colour in enumerate(lot.sample(COLOURS, count), 1):
        side = lot.choice(sides)
        round_ = lot.random() < 0.2
        place = _free_place(lot, things, side)
        things.append(
            Thing(
                colour,
                "cylinder" if round_ else "block",
                colour,
                (side, side, side),
                (*place, HEIGHT),
                angle=lot.uniform(-45, 45),
                marker=number if lot.random() < 0.5 else None,
            )
        )
    blocks = [one for one in things if one.kind == "block"]
    if len(blocks) > 1 and lot.random() < 0.15:
        lower, upper = lot.sample(blocks, 2)
        if upper.size[0] <= lower.size[0]:
            x, y, _ = lower.place
            things.remove(upper)
            things.append(
                Thing(
                    *(upper.name, upper.kind, upper.colour, upper.size, (x, y, lower.top[2])),
                    angle=lower.angle,
                    marker=upper.marker,
                    on=lower.name,
                )
            )
    return TableScene("drawn by lot", HEIGHT, EDGES, things=tuple(things))


def _free_place(lot: random.Random, things: Sequence[Thing], side: float) -> tuple[float, float]:
    """Draw the freest of many places within reach for a thing of so many mm."""

    def gap(place: tuple[float, float]) -> float:
        return min(
            (math.dist(place, one.place[:2]) - (side + one.size[0]) * 0.71 for one in things),
            default=math.inf,
        )

    places = [_place(lot) for _ in range(TRIES)]
    return next((place for place in places if gap(place) > GAP), max(places, key=gap))


def _place(lot: random.Random) -> tuple[float, float]:
    turn, far = lot.uniform(-0.5, 0.5), lot.uniform(NEAR, FAR)
    return far * math.cos(turn), far * math.sin(turn)


def one_table(
    arm: Arm, camera: Camera, number: int, sides: Sequence[float] = USUAL
) -> dict[str, Any]:
    """Look, decide, pick, place, look again; return how it went."""
    lot = random.Random(SEED + number)  # noqa: S311 - a lot that can be drawn again
    scene_laid = table(lot, sides)
    light = lot.choice(LIGHTS)
    arm.table.reset(scene_laid)
    arm.look_from()
    camera.light = light
    below = {thing.on for thing in arm.table.things}
    wanted = lot.choice([thing for thing in arm.table.things if thing.name not in below])
    goal = _free_place(lot, arm.table.things, FREE)
    told = {"table": number, "light": light, "thing": repr(wanted), "marker": wanted.marker}
    try:
        scene = camera.look()
        told["saw"] = [repr(one) for one in scene.blocks]
        block = scene.find_block(wanted.colour)
        off = math.dist(block.position[:2], wanted.place[:2])
        told |= {"off_mm": off, "high_mm": wanted.size[2], "seen_high_mm": block.size[2]}
        arm.pick(block, lift=LIFT)
        arm.place(*goal, lift=LIFT)
        arm.look_from()
        again = camera.look()
    except DobotKitError as error:
        _recover(arm)
        return told | {"failed": type(error).__name__, "words": error.what}
    return told | _how_it_ended(arm, again, wanted, goal)


def _recover(arm: Arm) -> None:
    arm.clear_alarms()
    with contextlib.suppress(OutOfReach):  # it is high up already
        arm.move_by(z=LIFT)
    arm.suck(False)
    arm.home()


def _how_it_ended(
    arm: Arm, again: Scene, wanted: Thing, goal: tuple[float, float]
) -> dict[str, Any]:
    found = [thing for thing in arm.table.things if thing.name == wanted.name]
    if not found or found[0].on != "table":
        return {"failed": "not on the table", "words": repr(found)}
    off = math.dist(found[0].place[:2], goal)
    if off > CLOSE:
        return {"failed": "put down elsewhere", "words": f"{off:.1f} mm off"}
    try:
        seen = again.find_block(wanted.colour)
    except DobotKitError as error:
        return {"failed": "not proved", "words": error.what}
    if math.dist(seen.position[:2], goal) > CLOSE:
        return {"failed": "not proved", "words": f"seen at {seen!r}, stands at {found[0]!r}"}
    return {"failed": None, "again_mm": math.dist(seen.position[:2], found[0].place[:2])}


def measure(tables: int = 20) -> dict[str, Any]:
    """Do it with so many tables, and with a quarter as many of mixed sizes.

    Parameters
    ----------
    tables:
        How many usual ones.

    Returns
    -------
    dict
        ``success`` (0 to 1), quantiles of how far the place of the first look was off in mm,
        failures by kind and by light, and every failure in words; under ``mixed`` the same of
        the tables of mixed sizes.
    """
    begun = time.perf_counter()
    # The sign says in words that the camera is on; a benchmark says one JSON object.
    with contextlib.redirect_stdout(sys.stderr), Arm("keeper://picking?pace=instant") as arm:
        arm.home()
        session = Session()
        arm.table.reset(table(random.Random(SEED)))  # noqa: S311 - as in one_table
        with Camera(session, why="measure how often a pick works") as camera:
            usual = [one_table(arm, camera, number) for number in range(tables)]
            mixed = [one_table(arm, camera, number, MIXED) for number in range(tables // 4)]
        session.end()
    result = _summary(usual)
    return result | {
        "mixed": _summary(mixed),
        "seconds": time.perf_counter() - begun,
        "met": result["success"] >= GOALS["success"],
    }


def _summary(told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    failures = [one for one in told if one["failed"]]
    off = sorted(one["off_mm"] for one in told if "off_mm" in one)
    cuts = statistics.quantiles(off, n=20) if len(off) > 1 else [math.nan] * 19
    return {
        "tables": len(told),
        "success": 1 - len(failures) / max(len(told), 1),
        "off_mm": {
            "median": statistics.median(off) if off else math.nan,
            "p95": cuts[18],
            "worst": max(off, default=math.nan),
        },
        "failures": dict(Counter(one["failed"] for one in failures)),
        "failures_by_light": dict(Counter(one["light"] for one in failures)),
        "each_failure": failures,
    }


def main() -> None:
    """Measure, and say it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=TABLES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.tables)
    if options.json:
        print(json.dumps(result))
        return
    _say("usual", result)
    _say("of mixed sizes", result["mixed"])


def _say(kind: str, result: dict[str, Any]) -> None:
    off = result["off_mm"]
    print(f"{result['tables']} tables {kind}: {result['success']:.1%} picked, placed and proved")
    print(f"place of the first look: median {off['median']:.2f} mm, 95 % below {off['p95']:.2f} mm")
    for one in result["each_failure"]:
        print(f"  table {one['table']}, {one['light']}: {one['failed']}: {one['words']}")
        high = f"{one.get('high_mm')} mm high, seen as {one.get('seen_high_mm', 0):.1f}"
        print(f"    wanted {one['thing']}, {high}; saw {', '.join(one.get('saw', ()))}")


if __name__ == "__main__":
    main()
