"""The other side of the arm: what hands, wires, belts and accidents do to it.

The firmware sees of it what its pins, sensors and motors tell.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from dobotkit.simulator.controller import Controller
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.pins import Pulses
from dobotkit.simulator.surroundings import Colour
from dobotkit.things import TableNow, TableScene, ViewNow

__all__ = ["FLOOR", "World"]

FLOOR: Final = -138.0
"""The z of the floor below the base: its motors' axes are 138 mm above it [G]."""


class World:
    """What can be done to one arm, and seen of it, without its cable.

    Everything happens at the moment that the arm's clock shows.

    Parameters
    ----------
    moment:
        Holds the arm at that moment, as a context, and gives its controller.

    Examples
    --------
    >>> from dobotkit.simulator import Firmware
    >>> arm = Firmware()
    >>> arm.receive(bytes.fromhex("aaaa0482010c036e")).hex(" ")  # pin 12 is an input
    'aa aa 02 82 01 7d'
    >>> arm.world.wire(12, level=1)
    >>> arm.receive(bytes.fromhex("aaaa0385000c6f")).hex(" ")  # what level is at pin 12?
    'aa aa 04 85 00 0c 01 6e'
    """

    def __init__(self, moment: Callable[[], AbstractContextManager[Controller]]) -> None:
        self._moment = moment

    def wire(self, pin: int, *, level: int | None = None, voltage: int | None = None) -> None:
        """Wire a pin to a level (0 or 1) or a voltage (0 to 4095), or to nothing.

        Raises
        ------
        ValueError
            If there is no such pin, level or voltage, or both are given.
        """
        if level is not None and voltage is not None:
            raise ValueError("a pin is wired to a level or to a voltage, not to both")
        with self._moment() as controller:
            if level is None:
                controller.state.pins.set_analogue(pin, voltage)
            else:
                controller.state.pins.set_level(pin, level)

    def driven(self, pin: int) -> int | Pulses | None:
        """Return what the arm puts on a pin: a level, pulses, or None if it only listens."""
        with self._moment() as controller:
            return controller.state.pins.driven(pin)

    def show_colour(self, port: int, colour: Colour) -> None:
        """Hold something in front of the colour sensor at a port (GP1, 2, 4, 5 are 0 to 3).

        Raises
        ------
        ValueError
            If there is no such port, or no such colour.
        """
        with self._moment() as controller:
            controller.state.sensors.show_colour(port, colour)

    def block(self, port: int, *, blocked: bool = True) -> None:
        """Put something in front of the infra-red sensor at a port, or take it away.

        Raises
        ------
        ValueError
            If there is no such port.
        """
        with self._moment() as controller:
            controller.state.sensors.block(port, blocked=blocked)

    def motor_position(self, motor: int) -> float:
        """Return the pulses that a stepper driver (0 or 1) has done, backwards ones taken off.

        Raises
        ------
        ValueError
            If there is no such driver.
        """
        with self._moment() as controller:
            motors = controller.state.motors
            if not 0 <= motor < len(motors):
                raise ValueError(f"motors are 0 to {len(motors) - 1}, not {motor!r}")
            return motors[motor].position(controller.queue.time)

    def press_button(self) -> None:
        """Hold the button on the forearm down."""
        with self._moment() as controller:
            controller.state.button.press(controller.queue.time)

    def release_button(self) -> None:
        """Let the button on the forearm go."""
        with self._moment() as controller:
            controller.state.button.release(controller.queue.time)

    def lead(self, x: float, y: float, z: float, r: float = 0.0) -> None:
        """Lead the end effector by hand to a place (mm, degrees); the button is held down.

        With the button down the motors are loose, and the arm knows where it is led.

        Raises
        ------
        ValueError
            If the button is not down, the arm moves by itself, or its links do not get there.
        """
        with self._moment() as controller:
            state = controller.state
            if not state.button.held:
                raise ValueError("the motors hold the arm fast until the button is pressed")
            if controller.queue.activity is not None:
                raise ValueError("the arm moves by itself")
            joints = state.linkage.inverse((x, y, z, r), state.tool)
            if joints is None:
                raise ValueError(f"the links do not reach ({x:g}, {y:g}, {z:g})")
            state.joints = joints

    def lose_steps(self, axis: int, degrees: float) -> None:
        """Turn a joint (1 to 4) by some degrees without the arm knowing it.

        That is what happens to a stepper motor that is held fast.

        Raises
        ------
        ValueError
            If there is no such joint.
        """
        with self._moment() as controller:
            slip = list(controller.state.slip)
            if not 1 <= axis <= len(slip):
                raise ValueError(f"joints are 1 to {len(slip)}, not {axis!r}")
            controller.disturb_table()
            slip[axis - 1] += degrees
            a, b, c, d = slip
            controller.state.slip = (a, b, c, d)

    def position(self) -> Target:
        """Return x, y, z in mm and r in degrees where the end effector really is.

        The arm itself reports where it believes it is.
        """
        with self._moment() as controller:
            return controller.state.place(controller.real_joints())

    def table_now(self) -> TableNow:
        """Return what is on the table at this moment.

        Without a table there is nothing, and its height is that of the floor on which the
        base of the arm stands.
        """
        return self.view_now().table

    def view_now(self) -> ViewNow:
        """Return what is on the table, and how the arm really holds its joints.

        Both are of the same moment: what is seen on the cup is there where the cup is seen.
        """
        with self._moment() as controller:
            now, table = controller.queue.time, controller.surroundings.table
            joints = controller.real_joints()
            if table is None:
                return ViewNow(TableNow(height=FLOOR, moment=now), joints)
            return ViewNow(table.now(now, controller.joints()), joints, table.tool)

    def set_scene(self, scene: TableScene | None) -> None:
        """Lay the table anew, with nothing on the arm; None takes the table away."""
        with self._moment() as controller:
            controller.lay_table(scene)
