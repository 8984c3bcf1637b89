"""``Table``: what stands before an arm, as far as anybody knows it."""

from __future__ import annotations

from collections.abc import Callable

from dobotkit.arm.driver import Driver
from dobotkit.arm.values import height
from dobotkit.errors import NoTable, UnknownName, WrongValue
from dobotkit.things import TableNow, Thing

__all__ = ["Table"]


class Table:
    """The table of one arm.

    ::

        arm.table.things            # what stands on a simulated table
        arm.table.find("red")       # one of them, by its name or colour
        arm.table.height            # the z of its top, in mm
        arm.table.height = -60      # for a real arm, if nobody has set up its desk
        arm.table.reset("blocks")   # as in the beginning

    A simulated table is asked each time. A real arm does not know what stands
    before it; of a desk that a teacher has set up, the height is known.
    """

    __slots__ = ("_driver", "_height", "when_laid")

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        # What else has to be done when a table was laid anew.
        self.when_laid: Callable[[], object] | None = None
        self._height: float | None = None

    @property
    def things(self) -> tuple[Thing, ...]:
        """All things on a simulated table, and what the arm holds.

        Raises
        ------
        NoTable
            The arm is real: it does not know them.
        """
        return self._ask().things

    @property
    def held(self) -> Thing | None:
        """What a simulated arm holds; None for nothing. Raises as ``things`` does."""
        return next((thing for thing in self.things if thing.held), None)

    @property
    def height(self) -> float:
        """The z of the table top in mm, as the arm reports its tool when it touches it.

        What you have set counts first, then what the simulated table or the desk says.

        Raises
        ------
        WrongValue
            Nobody has said it.
        """
        known = self.known_height()
        if known is None:
            raise WrongValue(
                "Nobody has said yet how high the table is.",
                "Let the tool touch it, look at arm.pose().z, and write for example "
                "arm.table.height = -60",
            )
        return known

    @height.setter
    def height(self, value: float) -> None:
        self._height = height("height", value)

    def known_height(self) -> float | None:
        """Return the height of the table top in mm, or None where nobody has said it."""
        if self._height is not None:
            return self._height
        now = self.now()
        if now is not None:
            return now.height
        desk = getattr(self._driver.link.ser, "desk_now", None)
        return None if desk is None else desk().floor

    def now(self) -> TableNow | None:
        """Return what is on the table now, or None where nobody can know."""
        ask = getattr(self._driver.link.ser, "table_now", None)
        self._driver.check_open()
        found: TableNow | None = ask() if ask is not None and self._driver.is_simulated else None
        return found

    def find(self, what: str) -> Thing:
        """Return the thing of this name, or else the first of this colour, bins last.

        What hangs on the arm is found by its name only. Raises as ``things`` does.

        Raises
        ------
        UnknownName
            There is none.
        """
        things = self.things
        named = [thing for thing in things if thing.name == what]
        coloured = sorted(
            (thing for thing in things if thing.colour == what and not thing.held),
            key=lambda thing: thing.kind == "bin",
        )
        if named or coloured:
            return (named or coloured)[0]
        there = ", ".join(thing.name for thing in things) or "nothing"
        raise UnknownName(
            f"There is no thing called {what!r:.60} on the table, and none of that colour.",
            f"On it are: {there}.",
        )

    def reset(self, scene: str) -> None:
        """Lay a simulated table anew: what the arm holds is put back, its pump goes off.

        Nothing moves.

        Parameters
        ----------
        scene:
            The name of a scene, for example ``"blocks"``, or the text of a ``table.toml``.

        Raises
        ------
        SceneError
            There is no such scene, or it has a mistake.
        NoTable
            The arm is real: lay its table yourself.
        """
        self._ask()
        self._driver.link.ser.set_scene(scene)
        if self.when_laid is not None:
            self.when_laid()

    def __repr__(self) -> str:
        if self._height is None:
            return "Table: arm.table.things says what is on it"
        return f"Table: its top is at z {self._height:g} mm"

    def _ask(self) -> TableNow:
        now = self.now()
        if now is None:
            raise _real()
        return now


def _real() -> NoTable:
    return NoTable(
        "This is a real arm: it does not know what is on its table.",
        "Look yourself, and give places in mm: arm.pick((200, 60)). "
        "A simulated arm knows: Arm('dobotsim://desk').",
    )
