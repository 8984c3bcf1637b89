"""The virtual camera: what a camera above a simulated arm's table sees.

Pure functions of a table, the arm's joints, a rig and a moment; it needs OpenCV and numpy,
which the rest of the simulator does not.
"""

from __future__ import annotations

from dobotkit.simulator.camera.render import render
from dobotkit.simulator.camera.rig import LIGHTS, Light, Rig

__all__ = ["LIGHTS", "Light", "Rig", "render"]
