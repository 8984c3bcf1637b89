"""What keeps a notebook's kernel from sending anything, and from keeping anything elsewhere.

``tiers`` finds how strong a guard this computer can have; ``kernel`` is the program that
puts it up around itself and then runs a notebook's kernel; ``in_force`` says, in such a
kernel, what it has proved.
"""

from __future__ import annotations

from dobotkit.guard.state import in_force
from dobotkit.guard.tiers import Tier, Verdict, strongest

__all__ = ["Tier", "Verdict", "in_force", "strongest"]
