"""The table in the time of its arm: nothing runs by itself, it catches up when asked.

A move near things is looked at in cells of ten milliseconds, counted from its start,
whoever asks how often. In each cell the arm goes on first, then the belt. A move that
stays above everything, and a pause, are not looked at; what the belt does meanwhile is
worked out in one step.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from math import ceil, floor, inf
from typing import Final

from dobotkit.simulator.contact import Contact
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity, Pause
from dobotkit.simulator.motors import Motor
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.table.moves import Bump, Cell, Move
from dobotkit.simulator.table.resting import DEEP, GRAZE, TOUCH
from dobotkit.simulator.table.stock import Stock
from dobotkit.things import TableScene

__all__ = ["MM_A_PULSE", "Bump", "Clockwork"]

MM_A_PULSE: Final = 3.1415926535898 * 36.0 / 32000
"""The belt's roller is 36 mm thick, 32 000 pulses turn it once (maker's demo program)."""

CELL: Final = 0.01
"""Seconds."""

_NEARLY: Final = 1e-6  # of a cell
_GLANCE: Final = 0.2  # what comes by on the belt is looked at whenever it went so many mm


class Clockwork:
    """One table, caught up to some moment of its arm's clock.

    Parameters
    ----------
    scene, contact:
        How the table is laid, and how the arm touches things.
    motors:
        The arm's extra stepper drivers, of which one may turn the belt.
    tip:
        Where the end of the arm really is, for joint angles.
    now:
        What the clock shows.
    slips:
        Whether it is not where it believes to be.
    """

    def __init__(
        self,
        scene: TableScene,
        contact: Contact,
        motors: tuple[Motor, ...],
        tip: Callable[[Joints], Target],
        now: float,
        *,
        slips: Callable[[], bool],
    ) -> None:
        self.stock = Stock(scene, contact)
        self._motors = motors
        self._tip = tip
        self._slips = slips
        self._time = now
        self._move: Move | None = None
        self._ahead: Cell | None = None
        self._sucks = False
        self._due = inf  # when the hand takes what is there

    @property
    def time(self) -> float:
        """Up to when everything has been worked out, in seconds."""
        return self._time

    def sure_until(self, activity: Activity, since: float) -> float:
        """Tell for how long an activity runs into nothing, as far as it has been looked at.

        Who jumps from event to event must stop there, to look on.
        """
        move = self._moving(activity, since)
        if move is None or self._time >= since + activity.duration:
            return inf
        edge, bump, _ = self._next_cell(move)
        return edge if bump is None else bump.time

    def meet(self, activity: Activity, since: float, until: float) -> Bump | None:
        """Go on to a moment of an activity, or to where it runs into something before."""
        move = self._moving(activity, since)
        if move is None:
            return None
        end = since + activity.duration
        while self._time < end:
            edge, bump, pose = self._next_cell(move)
            if bump is not None and bump.time <= until:
                self._pass(bump.time, self._tip(bump.joints))
                self._forget()
                return bump
            if edge > until:
                return None
            standing = self._stands(move, edge, until)
            self._pass(edge, pose)
            if standing and end > until:
                # It never gets anywhere: the next cells are all alike.
                whole = floor((until - move.begun) / CELL - _NEARLY)
                self._pass(max(edge, move.begun + whole * CELL), pose)
        return None

    def stand_until(self, now: float, joints: Joints) -> None:
        """Go on to a moment, the arm standing there or moving clear of everything."""
        if now > self._time:
            self._pass(now, self._tip(joints))
        self._forget()

    def switch(self, tool: str, joints: Joints, *, on: bool) -> None:
        """Let a tool take something, or let it go, from the time that was caught up to."""
        hand = self.stock.hand
        pose = self._tip(joints)
        if tool != hand.tool:
            if not on:
                return
            self.fit(tool, joints)
        if on and not self._sucks:
            self._due = self._time + hand.delay
        elif not on:
            self._due = inf
            hand.closed = False
            self.stock.release(pose)
        self._sucks = on

    def fit(self, tool: str, joints: Joints) -> None:
        """Have another tool at the end of the arm from the time that was caught up to."""
        hand = self.stock.hand
        if tool == hand.tool:
            return
        self.stock.release(self._tip(joints))
        hand.tool = tool
        hand.closed = False
        self._sucks = False
        self._due = inf

    def hold_again(self, before: Target, after: Target) -> None:
        """Take note that the arm calls the place of its tip another name from now on."""
        self.stock.hold_again(before, after)

    def at(self, now: float, joints: Joints) -> Stock:
        """Return what the table is like at a moment, without going on to it."""
        pose = self._tip(joints)
        if now <= self._time or not (self._due <= now or self._way(now)):
            self.stock.carry(pose)
            return self.stock
        later = copy(self)
        later.stock = self.stock.copy()
        later._pass(now, pose)  # noqa: SLF001 - its twin
        return later.stock

    def speed(self, now: float) -> float:
        """Return how fast the belt runs, in mm/s."""
        motor = self._motor
        return 0.0 if motor is None else motor.speed(now) * MM_A_PULSE

    @property
    def _motor(self) -> Motor | None:
        belt = self.stock.scene.belt
        return None if belt is None else self._motors[belt.motor]

    def _forget(self) -> None:
        self._move = self._ahead = None

    def _moving(self, activity: Activity, since: float) -> Move | None:
        """Return the move that an activity is, or None if nothing can come of it."""
        if isinstance(activity, Pause):
            return None
        move = self._move
        if move is None or move.activity is not activity or move.since != since:
            move = self._move = self._begin(activity, since)
        return None if move.clear else move

    def _next_cell(self, move: Move) -> Cell:
        """Return the next cell, and where in it the arm runs into something."""
        cell = floor((self._time - move.begun) / CELL + _NEARLY) + 1
        edge = min(move.begun + cell * CELL, move.since + move.activity.duration)
        if self._ahead is None or self._ahead.edge != edge:
            self._ahead = self._look_ahead(move, edge)
        return self._ahead

    def _begin(self, activity: Activity, since: float) -> Move:
        """Look at a move for the first time, or again after something has changed."""
        start = max(since, self._time)
        self._ahead = None
        stock = self.stock
        lowest = -inf if self._slips() else activity.lowest(self._tip)
        clear = lowest - stock.hand.hangs > stock.roof + stock.hand.above
        if clear and self._due == inf and self._motor is None:
            return Move(activity, since, start, frozenset(), frozenset(), clear)
        pose = self._tip(activity.joints(start - since))
        if start > self._time:
            self._pass(start, pose)
        if clear:
            return Move(activity, since, start, frozenset(), frozenset(), clear)
        # What it is inside of already (somebody may have laid the table like that) does
        # not hold it fast.
        ignored = frozenset(stock.conflicts(pose, DEEP)[1])
        # Nor does what it grazes as deep as it may: the way out is rounded, too.
        grazed = frozenset(stock.conflicts(pose, 0.9 * GRAZE)[1])
        return Move(activity, since, start, ignored, grazed, clear)

    def _look_ahead(self, move: Move, edge: float) -> Cell:
        activity, since = move.activity, move.since
        good, bad = self._time - since, edge - since
        pose = self._tip(activity.joints(bad))
        if not self._hits(move, pose):
            return Cell(edge, None, pose)
        # It stops where it first touches, not where it feels that: so it can get away.
        _, touched = self.stock.conflicts(self._tip(activity.joints(good)), TOUCH)
        start, end = activity.joints(good), activity.joints(bad)
        turns = [abs(b - a) for a, b in zip(start[:3], end[:3], strict=True)]
        for _ in range(40):
            middle = (good + bad) / 2
            at = self._tip(activity.joints(middle))
            if self._hits(move, at) or self.stock.conflicts(at, TOUCH)[1] - move.ignored - touched:
                bad = middle
            else:
                good = middle
        bump = Bump(since + good, activity.joints(good), turns.index(max(turns)))
        return Cell(edge, bump, pose)

    def _hits(self, move: Move, pose: Target) -> bool:
        """Tell whether the arm feels that it is inside of something."""
        conflicts = self.stock.conflicts
        found = conflicts(pose, GRAZE)[1] - move.ignored
        return bool(found - move.grazed or (found and conflicts(pose, DEEP)[1] - move.ignored))

    def _stands(self, move: Move, edge: float, until: float) -> bool:
        """Tell whether the arm does not move at all until then, nor anything around it."""
        joints = move.activity.joints
        return (
            until - edge > 100 * CELL
            and joints(self._time - move.since) == joints(edge - move.since)
            and joints(edge - move.since) == joints(until - move.since)
            and not (self._due <= until or self._way(until))
        )

    def _way(self, now: float) -> float:
        """Return how far the belt has run with something on it, in mm, since it was caught up."""
        motor = self._motor
        if motor is None or not self.stock.rides:
            return 0.0
        return (motor.position(now) - motor.position(self._time)) * MM_A_PULSE

    def _pass(self, now: float, pose: Target) -> None:
        """Go on to a moment with the hand at a pose: the belt runs, and the pump sucks."""
        stock = self.stock
        stock.carry(pose)
        waits = pose[2] <= stock.roof + stock.hand.above
        # Cell by cell would take for ever with a slow belt, and everybody would wait.
        a_cell = abs(self.speed(self._time)) * CELL
        step = CELL * max(1, ceil(_GLANCE / max(a_cell, 1e-12)))
        while self._time < now:
            until = now
            if self._due > self._time:
                until = min(until, self._due)
            elif waits:
                # A thing may come by below the cup.
                until = min(until, (floor(self._time / step + _NEARLY) + 1) * step)
            way = self._way(until)
            moved = bool(way) and stock.ride(way, pose)
            waits = waits and moved
            self._time = until
            self._take(pose)
        self._take(pose)

    def _take(self, pose: Target) -> None:
        if self._due <= self._time:
            taken = self.stock.take(pose)
            if taken or self.stock.hand.tool == "gripper":
                self._due = inf
                self.stock.close_hand(pose)
