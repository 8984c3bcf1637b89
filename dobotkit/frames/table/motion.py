"""Motion, 70 to 103: by hand (JOG), to a point (PTP), on a path (CP), on an arc (ARC)."""

from __future__ import annotations

from typing import Final

from dobotkit.frames.codes import CP_MODES, JOG, LEVELS, PTP_MODES
from dobotkit.frames.command import Command, floats, order, setting
from dobotkit.frames.layout import Field, Layout

__all__ = ["MOTION"]

_ANGLES = ("j1", "j2", "j3", "j4")
_UNKNOWN = "Lite and newer; its fields are not in this table."


def _joints(what: str, unit: str) -> tuple[Field, ...]:
    return floats(" ".join(f"{joint}_{what}" for joint in _ANGLES), unit)


def _axes(what: str, unit: str) -> tuple[Field, ...]:
    length, angle = f"mm/{unit}", f"°/{unit}"
    return (
        *floats(f"x_{what} y_{what} z_{what}", length),
        Field(f"r_{what}", "f32", angle),
    )


_JOINT_PARAMS = (*_joints("velocity", "°/s"), *_joints("acceleration", "°/s²"))
_RATIOS = floats("velocity_ratio acceleration_ratio", "%")
_RAIL_PARAMS = (Field("velocity", "f32", "mm/s"), Field("acceleration", "f32", "mm/s²"))
_SPEEDS = (
    Field("xyz_velocity", "f32", "mm/s"),
    Field("r_velocity", "f32", "°/s"),
    Field("xyz_acceleration", "f32", "mm/s²"),
    Field("r_acceleration", "f32", "°/s²"),
)
# In the modes with angles these are j1 to j4 in degrees.
_TARGET = (*floats("x y z", "mm"), Field("r", "f32", "°"))
_PTP = (Field("mode", "u8", codes=PTP_MODES), *_TARGET)
_PTP_RAIL = (*_PTP, Field("rail", "f32", "mm"))
_ON_THE_WAY = (
    Field("ratio", "u8", "%", meaning="how much of the way is gone"),
    Field("io", "u16"),
    Field("level", "u8", codes=LEVELS),
)
_COUNT = Field("count", "u8", meaning="how many outputs follow")
_CP = (Field("mode", "u8", codes=CP_MODES), *floats("x y z", "mm"))
_ARC = (
    *floats("via_x via_y via_z", "mm"),
    Field("via_r", "f32", "°"),
    *floats("to_x to_y to_z", "mm"),
    Field("to_r", "f32", "°"),
)
_POINT_NOTE = "In the modes ANGLE and MOVJ_INC the four numbers are j1 to j4 in degrees."


def _with_outputs(number: int, name: str, meaning: str, target: tuple[Field, ...]) -> Command:
    forms = (Layout(target, _ON_THE_WAY), Layout((*target, _COUNT), _ON_THE_WAY))
    return Command(
        *(number, name, meaning),
        takes=forms,
        queue=True,
        note="DobotLink puts a byte with their count before the outputs; the document does not.",
    )


MOTION: Final = (
    setting(70, "JOGJointParams", "speed of moving joints by hand", *_JOINT_PARAMS),
    setting(
        *(71, "JOGCoordinateParams", "speed of moving by hand"),
        *_axes("velocity", "s"),
        *_axes("acceleration", "s²"),
    ),
    setting(72, "JOGCommonParams", "how much of the speed by hand is used", *_RATIOS),
    order(
        *(73, "JOGCmd", "move by hand, until idle is sent"),
        Field("of", "u8", codes={0: "x, y, z, r", 1: "joints"}),
        Field("direction", "u8", codes=JOG),
        note="Sent at once and not queued, so that idle is never stuck in a queue.",
    ),
    setting(
        *(74, "JOGLParams", "speed of moving the rail by hand"),
        *_RAIL_PARAMS,
        note="The document says 32 bytes; it is 8.",
    ),
    setting(80, "PTPJointParams", "speed of the joints", *_JOINT_PARAMS),
    setting(81, "PTPCoordinateParams", "speed in a straight line", *_SPEEDS),
    setting(
        *(82, "PTPJumpParams", "how high a jump goes"),
        *floats("jump_height z_limit", "mm"),
        note="Also sets both heights of 87.",
    ),
    setting(83, "PTPCommonParams", "how much of the speed is used", *_RATIOS),
    order(84, "PTPCmd", "move to a point", *_PTP, note=_POINT_NOTE),
    setting(
        *(85, "PTPLParams", "speed of the rail"),
        *_RAIL_PARAMS,
        note="The document says 32 bytes; it is 8.",
    ),
    order(86, "PTPWithLCmd", "move to a point, with the rail", *_PTP_RAIL, note=_POINT_NOTE),
    setting(
        *(87, "PTPJump2Params", "how high a jump goes at its two ends"),
        *floats("start_height end_height z_limit", "mm"),
        note="The document says 8 bytes; it is 12.",
    ),
    _with_outputs(88, "PTPPOCmd", "move to a point, and switch outputs on the way", _PTP),
    _with_outputs(89, "PTPPOWithLCmd", "the same with the rail", _PTP_RAIL),
    setting(
        *(90, "CPParams", "speed on a path"),
        Field("plan_acceleration", "f32", "mm/s²"),
        Field("junction_velocity", "f32", "mm/s"),
        Field("acceleration_or_period", "f32", meaning="mm/s², or ms where real_time is on"),
        Field("real_time", "u8", codes={0: "off", 1: "on"}),
    ),
    order(
        *(91, "CPCmd", "next point of a path"),
        *_CP,
        Field("velocity", "f32", "mm/s"),
        also=(
            Layout(
                (*_CP, Field("last_byte", "u8")),
                flaw="14 bytes, as pydobot 1.3.2 sends them; the arm expects 17.",
            ),
        ),
    ),
    order(92, "CPLECmd", "next point of an engraving", *_CP, Field("power", "f32", "%")),
    *(
        Command(93 + i, name, "", note=_UNKNOWN)
        for i, name in enumerate(("CPRHeadHold", "CPCommonParams", "CP2Cmd"))
    ),
    setting(100, "ARCParams", "speed on an arc", *_SPEEDS),
    order(101, "ARCCmd", "move on an arc through one point to another", *_ARC),
    order(
        102, "CircleCmd", "move in circles", *_ARC, Field("turns", "u32"), note="Newer firmware."
    ),
    setting(
        *(103, "ARCCommonParams", "how much of the speed on an arc is used"),
        *_RATIOS,
        note="Newer firmware; the fields are those of 83.",
    ),
)
