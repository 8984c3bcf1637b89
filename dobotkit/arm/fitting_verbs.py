"""What can be plugged into an arm: it is there once a pupil has said where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from dobotkit.arm.belt import MOTORS, Belt
from dobotkit.arm.driver import Verbs
from dobotkit.arm.pins import Pins
from dobotkit.arm.rail import Rail
from dobotkit.arm.sensors import SOCKETS, ColourSensor, InfraredSensor
from dobotkit.errors import KeeperRefused, NotFitted, WrongValue

__all__ = ["Fitted", "FittingVerbs"]

T = TypeVar("T")


@dataclass(slots=True)
class Fitted:
    """What is fitted to one arm, as far as somebody has said so."""

    belt: Belt | None = None
    colour_sensor: ColourSensor | None = None
    infrared_sensor: InfraredSensor | None = None
    rail: Rail | None = None


class FittingVerbs(Verbs):
    """The verbs of saying what is fitted.

    Attributes
    ----------
    _fitted, _pins:
        Of the arm.
    """

    __slots__ = ()

    _fitted: Fitted
    _pins: Pins

    @property
    def io(self) -> Pins:
        """The pins of the arm's sockets."""
        return self._pins

    @property
    def belt(self) -> Belt:
        """The conveyor belt. Raises ``NotFitted`` before ``fit_belt``."""
        return _fitted(self._fitted.belt, "a belt", 'arm.fit_belt("Stepper1")')

    @property
    def colour_sensor(self) -> ColourSensor:
        """The colour sensor. Raises ``NotFitted`` before ``fit_colour_sensor``."""
        return _fitted(
            self._fitted.colour_sensor, "a colour sensor", 'arm.fit_colour_sensor("GP2")'
        )

    @property
    def infrared_sensor(self) -> InfraredSensor:
        """The infra-red sensor. Raises ``NotFitted`` before ``fit_infrared_sensor``."""
        return _fitted(
            self._fitted.infrared_sensor, "an infra-red sensor", 'arm.fit_infrared_sensor("GP4")'
        )

    @property
    def rail(self) -> Rail:
        """The rail that carries the arm. Raises ``NotFitted`` before ``fit_rail``."""
        return _fitted(self._fitted.rail, "a rail", "arm.fit_rail()")

    def fit_belt(self, socket: str) -> Belt:
        """Say where the belt's motor is plugged in: ``"Stepper1"`` or ``"Stepper2"``.

        DobotLab counts them as 0 and 1.
        """
        where = _socket(socket, MOTORS)
        self._driver.check_open()
        self._fitted.belt = Belt(self._driver, where)
        return self._fitted.belt

    def fit_colour_sensor(self, socket: str, *, version: int = 2) -> ColourSensor:
        """Say where the colour sensor is plugged in, and switch it on.

        Parameters
        ----------
        socket:
            ``"GP1"``, ``"GP2"``, ``"GP4"`` or ``"GP5"``, as printed beside it; DobotLab
            counts them 1, 2, 4 and 5.
        version:
            1 for the maker's first version, 2 for the second.
        """
        where, which = _socket(socket, SOCKETS), _version(version)
        self._driver.check_open()
        self._fitted.colour_sensor = ColourSensor(self._driver, where, which)
        return self._fitted.colour_sensor

    def fit_infrared_sensor(self, socket: str, *, version: int = 2) -> InfraredSensor:
        """Say where the infra-red sensor is plugged in, and switch it on.

        Parameters
        ----------
        socket, version:
            As for ``fit_colour_sensor``.
        """
        where, which = _socket(socket, SOCKETS), _version(version)
        self._driver.check_open()
        self._fitted.infrared_sensor = InfraredSensor(self._driver, where, which)
        return self._fitted.infrared_sensor

    def fit_rail(self, *, version: int = 2) -> Rail:
        """Say that the arm stands on the maker's rail.

        Parameters
        ----------
        version:
            1 for the maker's first version, 2 for the second.

        Raises
        ------
        KeeperRefused
            A keeper holds the arm, as in the lab: it knows the desk round an arm that
            stands still, and cannot judge what a whole arm meets that rides along.
        """
        which = _version(version)
        self._driver.check_open()
        if hasattr(self._driver.link.ser, "desk_now"):
            raise KeeperRefused(
                "The keeper does not let an arm ride on a rail: nobody can say what it would "
                "meet on its way.",
                "Try it with a simulated arm: Arm('dobotsim://rail').",
                rule="rail",
                set_by="kit",
            )
        self._fitted.rail = Rail(self._driver, which)
        return self._fitted.rail


def _fitted(thing: T | None, what: str, how: str) -> T:
    if thing is None:
        raise NotFitted(
            f"Nobody has said that {what} is fitted to this arm.",
            f"If there is one, say where: {how}",
        )
    return thing


def _socket(socket: object, known: Mapping[str, int]) -> str:
    for name in known:
        if isinstance(socket, str) and socket.casefold() == name.casefold():
            return name
    names = ", ".join(f'"{name}"' for name in known)
    raise WrongValue(
        f"{socket!r:.60} is no socket of the arm for that.",
        f"There are {names}; the name is printed beside the plug.",
    )


def _version(version: object) -> int:
    if version not in (1, 2):
        raise WrongValue(
            f"There is no version {version!r:.60} of it.", "Write version=1 or version=2."
        )
    return 1 if version == 1 else 2
