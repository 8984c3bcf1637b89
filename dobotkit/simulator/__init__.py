"""Pretends to be a Dobot Magician, true to the bytes on the wire.

Open ``dobotsim://NAME`` with pySerial, or attach any other program to a
pseudo-terminal or over TCP with ``dobotkit sim``. The firmware, its
planner and its codec are written from the maker's documents and from published
recordings of real arms, and share nothing with the code that drives arms.
"""

from __future__ import annotations

from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy, Profile
from dobotkit.simulator.profiles import PROFILES, profile_named

__all__ = ["MAGICIAN", "PROFILES", "AlarmPolicy", "Firmware", "Profile", "profile_named"]
