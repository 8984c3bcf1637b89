"""``Rail``: the linear rail that carries an arm along."""

from __future__ import annotations

import math
import struct

from dobotkit.arm.complaints import garbled
from dobotkit.arm.driver import Driver
from dobotkit.arm.values import number, velocity_of
from dobotkit.errors import WrongValue

__all__ = ["LONGEST_RAIL", "Rail"]

RAIL, RAIL_PLACE, RAIL_SPEED, PTP_WITH_RAIL = 3, 13, 85, 86
_MOVL_XYZ = 2
_HARDEST = 100.0  # mm/s²: the whole arm rides on it

LONGEST_RAIL = 1000.0
"""How far the maker's rail goes, in mm."""

_PLACE = struct.Struct("<f")


class Rail:
    """The rail below an arm.

    ::

        arm.fit_rail()
        arm.rail.move_to(300)      # mm from its zero; the arm stands still on it
        arm.rail.position()

    ``arm.pose()`` counts from the arm, so it stays the same while the arm rides. What
    stands beside the rail nobody checks: keep it free.

    Parameters
    ----------
    driver:
        Of the arm.
    version:
        Which of the maker's two versions it is.
    """

    __slots__ = ("_driver",)

    def __init__(self, driver: Driver, version: int) -> None:
        self._driver = driver
        driver.link.tell(RAIL, bytes((1, version - 1)))

    def position(self) -> float:
        """Ask where on the rail the arm is, in mm from its zero."""
        self._driver.check_open()
        answer = self._driver.link.ask(RAIL_PLACE)
        if len(answer) < _PLACE.size:
            raise garbled("place on the rail", len(answer), _PLACE.size)
        place: float = _PLACE.unpack_from(answer)[0]
        return place

    def move_to(self, place: float, *, velocity: float | None = None) -> None:
        """Ride to a place, and wait until the arm is there.

        Parameters
        ----------
        place:
            In mm from the zero of the rail, from 0 to 1000.
        velocity:
            In mm/s, from 1 to 250; without it that of ``arm.speed``.

        Raises
        ------
        WrongValue, TooFast
            One of them cannot be used; nothing has moved.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        where = number("place", place)
        if not 0 <= where <= LONGEST_RAIL:  # also refuses "not a number"
            raise WrongValue(
                f"{where:g} mm is not on the rail.",
                f"Choose from 0 to {LONGEST_RAIL:g} mm.",
                rule="place on the rail",
                value=None if math.isnan(where) else where,
                low=0.0,
                high=LONGEST_RAIL,
                unit="mm",
                set_by="arm",
            )
        driver = self._driver
        speed = driver.speed[0] if velocity is None else velocity_of(velocity)
        with driver.verb() as pacing:
            driver.link.raise_for_alarms()
            pacing.finish()
            start = pacing.start()
            driver.link.tell(RAIL_SPEED, struct.pack("<2f", speed, min(speed, _HARDEST)))
            params = struct.pack("<B5f", _MOVL_XYZ, *start, where)
            pacing.put(PTP_WITH_RAIL, params, is_move=True, target=start)
            pacing.finish()

    def __repr__(self) -> str:
        return f"Rail of {LONGEST_RAIL:g} mm"
