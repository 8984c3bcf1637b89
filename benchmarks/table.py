"""What a table with things on it costs the simulated arm.

    python benchmarks/table.py            a table
    python benchmarks/table.py --json     one JSON object

The same moves at four arms that take turns: without a table, at an empty one, and at
one with thirty blocks, once high above them and once down between them, and with the
belt running. Machines are noisy, so medians are compared as ratios within one run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import struct
import time
from collections.abc import Callable
from typing import Any

from table_view import GOALS as VIEW_GOALS
from table_view import view_costs

from dobotkit.arm.wire import QUEUED, READ, WRITE, encode
from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.scene import load_scene
from dobotkit.things import Belt, TableScene, Thing

ROUNDS = 9
MOVES = 120
HEIGHT = -70.0
EDGES = (130.0, 330.0, -220.0, 220.0)
GET_INDEX = encode(246, READ, b"")

# High above the things, and just above the table between them.
HIGH = ((200.0, 80.0, 40.0), (240.0, -80.0, 0.0), (220.0, 0.0, 60.0))
LOW = ((235.0, 100.0, -60.0), (235.0, -100.0, -60.0), (235.0, 0.0, -40.0))


def thirty_blocks(*, belt: bool = False) -> TableScene:
    """Thirty small blocks in three rows, with lanes between the rows."""
    things = [
        Thing(f"b{row}-{n}", "block", "red", (15.0, 15.0, 15.0), (x, -90.0 + 20 * n, HEIGHT))
        for row, x in enumerate((195.0, 215.0, 265.0))
        for n in range(10)
    ]
    if belt:
        riders = [
            Thing(f"r{n}", "block", "blue", (15.0, 15.0, 15.0), (300.0, -180.0 + 30 * n, -60.0))
            for n in range(5)
        ]
        conveyor = Belt((300.0, 0.0, HEIGHT), (400.0, 30.0, 10.0), 90.0)
        things = things[:25] + riders
        return TableScene("thirty on a belt", HEIGHT, EDGES, things=tuple(things), belt=conveyor)
    return TableScene("thirty", HEIGHT, EDGES, things=tuple(things))


def arm_at(scene: TableScene | None) -> Firmware:
    """An arm with parameters as ``Arm`` sets them, at a table."""
    arm = Firmware(clock=InstantClock())
    arm.receive(encode(83, WRITE, struct.pack("<2f", 100, 100)))
    arm.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 235, 0, 50, 0)))
    arm.receive(GET_INDEX)
    arm.world.set_scene(scene)
    return arm


def moves(
    arm: Firmware, places: tuple[tuple[float, float, float], ...], modes: tuple[int, ...] = (1, 2)
) -> Callable[[], None]:
    """Queue moves, each waited for."""
    frames = [
        encode(84, QUEUED, struct.pack("<B4f", mode, *place, 0.0))
        for mode, place in itertools.product(modes, places)
    ]

    def run() -> None:
        for frame in itertools.islice(itertools.cycle(frames), MOVES):
            index = arm.receive(frame)[5:13]
            if arm.receive(GET_INDEX)[5:13] != index:
                raise AssertionError(frame.hex())
        if arm.alarms:
            raise AssertionError(arm.alarms)

    return run


def looks(arm: Firmware) -> Callable[[], None]:
    """Ask what is on the table."""

    def run() -> None:
        for _ in range(MOVES):
            arm.world.table_now()

    return run


def tasks() -> dict[str, Callable[[], None]]:
    """All that is timed by turns."""
    blocks = thirty_blocks()
    running = arm_at(thirty_blocks(belt=True))

    def with_belt() -> None:
        # 20 mm/s, back and forth, so that nothing leaves the belt.
        sense = 1 if running.world.table_now().things[-1].place[1] < -40 else -1
        running.receive(encode(135, WRITE, struct.pack("<2Bi", 0, 1, sense * 5659)))
        by_belt()

    by_belt = moves(running, HIGH)
    return {
        "no_table": moves(arm_at(None), HIGH),
        "empty_table": moves(arm_at(load_scene("empty")), HIGH),
        "thirty_blocks_above": moves(arm_at(blocks), HIGH),
        "no_table_low": moves(arm_at(None), LOW, (2,)),
        "thirty_blocks_between": moves(arm_at(blocks), LOW, (2,)),
        "thirty_with_belt": with_belt,
        "table_now": looks(arm_at(blocks)),
    }


def by_turns() -> dict[str, float]:
    """Median seconds of one of each."""
    found = tasks()
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for run in found.values():
        run()
    for _ in range(ROUNDS):
        for name, run in found.items():
            start = time.perf_counter()
            run()
            seconds[name].append((time.perf_counter() - start) / MOVES)
    return {name: statistics.median(measured) for name, measured in seconds.items()}


def measure() -> dict[str, Any]:
    """All figures."""
    seconds = by_turns()
    return {
        "moves_per_s": {
            name: round(1 / each) for name, each in seconds.items() if name != "table_now"
        },
        "empty_over_none": seconds["empty_table"] / seconds["no_table"],
        "thirty_above_over_none": seconds["thirty_blocks_above"] / seconds["no_table"],
        "thirty_between_over_none": seconds["thirty_blocks_between"] / seconds["no_table_low"],
        "thirty_above_over_empty": seconds["thirty_blocks_above"] / seconds["empty_table"],
        "belt_over_none": seconds["thirty_with_belt"] / seconds["no_table"],
        "table_now_us": seconds["table_now"] * 1e6,
        **view_costs(),
        "goals": {**VIEW_GOALS, "empty_over_none": 1.2, "thirty_above_over_empty": 1.2},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.pop("moves_per_s").items():
        print(f"{name:28} {value:10,} moves/s")
    goals = figures.pop("goals")
    for name, value in figures.items():
        goal = f"  (goal <= {goals[name]})" if name in goals else ""
        print(f"{name:28} {value:10.2f}{goal}")


if __name__ == "__main__":
    main()
