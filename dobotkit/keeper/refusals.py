"""The words of the keeper's refusals, each with rule, value and limit."""

from __future__ import annotations

import math

from dobotkit.errors import (
    ArmBusy,
    KeeperRefused,
    NoTable,
    OutOfReach,
    TooFast,
    WrongValue,
)
from dobotkit.keeper.travel import Place
from dobotkit.rules import Unit, allowed, with_unit

__all__ = [
    "another_tool",
    "below_the_table",
    "beyond",
    "busy",
    "inside_a_box",
    "joints_too_fast",
    "no_table",
    "not_judged",
    "too_fast",
    "too_short",
]


def too_fast(what: str, value: float, most: float, unit: Unit = "mm/s") -> TooFast:
    """Refuse a parameter that is more than the desk allows."""
    return TooFast(
        f"For {what}, {with_unit(value, unit)} is asked for, and {with_unit(most, unit)} is the "
        "most at this desk.",
        f"Choose {allowed(0.0, most, unit, above=True)}.",
        rule=what,
        value=value,
        low=0.0,
        high=most,
        unit=unit,
        set_by="desk",
    )


def joints_too_fast(speed: float, most: float) -> TooFast:
    """Refuse a joint move whose parts add up to more than the desk allows."""
    # The joints keep their shares of the time: with all of them slower by this factor
    # the sum is lower by it at the least.
    return TooFast(
        f"This joint move could reach {speed:.0f} mm/s at the end of the arm, and {most:.0f} mm/s "
        "is the most at this desk.",
        f"Set the joint speeds to {most / speed:.0%} of what they are, or move in a line.",
        rule="speed",
        value=speed,
        low=0.0,
        high=most,
        unit="mm/s",
        set_by="desk",
    )


def beyond(what: str, value: float, low: float, high: float, unit: Unit = "") -> WrongValue:
    """Refuse a number outside its range, which is the same at every desk."""
    possible = allowed(low, high, unit)
    return WrongValue(
        f"For {what}, {with_unit(value, unit)} is asked for, and {possible} is possible.",
        f"Choose {possible}.",
        rule=what,
        value=value,
        low=low,
        high=high,
        unit=unit,
        set_by="kit",
    )


def another_tool(value: float, low: float, high: float, tool: str) -> WrongValue:
    """Refuse a tool's length that is not that of the tool at this desk."""
    return WrongValue(
        f"A tool offset of {value:g} mm is asked for; the tool at this desk ({tool}) has "
        f"{low:g} to {high:g} mm.",
        "If another tool is fitted, the teacher says so on the keeper's page.",
        rule="tool",
        value=value,
        low=low,
        high=high,
        unit="mm",
        set_by="desk",
    )


def too_short(length: int, needed: int) -> WrongValue:
    """Refuse a command without all of its parameters."""
    return WrongValue(
        f"A command has {length} bytes of parameters, and needs {needed}.",
        "Use Arm, which writes them for you.",
    )


def busy(what: str, advice: str = "Wait until the arm has done what it was told.") -> ArmBusy:
    """Refuse what comes at the wrong moment."""
    return ArmBusy(what, advice)


def not_judged(number: int, done: str) -> KeeperRefused:
    """Refuse a command that has no rule."""
    return KeeperRefused(
        f"Command {number} may not be {done} here: nobody can say what the arm would do.",
        "Use Arm and its verbs.",
        rule="command",
        set_by="kit",
    )


def below_the_table(place: Place, lowest: float) -> OutOfReach:
    """Refuse a way through the table."""
    return OutOfReach(
        f"At {_mm(place)} the tool would go into the table, which begins at z={lowest:g}.",
        f"Stay at z={lowest:g} or above (z is the height of the wrist).",
        limit="table",
        value=place[2],
        low=lowest,
        high=math.inf,
        reason="the tool would go into the table",
        at=place[:3],
        unit="mm",
        set_by="desk",
    )


def inside_a_box(place: Place, name: str) -> OutOfReach:
    """Refuse a way through a box that is closed to the arm."""
    return OutOfReach(
        f"At {_mm(place)} the end of the tool would be inside “{name}”, which is closed to it.",
        "Go round it, by way of a point beside or above; or choose a target outside it.",
        limit=name,
        value=math.nan,
        low=math.nan,
        high=math.nan,
        reason=f"the end of the tool would be inside “{name}”, which is closed to the arm",
        at=place[:3],
        set_by="desk",
    )


def _mm(place: Place) -> str:
    return "({:.0f}, {:.0f}, {:.0f})".format(*place[:3])


def no_table() -> NoTable:
    """Refuse to say what is on the table of a real arm."""
    return NoTable(
        "This is a real arm: it does not know what is on its table.",
        "Look at the table yourself. Only a simulated arm, such as keeper://desk, knows it.",
    )
