"""``Belt``: a conveyor belt, driven by one of the arm's two extra motors."""

from __future__ import annotations

import math
import struct

from dobotkit.arm.driver import Driver
from dobotkit.arm.link import MOTOR, MOTOR_STEPS, STALL_S, WAIT
from dobotkit.arm.values import number
from dobotkit.errors import TooFast, WrongValue

__all__ = ["MOTORS", "Belt"]

MOTORS = {"Stepper1": 0, "Stepper2": 1}
"""The sockets for motors on the arm's base, as they are printed there."""

# 32 000 pulses turn the belt's roller once; it is 36 mm thick (maker's demo program).
PULSES_PER_MM = 32_000 / (math.pi * 36)
FASTEST_BELT = 100.0
_USUAL = 50.0
_LONGEST = 2000.0


class Belt:
    """A conveyor belt.

    ::

        arm.fit_belt("Stepper1")
        arm.belt.run(40)        # mm/s; it goes on while the arm works
        arm.belt.stop()
        arm.belt.move(120)      # mm, and then it stands

    ``arm.stop()``, ■ and the end of the notebook stop it as well.

    Parameters
    ----------
    driver:
        Of the arm.
    socket:
        Where its motor is plugged in.
    """

    __slots__ = ("_driver", "_motor", "_socket", "_speed", "_stops")

    def __init__(self, driver: Driver, socket: str) -> None:
        self._driver = driver
        self._socket = socket
        self._motor = MOTORS[socket]
        self._speed = 0.0
        self._stops = 0

    @property
    def speed(self) -> float:
        """How fast it was told to run, in mm/s; negative for backwards, 0 when it stands."""
        # Whoever stops the arm stops its belt.
        return self._speed if self._stops == self._driver.link.stops else 0.0

    def run(self, velocity: float) -> None:
        """Run on and on, at so many mm/s; backwards below 0.

        It begins in its turn, after the moves before it, and this does not wait for its end.

        Raises
        ------
        TooFast
            More than 100 mm/s either way, or than the desk allows.
        """
        pulses = round(_belt_speed(velocity) * PULSES_PER_MM)
        with self._driver.verb() as pacing:
            pacing.make_room()
            pacing.put(MOTOR, struct.pack("<2Bi", self._motor, pulses != 0, pulses))
            pacing.finish()
            self._speed, self._stops = float(velocity), self._driver.link.stops

    def stop(self) -> None:
        """Stand still, after the moves before it."""
        self.run(0.0)

    def move(self, distance: float, *, velocity: float | None = None) -> None:
        """Run so far, and stand; waits until it does.

        Parameters
        ----------
        distance:
            In mm, up to 2000; backwards below 0.
        velocity:
            In mm/s, above 0; without it 50, or what a slower desk allows.

        Raises
        ------
        TooFast, WrongValue
            One of them cannot be used.
        """
        usual = min(_USUAL, self._driver.usual_speed)
        way = number("distance", distance)
        speed = abs(_belt_speed(usual if velocity is None else velocity))
        if not (abs(way) <= _LONGEST and speed > 0):  # also refuses "not a number"
            raise WrongValue(
                f"The belt cannot go {way:g} mm at {speed:g} mm/s.",
                f"Give up to {_LONGEST:g} mm, and a velocity above 0.",
            )
        pulses, steps = round(math.copysign(speed, way) * PULSES_PER_MM), abs(way) * PULSES_PER_MM
        # The arm takes the command for done as soon as the belt begins.
        pause = math.ceil(1000 * abs(way) / speed)
        with self._driver.verb() as pacing:
            pacing.make_room()
            pacing.put(MOTOR_STEPS, struct.pack("<2BiI", self._motor, 1, pulses, round(steps)))
            pacing.make_room()
            pacing.put(WAIT, struct.pack("<I", pause), stall_s=STALL_S + pause / 1000)
            pacing.finish()
            self._speed = 0.0

    def __repr__(self) -> str:
        return f"Belt at {self._socket}, told to run at {self.speed:g} mm/s"


def _belt_speed(velocity: object) -> float:
    plain = number("velocity", velocity)
    if not abs(plain) <= FASTEST_BELT:  # also refuses "not a number"
        raise TooFast(
            f"The belt at {plain:g} mm/s is too fast.",
            f"Choose up to {FASTEST_BELT:g} mm/s; a minus runs it backwards.",
            rule="belt speed",
            value=plain,
            low=-FASTEST_BELT,
            high=FASTEST_BELT,
            unit="mm/s",
            set_by="kit",
        )
    return plain
