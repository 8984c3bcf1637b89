"""Waiting, triggers, plugs and what is connected to them, 110 to 138."""

from __future__ import annotations

from typing import Final

from dobotkit.frames.codes import IO_FUNCTIONS, LEVELS, OFF_ON, SENSOR_PORTS, TRIGGER_MODES
from dobotkit.frames.command import Command, order
from dobotkit.frames.layout import EMPTY, Field, Layout

__all__ = ["OUTSIDE"]

_IO = Field("io", "u8", meaning="number of the plug's pin, 1 to 20")
_LEVEL = Field("level", "u8", codes=LEVELS)
_MOTOR = (
    Field("motor", "u8", meaning="0 or 1"),
    Field("enabled", "u8", codes=OFF_ON),
    Field("speed", "i32", "pulses/s", meaning="negative turns the other way"),
)
_SENSOR_PORT = Field("port", "u8", codes=SENSOR_PORTS)
_SENSOR = (Field("enabled", "u8", codes=OFF_ON), _SENSOR_PORT, Field("version", "u8"))
# Older programs leave the version away.
_SENSORS = (Layout(_SENSOR), Layout(_SENSOR[:2]))
_ASKED_LONG = Layout((_SENSOR_PORT, Field("enabled", "u8", codes=OFF_ON), Field("version", "u8")))


def _pin(number: int, name: str, meaning: str, *fields: Field, note: str = "") -> Command:
    """Make a setting of one pin: the question says which one."""
    form = (Layout((_IO, *fields)),)
    return Command(number, name, meaning, (Layout((_IO,)),), form, form, queue=True, note=note)


OUTSIDE: Final = (
    order(110, "WAITCmd", "do nothing for a while", Field("time", "u32", "ms")),
    order(
        *(120, "TRIGCmd", "wait for an input"),
        _IO,
        Field("mode", "u8", codes=TRIGGER_MODES),
        Field("condition", "u8", meaning="level: 0 is =, 1 is ≠; ADC: 0 to 3 are <, ≤, ≥, >"),
        Field("threshold", "u16", meaning="level 0 or 1; ADC 0 to 4095"),
        note="The document says 4 bytes; it is 5.",
    ),
    _pin(
        *(130, "IOMultiplexing", "what a pin is used for"),
        Field("function", "u8", codes=IO_FUNCTIONS),
        note="The document exchanges 1 and 2; programs agree on this order.",
    ),
    _pin(131, "IODO", "digital output", _LEVEL),
    _pin(
        *(132, "IOPWM", "output that pulses"),
        Field("frequency", "f32", "Hz"),
        Field("duty", "f32", "%"),
    ),
    Command(
        *(133, "IODI", "digital input"),
        asks=(Layout((_IO,)),),
        tells=(Layout((_IO, _LEVEL)),),
    ),
    Command(
        *(134, "IOADC", "analogue input"),
        asks=(Layout((_IO,)),),
        tells=(Layout((_IO, Field("value", "u16", meaning="0 to 4095"))),),
    ),
    order(
        *(135, "EMotor", "run a stepper motor, as on the belt"),
        *_MOTOR,
        also=(
            Layout(
                (*_MOTOR[:2], Field("part_of_speed", "u16")),
                flaw="4 bytes, as the document counts them: half of the speed is missing.",
            ),
        ),
        note="The document has a float for the speed; programs send a whole number.",
    ),
    order(
        *(136, "EMotorS", "run a stepper motor for some pulses"),
        *_MOTOR,
        Field("pulses", "u32"),
        note="Not in the document.",
    ),
    Command(
        *(137, "ColorSensor", "colour sensor"),
        asks=(EMPTY, _ASKED_LONG),
        tells=(Layout(tuple(Field(name, "u8") for name in ("red", "green", "blue"))),),
        takes=_SENSORS,
        queue=True,
        note="Some programs ask with port, 1 and version, most with nothing.",
    ),
    Command(
        *(138, "IRSwitch", "infra-red sensor"),
        asks=(Layout((_SENSOR_PORT,)), EMPTY, _ASKED_LONG),
        tells=(Layout((Field("state", "u8", codes=OFF_ON),)),),
        takes=_SENSORS,
        queue=True,
        note="DobotLink asks with the port, the document without.",
    ),
)
