"""What the sensors on a table see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dobotkit.simulator.surroundings import Colour
from dobotkit.simulator.table.bodies import Body
from dobotkit.simulator.table.shapes import Footprint, gap
from dobotkit.things import Sensor

__all__ = ["LIGHT", "Seen"]

LIGHT: Final[dict[str, Colour]] = {
    # Pure ones, so that programs that only ask whether a part is 0 see them as well.
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "orange": (255, 128, 0),
    "purple": (128, 0, 128),
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "black": (0, 0, 0),
}
"""What the colour sensor measures of each colour: red, green and blue, 0 to 255."""

_SEES: Final = {"colour": 20.0, "infrared": 10.0}
"""So far above or below the spot that it looks at a sensor still sees something (mm)."""


class Seen:
    """What is in front of each sensor.

    A sensor sees the thing that covers its spot and is nearest above or below it.

    Attributes
    ----------
    colours:
        By port, what a colour sensor measures: black where there is nothing.
    blocked:
        By port, whether an infra-red sensor sees something.
    """

    def __init__(self, sensors: Iterable[Sensor], bodies: Iterable[Body]) -> None:
        bodies = tuple(bodies)
        self.colours: dict[int, Colour] = {}
        self.blocked: dict[int, bool] = {}
        for sensor in sensors:
            body = _nearest(sensor, bodies)
            if sensor.kind == "colour":
                self.colours[sensor.port] = LIGHT["black" if body is None else body.colour]
            else:
                self.blocked[sensor.port] = body is not None


def _nearest(sensor: Sensor, bodies: Iterable[Body]) -> Body | None:
    x, y, z = sensor.place
    spot = Footprint(((x, y),), 0.0, (x, y), 0.0)
    best: Body | None = None
    nearest = _SEES[sensor.kind]
    for body in bodies:
        for prism in body.prisms:
            away = max(prism.low - z, z - prism.high, 0.0)
            if away < nearest and gap(spot, prism.footprint) <= 0:
                best, nearest = body, away
    return best
