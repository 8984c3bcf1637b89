"""``Goal``: what an exercise asks for, and how to see whether it is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dobotkit.errors import NotYet
from dobotkit.geometry import Pose

__all__ = ["Goal", "Missing", "by_name", "first_missing", "off_target"]

# Ways to go along each axis: when the value is too small, when it is too big.
_WAYS = {"x": ("forward", "back"), "y": ("left", "right"), "z": ("up", "down")}


class Missing(NamedTuple):
    """What is not right yet, and what to do about it; one sentence each."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One exercise of a lesson.

    Parameters
    ----------
    name:
        What the pupil writes: ``lesson.check("lift", arm)``.
    done:
        What has been reached, as the end of the sentence "✔ lift: …".
    takes:
        Names and types of the things that the check looks at, in order.
    missing:
        Called with these things: what is missing, or None when it is reached.
    hints:
        From gentle to concrete.
    """

    name: str
    done: str
    takes: tuple[tuple[str, type], ...]
    missing: Callable[..., Missing | None]
    hints: tuple[str, ...]

    def check(self, *things: object) -> None:
        """Look whether the goal is reached.

        Raises
        ------
        NotYet
            It is not, or the check was given something else than it needs.
        """
        missing = self._wrong_things(things) or self.missing(*things)
        if missing is not None:
            raise NotYet(
                f"{self.name}: {missing.what}",
                f'{missing.advice} Stuck? lesson.hint("{self.name}")',
            )

    def _wrong_things(self, things: tuple[object, ...]) -> Missing | None:
        names = [name for name, _ in self.takes]
        right = f"Write lesson.check({', '.join([repr(self.name), *names])})."
        if len(things) != len(names):
            given = "nothing" if not things else f"{len(things)} things"
            return Missing(f"the check needs {', '.join(names)} and was given {given}.", right)
        for (name, kind), thing in zip(self.takes, things, strict=True):
            if not isinstance(thing, kind):
                return Missing(f"the check needs {name} and was given {thing!r}.", right)
        return None


def by_name(goals: Iterable[Goal]) -> dict[str, Goal]:
    """Goals in their order, by name."""
    return {goal.name: goal for goal in goals}


def first_missing(*steps: Missing | None) -> Missing | None:
    """Return the first step that is missing, so that a pupil gets one thing to do at a time."""
    return next((step for step in steps if step is not None), None)


def off_target(pose: Pose, *, tolerance: float = 2.0, **wanted: float) -> Missing | None:
    """Compare a pose with coordinates in mm; say the first one that is off, and the way.

    Parameters
    ----------
    pose:
        Where the arm is.
    tolerance:
        How far off each coordinate may be, in mm.
    **wanted:
        Any of ``x``, ``y``, ``z`` in mm.
    """
    for axis, want in wanted.items():
        found = getattr(pose, axis)
        off = want - found
        if abs(off) > tolerance:
            too_small, too_big = _WAYS[axis]
            way = too_small if off > 0 else too_big
            return Missing(
                f"{axis} is {found:.0f} mm, and {want:.0f} mm is wanted.",
                f"Go {abs(off):.0f} mm {way}.",
            )
    return None
