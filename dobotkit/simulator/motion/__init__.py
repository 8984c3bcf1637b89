"""What the arm does for a while: moves and pauses, evaluated at any time.

Each is planned once, then asked for the joint angles ``t`` seconds after its
start; nothing is stepped. A move knows how long it lasts, which alarm ends it
early, and what becomes of it when the brake is applied.
"""

from __future__ import annotations

from dobotkit.simulator.motion.activity import Activity, Cue, Halt, Pause, Watch
from dobotkit.simulator.motion.arc import Arc
from dobotkit.simulator.motion.course import Course, Track
from dobotkit.simulator.motion.jog import Drive, JogLegs, JogMove, Workspace
from dobotkit.simulator.motion.joint import JointMove
from dobotkit.simulator.motion.legs import Legs
from dobotkit.simulator.motion.line import LineMove, LineSpeeds
from dobotkit.simulator.motion.outputs import CuedMove
from dobotkit.simulator.motion.path import PathMove, Segment
from dobotkit.simulator.motion.rail import RailMove

__all__ = [
    "Activity",
    "Arc",
    "Course",
    "Cue",
    "CuedMove",
    "Drive",
    "Halt",
    "JogLegs",
    "JogMove",
    "JointMove",
    "Legs",
    "LineMove",
    "LineSpeeds",
    "PathMove",
    "Pause",
    "RailMove",
    "Segment",
    "Track",
    "Watch",
    "Workspace",
]
