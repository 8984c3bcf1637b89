"""``Handling``: takes things and puts them down; what it holds is remembered."""

from __future__ import annotations

from typing import NamedTuple

from dobotkit.arm.driver import Driver
from dobotkit.arm.end_effector import EndEffector
from dobotkit.arm.nothing_taken import nothing_taken
from dobotkit.arm.pacing import Pacing, Target
from dobotkit.arm.standing import BLOCK_MM, Standing
from dobotkit.arm.table import Table
from dobotkit.arm.track import Act
from dobotkit.arm.trip import Trip, plan_trip
from dobotkit.arm.values import number
from dobotkit.errors import (
    AlreadyHolding,
    LoadTooHeavy,
    NotFitted,
    NothingHeld,
    OutOfReach,
    WrongValue,
)
from dobotkit.scene import Bin
from dobotkit.things import Thing

__all__ = ["HEAVIEST_G", "LIFT_MM", "Handling", "lift_of"]

LIFT_MM = 40.0
"""How far above things an arm goes across, of which nobody says it: over a cube and a half."""

HEAVIEST_G = 500.0
"""What a Magician can carry, in grams, as the maker's specification says."""

_LIFTS = (5.0, 200.0)
# The fingers of a gripper go so far down beside a thing, and no farther than half of it (mm).
_FINGERS_MM = 15.0
# What falls into a bin falls from so far above its rim (mm).
_ABOVE_RIM_MM = 10.0
# A place on the table is not below it because of a rounded number (mm).
_TOUCHING_MM = 0.5


class Load(NamedTuple):
    """What the arm holds.

    Attributes
    ----------
    below:
        How far its underside is below the end of the tool, in mm.
    r:
        The turn of the tool in degrees with which it was taken; None if not known.
    """

    below: float
    r: float | None = None


class Handling:
    """The hand of one arm.

    Not for several threads at once: who uses it is in a verb.

    Parameters
    ----------
    driver, end_effector, table:
        Of the arm.
    """

    def __init__(self, driver: Driver, end_effector: EndEffector, table: Table) -> None:
        self._driver = driver
        self._end_effector = end_effector
        self._table = table
        self._load: Load | None = None
        driver.recorders.append(self._note)
        table.when_laid = self._emptied

    def forget(self) -> None:
        """Take note that the arm has let go of what it held."""
        self._load = None

    def _emptied(self) -> None:
        """Switch off what held the things of a table that was laid anew."""
        self._end_effector.switch_off()
        self.forget()
        self._driver.learn(self._driver.link.last_pose)

    def _note(self, _place: Target | None, act: Act) -> None:
        if act in ("let go", "open"):
            self.forget()

    def check_free(self, place: object) -> None:
        """Refuse a thing that cannot be lifted, or on which another one stands."""
        if isinstance(place, Bin):
            raise WrongValue(
                f"The {place.colour} bin stays where it is.",
                "To put something into it: arm.drop_into(bin)",
            )
        if not isinstance(place, Thing):
            return
        if place.kind == "bin":
            raise WrongValue(
                f"{place.name} is a bin, and stays where it is.",
                f"To put something into it: arm.drop_into(arm.table.find({place.name!r}))",
            )
        now = self._table.now()
        upper = [thing.name for thing in now.things if thing.on == place.name] if now else []
        if upper:
            raise WrongValue(
                f"{upper[0]} stands on {place.name}.",
                f"Take that away first: arm.pick(arm.table.find({upper[0]!r}))",
            )

    def take(
        self, pacing: Pacing, thing: Standing, *, r: float | None, lift: float, weight: float | None
    ) -> None:
        """Take a thing, and stop above where it stood.

        Raises
        ------
        ArmError
            As ``Arm.pick`` does.
        """
        _check_weight(weight)
        self._check_tool()
        self._check_empty()
        self._check_above_table(thing)
        below, turn = thing.height, thing.r
        if self._end_effector.tool == "gripper":
            below -= min(thing.height / 2, _FINGERS_MM)
            if turn is None and thing.angle is not None:
                # Fingers beside its sides; a square looks the same at every quarter turn.
                turn = (thing.angle + 45) % 90 - 45
        if r is not None:
            turn = r
        turn = turn or 0.0
        end = (thing.x, thing.y, thing.z + below, turn)
        trip = self._trip(pacing, end, above=thing.top + lift, down=True, back=True)
        if self._end_effector.tool == "gripper":
            # Fingers that are half closed would hit what they are to take.
            self._end_effector.grip(enable=False)
        self._driver.follow(leg.end for leg in trip.there)
        # If it bumps into something on its way, the pump does not go on behind it.
        pacing.finish()
        self._end_effector.take()
        self._driver.follow(leg.end for leg in trip.away)
        pacing.finish()
        self._driver.moved()
        self._load = Load(below, turn)
        self._check_taken(pacing, thing)

    def put(self, pacing: Pacing, spot: Standing, *, r: float | None, lift: float) -> None:
        """Put down what is held, with its underside at a place, and stop above it.

        Raises
        ------
        ArmError
            As ``Arm.place`` does.
        """
        load = self._held()
        self._check_above_table(spot)
        end = (spot.x, spot.y, spot.z + load.below, _turn(load, spot, r))
        trip = self._trip(pacing, end, above=end[2] + lift, down=True, back=True)
        self._driver.follow(leg.end for leg in trip.there)
        self._let_go()
        self._driver.follow(leg.end for leg in trip.away)
        pacing.finish()
        self._driver.moved()

    def drop(self, pacing: Pacing, bin_: Standing, *, r: float | None) -> None:
        """Let go of what is held, above a bin.

        Raises
        ------
        ArmError
            As ``Arm.drop_into`` does.
        """
        load = self._held()
        height = bin_.top + load.below + _ABOVE_RIM_MM
        end = (bin_.x, bin_.y, height, _turn(load, bin_, r))
        trip = self._trip(pacing, end, above=height, down=False, back=False)
        self._driver.follow(leg.end for leg in trip.there)
        self._let_go()
        pacing.finish()
        self._driver.moved()

    def go(self, pacing: Pacing, end: Target) -> None:
        """Go up, and then across to a place.

        Raises
        ------
        ArmError
            As ``Arm.look_from`` does.
        """
        trip = self._trip(pacing, end, above=end[2], down=False, back=False)
        self._driver.follow(leg.end for leg in trip.there)
        pacing.finish()
        self._driver.moved()

    def _trip(self, pacing: Pacing, end: Target, *, above: float, down: bool, back: bool) -> Trip:
        """Plan a trip from where the arm will be, and check all of it."""
        driver = self._driver
        driver.link.raise_for_alarms()
        pacing.finish()
        trip = plan_trip(pacing.start(), end, above=above, down=down, back=back, reach=driver.reach)
        with driver.remembering_refusal():
            trip.check(driver.check_line)
            driver.check_desk(trip.places)
        driver.planned = tuple(trip.places[1:])
        return trip

    def _let_go(self) -> None:
        self._end_effector.let_go()
        self.forget()

    def _check_tool(self) -> None:
        tool = self._end_effector.tool
        if tool not in ("suction cup", "gripper"):
            raise NotFitted(
                "A pen is fitted, and it can hold nothing."
                if tool == "pen"
                else "No tool is fitted at this desk that can hold things.",
                'Fit the suction cup or the gripper, then write arm.use_tool("suction cup") '
                'or arm.use_tool("gripper").',
            )

    def _check_empty(self) -> None:
        held = self._seen()
        if held is None and self._load is not None and self._table.now() is not None:
            self.forget()  # it has fallen off
        if held is not None or self._load is not None:
            what = "something" if held is None else held.name
            raise AlreadyHolding(
                f"The arm holds {what} already.",
                "Put it down first, for example arm.place(x=200, y=60).",
            )
        if self._end_effector.suction or self._end_effector.gripping:
            raise AlreadyHolding(
                "The arm may hold something already: "
                + ("its pump is on." if self._end_effector.suction else "its gripper is closed."),
                "Switch it off first: arm.suck(False), or arm.grip(False) for the gripper.",
            )

    def _held(self) -> Load:
        """What is held, as well as anybody can know it."""
        self._check_tool()
        now = self._table.now()
        seen = self._seen()
        if now is not None and seen is None:
            self.forget()
        if self._load is not None:
            return self._load
        if seen is not None:
            return Load(self._driver.link.pose().z - seen.place[2])
        if now is None and (self._end_effector.suction or self._end_effector.gripping):
            # A real arm cannot feel what it holds: a thing of the usual size.
            return Load(BLOCK_MM)
        raise NothingHeld(
            "The arm holds nothing.", "Take something first, for example arm.pick((200, 0))."
        )

    def _seen(self) -> Thing | None:
        now = self._table.now()
        return None if now is None else next((thing for thing in now.things if thing.held), None)

    def _check_taken(self, pacing: Pacing, thing: Standing) -> None:
        """On a simulated table: see whether something was taken. A real arm cannot tell."""
        now = self._table.now()
        if now is None or self._seen() is not None:
            return
        self._let_go()
        pacing.finish()
        raise nothing_taken(thing, now.things, gripper=self._end_effector.tool == "gripper")

    def _check_above_table(self, spot: Standing) -> None:
        z, table = spot.z, self._table.known_height()
        if table is not None and z < table - _TOUCHING_MM:
            raise OutOfReach(
                f"A thing at z={z:g} would stand in the table, whose top is at z={table:g}.",
                f"Stay at z={table:g} or above. Leave z out, and it stands on the table.",
                limit="table",
                value=z,
                low=table,
                high=float("inf"),
                reason="the thing would stand in the table",
                at=spot[:3],
                unit="mm",
                set_by="",
            )


def lift_of(value: object) -> float:
    """Return a height in mm to go across in; raises ``WrongValue`` if it is none."""
    plain = number("lift", value)
    low, high = _LIFTS
    if not low <= plain <= high:  # also refuses "not a number"
        raise WrongValue(
            f"The arm cannot go across {plain:g} mm above things.",
            f"Choose a lift from {low:g} to {high:g} mm.",
        )
    return plain


def _turn(load: Load, spot: Standing, r: float | None) -> float:
    """The turn of the tool; without another wish the thing is not turned."""
    return next(turn for turn in (r, spot.r, load.r, 0.0) if turn is not None)


def _check_weight(weight: float | None) -> None:
    if weight is None:
        return
    plain = number("weight", weight)
    if not 0 < plain <= HEAVIEST_G:
        raise LoadTooHeavy(
            f"{plain:g} g is not what this arm can carry.",
            f"It lifts things of up to {HEAVIEST_G:g} g.",
            rule="load",
            value=plain,
            low=0.0,
            high=HEAVIEST_G,
            unit="g",
            set_by="arm",
        )
