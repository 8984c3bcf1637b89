"""A table in words, for who cannot see it: what stands where, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from dobotkit.things import TableNow, Thing
from dobotkit.widgets.sight import millimetres
from dobotkit.widgets.table_picture import Box, is_laid

__all__ = ["changes", "held", "in_words"]

# More than this at once is said as a number.
_MOST = 4


def held(now: TableNow | None) -> str:
    """Name what hangs on the tool; empty for nothing."""
    things = () if now is None else now.things
    return " and ".join(thing.name for thing in things if thing.held)


def in_words(now: TableNow | None, boxes: Sequence[Box] = ()) -> str:
    """Say what is on a table, and which boxes the desk has.

    Parameters
    ----------
    now:
        The table; None where nobody knows it.
    boxes:
        Of the desk.
    """
    parts = []
    if now is not None and is_laid(now):
        said = [_thing(thing) for thing in now.things if not thing.held]
        parts.append(f"On the table, z {millimetres(now.height)}: {'; '.join(said) or 'nothing'}.")
        if now.belt is not None:
            speed = abs(now.belt.speed)
            parts.append(f"The belt runs at {speed:.0f} mm/s." if speed else "The belt stands.")
    parts += [_box(box) for box in boxes]
    return " ".join(parts)


def changes(before: TableNow | None, after: TableNow | None) -> str:
    """Say what has happened to the things of a table; empty for nothing.

    Parameters
    ----------
    before, after:
        The same table at two moments.
    """
    if before is None or after is None or not is_laid(after):
        return ""
    then = {thing.name: thing for thing in before.things}
    now = {thing.name: thing for thing in after.things}
    if _is_another(before, after):
        return f"The table was laid anew: {len(now)} thing{'' if len(now) == 1 else 's'}."
    said = [
        _now(thing)
        for name, thing in now.items()
        if (thing.held, thing.on) != (then[name].held, then[name].on)
    ]
    said += [f"{name} has left the table" for name in after.gone if name not in before.gone]
    if len(said) > _MOST:
        return f"{len(said)} things have changed their place."
    return "; ".join(said) + "." if said else ""


def _is_another(before: TableNow, after: TableNow) -> bool:
    """Whether the table was laid anew: things came back, or others are there."""

    def names(now: TableNow) -> set[str]:
        return {*(thing.name for thing in now.things), *now.gone}

    return names(before) != names(after) or not set(before.gone) <= set(after.gone)


def _now(thing: Thing) -> str:
    if thing.held:
        return f"{thing.name} hangs on the arm"
    return f"{thing.name} is {_where(thing)} now"


def _where(thing: Thing) -> str:
    x, y = (millimetres(part) for part in thing.place[:2])
    return f"on {_under(thing)} at x {x}, y {y}"


def _under(thing: Thing) -> str:
    return f"the {thing.on}" if thing.on in {"table", "belt"} else thing.on


def _thing(thing: Thing) -> str:
    kind = f"{thing.colour} {thing.kind}"
    called = kind if thing.name == thing.colour else f"{thing.name}, a {kind},"
    height = thing.size[2]
    tall = f"{height:.1f}" if height < 1 else millimetres(height)
    marker = "" if thing.marker is None else f", marker {thing.marker}"
    return f"{called} {_where(thing)}, {tall} mm high{marker}"


def _box(box: Box) -> str:
    sides = (
        f"{axis} {millimetres(low)} to {millimetres(high)}"
        for axis, low, high in zip("xyz", box.low, box.high, strict=True)
    )
    return f"{'Closed' if box.closed else 'Zone'}: {box.name}, {', '.join(sides)} mm."
