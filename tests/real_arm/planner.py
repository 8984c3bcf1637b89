"""Compare a move of the arm with the simulator's planner.

The arm is asked again and again where it is while it moves. The simulator
gets the same start, tool, parameters and command, and a clock that is set
by hand, so that it can be asked for any moment. Only the moment at which
the move began is not known, and is fitted.
"""

from __future__ import annotations

import math
import statistics
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from dobotkit.geometry import Pose
from dobotkit.simulator.profile import MAGICIAN
from tests.real_arm.bench import GENTLE, JOINT_GENTLE, JOINT_SLOW, MOVJ_XYZ, SLOW, BenchArm
from tests.real_arm.findings import Fit
from tests.simulator.host import MOVJ_ANGLE, MOVL_XYZ, Host

__all__ = ["Sample", "fit", "model_of", "sample_move"]

_STEP = 0.002
_PAUSE_S = 0.002
Place = tuple[float, ...]


class Sample(NamedTuple):
    """Where the arm was (x, y, z in mm) so many seconds after the command was answered.

    ``doubt`` is how far ``t`` may be off: half the time between question and answer.
    """

    t: float
    place: Place
    doubt: float


def sample_move(
    arm: BenchArm,
    target: tuple[float, float, float],
    *,
    by_joints: bool,
    now: Callable[[], float] = time.monotonic,
) -> list[Sample]:
    """Let the arm move, and ask it all the way."""
    link = arm._link
    index = arm.queue_ptp(target, by_joints=by_joints)
    start = now()
    deadline = time.monotonic() + 60
    samples = []
    while time.monotonic() < deadline:
        before = now()
        pose = link.pose()
        after = now()
        # The arm answers somewhere between question and answer.
        samples.append(Sample((before + after) / 2 - start, pose[:3], (after - before) / 2))
        if link.current_index() >= index:
            break
        time.sleep(_PAUSE_S)
    # Now and then the computer is busy with something else in the middle of a question.
    usual = statistics.median(sample.doubt for sample in samples)
    return [sample for sample in samples if sample.doubt <= 2 * usual]


def model_of(
    start: Pose, tool: tuple[float, ...], target: tuple[float, float, float], *, by_joints: bool
) -> tuple[Callable[[float], Place], float]:
    """Where the simulator says that the arm is ``t`` seconds after the start of the same move.

    Returns
    -------
    (place, duration)
        The function, and how long the move takes in seconds.
    """
    # Nothing but the planner: no limit of the simulator may stand in the way.
    host = Host(replace(MAGICIAN, limit_tolerance=1.0))
    host.set_tool(*tool)
    host.ptp(MOVJ_ANGLE, *start.joints)
    host.finish()
    host.write(80, struct.pack("<8f", *[JOINT_SLOW] * 4, *[JOINT_GENTLE] * 4))
    host.write(81, struct.pack("<4f", SLOW, SLOW, GENTLE, GENTLE))
    host.write(83, struct.pack("<2f", 100.0, 100.0))
    host.ptp(MOVJ_XYZ if by_joints else MOVL_XYZ, *target, 0.0)
    table = [host.pose[:3]]
    while not host.arm.idle:
        host.wait(_STEP)
        table.append(host.pose[:3])
        assert len(table) < 60 / _STEP, "the model does not come to rest"

    def place(t: float) -> Place:
        steps = min(max(t / _STEP, 0.0), len(table) - 1.0)
        i = min(int(steps), len(table) - 2)
        part = steps - i
        return tuple(a + (b - a) * part for a, b in zip(table[i], table[i + 1], strict=True))

    return place, (len(table) - 1) * _STEP


def fit(samples: Sequence[Sample], place: Callable[[float], Place], duration: float) -> Fit:
    """Find the start that fits best, and how far the samples are from the model then."""
    # Before it begins and after its end the model stands still, and says nothing about time.
    moving = [s for s in samples if math.dist(s.place, samples[0].place) > 0]
    assert moving, "the arm did not move"

    def rms(start: float) -> float:
        return math.sqrt(
            sum(math.dist(s.place, place(s.t - start)) ** 2 for s in samples) / len(samples)
        )

    low, high = moving[0].t - duration / 2 - 0.1, moving[0].t + 0.1
    step = 0.01
    best = min((low + i * step for i in range(math.ceil((high - low) / step) + 1)), key=rms)
    while step > 1e-5:  # s
        step /= 4
        best = min((best - 2 * step, best - step, best, best + step, best + 2 * step), key=rms)
    largest = max(math.dist(s.place, place(s.t - best)) for s in samples)
    return Fit(len(samples), duration, best * 1000, rms(best), largest)
