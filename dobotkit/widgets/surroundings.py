"""``Surroundings``: what is around an arm, asked as often as it is worth it."""

from __future__ import annotations

import time

from dobotkit.arm.arm import Arm
from dobotkit.geometry import Pose
from dobotkit.things import TableNow
from dobotkit.watching import WatchedArm
from dobotkit.widgets.solids import Anchor
from dobotkit.widgets.table_picture import Box, hang, is_laid

__all__ = ["Surroundings"]

# Seconds between two looks at what seldom changes: the rules of the desk.
_DESK_S = 2.0


class Surroundings:
    """Table and desk of one arm, as they were at the last look.

    Where nobody knows a table, as with a real arm, and where no keeper holds the arm,
    nothing is asked.

    Parameters
    ----------
    arm:
        Whose surroundings; of one that is only watched, nothing is known.

    Attributes
    ----------
    now:
        The table; None where nobody knows it.
    boxes:
        Of the desk.
    hanging:
        Of each thing on the tool: how it hangs there.
    """

    def __init__(self, arm: Arm | WatchedArm) -> None:
        self._arm = arm if isinstance(arm, Arm) else None
        self.now: TableNow | None = None
        self.boxes: tuple[Box, ...] = ()
        self.hanging: dict[str, Anchor] = {}
        self._floor: float | None = None
        self._desk_at = float("-inf")

    @property
    def height(self) -> float | None:
        """The z of the table top in mm; None where nobody has said it."""
        if self.now is not None and is_laid(self.now):
            return self.now.height
        return self._floor

    @property
    def is_astir(self) -> bool:
        """Whether things move although the arm may stand: a belt runs."""
        return self.now is not None and self.now.belt is not None and self.now.belt.speed != 0

    def look(self, *, resting: bool) -> None:
        """Look around.

        Parameters
        ----------
        resting:
            Whether the arm stands still: only then it is certain how things hang on it.

        Raises
        ------
        DobotKitError
            The arm, or who holds it, does not answer.
        """
        arm = self._arm
        if arm is None:
            return
        before = arm.last_pose
        self.now = arm.table.now()
        self._hold(before, arm.last_pose, resting=resting)
        if time.monotonic() - self._desk_at >= _DESK_S:
            self._desk_at = time.monotonic()
            self._look_at_the_desk(arm)

    def _hold(self, before: Pose, after: Pose, *, resting: bool) -> None:
        things = () if self.now is None else self.now.things
        middle = Pose(*((a + b) / 2 for a, b in zip(before, after, strict=True)))
        self.hanging = {
            thing.name: self.hanging[thing.name]
            if thing.name in self.hanging and not resting
            else hang(thing, middle)
            for thing in things
            if thing.held
        }

    def _look_at_the_desk(self, arm: Arm) -> None:
        ask = getattr(arm.port, "desk_now", None)
        if not arm.is_simulated:
            self._floor = arm.table.known_height()
        if ask is None:
            return
        desk = ask()
        self.boxes = tuple(
            Box(box.name, box.low, box.high, closed)
            for boxes, closed in ((desk.keep_out, True), (desk.zones, False))
            for box in boxes
        )
