"""Drive a Dobot Magician, real or simulated, from a notebook.

::

    from dobotkit import Arm, show

    arm = Arm()
    show(arm)
    arm.home()
    arm.move_to(200, 0, 50)
    arm.close()
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dobotkit import lesson, mrz, wire
    from dobotkit.arm.arm import Arm
    from dobotkit.arm.track import Track
    from dobotkit.camera import Camera
    from dobotkit.drawing import Drawing
    from dobotkit.errors import DobotKitError, OutOfReach
    from dobotkit.geometry import Point, Pose
    from dobotkit.session.session import Session
    from dobotkit.watching import watch
    from dobotkit.widgets.show import show

__all__ = [
    "Arm",
    "Camera",
    "DobotKitError",
    "Drawing",
    "OutOfReach",
    "Point",
    "Pose",
    "Session",
    "Track",
    "lesson",
    "mrz",
    "show",
    "watch",
    "wire",
]

# Names are looked up when they are first used: `import dobotkit` stays quick,
# and a command such as `dobotkit --help` never loads widgets or pyserial.
_HOMES = {
    "Arm": "dobotkit.arm.arm",
    "Camera": "dobotkit.camera",
    "DobotKitError": "dobotkit.errors",
    "Drawing": "dobotkit.drawing",
    "OutOfReach": "dobotkit.errors",
    "Point": "dobotkit.geometry",
    "Pose": "dobotkit.geometry",
    "Session": "dobotkit.session.session",
    "Track": "dobotkit.arm.track",
    "show": "dobotkit.widgets",
    "watch": "dobotkit.watching",
}


def __getattr__(name: str) -> object:
    if name in ("lesson", "mrz", "wire"):
        return importlib.import_module(f"dobotkit.{name}")
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  # slow to import, rarely asked

        return version("dobotkit-classroom")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    msg = f"module 'dobotkit' has no name {name!r}; it has {', '.join(__all__)}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
