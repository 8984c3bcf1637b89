"""What the numbers of a code stand for."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CP_MODES",
    "HAND_BUTTON",
    "IO_FUNCTIONS",
    "JOG",
    "LEVELS",
    "OFF_ON",
    "PTP_MODES",
    "RAIL_VERSIONS",
    "SENSOR_PORTS",
    "TRIGGER_MODES",
]

OFF_ON: Final = {0: "off", 1: "on"}
LEVELS: Final = {0: "low", 1: "high"}
HAND_BUTTON: Final = {0: "when let go", 1: "at intervals"}
RAIL_VERSIONS: Final = {0: "V1", 1: "V2"}
CP_MODES: Final = {0: "relative", 1: "absolute"}
TRIGGER_MODES: Final = {0: "level", 1: "ADC"}

PTP_MODES: Final = {
    0: "JUMP_XYZ",
    1: "MOVJ_XYZ",
    2: "MOVL_XYZ",
    3: "JUMP_ANGLE",
    4: "MOVJ_ANGLE",
    5: "MOVL_ANGLE",
    6: "MOVJ_INC",
    7: "MOVL_INC",
    8: "MOVJ_XYZ_INC",
    9: "JUMP_MOVL_XYZ",
}

JOG: Final = {
    0: "idle",
    1: "x+ or j1+",
    2: "x- or j1-",
    3: "y+ or j2+",
    4: "y- or j2-",
    5: "z+ or j3+",
    6: "z- or j3-",
    7: "r+ or j4+",
    8: "r- or j4-",
}

# As client programs have it, which agree with each other; the maker's document
# exchanges the first two.
IO_FUNCTIONS: Final = {
    0: "none",
    1: "digital output",
    2: "PWM",
    3: "digital input",
    4: "ADC",
    5: "digital input, pull-up",
    6: "digital input, pull-down",
}

SENSOR_PORTS: Final = {0: "GP1", 1: "GP2", 2: "GP4", 3: "GP5"}
