"""``Driver``: what every verb of an arm is done with, one verb at a time.

It holds what belongs together while an arm works: the connection, the queue that is
kept short, where the arm can go, how fast it is, and who wants to know where it is.
What a pupil can say stands in ``arm.py`` and in the files of verbs.
"""

from __future__ import annotations

import contextlib
import copy
import math
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from dobotkit.arm.kinematics import Tool, mm, tool_of
from dobotkit.arm.link import MOVL_XYZ, PTP, PTP_COMMON_PARAMS, PTP_COORDINATE_PARAMS, TOOL, Link
from dobotkit.arm.pacing import Pacing, Target
from dobotkit.arm.reach import Reach
from dobotkit.arm.track import Act
from dobotkit.arm.watchers import Watchers
from dobotkit.errors import ArmClosed, OutOfReach, WrongValue
from dobotkit.geometry import Pose

__all__ = ["Driver", "Verbs"]

USUAL_SPEED, USUAL_ACCELERATION = 100.0, 100.0
# The suction cup sits 60 mm from the wrist, the laser 70; no arm carries a pole.
LONGEST_TOOL = 500.0


class Driver:
    """One arm at work.

    Parameters
    ----------
    link:
        The connection to the arm.
    is_simulated:
        Whether the arm exists only in this computer.
    check_line:
        Refuses a straight way, from its start to its end, that must not be gone.

    Attributes
    ----------
    pacing:
        What has been sent and has not ended.
    watchers:
        The functions that are told every pose.
    reach:
        Where the arm can go with its present tool.
    speed:
        Of moves, in mm/s and mm/s².
    refusal:
        The move that was refused last.
    when_moved:
        A pupil's function that is called after each move.
    why_closed:
        What is said to who uses a closed arm.
    planned:
        The places of a way that was checked, and to which the arm has not been sent yet.
    """

    def __init__(
        self, link: Link, *, is_simulated: bool, check_line: Callable[[Target, Target], object]
    ) -> None:
        self.link = link
        self.check_line = check_line
        self.is_simulated = is_simulated
        # Held while a verb is at work; stop() and pose() pass it.
        self._busy = threading.RLock()
        self.pacing = Pacing(link, on_pose=self.learn, on_moved=self.moved)
        self.watchers = Watchers[Pose]("the arm")
        # Before those who only look: what the kit itself makes of a pose.
        self.learners: list[Callable[[Pose], object]] = []
        # Who notes what the arm has done: places it was sent to, and what its tool did.
        self.recorders: list[Callable[[Target | None, Act], object]] = []
        self.when_moved: Callable[[Pose], object] | None = None
        self.refusal: OutOfReach | None = None
        self.reach = Reach()
        self.speed = (USUAL_SPEED, USUAL_ACCELERATION)
        self.closed = False
        self.why_closed = "This arm is closed."
        self.planned: tuple[Target, ...] = ()

    def begin(self) -> None:
        """Find out which tool the arm reckons with, and set the usual speed.

        Raises
        ------
        WrongValue
            That tool makes no sense.
        """
        self.reach = Reach(_tool_in(self.link.pose()))
        # At a desk that is slower than that, as fast as the desk allows.
        self.set_speed(self.usual_speed, USUAL_ACCELERATION)

    @contextlib.contextmanager
    def verb(self) -> Iterator[Pacing]:
        """One verb at a time; an interrupt stops the arm before it goes on its way."""
        self.check_open()
        # Before the lock: a stop that comes while this verb waits for its
        # turn is meant for it as well.
        stops = self.link.stops
        with self._busy:
            self.check_open()
            try:
                with self.pacing.verb(stops):
                    yield self.pacing
            except KeyboardInterrupt:
                self.link.stop()
                raise
            finally:
                self.planned = ()

    def check_open(self) -> None:
        """Raise ``ArmClosed`` if the arm was closed."""
        if self.closed:
            raise ArmClosed(self.why_closed, "Open the arm with the set-up cell: arm = Arm()")

    @property
    def usual_speed(self) -> float:
        """The speed in mm/s of an arm that was told none."""
        return min(USUAL_SPEED, float(getattr(self.link.ser, "fastest", USUAL_SPEED)))

    def set_speed(self, velocity: float, acceleration: float) -> None:
        """Set how fast moves are, in mm/s and mm/s², at once."""
        # The first is in percent of the second: 100 % makes mm/s true.
        self.link.tell(PTP_COMMON_PARAMS, struct.pack("<2f", 100.0, 100.0))
        self.set_pace(velocity, acceleration)

    def set_pace(self, velocity: float, acceleration: float) -> None:
        """Set the same, and leave alone of which part of it somebody wants to be content."""
        params = struct.pack("<4f", velocity, velocity, acceleration, acceleration)
        self.link.tell(PTP_COORDINATE_PARAMS, params)
        # Not before: a desk may refuse it.
        self.speed = (velocity, acceleration)

    def set_tool(self, tool: Tool) -> None:
        """Tell the arm the offset of its tool; nothing may be in the arm."""
        self.link.tell(TOOL, struct.pack("<3f", *tool))
        pose = self.link.pose()
        self.reach = Reach(tool_of(pose), self.reach.limits)
        self.pacing.forget_place()
        self.learn(pose)

    def line(self, pacing: Pacing, target_from: Callable[[Target], Target], *, wait: bool) -> None:
        """Move in a straight line to what ``target_from`` makes of the place before."""
        self.link.raise_for_alarms()
        # First the place, then the look at the way: while there is no place,
        # when_moved may send the arm elsewhere.
        pacing.make_room()
        start = pacing.start()
        target = target_from(start)
        with self.remembering_refusal(target):
            self.check_line(start, target)
            # Where a keeper holds the arm, it may refuse what the rules of the desk forbid.
            self.put_line(target)
        if wait:
            pacing.finish()

    def put_line(self, target: Target, *, quietly: bool = False) -> None:
        """Queue a straight line that was checked.

        Parameters
        ----------
        target:
            Where to, in mm and degrees.
        quietly:
            Do not call ``when_moved`` at its end: what a pupil does there would come in
            between.
        """
        if target in self.planned:
            self.planned = self.planned[self.planned.index(target) + 1 :]
        params = struct.pack("<B4f", MOVL_XYZ, *target)
        self.put_move(PTP, params, target, quietly=quietly)

    def put_move(
        self, number: int, params: bytes, target: Target, *, quietly: bool = False
    ) -> None:
        """Queue a move that was checked, which leads to ``target``; as ``put_line``."""
        on_end = partial(self._arrived, target, quietly=quietly)
        self.pacing.put(number, params, is_move=True, target=target, on_end=on_end)

    def follow(self, places: Iterable[Target]) -> None:
        """Queue straight lines that were checked; ``moved`` has to be called after the last."""
        for place in places:
            self.pacing.make_room()
            self.put_line(place, quietly=True)

    def check_way(self, places: Sequence[Target]) -> None:
        """Check a way of straight lines as a whole, before anything of it is sent.

        Where a keeper holds the arm, it is asked as well: it knows table and closed boxes.

        Parameters
        ----------
        places:
            (x, y, z, r) in mm and degrees; the first is where the way begins.

        Raises
        ------
        OutOfReach
            A part of the way cannot be reached, or is closed at this desk.
        WordNeeded
            Nobody has allowed this real arm to move.
        """
        for start, end in pairwise(places):
            self.check_line(start, end)
        self.check_desk(places)
        self.planned = tuple(places[1:])

    def check_desk(self, places: Sequence[Target]) -> None:
        """Ask the keeper that holds the arm, if one does, about a way as a whole.

        Raises as ``check_way`` does.
        """
        ask = getattr(self.link.ser, "check_way", None)
        if ask is not None:
            ask(places)

    @contextlib.contextmanager
    def remembering_refusal(self, target: Target | None = None) -> Iterator[None]:
        """Keep a refusal for ``arm.refusal`` and for views; forget the one before.

        Parameters
        ----------
        target:
            Where the arm was asked to go, if that is one place. A keeper, which refuses a
            place on the way, does not know it.
        """
        try:
            yield
        except OutOfReach as refusal:
            # A copy has no traceback, which would keep the pupil's names alive.
            self.refusal = copy.copy(refusal)
            if target is not None:
                self.refusal.target = target[:3]
            self.learn(self.link.last_pose)
            raise
        self.refusal = None

    def _arrived(self, target: Target, *, quietly: bool) -> None:
        for note in tuple(self.recorders):
            note(target, "")
        if not quietly:
            self.moved()

    def at_home(self) -> None:
        """Take note that the arm has come home."""
        self.moved()
        for note in tuple(self.recorders):
            note(self.link.last_pose[:4], "")

    def switched(self, act: Act) -> None:
        """Take note that the tool has done something, where the arm is."""
        for note in tuple(self.recorders):
            note(None, act)

    def moved(self) -> None:
        """Take note that a move has ended."""
        pose = self.learn(self.link.pose())
        if self.when_moved is not None:
            self.when_moved(pose)

    def learn(self, pose: Pose) -> Pose:
        """Take note of a pose that the arm has told, and tell it on."""
        for learner in self.learners:
            learner(pose)
        self.watchers.tell(pose)
        return pose


class Verbs:
    """A part of what an arm can be told; ``Arm`` is made of several.

    Attributes
    ----------
    _driver:
        What it is done with.
    """

    __slots__ = ()

    _driver: Driver


def _tool_in(pose: Pose) -> Tool:
    """The tool that an arm reckons with, unless it cannot be one."""
    if all(map(math.isfinite, pose)):
        tool = tool_of(pose)
        longest = max(map(abs, tool))
        if longest <= LONGEST_TOOL:
            return tool
        says = f"says that its tool is {mm(longest)} mm long"
    else:
        says = "does not say where it is, because its tool has no length"
    raise WrongValue(
        f"This arm {says}: an earlier program has set that wrong.",
        "Switch the arm off and on again (a simulated one: restart the kernel), then try again.",
    )
