"""What an arm that holds things can be told: ``pick``, ``place``, ``stack``, ``drop_into``."""

from __future__ import annotations

from dobotkit.arm.driver import Verbs
from dobotkit.arm.handling import LIFT_MM, Handling, lift_of
from dobotkit.arm.points import Points
from dobotkit.arm.standing import Place, Standing, finite, standing
from dobotkit.arm.table import Table
from dobotkit.errors import WrongValue
from dobotkit.scene import Block, Card
from dobotkit.things import Thing

__all__ = ["BIN_MM", "HandlingVerbs"]

BIN_MM = 50.0
"""The height of a bin's rim of which nobody says it, in mm."""

# From the side, not too high to get there round the base, and out of the way of things.
ASIDE = (60.0, -210.0, 60.0)


class HandlingVerbs(Verbs):
    """The verbs of taking things and putting them down.

    All of them go up, across, and straight down; the whole way is checked before the
    first command is sent. ``arm.speed`` says how fast.

    Attributes
    ----------
    _handling, _points, _table:
        Of the arm.
    """

    __slots__ = ()

    _handling: Handling
    _points: Points
    _table: Table

    @property
    def table(self) -> Table:
        """The table before the arm: its height, and the things on a simulated one."""
        return self._table

    def pick(
        self,
        place: Place,
        *more: object,
        height: float | None = None,
        r: float | None = None,
        lift: float = LIFT_MM,
        weight: float | None = None,
    ) -> None:
        """Take a thing: from above, straight down, suck or grip, and up again.

        ::

            arm.pick(scene.find_block("red"))   # a block that the camera saw
            arm.pick(scene.card)                # a card that the camera saw
            arm.pick(arm.table.find("red"))     # a thing on a simulated table
            arm.pick((200, 60))                 # a cube that stands at x=200, y=60
            arm.pick((200, 60), height=40)      # something higher than a cube
            arm.pick("tray")                    # where the tool was when you taught it

        It takes with the suction cup, or with the gripper after
        ``arm.use_tool("gripper")``. A simulated table tells whether something was taken;
        a real arm cannot feel that, so look.

        Parameters
        ----------
        place:
            A block or card from a ``Scene``; a thing from ``arm.table``; or where it stands,
            ``(x, y)`` or ``(x, y, z)`` in mm, with z the height of its underside, without z on
            the table; or a taught point, its name or a pose, where the tool shall take it.
        height:
            How high it is in mm; without it 25, that of the usual cubes.
        r:
            Turn of the tool in degrees; without it 0, for a gripper that of the thing.
        lift:
            How far above the thing the arm comes and goes, from 5 to 200 mm.
        weight:
            What it weighs in grams, if you know it: an arm carries up to 500 g.
        more:
            Nothing: numbers of a place stand in brackets of their own.

        Raises
        ------
        OutOfReach
            A part of the way cannot be reached or is closed; nothing has moved.
        AlreadyHolding
            The arm holds something already; nothing has moved.
        LoadTooHeavy, NotFitted, UnknownName, WrongValue
            It is too heavy, a pen is fitted, or a value cannot be used; nothing has moved.
        NothingHeld
            On a simulated table: there was nothing to take. The arm stands above it,
            and its pump is off.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        if more:
            numbers = ", ".join(f"{one!r:.20}" for one in (place, *more))
            raise WrongValue(
                "A place is one thing, and here are several.",
                f"Give its numbers brackets of their own: arm.pick(({numbers}))",
            )
        turn, lift = _turn(r), lift_of(lift)
        with self._driver.verb() as pacing:
            self._handling.check_free(place)
            thing = standing(place, self._points, self._table, height)
            self._handling.take(pacing, thing, r=turn, lift=lift, weight=weight)

    def place(
        self,
        x: float | Place,
        y: float | None = None,
        z: float | None = None,
        *,
        r: float | None = None,
        lift: float = LIFT_MM,
    ) -> None:
        """Put down what the arm holds: across, straight down, let go, and up again.

        ::

            arm.place(x=200, y=60)
            arm.place("tray")

        Parameters
        ----------
        x, y:
            Where the middle of the thing shall stand, in mm; or one place as in ``pick``.
        z:
            The height of its underside in mm; without it, it stands on the table.
        r:
            Turn of the tool in degrees; without it the thing is not turned.
        lift:
            How far above that place the arm comes and goes, from 5 to 200 mm.

        Raises
        ------
        NothingHeld
            The arm holds nothing, as far as anybody can know; nothing has moved.
        OutOfReach, WrongValue and others
            As ``pick`` does.
        """
        turn, lift = _turn(r), lift_of(lift)
        where = x if y is None else (x, y) if z is None else (x, y, z)
        if isinstance(where, Thing) and where.kind != "bin":
            raise WrongValue(
                f"{where.name} stands there already.",
                f"To put it on top: arm.stack(arm.table.find({where.name!r}))",
            )
        if isinstance(where, Block):
            raise WrongValue(
                f"{where.called[0].upper()}{where.called[1:]} stands there already.",
                "To put it on top: arm.stack(block)",
            )
        if isinstance(where, Card):
            raise WrongValue(
                "That card lies there already.", "To put it on top: arm.stack(scene.card)"
            )
        with self._driver.verb() as pacing:
            spot = standing(where, self._points, self._table, None)
            self._handling.put(pacing, spot, r=turn, lift=lift)

    def stack(
        self,
        on: Place,
        *,
        height: float | None = None,
        r: float | None = None,
        lift: float = LIFT_MM,
    ) -> None:
        """Put down what the arm holds on top of another thing.

        Parameters
        ----------
        on:
            The lower thing: a block that was seen, a thing from ``arm.table``, or where it
            stands, as in ``pick``.
        height:
            How high the lower thing is in mm; without it 25, that of the usual cubes.
        r, lift:
            As in ``place``.

        Raises
        ------
        NothingHeld, OutOfReach, WrongValue and others
            As ``place`` does.
        """
        turn, lift = _turn(r), lift_of(lift)
        with self._driver.verb() as pacing:
            below = standing(on, self._points, self._table, height)
            spot = Standing(below.x, below.y, below.top, 0.0, below.r)
            self._handling.put(pacing, spot, r=turn, lift=lift)

    def drop_into(
        self, bin_: Place, *, height: float | None = None, r: float | None = None
    ) -> None:
        """Let what the arm holds fall into a bin, from a centimetre above its rim.

        Parameters
        ----------
        bin_:
            A bin that was seen, or from ``arm.table``, or where one stands: ``(x, y)`` of its
            middle in mm.
        height:
            How high its rim is above what it stands on, in mm; without it 50.
        r:
            As in ``place``.

        Raises
        ------
        NothingHeld, OutOfReach, WrongValue and others
            As ``place`` does.
        """
        turn = _turn(r)
        if height is None and isinstance(bin_, (tuple, list)):
            height = BIN_MM
        with self._driver.verb() as pacing:
            spot = standing(bin_, self._points, self._table, height)
            self._handling.drop(pacing, spot, r=turn)

    def look_from(
        self, x: float = ASIDE[0], y: float = ASIDE[1], z: float = ASIDE[2], r: float = 0.0
    ) -> None:
        """Go up, across to a place for looking, and stand still there.

        Without numbers the arm steps aside, to its right, so that a camera above the table
        sees all of it. With numbers it brings a camera that sits on the arm to where it
        sees best. What it holds it takes along.

        Parameters
        ----------
        x, y, z, r:
            Where to, in mm and degrees.

        Raises
        ------
        OutOfReach, WrongValue and others
            As ``move_to`` does.
        """
        end = (finite("x", x), finite("y", y), finite("z", z), finite("r", r))
        with self._driver.verb() as pacing:
            self._handling.go(pacing, end)


def _turn(r: float | None) -> float | None:
    return None if r is None else finite("r", r)
