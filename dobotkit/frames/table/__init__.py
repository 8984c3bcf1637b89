"""The protocol of the Magician as data: one entry for each command number.

Sources: the maker's document "Dobot Magician Communication Protocol" V1.1.5 [P],
the maker's open host program DobotLink [L], and client libraries [C]. Where
they disagree, the entry's note says so, and the form that works with running
code comes first. The simulated arm has a description of its own, on purpose:
two that were written apart can be compared, and a test does it.
"""

from __future__ import annotations

from typing import Final

from dobotkit.frames.table.arm import ARM
from dobotkit.frames.table.care import CARE
from dobotkit.frames.table.motion import MOTION
from dobotkit.frames.table.outside import OUTSIDE
from dobotkit.frames.table.queue import QUEUE

__all__ = ["BY_NAME", "TABLE"]

TABLE: Final = {command.number: command for command in (*ARM, *MOTION, *OUTSIDE, *CARE, *QUEUE)}
BY_NAME: Final = {command.name.casefold(): command for command in TABLE.values()}
