"""Whether a way stays where the arm may be: in reach, above the table, out of closed boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dobotkit.arm.reach import Reach
from dobotkit.arm.travel import Place
from dobotkit.errors import OutOfReach
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.refusals import below_the_table, inside_a_box

__all__ = ["Space"]

# 32-bit floats and 2 mm steps: a place on a border is not beyond it.
_TOLERANCE = 1e-3
# Less deep than this nobody has put an arm by hand.
_EXCUSED = 0.05
# Between two points of a way, 1 mm apart, it may be so much deeper in a corner of a box.
_BETWEEN = 0.5


class Space:
    """The places that one arm may be at.

    From a place where it should not be (somebody moved the arm by hand) it may come
    out, but not go farther in.

    Parameters
    ----------
    envelope:
        The rules of the desk.
    """

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope

    def check_line(self, reach: Reach, start: Place, end: Place, places: Iterable[Place]) -> None:
        """Check a straight way, which has ``places``.

        Raises
        ------
        OutOfReach
            At the first place on the way that is not allowed.
        """
        reach.check_line(start, end)
        self.check_desk(start, places)

    def check(self, reach: Reach, start: Place, places: Iterable[Place]) -> None:
        """Check any other way; raises as ``check_line`` does."""
        places = tuple(places)
        for place in places[1:]:
            reach.joints_for(place)
        self.check_desk(start, places)

    def check_desk(self, start: Place, places: Iterable[Place]) -> None:
        """Check only what the desk forbids, table and boxes; raises as ``check_line`` does."""
        allowed, _ = self._depth(start)
        if allowed < _EXCUSED:
            allowed = 0.0
        for place in places:
            depth, refusal = self._depth(place)
            if depth > allowed + _TOLERANCE and refusal is not None:
                raise refusal()
            # It only ever becomes less: many small trespasses are no way in.
            allowed = min(allowed, depth)

    def _depth(self, place: Place) -> tuple[float, Callable[[], OutOfReach] | None]:
        """By how many mm a place breaks the rule that it breaks most; and the refusal."""
        found: tuple[float, Callable[[], OutOfReach] | None] = (0.0, None)
        lowest = self._envelope.lowest
        if lowest is not None and lowest > place[2]:
            found = (lowest - place[2], lambda: below_the_table(place, lowest))
        for box in self._envelope.keep_out:
            depth = box.depth(*place[:3]) + _BETWEEN
            if depth > found[0]:
                found = (depth, lambda name=box.name: inside_a_box(place, name))  # type: ignore[misc]
        return found
