"""``Pen``: what ``Arm`` draws with. Lines are continuous paths, all else straight moves."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from functools import partial
from math import inf
from typing import NamedTuple

from dobotkit.arm.link import CP, CP_ABSOLUTE, CP_PARAMS, MOVL_XYZ, PTP, Link
from dobotkit.arm.pacing import Pacing
from dobotkit.arm.paper import Paper
from dobotkit.arm.route import Route, Step, in_words
from dobotkit.arm.watchers import Watchers
from dobotkit.errors import ArmError

__all__ = ["Pen", "Progress"]

LIFT_IT = "The pen may still be on the paper: arm.move_by(z=10) lifts it."
# The mode of CP in which the arm plans ahead over the points in its queue.
NOT_REAL_TIME = 0
_REPORT_S = 0.1


class Progress(NamedTuple):
    """How far a drawing is.

    Attributes
    ----------
    drawn, length:
        How much line has been drawn, and how much there is, in mm.
    part:
        How much of the estimated time is over, from 0 to 1.
    seconds:
        How long it has taken so far.
    seconds_left:
        How long it will still take, estimated.
    route:
        What is drawn.
    state:
        ``"drawing"``, ``"done"`` or ``"stopped"``.
    """

    drawn: float
    length: float
    part: float
    seconds: float
    seconds_left: float
    route: Route
    state: str = "drawing"

    def __str__(self) -> str:
        line = f"{self.drawn:.0f} of {self.length:.0f} mm"
        if self.state == "done":
            return f"Drawn: {self.length:.0f} mm of line in {in_words(self.seconds)}."
        if self.state == "stopped":
            return f"Stopped after {line}. {LIFT_IT}"
        return f"Drawing: {line}, about {in_words(self.seconds_left)} left."


class _Account:
    """What has been drawn so far, and whom to tell."""

    def __init__(self, route: Route, tell: Callable[[Progress], object]) -> None:
        self._route = route
        self._length, self._estimate = route.length, route.seconds
        self._tell = tell
        self._drawn = self._over = 0.0
        self._begun = time.monotonic()
        self._told = 0.0

    def ended(self, step: Step) -> None:
        """Note that a step has ended."""
        self._over += step.seconds
        if step.pen_down:
            self._drawn += step.length
        if time.monotonic() - self._told >= _REPORT_S:
            self.report()

    def report(self, state: str = "drawing") -> None:
        """Tell how far it is."""
        self._told = time.monotonic()
        self._tell(
            Progress(
                self._drawn,
                self._length,
                self._over / self._estimate if self._estimate else 1.0,
                self._told - self._begun,
                max(0.0, self._estimate - self._over),
                self._route,
                state,
            )
        )


class Pen:
    """Drives the routes of one arm, keeps its paper, and tells how far it is.

    Not for several threads at once: whoever draws holds the arm's lock.

    Parameters
    ----------
    link, pacing:
        Of the arm.
    """

    def __init__(self, link: Link, pacing: Pacing) -> None:
        self._link = link
        self._pacing = pacing
        self._watchers = Watchers[Progress]("the drawing")
        self.paper = Paper()

    def watch(self, callback: Callable[[Progress], object]) -> Callable[[], None]:
        """Have a function called with the progress of every drawing.

        Returns
        -------
        callable
            Call it to end the watch.
        """
        return self._watchers.add(callback)

    def drive(self, route: Route) -> None:
        """Drive a route that was checked, from its start, and wait until it has ended.

        Raises
        ------
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            As a move does. The pen may then still be down.
        """
        account = _Account(route, self._watchers.tell)
        self.paper.begin(route.z)
        account.report()
        try:
            velocity, acceleration = route.pace.line, route.pace.acceleration
            self._link.tell(
                CP_PARAMS, struct.pack("<3fB", acceleration, velocity, acceleration, NOT_REAL_TIME)
            )
            for step in route.steps:
                self._put(step, velocity, account)
            self._pacing.finish()
            self._pacing.look()
        except KeyboardInterrupt:
            # Before anything is shown: a picture takes its time.
            self._link.stop()
            account.report("stopped")
            raise
        except ArmError as error:
            account.report("stopped")
            error.advice += f" {LIFT_IT}"
            raise
        finally:
            self.paper.end()
        account.report("done")

    def _put(self, step: Step, velocity: float, account: _Account) -> None:
        # Of points of a line several may wait in the arm, of moves between lines one: the
        # keeper judges so, and refuses the next one, however short they are.
        number, params, seconds = PTP, struct.pack("<B4f", MOVL_XYZ, *step.target), inf
        if step.pen_down:
            number, seconds = CP, step.seconds
            params = struct.pack("<B4f", CP_ABSOLUTE, *step.target[:3], velocity)
        self._pacing.make_room(seconds)
        self._pacing.look()
        self._pacing.put(
            number,
            params,
            is_move=True,
            target=step.target,
            seconds=seconds,
            on_end=partial(self._ended, step, account),
        )

    def _ended(self, step: Step, account: _Account) -> None:
        self.paper.reached(step.target)
        account.ended(step)
