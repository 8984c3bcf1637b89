"""What was found out about one arm: numbers only, nothing that says whose arm it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Findings", "Fit", "Timing"]


class Timing(NamedTuple):
    """How long a kind of exchange takes, in ms."""

    count: int
    median: float
    p95: float
    longest: float


class Fit(NamedTuple):
    """How well the simulator's planner tells where the arm is during a move.

    ``start_ms`` is the one number that was fitted: how long after the answer
    to the command the move began. Differences in mm.
    """

    samples: int
    seconds: float
    start_ms: float
    rms: float
    largest: float


@dataclass
class Findings:
    """Filled by the tests while they run; what was not measured stays empty.

    Attributes
    ----------
    version:
        The three numbers of the firmware.
    hardware:
        The byte that tells the hardware, where the answer is long enough.
    tool:
        The tool offset that the arm reckons with, in mm.
    lengths:
        How many bytes the answer to a command has; None where none came.
    exchanges:
        Timing by kind of exchange.
    asked_reported:
        Distance in mm between where the arm was sent and what it reported.
    turn_error:
        The same for r, in degrees.
    came_back:
        Largest distance in mm between poses reported at one place.
    model_error:
        Distance in mm between the reported position and the kit's formula for
        the reported angles.
    speed_ratio:
        Measured time over expected time of one straight move.
    home_s:
        How long homing took, in seconds.
    braking_mm:
        How far the arm went on after stop, in mm.
    fits:
        Of the planner, by kind of move.
    alarms:
        Numbers of all alarms that were seen.
    alarm_of_far_target:
        Numbers of the alarms after a joint move to a place far out of reach.
    queue_under_alarm:
        Whether other commands in the queue go on under an alarm.
    index_restarts:
        Whether the queue counts from the start again after a clear.
    """

    version: tuple[int, ...] = ()
    hardware: int | None = None
    tool: tuple[float, ...] = ()
    lengths: dict[int, int | None] = field(default_factory=dict)
    exchanges: dict[str, Timing] = field(default_factory=dict)
    asked_reported: list[float] = field(default_factory=list)
    turn_error: float | None = None
    came_back: float | None = None
    model_error: float | None = None
    speed_ratio: float | None = None
    home_s: float | None = None
    braking_mm: float | None = None
    fits: dict[str, Fit] = field(default_factory=dict)
    alarms: set[int] = field(default_factory=set)
    alarm_of_far_target: tuple[int, ...] | None = None
    queue_under_alarm: bool | None = None
    index_restarts: bool | None = None
