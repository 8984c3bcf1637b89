"""The table that a simulated arm stands at: things, a belt, sensors, and how they behave.

The physics is simple and exact rather than general. A thing rests where its centre is
over what is below it, and slides off to the side otherwise; it never shares space with
another one, and never turns over. The cup takes the one thing that is right below it,
the gripper what fits between its fingers. Everything happens on the arm's clock, and what
is left to chance is decided by the seed of the scene.
"""

from __future__ import annotations

from dobotkit.simulator.table.table import Table

__all__ = ["Table"]
