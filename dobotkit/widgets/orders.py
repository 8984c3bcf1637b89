"""What a page can tell an arm: each order is one verb of ``Arm``, and a sentence about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dobotkit.arm.arm import Arm
from dobotkit.geometry import Pose
from dobotkit.widgets.sight import millimetres

__all__ = ["Order", "place_of", "read_order"]

Order = Callable[[Arm], str]
"""Does something with an arm, and says what in one sentence."""

_AXES = ("x", "y", "z", "r")


def read_order(message: object) -> Order | None:
    """Return what a message of a page wants; None for one that is no order.

    Numbers and names are checked by ``Arm``, as those of a pupil's cell are.

    Parameters
    ----------
    message:
        For example ``{"do": "jog", "axis": "x", "by": 5}``.
    """
    if not isinstance(message, dict):
        return None
    order = _ORDERS.get(str(message.get("do")))
    return partial(order, message) if order is not None else None


def place_of(pose: Pose) -> str:
    """A place in words."""
    x, y, z = map(millimetres, pose.position)
    return f"x {x}, y {y}, z {z} mm"


def _jog(message: Mapping[str, Any], arm: Arm) -> str:
    axis, by = message.get("axis"), message.get("by")
    steps: list[Any] = [by if axis == one else 0.0 for one in _AXES]
    arm.move_by(*steps)
    pose = arm.last_pose
    return f"The arm is at {place_of(pose)}, r {pose.r:.0f}°.".replace("-", "−")


def _home(_message: Mapping[str, Any], arm: Arm) -> str:
    arm.home()
    return f"The arm is at home, at {place_of(arm.last_pose)}."


def _speed(message: Mapping[str, Any], arm: Arm) -> str:
    velocity, acceleration = arm.pace
    arm.speed(message.get("velocity", velocity), message.get("acceleration", acceleration))
    velocity, acceleration = arm.pace
    return f"At most {velocity:g} mm/s from now on, getting fast at {acceleration:g} mm/s²."


def _suck(message: Mapping[str, Any], arm: Arm) -> str:
    arm.suck(message.get("on"))  # type: ignore[arg-type]  # Arm says what it wants
    return f"The suction is {'on' if arm.suction else 'off'}."


def _grip(message: Mapping[str, Any], arm: Arm) -> str:
    arm.grip(message.get("on"))  # type: ignore[arg-type]  # Arm says what it wants
    return f"The gripper is {'closed' if arm.gripping else 'open'}."


def _output(message: Mapping[str, Any], arm: Arm) -> str:
    pin, on = message.get("pin"), message.get("on")
    arm.io.output(pin, on)  # type: ignore[arg-type]  # Arm says what it wants
    return f"Pin EIO{pin} is {'on' if on else 'off'}."


def _clear(_message: Mapping[str, Any], arm: Arm) -> str:
    left = arm.clear_alarms()
    if left:
        return f"An alarm is left: {left[0].words}. {left[0].remedy}"
    return "No alarm is left."


def _add(message: Mapping[str, Any], arm: Arm) -> str:
    name = _name(message)
    known = name in arm.points
    # Finer than any arm is; and short enough to be read.
    arm.points[name] = [round(value, 2) for value in arm.pose()[:4]]
    return f"“{name}” was {'taught anew' if known else 'added'}."


def _go(message: Mapping[str, Any], arm: Arm) -> str:
    name = _name(message)
    arm.move_to(*arm.points[name])
    return f"The arm is at the point {name}: {place_of(arm.last_pose)}."


def _delete(message: Mapping[str, Any], arm: Arm) -> str:
    name = _name(message)
    del arm.points[name]
    return f"The point {name} is deleted."


def _name(message: Mapping[str, Any]) -> str:
    return str(message.get("name", "")).strip()


_ORDERS: dict[str, Callable[[Mapping[str, Any], Arm], str]] = {
    "jog": _jog,
    "home": _home,
    "speed": _speed,
    "suck": _suck,
    "grip": _grip,
    "output": _output,
    "clear": _clear,
    "add": _add,
    "go": _go,
    "delete": _delete,
}
