"""May this frame go to the arm? Every command of the protocol has its answer here.

What can move the arm, or make it faster, is worked out before it is passed on: the
whole way, the place where the arm will then be, the speed. A command that the table
does not name is refused: what cannot be judged is not passed on.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from dobotkit.arm.alarms import alarm_error
from dobotkit.arm.complaints import restarted
from dobotkit.arm.kinematics import forward
from dobotkit.errors import KeeperRefused, LaserOff
from dobotkit.keeper.arm_itself import ALARMS, INDEX, POSE, ArmItself, index_in
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.fields import SLACK, floats, numbers, within
from dobotkit.keeper.queue_end import Motion, QueueEnd
from dobotkit.keeper.refusals import (
    another_tool,
    beyond,
    busy,
    not_judged,
    too_fast,
)
from dobotkit.keeper.speeds import CARTESIAN, HARDEST, TURN, careful
from dobotkit.keeper.travel import Place
from dobotkit.keeper.ways import Ways

__all__ = ["Judge"]

READ, WRITE, QUEUED = 0, 1, 3

# How far the told length of the tool may be from that of the one that is fitted, in mm:
# ahead, where a pen and a cup differ; aside; down.
_TOOL = (2.0, 0.01, 0.01)
# What the arm lowers larger parameters to (the maker's planner).
_JOINT_SPEED, _JOINT_ACCELERATION = 300.0, 400.0
_HIGHEST_JUMP = 300.0  # mm
_LONGEST_PAUSE_MS = 3_600_000
_LONGEST_CIRCLE = 10  # rounds
# The setting by which an arm that was switched off is known: how fast lines are.
_LINES, _LINES_SIZE = 81, 16
_INDEX_SIZE = 8


class Judge:
    """What one arm may be told, from its opening on.

    Parameters
    ----------
    envelope:
        What it may do.
    arm:
        How to ask it where it is, and how far its queue has come.
    may_move:
        Called before every motion; raises if nobody has allowed it to move. For a
        real arm that is the teacher's word.
    may_home:
        The same before a home, which needs a word of its own each time: called last, when
        nothing else is in its way, because it uses that word up.
    """

    def __init__(
        self,
        envelope: Envelope,
        arm: ArmItself,
        *,
        may_move: Callable[[], None],
        may_home: Callable[[], None],
    ) -> None:
        self._envelope = envelope
        self._may_move = may_move
        self._may_home = may_home
        self._arm = arm
        self._queue = QueueEnd(arm, envelope.offset)
        self._ways = Ways(envelope, self._queue)
        self._allowed: Motion | None = None
        self._told = dict(careful(envelope, number) for number in CARTESIAN)
        # What the arm may hold of one of them: the last one may still wait in its queue.
        self._may_hold = {self._told[_LINES]}
        self._restarted = False

    def use(self, envelope: Envelope) -> None:
        """Judge by other rules from now on; the same tool has to be fitted."""
        self._envelope = envelope
        self._ways = Ways(envelope, self._queue)
        # Speeds stay, but none is above the new cap.
        self._told = dict(careful(envelope, *one) for one in self._told.items())
        self._may_hold.add(self._told[_LINES])

    @property
    def is_idle(self) -> bool:
        """Whether nothing that was passed on waits in the arm; asks the arm."""
        return self._queue.is_empty

    def in_force(self) -> tuple[tuple[int, bytes], ...]:
        """Return the settings that moves are judged by: commands and their parameters.

        They are written again when a queue was cleared, in which others may have waited.
        """
        queue = self._queue
        speed, acceleration = queue.ratios
        up, down, highest = queue.jump
        return (
            (60, struct.pack("<3f", *queue.tool)),
            (80, struct.pack("<8f", *queue.joint_speed, *queue.joint_acceleration)),
            (83, struct.pack("<2f", 100 * speed, 100 * acceleration)),
            (82, struct.pack("<2f", up, highest))
            if up == down
            else (87, struct.pack("<3f", up, down, highest)),
            (30, struct.pack("<4f", *forward(*queue.home, tool=queue.tool))),
            *self._told.items(),
        )

    def check(self, number: int, ctrl: int, params: bytes) -> None:
        """Refuse a frame that must not go to the arm.

        Raises
        ------
        ArmError
            As the class that fits, with rule, value and limit.
        """
        self._allowed = None
        if ctrl == READ:
            if number not in _READS:
                raise not_judged(number, "asked for")
        elif ctrl in (WRITE, QUEUED) and number in _WRITES:
            if ctrl == QUEUED:
                self._queue.check_places()
            _WRITES[number](self, ctrl, params)
            if number in self._told:
                self._told[number] = params
            if number == _LINES:
                self._may_hold.add(params[:_LINES_SIZE])
        else:
            raise not_judged(number, "written")

    def check_way(self, places: Sequence[Place]) -> None:
        """Refuse a way of straight lines, from the first place on, that could not be gone.

        Raises
        ------
        ArmError
            As ``check`` would at the command that leads there.
        """
        self._may_move()
        for start, end in pairwise(places):
            self._ways.line(start, end)

    def noted(self, number: int, answer: bytes) -> None:
        """Take note of what the arm has answered to a question, whoever asked it."""
        if number == INDEX and len(answer) >= _INDEX_SIZE:
            self._queue.looked(index_in(answer))
        if number in (ALARMS, POSE, INDEX):
            self._arm.noted(number, answer, at_rest=self._queue.is_at_rest)

    def passed(self, number: int, ctrl: int, answer: bytes) -> None:
        """Take note that the frame that was checked last has gone to the arm."""
        allowed, self._allowed = self._allowed, None
        if ctrl == READ:
            self.noted(number, answer)
            return
        self._arm.told(self._queue.tool)
        if ctrl == QUEUED and len(answer) >= _INDEX_SIZE:
            self._queue.given(index_in(answer))
        if ctrl == WRITE and number in _EMPTIES:
            self._queue.emptied()
        elif allowed is not None and ctrl == QUEUED:
            self._queue.add(allowed, index_in(answer))

    def lost(self) -> None:
        """Take note that nobody knows whether the frame that was checked last has come."""
        self._allowed = None
        self._arm.told()
        self._queue.emptied()

    # Settings.

    def _clear_alarms(self, ctrl: int, _params: bytes) -> None:
        # An alarm that is cleared under way lets the next move begin where nobody expects.
        if ctrl == QUEUED or not self._queue.is_empty:
            raise busy("Alarms are cleared at once, and while the arm has nothing to do.")

    def _harmless(self, _ctrl: int, _params: bytes) -> None:
        """Neither moves the arm nor makes it faster."""

    def _set_tool(self, ctrl: int, params: bytes) -> None:
        ahead, aside, down = floats("<3f", params)
        # With another length the arm would be elsewhere, and faster, than it says.
        told = zip((ahead, aside, down), self._envelope.offset, _TOOL, strict=True)
        for value, fitted, slack in told:
            if not fitted - slack <= value <= fitted + slack:
                raise another_tool(value, fitted - slack, fitted + slack, self._envelope.tool)
        if ctrl == QUEUED or not self._queue.is_empty:
            raise busy("A tool is set at once, and while the arm has nothing to do.")
        self._queue.tool = (ahead, aside, down)
        self._queue.emptied()

    def _set_laser(self, _ctrl: int, params: bytes) -> None:
        if any(params[1:]) and not self._envelope.laser:
            raise LaserOff(
                "The laser is off at this desk.",
                "Only a teacher can allow it, for this desk.",
                rule="laser",
                set_by="desk",
            )

    def _set_joint_speeds(self, ctrl: int, params: bytes) -> None:
        a, b, c, d, *acceleration = floats("<8f", params)
        # The arm lowers larger ones, and would then go another way than was checked.
        for value in (a, b, c, d):
            within("joint speed", value, 0, _JOINT_SPEED, "°/s")
        for value in acceleration:
            within("joint acceleration", value, 0, _JOINT_ACCELERATION, "°/s²")
        self._no_change_on_the_way(ctrl)
        self._queue.joint_speed = (a, b, c, d)
        e, f, g, h = acceleration
        self._queue.joint_acceleration = (e, f, g, h)

    def _set_line_speeds(self, _ctrl: int, params: bytes) -> None:
        speed, turn, acceleration, turn_acceleration = floats("<4f", params)
        self._slow_enough("speed", speed)
        within("turning speed", turn, 0, TURN, "°/s")
        within("acceleration", acceleration, 0, HARDEST, "mm/s²")
        within("turning acceleration", turn_acceleration, 0, HARDEST, "°/s²")

    def _set_ratios(self, ctrl: int, params: bytes) -> None:
        velocity, acceleration = floats("<2f", params)
        for value in (velocity, acceleration):
            within("ratio", value, 0, math.inf, "%")
        self._no_change_on_the_way(ctrl)
        self._queue.ratios = (min(velocity, 100.0) / 100, min(acceleration, 100.0) / 100)

    def _set_jump(self, ctrl: int, params: bytes) -> None:
        height, highest = floats("<2f", params)
        within("height of a jump", height, 0, _HIGHEST_JUMP, "mm")
        self._no_change_on_the_way(ctrl)
        self._queue.jump = (height, height, highest)

    def _set_jump_2(self, ctrl: int, params: bytes) -> None:
        up, down, highest = floats("<3f", params)
        within("height of a jump", up, 0, _HIGHEST_JUMP, "mm")
        # With two heights, where it crosses depends on the arm's own rule.
        within("second height of a jump", down, up, up, "mm")
        self._no_change_on_the_way(ctrl)
        self._queue.jump = (up, down, highest)

    def _set_path_speeds(self, _ctrl: int, params: bytes) -> None:
        planned, junction, acceleration, _ = floats("<3fB", params)
        within("acceleration", planned, 0, HARDEST, "mm/s²")
        within("acceleration", acceleration, 0, HARDEST, "mm/s²")
        self._slow_enough("speed round corners", junction)

    def _set_home(self, ctrl: int, params: bytes) -> None:
        x, y, z, r = floats("<4f", params)
        home = self._ways.resting_place((x, y, z, r))
        self._no_change_on_the_way(ctrl)
        self._queue.home = home

    def _set_motor(self, _ctrl: int, params: bytes) -> None:
        # 32 000 pulses turn the belt's roller once; it is 36 mm thick (maker's demo program).
        most = self._envelope.speed * 32_000 / (math.pi * 36)
        _, on, speed = numbers("<2Bi", params)
        if on and speed:
            self._may_move()
        if on and abs(speed) > most:
            raise too_fast("belt speed", abs(speed), round(most), "pulses/s")

    def _pause(self, _ctrl: int, params: bytes) -> None:
        (milliseconds,) = numbers("<I", params)
        within("pause", milliseconds, 0, _LONGEST_PAUSE_MS, "ms")

    # Motions.

    def _home(self, ctrl: int, _params: bytes) -> None:
        start = self._begin(ctrl, homing=True)
        self._queue.check_room()
        self._ways.home(start)
        self._may_home()
        self._allowed = Motion(None)

    def _jog(self, _ctrl: int, params: bytes) -> None:
        _, way = numbers("<2B", params)
        if way:
            raise KeeperRefused(
                "Jogging goes on until somebody stops it: its way cannot be checked beforehand.",
                "Use arm.move_by(x=…), or move the arm by hand.",
                rule="jog",
                set_by="kit",
            )

    def _point(self, ctrl: int, params: bytes) -> None:
        mode, a, b, c, d = floats("<B4f", params)
        start = self._begin(ctrl)
        self._queue.check_room()
        self._allowed = Motion(self._ways.point(int(mode), (a, b, c, d), start))

    def _path_point(self, ctrl: int, params: bytes) -> None:
        mode, x, y, z, speed = floats("<B4f", params)
        self._slow_enough("speed", speed)
        start = self._begin(ctrl)
        if mode not in (0, 1):
            raise beyond("mode of a path", mode, 0, 1)
        if not mode:
            x, y, z = start[0] + x, start[1] + y, start[2] + z
        # The wrist stands still on a path, so r turns along with the base (the maker's
        # virtual arm does it so).
        turned = math.degrees(math.atan2(y, x) - math.atan2(start[1], start[0]))
        end = (x, y, z, start[3] + turned)
        seconds = math.dist(start[:3], end[:3]) / speed
        self._queue.check_room(seconds)
        self._ways.line(start, end)
        self._allowed = Motion(end, seconds)

    def _arc(self, ctrl: int, params: bytes) -> None:
        self._round(ctrl, floats("<8f", params), turns=0)

    def _circle(self, ctrl: int, params: bytes) -> None:
        *places, count = floats("<8fI", params)
        within("number of circles", count, 1, _LONGEST_CIRCLE)
        # One round is like the other.
        self._round(ctrl, tuple(places), turns=1)

    def _round(self, ctrl: int, places: tuple[float, ...], *, turns: int) -> None:
        start = self._begin(ctrl)
        self._queue.check_room()
        x, y, z, r, *end = places
        self._allowed = Motion(self._ways.arc(start, (x, y, z, r), _place(end), turns=turns))

    def _begin(self, ctrl: int, *, homing: bool = False) -> Place:
        """Return where the next motion begins, if one may begin now."""
        if not homing:
            self._may_move()
        if ctrl == WRITE:
            raise KeeperRefused(
                "A move goes into the queue: one that is told at once could be lost.",
                "Use Arm, which does it.",
                rule="queue",
                set_by="kit",
            )
        codes = () if homing else self._arm.alarms()
        if codes:
            # Under an alarm the arm may skip moves, and begin the next one elsewhere.
            raise alarm_error(codes)
        self._restarted = self._restarted or (self._arm.is_doubtful and self._was_off())
        if self._restarted:
            raise restarted()
        return self._queue.start()

    def _was_off(self) -> bool:
        """Whether the arm was switched off: it has forgotten its queue, and its speeds."""
        if not self._queue.goes_on():
            return True
        if self._queue.is_empty:
            self._may_hold = {self._told[_LINES][:_LINES_SIZE]}
        found = self._arm.read(_LINES)[:_LINES_SIZE]
        if len(found) == _LINES_SIZE and not any(_kept(told, found) for told in self._may_hold):
            return True
        self._arm.trust()
        return False

    def _no_change_on_the_way(self, ctrl: int) -> None:
        if ctrl == WRITE and not self._queue.is_empty:
            raise busy("This cannot be changed at once while the arm has moves to do.")

    def _slow_enough(self, what: str, speed: float) -> None:
        if not 0 < speed <= self._envelope.speed * SLACK:
            raise too_fast(what, speed, self._envelope.speed)


def _kept(told: bytes, found: bytes) -> bool:
    """Whether an arm that was told these speeds of lines may say that it has those.

    It lowers what is more than it can turn or speed up; it can move faster than any desk
    allows, so that it keeps.
    """
    speed, *rest = struct.unpack("<4f", told)
    now, *others = struct.unpack("<4f", found)
    return bool(now == speed and all(a <= b for a, b in zip(others, rest, strict=True)))


def _place(values: Sequence[float]) -> Place:
    x, y, z, r = values
    return (x, y, z, r)


_EMPTIES: Final = (242, 245)

# What may be asked for: it changes nothing.
_READS: Final = frozenset(
    (
        *(0, 1, 2, 3, 4, 5, 10, 13, 20, 30, 40, 41, 42, 50, 60, 61, 62, 63, 70, 71, 72, 74),
        *(80, 81, 82, 83, 85, 87, 90, 100, 103, 130, 131, 132, 133, 134, 137, 138, 170),
        *(246, 247),
    )
)

_Rule = Callable[[Judge, int, bytes], None]

# What may be written. Not here, and so refused: the rail (3, 86), a name for the arm (1),
# another pose or level (11, 32), jogging speeds (70 to 72, 74), moves that switch pins
# on their way (88, 89), laser paths (92), calibration, Wi-Fi, and programs that stay in
# the arm (243, 244).
# ruff: noqa: SLF001  # the table of this very class
_WRITES: Final[dict[int, _Rule]] = {
    20: Judge._clear_alarms,
    21: Judge._clear_alarms,
    30: Judge._set_home,
    31: Judge._home,
    40: Judge._harmless,
    41: Judge._harmless,
    60: Judge._set_tool,
    61: Judge._set_laser,
    62: Judge._harmless,
    63: Judge._harmless,
    73: Judge._jog,
    80: Judge._set_joint_speeds,
    81: Judge._set_line_speeds,
    82: Judge._set_jump,
    83: Judge._set_ratios,
    84: Judge._point,
    87: Judge._set_jump_2,
    90: Judge._set_path_speeds,
    91: Judge._path_point,
    100: Judge._set_line_speeds,
    101: Judge._arc,
    102: Judge._circle,
    110: Judge._pause,
    120: Judge._harmless,
    130: Judge._harmless,
    131: Judge._harmless,
    132: Judge._harmless,
    135: Judge._set_motor,
    136: Judge._set_motor,
    137: Judge._harmless,
    138: Judge._harmless,
    171: Judge._harmless,
    240: Judge._harmless,
    241: Judge._harmless,
    242: Judge._harmless,
    245: Judge._harmless,
}
