"""From a motion command to a move, by the rules of the maker's planner.

Targets of joint moves and of all way-points of a jump are checked before
anything moves (alarms 0x11 and 0x12). A straight line or an arc is not: it
starts, and ends where it leaves the reach (0x21 and 0x22).
"""

from __future__ import annotations

from dobotkit.simulator.planner.arcs import round_arc
from dobotkit.simulator.planner.common import PlanError, solve
from dobotkit.simulator.planner.homing import to_home
from dobotkit.simulator.planner.jogging import jog, steer
from dobotkit.simulator.planner.paths import PathPoint, lengthen_path, to_next_point
from dobotkit.simulator.planner.ptp import to_point

__all__ = [
    "PathPoint",
    "PlanError",
    "jog",
    "lengthen_path",
    "round_arc",
    "solve",
    "steer",
    "to_home",
    "to_next_point",
    "to_point",
]
