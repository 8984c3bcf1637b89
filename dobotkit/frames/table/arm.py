"""The arm itself, 0 to 69: name, pose, alarms, home, tools."""

from __future__ import annotations

from typing import Final

from dobotkit.frames.codes import HAND_BUTTON, OFF_ON, RAIL_VERSIONS
from dobotkit.frames.command import READ, Command, floats, order, question, setting
from dobotkit.frames.layout import EMPTY, Field, Layout

__all__ = ["ARM"]


def _text(name: str) -> Layout:
    return Layout((Field(name, "text"),))


def _switch(number: int, name: str, meaning: str, on: str, note: str = "") -> Command:
    return setting(
        number,
        name,
        meaning,
        Field("enabled", "u8", codes=OFF_ON, meaning="is it powered"),
        Field("on", "u8", codes=OFF_ON, meaning=on),
        note=note,
    )


_VERSION = (Field("major", "u8"), Field("minor", "u8"), Field("revision", "u8"))
_POSE = (*floats("x y z", "mm"), *floats("r j1 j2 j3 j4", "°"))

ARM: Final = (
    Command(
        *(0, "DeviceSN", "serial number"),
        asks=READ,
        tells=(_text("serial_number"),),
        takes=(_text("serial_number"),),
    ),
    Command(
        *(1, "DeviceName", "name of the arm"),
        asks=READ,
        tells=(_text("name"),),
        takes=(_text("name"),),
    ),
    Command(
        *(2, "DeviceVersion", "version of the firmware"),
        asks=READ,
        tells=(Layout(_VERSION), Layout((*_VERSION, Field("more", "bytes")))),
        note="The document has 3 bytes; real arms answer more.",
    ),
    Command(
        *(3, "DeviceWithL", "is there a rail"),
        asks=READ,
        tells=(Layout((Field("with_rail", "u8", codes=OFF_ON),)),),
        takes=(
            Layout(
                (
                    Field("with_rail", "u8", codes=OFF_ON),
                    Field("version", "u8", codes=RAIL_VERSIONS),
                )
            ),
        ),
        queue=True,
        note="A real arm was seen to answer with control byte 2 and an index.",
    ),
    question(4, "DeviceTime", "time since power-on", Field("time", "u32", "ms")),
    question(
        *(5, "DeviceID", "number of the controller"),
        *(Field(name, "u32") for name in ("first", "second", "third")),
        note="The document prints 4; all programs use 5.",
    ),
    Command(
        *(7, "ProductName", "name of the model"),
        asks=READ,
        tells=(_text("model"),),
        note="Lite and Magic Box.",
    ),
    Command(
        *(10, "GetPose", "where the arm is"),
        asks=READ,
        tells=(Layout(_POSE), Layout((*_POSE, Field("rail", "f32", "mm")))),
        note="Some firmware adds a ninth number, the position on the rail.",
    ),
    order(
        *(11, "ResetPose", "correct the pose"),
        Field("manual", "u8", codes={0: "automatic", 1: "manual"}),
        *floats("rear_angle front_angle", "°"),
        queue=False,
    ),
    question(13, "GetPoseL", "where the arm is on its rail", Field("rail", "f32", "mm")),
    Command(15, "CheckPoseLimit", "can this pose be reached", note="Lite only."),
    Command(
        *(20, "AlarmsState", "alarms that are set; written: clear them"),
        asks=READ,
        tells=(Layout((Field("alarms", "bits", meaning="numbers of the alarms"),)),),
        takes=(EMPTY,),
        note="Newer programs clear alarms by writing 20; the document says 21.",
    ),
    order(
        *(21, "ClearAllAlarms", "clear all alarms"),
        queue=False,
        note="From the document, and sent by pydobot; newer programs write 20 instead.",
    ),
    setting(*(30, "HOMEParams", "home position"), *floats("x y z", "mm"), Field("r", "f32", "°")),
    order(
        *(31, "HOMECmd", "go home and find the zero marks"),
        also=(Layout((Field("reserved", "u32"),)),),
        note="The document has 4 reserved bytes; DobotLink and pydobotplus send none.",
    ),
    Command(
        *(32, "AutoLeveling", "level by itself"),
        asks=READ,
        tells=(Layout(floats("result")),),
        takes=(Layout((Field("on", "u8", codes=OFF_ON), *floats("accuracy"))),),
        queue=True,
        note="The document prints 30.",
    ),
    question(33, "GetHomeStatus", "is it homing", Field("status", "u8"), note="Lite only."),
    Command(
        *(40, "HHTTrigMode", "when the hand button tells the pose"),
        asks=READ,
        tells=(Layout((Field("mode", "u8", codes=HAND_BUTTON),)),),
        takes=(Layout((Field("mode", "u8", codes=HAND_BUTTON),)),),
        note="The document says 8 bytes; programs use 1.",
    ),
    Command(
        *(41, "HHTTrigOutputEnabled", "does the hand button tell the pose"),
        asks=READ,
        tells=(Layout((Field("enabled", "u8", codes=OFF_ON),)),),
        takes=(Layout((Field("enabled", "u8", codes=OFF_ON),)),),
    ),
    question(
        *(42, "HHTTrigOutput", "was the hand button pressed"),
        Field("triggered", "u8", codes={0: "no", 1: "yes"}),
    ),
    Command(
        *(50, "ArmOrientation", "left- or right-handed"),
        asks=READ,
        tells=(Layout((Field("orientation", "u8"),)),),
        takes=(Layout((Field("orientation", "u8"),)),),
    ),
    setting(60, "EndEffectorParams", "size of the tool", *floats("x_bias y_bias z_bias", "mm")),
    _switch(61, "EndEffectorLaser", "laser", "is it shining"),
    _switch(
        *(62, "EndEffectorSuctionCup", "suction cup", "does it suck"),
        note="1, 0 lets go with the pump still running; 0, 0 switches it off.",
    ),
    _switch(
        *(63, "EndEffectorGripper", "gripper", "is it closed"),
        note="1, 0 opens with the pump still running; 0, 0 switches it off.",
    ),
    *(
        Command(number, name, "", note="Lite and newer; its fields are not in this table.")
        for number, name in enumerate(
            (
                *("EndEffectorType", "ServoAngle", "ArmSpeedRatio"),
                *("LSpeedRatio", "Config", "RTStatus"),
            ),
            start=64,
        )
    ),
)
