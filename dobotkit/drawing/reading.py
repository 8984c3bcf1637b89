"""From what a pupil writes to strokes, with a refusal in words for all else."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dobotkit.errors import NotDrawable

__all__ = ["MOST_POINTS", "strokes_in"]

# A drawing of so many points takes an arm a whole afternoon.
MOST_POINTS = 100_000

_PAIR = 2
_FORM = "Write places as pairs of numbers in mm: [(200, -30), (260, -30), (260, 30)]"


def strokes_in(points: object) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return strokes of places (x, y) in mm, from one list of places or a list of those.

    Raises
    ------
    NotDrawable
        Naming the first entry that is no place.
    """
    entries = _list_of(points, "A drawing", _FORM)
    if not entries:
        raise NotDrawable("There are no points to draw.", _FORM)
    if _is_stroke(entries[0]):
        strokes = [
            _stroke(_list_of(entry, f"Stroke {number}", _FORM), f"stroke {number}, ")
            for number, entry in enumerate(entries, 1)
        ]
    else:
        strokes = [_stroke(entries, "")]
    if sum(map(len, strokes)) > MOST_POINTS:
        raise NotDrawable(
            f"The drawing has {sum(map(len, strokes))} points; at most {MOST_POINTS} can be drawn.",
            "Leave some out, or draw it in parts.",
        )
    return tuple(strokes)


def _is_stroke(entry: object) -> bool:
    """Whether an entry is a list of places, and not a place itself."""
    if isinstance(entry, (str, bytes)) or not isinstance(entry, Iterable):
        return False
    first = next(iter(entry), ())
    return isinstance(first, Iterable) and not isinstance(first, (str, bytes))


def _stroke(entries: list[object], where: str) -> tuple[tuple[float, float], ...]:
    if not entries:
        raise NotDrawable(f"{where.strip(' ,').capitalize()} has no points.", _FORM)
    return tuple(
        _place(entry, f"{where}point {number}".capitalize())
        for number, entry in enumerate(entries, 1)
    )


def _place(entry: object, name: str) -> tuple[float, float]:
    values = _list_of(entry, name, _FORM)
    if len(values) != _PAIR:
        advice = _FORM
        if len(values) == _PAIR + 1:
            advice = "Leave out the height: it is the same for all points, arm.draw(points, z=-60)."
        raise NotDrawable(
            f"{name} has {len(values)} number{'' if len(values) == 1 else 's'}, "
            "and a place on the table has two: x and y.",
            advice,
        )
    x, y = (_number(value, name) for value in values)
    return x, y


def _number(value: object, name: str) -> float:
    if isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
        raise NotDrawable(f"{name} holds {_shown(value)}, which is no number.", _FORM)
    number = float(value)
    if not math.isfinite(number):
        raise NotDrawable(
            f"{name} holds {number}, which is no place.", "Check how it was reckoned."
        )
    return number


def _list_of(thing: object, name: str, advice: str) -> list[object]:
    if isinstance(thing, (str, bytes, dict)) or not isinstance(thing, Iterable):
        raise NotDrawable(f"{name} has to be a list, and {_shown(thing)} is none.", advice)
    return list(thing)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) < 40 else f"a value of the kind {type(value).__name__}"  # noqa: PLR2004  # fits on a line
