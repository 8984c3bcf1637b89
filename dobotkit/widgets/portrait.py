"""``Portrait``: all that is known of an arm and its table, as a picture and in words."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from dobotkit.arm.alarms import alarm_words
from dobotkit.arm.arm import Arm
from dobotkit.arm.kinematics import PEN, inverse, mm, skeleton
from dobotkit.arm.usb import shown_port
from dobotkit.errors import OutOfReach
from dobotkit.geometry import Pose
from dobotkit.things import TableNow
from dobotkit.watching import WatchedArm
from dobotkit.widgets.ink import Ink
from dobotkit.widgets.shapes import Picture, Spot
from dobotkit.widgets.sight import Refused, Sight, from_side, millimetres
from dobotkit.widgets.surroundings import Surroundings
from dobotkit.widgets.table_picture import picture_of_table
from dobotkit.widgets.table_words import changes, held, in_words
from dobotkit.widgets.trail import Trail

__all__ = ["Portrait"]

# Seconds. An arm that stands for less, as while its pump fills, is still at work.
_REST_S = 1.0


class Portrait:
    """One arm, as it was seen last. It asks the arm for nothing.

    Parameters
    ----------
    arm:
        Whose portrait.
    draw:
        Makes the picture.

    Attributes
    ----------
    around:
        What is around the arm.
    """

    def __init__(self, arm: Arm | WatchedArm, draw: Callable[[Sight], Picture]) -> None:
        self._arm = arm
        self._draw = draw
        self._side, self._top = Trail(), Trail()
        self._ink = Ink()
        self.around = Surroundings(arm)
        # The table before the arm set off last, and when the arm stood last.
        self._before: TableNow | None = None
        self._seen: TableNow | None = None
        self._rests_since = -math.inf

    def take_in(self, pose: Pose) -> None:
        """Take a pose in."""
        self._side.add((round(from_side(pose.position, pose.j1)[0], 2), round(pose.z, 2)))
        self._top.add((round(pose.x, 2), round(pose.y, 2)))

    @property
    def ink(self) -> tuple[tuple[Spot, ...], ...]:
        """The lines on the paper, thinned."""
        return self._ink.thinned(self._lines())

    @property
    def ink_points(self) -> int:
        """How many points there were at the last look."""
        return self._ink.points

    def picture(self) -> Picture:
        """Make the picture of now."""
        # The last pose, not one that was handed in: of two threads that ask,
        # the slower one hands in an older pose.
        arm, pose, reach, around = self._arm, self._arm.last_pose, self._arm.reach, self.around
        table = picture_of_table(around.now, around.hanging, around.boxes)
        return self._draw(
            Sight(
                name=self._name(),
                pose=pose,
                skeleton=tuple(skeleton(*pose.joints, tool=reach.tool)),
                outline=tuple(reach.outline()),
                radii=tuple(reach.radii(pose.z)),
                sweep=reach.limits.j1,
                side_trail=self._side.points,
                top_trail=self._top.points,
                suction=arm.suction,
                gripping=arm.gripping,
                pen=reach.tool == PEN,
                ink=self.ink,
                edges=reach.edges(),
                refused=self._refused(),
                table=around.height,
                solids=table.solids,
                movers=table.movers,
                flat=table.flat,
                ground=table.ground,
                around=table.legend,
                holds=held(around.now),
                ahead=self._ahead(),
                alarm=self._alarm(),
            )
        )

    def words(self) -> str:
        """Say where the arm is, what hangs on it, what is wrong, and what changed last."""
        x, y, z = (millimetres(value) for value in self._arm.last_pose[:3])
        if isinstance(self._arm, WatchedArm):
            verb = "is" if self._arm.is_there else "was last seen"
            return f"The arm {verb} at x {x}, y {y}, z {z} mm; {self._end()}. {self._arm.words}"
        verb = "was closed" if self._arm.closed else "is"
        said = [f"The arm {verb} at x {x}, y {y}, z {z} mm; {self._end()}."]
        refusal = self._refusal()
        if refusal is not None:
            x, y, z = (mm(value, 0).replace("-", "−") for value in refusal.target)
            said.append(f"It refused to go to x {x}, y {y}, z {z}: {refusal.reason}.")
        if self._arm.alarms:
            said.append(f"It reports an alarm: {self._alarm()}.")
        said.append(changes(self._before, self.around.now))
        return " ".join(filter(None, said))

    def now_words(self, *, resting: bool) -> str:
        """Say what is new: where an arm at rest is and what has changed, or that it moves."""
        now = time.monotonic()
        if resting:
            self._rests_since = min(self._rests_since, now)
            self._seen = self.around.now
            if self._before is None:
                self._before = self._seen
            return self.words()
        if now - self._rests_since >= _REST_S:
            # It sets off: what changed before is no news any more.
            self._before = self._seen
        self._rests_since = math.inf
        holds = held(self.around.now)
        return f"The arm is moving, and holds {holds}." if holds else "The arm is moving."

    def caption(self) -> str:
        """Say what stands on the table, and which boxes there are."""
        return in_words(self.around.now, self.around.boxes)

    def _end(self) -> str:
        arm = self._arm
        words = f"suction {'on' if arm.suction else 'off'}"
        if arm.reach.tool == PEN and not arm.suction:
            words = "pen fitted"
        lines = len(self._lines())
        if lines:
            words += f"; {lines} line{'' if lines == 1 else 's'} on the paper"
        if arm.gripping:
            words += ", gripper closed"
        holds = held(self.around.now)
        return f"{words}; it holds {holds}" if holds else words

    def _alarm(self) -> str:
        alarms = self._arm.alarms if isinstance(self._arm, Arm) else ()
        return "; ".join(map(alarm_words, alarms))

    def _ahead(self) -> tuple[tuple[float, float, float], ...]:
        places = self._arm.ahead if isinstance(self._arm, Arm) else ()
        return tuple((x, y, z) for x, y, z, _ in places)

    def _lines(self) -> tuple[tuple[Spot, ...], ...]:
        """Return what is on the paper; of somebody else's arm nobody knows."""
        return self._arm.paper.lines if isinstance(self._arm, Arm) else ()

    def _refusal(self) -> OutOfReach | None:
        """What was refused last, if it was a place at all."""
        refusal = self._arm.refusal if isinstance(self._arm, Arm) else None
        return refusal if refusal and all(map(math.isfinite, refusal.target)) else None

    def _refused(self) -> Refused | None:
        refusal = self._refusal()
        if refusal is None:
            return None
        try:
            _, j2, j3, _ = inverse(*refusal.at, 0.0, tool=self._arm.reach.tool)
        except OutOfReach:
            return Refused(refusal.target, refusal.at)
        return Refused(refusal.target, refusal.at, (j2, j3))

    def _name(self) -> str:
        if isinstance(self._arm, WatchedArm):
            return f"Real arm at {shown_port(self._arm.address)}, watched"
        kind = "Simulated arm" if self._arm.is_simulated else "Real arm"
        address = shown_port(self._arm.address.partition("?")[0])
        return f"{kind} at {address}{' (closed)' if self._arm.closed else ''}"
