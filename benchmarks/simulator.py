"""What the simulated arm costs, and how far its planner is from a real arm.

    python benchmarks/simulator.py            a table
    python benchmarks/simulator.py --json     one JSON object

Machines are noisy, so what is compared takes turns, and medians are compared
as ratios within one run. The planner is held against a recording of a real arm
that its owner published (``tests/data/vectors.json``).
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import statistics
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from dobotkit import Arm
from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.arm.wire import QUEUED, READ, WRITE, encode
from dobotkit.simulator.clock import InstantClock, ManualClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.wire import Decoder
from dobotkit.simulator.wire import encode as encode_answer

VECTORS = Path(__file__).resolve().parents[1] / "tests" / "data" / "vectors.json"
ROUNDS = 7
GET_POSE = encode(10, READ, b"")
GET_INDEX = encode(246, READ, b"")
# A waited move is queued, asked for once (the clock is instant), and looked at.
PLACES = ((200.0, 80.0, 40.0, 0.0), (240.0, -80.0, 0.0, 30.0), (220.0, 0.0, 60.0, -30.0))
MOVES = [
    encode(84, QUEUED, struct.pack("<B4f", mode, *place))
    for mode, place in itertools.product((0, 1, 2, 9), PLACES)
]

GOALS = {
    "waited_moves_per_s": 2_000,
    "waited_moves_per_s_link": 2_000,
    "round_trips_per_s": 20_000,
}


class Task(NamedTuple):
    """Something that is timed: call it, and it has done so many of what it is about."""

    run: Callable[[], object]
    count: int


def fast(arm: Firmware) -> Firmware:
    """Bring an arm to (200, 0, 50), with parameters as ``Arm`` sets them."""
    arm.receive(encode(83, WRITE, struct.pack("<2f", 100, 100)))
    arm.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 200, 0, 50, 0)))
    assert not arm.alarms  # noqa: S101 - a benchmark of refusals would be very fast
    return arm


def repeated(frames: list[bytes], count: int, arm: Firmware) -> Task:
    """Send frames one by one, each answered, in turns until ``count`` were sent."""

    def run() -> None:
        for frame in itertools.islice(itertools.cycle(frames), count):
            if not arm.receive(frame):
                raise AssertionError(frame.hex())

    return Task(run, count)


def waited_moves(arm: Firmware, count: int) -> Task:
    """Queue a move, see that it has ended, and read the pose."""

    def run() -> None:
        for frame in itertools.islice(itertools.cycle(MOVES), count):
            index = arm.receive(frame)[5:13]
            if arm.receive(GET_INDEX)[5:13] != index or not arm.receive(GET_POSE):
                raise AssertionError(frame.hex())

    return Task(run, count)


def minute_of_motion(samples_per_s: int) -> Task:
    """Sixty seconds of moving back and forth, looked at so many times a second."""
    clock = ManualClock()
    arm = fast(Firmware(clock=clock))
    clock.advance(10)

    def run() -> None:
        step = 1 / samples_per_s if samples_per_s else 1.0
        begun, moves = clock.now(), itertools.cycle(MOVES)
        while clock.now() - begun < 60:
            while arm.idle:
                arm.receive(next(moves))
            clock.advance(step)
            if samples_per_s:
                arm.receive(GET_POSE)

    return Task(run, 1)


@contextlib.contextmanager
def tasks() -> Iterator[dict[str, Task]]:
    """All that is timed by turns."""
    decoder = Decoder()
    answer = bytes(32)

    def codec() -> None:
        for _ in range(2000):
            [frame] = decoder.feed(GET_POSE)
            encode_answer(frame.id, frame.ctrl, answer)

    port = open_port("dobotsim://bench-port?pace=instant")

    def over_port() -> None:
        for _ in range(2000):
            port.write(GET_POSE)
            port.read(38)

    link = Link(open_port("dobotsim://bench-link?pace=instant"))
    arm = Arm("dobotsim://bench-arm?pace=instant")
    places = itertools.cycle(PLACES)

    def link_moves() -> None:
        for _ in range(200):
            link.move_to(*next(places), wait=True)

    def arm_moves() -> None:
        for _ in range(100):
            arm.move_to(*next(places))

    link_moves()
    arm_moves()
    yield {
        "codec": Task(codec, 2000),
        "round_trip": repeated([GET_POSE], 2000, fast(Firmware(clock=InstantClock()))),
        "round_trip_port": Task(over_port, 2000),
        "waited_move": waited_moves(fast(Firmware(clock=InstantClock())), 500),
        "waited_move_link": Task(link_moves, 200),
        "waited_move_arm": Task(arm_moves, 100),
        "minute": minute_of_motion(0),
        "minute_at_20_hz": minute_of_motion(20),
    }
    arm.close()
    link.close()
    port.close()


def by_turns() -> dict[str, float]:
    """Median seconds of one of each."""
    with tasks() as found:
        seconds: dict[str, list[float]] = {name: [] for name in found}
        for _ in range(ROUNDS):
            for name, task in found.items():
                start = time.perf_counter()
                task.run()
                seconds[name].append((time.perf_counter() - start) / task.count)
    return {name: statistics.median(measured) for name, measured in seconds.items()}


def program_frames() -> list[bytes]:
    """A hundred commands as programs send them: half of them moves, in all ten modes."""
    angles = ((20.0, 45.0, 45.0, 0.0), (-20.0, 40.0, 50.0, 10.0))
    frames = []
    for n in range(10):
        place, angle = PLACES[n % 3], angles[n % 2]
        for mode, values in (
            (n % 3, place),
            (3 + n % 3, angle),
            (6, (5.0, 2.0, -2.0, 1.0)),
            (7 + n % 2, (5.0, 5.0, -5.0, 1.0)),
            (9, place),
        ):
            frames.append(encode(84, QUEUED, struct.pack("<B4f", mode, *values)))
        frames += [
            encode(62, QUEUED, bytes((1, n % 2))),
            encode(81, QUEUED, struct.pack("<4f", 100 + n, 100, 200, 200)),
            encode(110, QUEUED, struct.pack("<I", 100)),
            GET_INDEX,
            GET_POSE,
        ]
    return frames


def long_program(commands: int) -> dict[str, float]:
    """What a program of so many commands costs, at its start and at its end.

    In seconds of this process: other programs may be at work during these minutes.
    """
    arm = fast(Firmware(clock=InstantClock()))
    frames = program_frames()
    tenth = repeated(frames, commands // 10, arm)
    process = psutil.Process()
    tenth.run()
    begun, memory = arm.time, process.memory_info().rss
    seconds = []
    for _ in range(10):
        start = time.process_time()
        tenth.run()
        seconds.append(time.process_time() - start)
    return {
        "commands": commands,
        "seconds": sum(seconds),
        "us_per_command": sum(seconds) / commands * 1e6,
        "simulated_s": arm.time - begun,
        "times_faster_than_the_arm": (arm.time - begun) / sum(seconds),
        "last_tenth_over_first": seconds[-1] / seconds[0],
        "rss_growth_mb": (process.memory_info().rss - memory) / 1e6,
        "alarms": len(arm.alarms),
    }


def trace_error(acceleration_ratio: float) -> float:
    """Worst distance in mm from the published trace; only its start time is fitted.

    The move that the owner published, with the parameters of the owner's files:
    140 degrees/s, 100 degrees/s², no tool.
    """
    trace = json.loads(VECTORS.read_text("utf-8"))["trace"]
    clock = ManualClock()
    arm = Firmware(clock=clock)
    arm.receive(encode(60, WRITE, struct.pack("<3f", 0, 0, 0)))
    arm.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 150.020, 0, 99.939, 0)))
    clock.advance(60)
    arm.receive(encode(80, WRITE, struct.pack("<8f", *[140] * 4, *[100] * 4)))
    arm.receive(encode(83, WRITE, struct.pack("<2f", 50, acceleration_ratio)))
    arm.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 200, 0, 100, 0)))
    tick, path = 0.0005, []
    for _ in range(1000):
        path.append(arm.pose()[:3])
        clock.advance(tick)

    def error(late: int) -> float:
        distances = []
        for t, x, z in zip(trace["t"], trace["x"], trace["z"], strict=True):
            px, _, pz = path[max(0, round(t / tick) - late)]
            distances.append(((px - x) ** 2 + (pz - z) ** 2) ** 0.5)
        return max(distances)

    return min(map(error, range(round(trace["t"][2] / tick))))


def run(commands: int) -> dict[str, Any]:
    """All figures, with the goals that they are held against."""
    seconds = by_turns()
    return {
        "waited_moves_per_s": 1 / seconds["waited_move"],
        "waited_moves_per_s_link": 1 / seconds["waited_move_link"],
        "waited_moves_per_s_arm": 1 / seconds["waited_move_arm"],
        "round_trips_per_s": 1 / seconds["round_trip"],
        "round_trips_per_s_port": 1 / seconds["round_trip_port"],
        "round_trip_over_codec": seconds["round_trip"] / seconds["codec"],
        "port_over_round_trip": seconds["round_trip_port"] / seconds["round_trip"],
        "minute_of_motion_ms": seconds["minute"] * 1000,
        "minute_of_motion_at_20_hz_ms": seconds["minute_at_20_hz"] * 1000,
        "planner_error_on_trace_mm": trace_error(30),
        # Positive control: with other ratios than the owner's it does not fit.
        "planner_error_with_ratio_50_mm": trace_error(50),
        "planner_error_with_ratio_100_mm": trace_error(100),
        "long_program": long_program(commands),
        "goals": GOALS,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--commands", type=int, default=1_000_000, help="length of the long program"
    )
    options = parser.parse_args()
    figures = run(options.commands)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    program, goals = figures.pop("long_program"), figures.pop("goals")
    for name, value in figures.items():
        goal = f"  (goal >= {goals[name]:,})" if name in goals else ""
        print(f"{name:32} {value:14,.3f}{goal}")
    print("long program")
    for name, value in program.items():
        print(f"  {name:30} {value:14,.3f}")


if __name__ == "__main__":
    main()
