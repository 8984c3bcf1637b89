"""What an arm tells a console, as plain data in words: pose, alarms, sensors, points."""

from __future__ import annotations

from typing import Any

from dobotkit.arm.alarms import told
from dobotkit.arm.arm import Arm
from dobotkit.errors import NotFitted
from dobotkit.geometry import Pose

__all__ = ["alarms_of", "points_of", "pose_rows", "readings_of"]

_UNITS = {"x": "mm", "y": "mm", "z": "mm"}


def pose_rows(pose: Pose) -> list[list[str]]:
    """Name, value and unit of each part of a pose."""
    values = zip(pose._fields, pose, strict=True)
    return [[name, _number(value), _UNITS.get(name, "°")] for name, value in values]


def alarms_of(arm: Arm) -> list[dict[str, str]]:
    """Each alarm that the arm told last, and its remedy."""
    return [
        {"words": f"{one.words} (alarm 0x{one.code:02X})", "remedy": one.remedy}
        for one in told(arm.alarms)
    ]


def readings_of(arm: Arm) -> dict[str, Any]:
    """What is plugged in, as far as a notebook has said so.

    Returns
    -------
    dict
        ``rows``: name and reading of belt, sensors and pins that are read; ``outputs``:
        the numbers of the pins that are switched.
    """
    rows: list[list[str]] = []
    for read in (_belt, _colour, _infrared):
        try:
            rows.append(list(read(arm)))
        except NotFitted:
            continue
    used = arm.io.used
    for pin, use in used.items():
        if use == "input":
            rows.append([f"Pin EIO{pin}", "on" if arm.io.input(pin) else "off"])
        elif use == "analogue":
            rows.append([f"Pin EIO{pin}", f"{arm.io.analogue(pin)} of 4095"])
        elif use == "pulses":
            rows.append([f"Pin EIO{pin}", "gives out pulses"])
    return {"rows": rows, "outputs": [pin for pin, use in used.items() if use == "output"]}


def points_of(arm: Arm) -> list[list[str]]:
    """Name and place of each taught point."""
    return [
        [name, f"x {_number(p.x)}, y {_number(p.y)}, z {_number(p.z)} mm, r {_number(p.r)}°"]
        for name, p in arm.points.items()
    ]


def _belt(arm: Arm) -> tuple[str, str]:
    return "Belt", f"{_number(arm.belt.speed)} mm/s"


def _colour(arm: Arm) -> tuple[str, str]:
    sensor = arm.colour_sensor
    seen = sensor.read()
    return (
        f"Colour sensor at {sensor.socket}",
        f"{seen.name} (red {seen.red}, green {seen.green}, blue {seen.blue})",
    )


def _infrared(arm: Arm) -> tuple[str, str]:
    sensor = arm.infrared_sensor
    return f"Infra-red sensor at {sensor.socket}", "something" if sensor.read() else "nothing"


def _number(value: float) -> str:
    # Never "-0.0"; and a true minus sign, which screen readers say.
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")
