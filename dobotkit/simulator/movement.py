"""How one model of arm moves where it does not go from point to point, as data.

The tags of the sources are those of :mod:`dobotkit.simulator.profile`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Jog", "Path", "Rail"]

Four = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """Continuous paths (CP).

    All CP commands that follow each other in the queue are one movement; any other
    command between them ends it [-]. A relative point counts from where the command
    before it ends [L]. QueuedCmdStop and QueuedCmdClear let the arm go on to the first
    end of a command at which it can rest without braking harder than planned; a
    force stop brakes along the path, and the command in which the arm then stands
    counts as finished [-]. Started again, it goes from there to the end of the next
    command.
    """

    parameters: tuple[float, float, float, int] = (100.0, 100.0, 100.0, 0)
    """At power-on: planned acceleration (mm/s²), speed (mm/s; the sources call it junction
    velocity), acceleration or period, real-time flag [L]. In real time, the third is the
    time for each command in ms, and corners do not count; else it has no effect [L]."""

    acceleration_cap: float = 400.0
    """The planner keeps the acceleration below it, and the speed below the one of a
    straight line [-]; the parameters themselves can be set to anything [L]."""

    period: float = 0.04
    """A corner is taken so slowly that the velocity changes by no more than the planned
    acceleration does in so many seconds: ``v = acceleration × period / (2 sin(angle/2))``,
    turns of more than 90° like 90°. The period is that of the Lite's controller [L]."""

    velocity_counts: bool = True
    """Whether the velocity of a CP command lowers the speed, if it is above 0. It is in the
    document [P], and without effect in [L]."""

    keeps_wrist: bool = True
    """Whether J4 stands still, so that r turns with the base [L]; else r is kept."""


@dataclass(frozen=True, slots=True)
class Jog:
    """Jogging (JOG).

    A new direction speeds up while the one before comes to rest; from joints to
    straight axes and back the arm comes to rest first [-]. A command in the queue
    counts as finished when the arm is at rest, or when a later jog takes over; other
    commands wait for that [-]. A straight jog, too, ends where a joint does, with that
    joint's alarm [L]. It can be ended under every alarm, and begun under none but
    those of the ends of the joints [-].
    """

    joint_velocity: Four = (15.0, 15.0, 15.0, 30.0)
    joint_acceleration: Four = (50.0, 50.0, 50.0, 50.0)
    """Of J1 to J4 at power-on, in degrees/s and degrees/s² [L]."""

    line_velocity: Four = (60.0, 60.0, 60.0, 60.0)
    line_acceleration: Four = (60.0, 60.0, 60.0, 60.0)
    """Of x, y, z and r at power-on [L]."""

    velocity_cap: float = 100.0
    acceleration_cap: float = 200.0
    """Larger parameters are lowered to these when they are set [L]."""


@dataclass(frozen=True, slots=True)
class Rail:
    """The linear rail (L).

    A PTPWithL command moves it in the time of the arm; a jump does so while the arm is
    up. Where the mode is an increment, so is the place on the rail. A place past its
    ends is refused like a joint past its limit (0x12); a jog just stops there.
    Without a rail the arm moves alone. [-]
    """

    present: bool = False
    """Whether the arm has one before the host says so (DeviceWithL)."""

    low: float = 0.0
    high: float = 1000.0
    """Its ends in mm. The one sold for the Magician is 1 m long; hosts count from 0 [-]."""

    in_pose: bool = False
    """Whether the answer of GetPose has the place as a ninth number. Some clients read it
    if it is there [C]; the document and the Lite have eight [P][L]."""

    power_on_place: float = 0.0
    """Where the arm believes to be on it at power-on, in mm [-]."""

    velocity: float = 100.0
    acceleration: float = 100.0
    velocity_cap: float = 200.0
    acceleration_cap: float = 400.0
    """PTPL parameters at power-on (mm/s, mm/s²), and what larger ones are lowered to [-]."""

    jog_velocity: float = 60.0
    jog_acceleration: float = 60.0
    """JOGL parameters at power-on [-]; their caps are those of every jog."""
