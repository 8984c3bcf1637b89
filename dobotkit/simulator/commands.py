"""What the arm understands: one entry for each command ID.

Units on the wire are mm, degrees and seconds (waits: milliseconds); numbers
are little-endian, structs packed. Where the maker's document and running code
disagree about a size or an ID, the entry says so.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from struct import Struct
from typing import Final

from dobotkit.simulator.controller import Controller
from dobotkit.simulator.motion import Activity, Pause
from dobotkit.simulator.planner import solve, to_home, to_next_point, to_point
from dobotkit.simulator.registers import RATIOS, REGISTERS

__all__ = ["COMMANDS", "Command"]

_Read = Callable[[Controller, bytes], bytes]
_Do = Callable[[Controller, bytes], Activity | None]


def _nothing(_controller: Controller, _params: bytes) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """One command ID.

    Attributes
    ----------
    read, asks:
        Makes the answer to a reading frame (ctrl 0), if it can be read; and
        the size of such a frame's parameters in bytes.
    do, takes:
        What a writing frame does: at once, or by returning what takes time; and
        the sizes that its parameters may have. No size: it cannot be written.
    at_once, queued:
        Whether it may be written immediately (ctrl 1), and in the queue (ctrl 3).
    moves, despite_alarms:
        Whether it makes the arm move, and whether it does so under an alarm.
    """

    read: _Read | None = None
    asks: int = 0
    do: _Do = _nothing
    takes: Container[int] = ()
    at_once: bool = True
    queued: bool = True
    moves: bool = False
    despite_alarms: bool = False


_POSE = Struct("<8f")
_TARGET = Struct("<4f")
_PTP = Struct("<B4f")
_CP_POINT = Struct("<B4f")
_PIN = Struct("<2B")
_MOTOR = Struct("<2Bi")
_U32 = Struct("<I")
_U64 = Struct("<Q")
_LARGEST: Final = 3.4028234663852886e38  # of a 32-bit float


def _floats(layout: Struct, values: tuple[float, ...]) -> bytes:
    try:
        return layout.pack(*values)
    except OverflowError:
        # The host may set a tool of any length; the firmware's own floats end here.
        return layout.pack(*(max(-_LARGEST, min(_LARGEST, value)) for value in values))


def _read_serial_number(controller: Controller, _params: bytes) -> bytes:
    return controller.profile.serial_number.encode() + b"\0"


def _read_name(controller: Controller, _params: bytes) -> bytes:
    return controller.state.name


def _write_name(controller: Controller, params: bytes) -> None:
    controller.state.name = params


def _read_version(controller: Controller, _params: bytes) -> bytes:
    return bytes(controller.profile.version)


def _read_pose(controller: Controller, _params: bytes) -> bytes:
    return _floats(_POSE, controller.pose())


def _read_alarms(controller: Controller, _params: bytes) -> bytes:
    return controller.state.alarms.to_bytes(16, "little")


def _clear_alarms(controller: Controller, _params: bytes) -> None:
    controller.state.alarms = 0


def _read_home(controller: Controller, _params: bytes) -> bytes:
    return _floats(_TARGET, controller.state.place(controller.state.home))


def _write_home(controller: Controller, params: bytes) -> None:
    # The joint angles are what is kept: another tool later moves x, y, z of home.
    x, y, z, r = _TARGET.unpack(params)
    controller.state.home = solve(controller.state, (x, y, z, r))


def _home(controller: Controller, _params: bytes) -> Activity:
    return to_home(controller.state)


def _ptp(controller: Controller, params: bytes) -> Activity:
    mode, a, b, c, d = _PTP.unpack(params)
    return to_point(controller.state, mode, (a, b, c, d))


def _cp(controller: Controller, params: bytes) -> Activity:
    mode, x, y, z, velocity = _CP_POINT.unpack(params)
    return to_next_point(controller.state, mode, (x, y, z), velocity)


def _wait(controller: Controller, params: bytes) -> Activity:
    (milliseconds,) = _U32.unpack(params)
    return Pause(controller.state.joints, milliseconds / 1000)


def _read_pin(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _PIN.pack(pin, controller.state.levels.get(pin, 0))


def _write_pin(controller: Controller, params: bytes) -> None:
    pin, level = _PIN.unpack(params)
    controller.state.levels[pin] = level


def _write_motor(controller: Controller, params: bytes) -> None:
    motor, enabled, speed = _MOTOR.unpack(params)
    controller.state.motors[motor] = (enabled, speed)


def _start_queue(controller: Controller, _params: bytes) -> None:
    controller.queue.started = True


def _stop_queue(controller: Controller, _params: bytes) -> None:
    controller.queue.started = False


def _force_stop(controller: Controller, _params: bytes) -> None:
    controller.queue.brake()


def _clear_queue(controller: Controller, _params: bytes) -> None:
    controller.queue.clear()


def _read_index(controller: Controller, _params: bytes) -> bytes:
    return _U64.pack(controller.queue.current_index)


def _read_space(controller: Controller, _params: bytes) -> bytes:
    return _U32.pack(controller.queue.space)


def _parameters(number: int) -> Command:
    """Make the entry of a register: written whole, read back as it is in force."""
    register = REGISTERS[number]

    def read(controller: Controller, _params: bytes) -> bytes:
        return register.layout.pack(*controller.state.registers[number])

    def write(controller: Controller, params: bytes) -> None:
        values = register.unpack(params, controller.profile)
        if number == RATIOS:
            controller.state.set_ratios(values)
        else:
            controller.state.registers[number] = values

    return Command(read=read, do=write, takes={register.layout.size})


def _order(do: _Do) -> Command:
    """Make the entry of a command without parameters that is never queued."""
    return Command(do=do, takes={0}, queued=False)


COMMANDS: Final = {
    0: Command(read=_read_serial_number),
    1: Command(read=_read_name, do=_write_name, takes=range(1, 249), queued=False),
    2: Command(read=_read_version),
    10: Command(read=_read_pose),
    # The document clears alarms with 21, newer hosts with 20; real arms take both.
    20: Command(read=_read_alarms, do=_clear_alarms, takes={0}, queued=False),
    21: _order(_clear_alarms),
    30: Command(read=_read_home, do=_write_home, takes={_TARGET.size}),
    # The document has four reserved bytes, DobotLink and pydobotplus send none.
    31: Command(do=_home, takes={0, 4}, moves=True, despite_alarms=True),
    **{number: _parameters(number) for number in REGISTERS},
    84: Command(do=_ptp, takes={_PTP.size}, moves=True),
    # 17 bytes; pydobot 1.3.2 sends 14 of them, which is not answered.
    91: Command(do=_cp, takes={_CP_POINT.size}, moves=True),
    110: Command(do=_wait, takes={_U32.size}, at_once=False),
    131: Command(read=_read_pin, asks=1, do=_write_pin, takes={_PIN.size}),
    # The document has a float; DobotLink and working clients send an int32.
    135: Command(do=_write_motor, takes={_MOTOR.size}),
    240: _order(_start_queue),
    241: _order(_stop_queue),
    242: _order(_force_stop),
    245: _order(_clear_queue),
    246: Command(read=_read_index),
    # 32 bits on the Magician, 64 on the Lite.
    247: Command(read=_read_space),
}
