"""Continuous paths (CP): one segment for each command, joined by their corners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf, sqrt
from typing import NamedTuple

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.motion import Activity, PathMove, Segment, Track
from dobotkit.simulator.planner.common import PlanError, must_be_finite
from dobotkit.simulator.registers import CP
from dobotkit.simulator.state import State

__all__ = ["PathPoint", "lengthen_path", "to_next_point"]

_RELATIVE, _ABSOLUTE = 0, 1
_MS = 1000.0


class PathPoint(NamedTuple):
    """A CP command: mode, x, y, z, its velocity (mm/s) if it has one, what happens as it begins."""

    mode: int
    point: tuple[float, float, float]
    velocity: float | None = None
    cue: Callable[[], None] | None = None


def to_next_point(state: State, point: PathPoint) -> PathMove:
    """Plan a path of one segment, from where the arm stands."""
    return PathMove(state.joints, (_segment(state, point, ()),))


def lengthen_path(
    state: State, path: Activity, t: float, points: Iterable[PathPoint]
) -> tuple[PathMove, int] | None:
    """Let a path that has been running for ``t`` seconds go on to more points.

    Return the longer path and how many of the points that are; None if none is.
    A point that cannot be planned, another tool, and the end of the reach
    end the path.
    """
    if not isinstance(path, PathMove) or path.segments[-1].tool != state.tool:
        return None
    segments: list[Segment] = []
    before = list(path.segments)
    for point in points:
        try:
            segment = _segment(state, point, before)
        except PlanError:
            break
        segments.append(segment)
        before.append(segment)
        if segment.alarm is not None:
            break
    return (path.join(t, tuple(segments)), len(segments)) if segments else None


def _segment(state: State, point: PathPoint, before: Sequence[Segment]) -> Segment:
    profile = state.profile
    x, y, z, r = state.place(state.joints)
    # J4 and r are those of the arm as it stood when the path began.
    start = before[-1].end if before else (x, y, z, r)
    if point.mode == _RELATIVE:
        end = (start[0] + point.point[0], start[1] + point.point[1], start[2] + point.point[2], r)
    elif point.mode == _ABSOLUTE:
        end = (*point.point, r)
    else:
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    must_be_finite(*start, *end)
    tool = state.tool
    wrist = state.joints[3] if profile.path.keeps_wrist else None
    track = Track(state.linkage, tool, start, end, profile.path_step, wrist=wrist)
    reach, alarm = track.end_of_reach()

    planned, junction, period, in_real_time = state.registers[CP]
    acceleration = min(planned, profile.path.acceleration_cap)
    velocity = min(junction, profile.line_velocity_cap)
    if in_real_time:
        if track.length > 0 and period > 0:
            velocity = min(velocity, _MS * track.length / period)
        corner = inf
    else:
        if profile.path.velocity_counts and point.velocity is not None and point.velocity > 0:
            velocity = min(velocity, point.velocity)
        corner = _corner(before, track, acceleration * profile.path.period)
    return Segment(
        track,
        end,
        tool,
        velocity=velocity,
        acceleration=acceleration,
        brake=profile.brake_factor * acceleration,
        corner=corner,
        reach=reach,
        alarm=alarm,
        cue=point.cue,
    )


def _corner(before: Sequence[Segment], track: Track, jump: float) -> float:
    """Return how fast a corner may be taken, so that the velocity jumps by that much at most.

    Turned by an angle at the speed v, the velocity changes by ``2 v sin(angle/2)``. Turns of more
    than 90° are taken like 90°.
    """
    headings = (segment.track.heading for segment in reversed(before) if segment.track.length)
    heading = next(headings, None)
    if heading is None or not track.length:
        return inf
    cosine = sum(a * b for a, b in zip(heading, track.heading, strict=True))
    half = sqrt((1 - min(max(cosine, 0.0), 1.0)) / 2)
    return jump / (2 * half) if half > 0 else inf
