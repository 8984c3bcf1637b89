"""Calibration, wireless network and lost steps, 140 to 171; most of it by name only."""

from __future__ import annotations

from typing import Final

from dobotkit.frames.command import READ, Command, floats, order, setting
from dobotkit.frames.layout import Layout

__all__ = ["CARE"]

_CALIBRATION = "Calibration; its fields are not in this table. Leave it alone."
_WIRELESS = "Wireless network; its fields are not in this table, because one is a password."
_SENSOR_ERRORS = (Layout(floats("rear_error front_error", "°")),)

CARE: Final = (
    Command(
        *(140, "AngleSensorStaticError", "calibration of the angle sensors"),
        *(READ, _SENSOR_ERRORS, _SENSOR_ERRORS),
        note="Calibration: leave it alone.",
    ),
    *(
        Command(number, name, "", note=_CALIBRATION)
        for number, name in enumerate(
            ("AngleSensorCoef", "BaseDecoderStaticError", "LRHandCalibrateValue"), start=141
        )
    ),
    *(
        Command(number, f"WIFI{name}", "", note=_WIRELESS)
        for number, name in enumerate(
            (
                *("ConfigMode", "SSID", "Password", "IPAddress"),
                *("Netmask", "Gateway", "DNS", "ConnectStatus"),
            ),
            start=150,
        )
    ),
    setting(170, "LostStepParams", "how far off counts as lost steps", *floats("threshold", "°")),
    order(
        *(171, "LostStepCmd", "look for lost steps"),
        note="The result shows as alarms 0x50 to 0x53.",
    ),
)
