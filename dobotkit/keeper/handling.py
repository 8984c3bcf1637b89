"""One arm in one notebook's hands: a thread that works for it, and one that stops it."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from queue import Full, Queue, SimpleQueue

from dobotkit.errors import ArmClosed, ArmError, ArmStopped, DobotKitError, KeeperRefused
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Box, Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.keeper.taking_over import Borrower
from dobotkit.messages import (
    ArmAnswered,
    ArmOpened,
    AskDesk,
    AskTable,
    AskWay,
    BoxNow,
    CloseArm,
    DeskNow,
    Done,
    OpenArm,
    Refused,
    SetScene,
    StopArm,
    TableTold,
    Tell,
    WhyStopped,
    WriteArm,
)

__all__ = ["ArmAsk", "Handling", "refusal"]

log = logging.getLogger(__name__)

ArmAsk = OpenArm | WriteArm | StopArm | CloseArm | AskDesk | AskWay | AskTable | SetScene

# Questions that may wait, from all threads of a notebook.
_WAITING = 64
# Bytes of the shortest frame.
_SHORTEST = 6
# A port that hangs must not keep the keeper from ending (s).
_FAREWELL_S = 10.0


class Handling:
    """What one notebook does with one arm, in the order in which it asks; a stop comes first.

    Parameters
    ----------
    borrower:
        The notebook.
    arms:
        Where the arm comes from.
    tell:
        Called with a number and an answer; returns at once.
    only_arm:
        Whether this is the only arm that the notebook has.
    on_stop:
        Called with the reason when the arm was braked, but not at the end of the notebook.
    """

    def __init__(
        self,
        borrower: Borrower,
        arms: Arms,
        tell: Callable[[int, Tell], None],
        only_arm: Callable[[], bool],
        on_stop: Callable[[WhyStopped], None],
    ) -> None:
        self._borrower = borrower
        self._arms = arms
        self._tell = tell
        self._only_arm = only_arm
        self._on_stop = on_stop
        self._lease: Lease | None = None
        self._todo: Queue[tuple[int, ArmAsk] | None] = Queue(_WAITING)
        self._stops: SimpleQueue[tuple[int, WhyStopped] | None] = SimpleQueue()
        # How many stops wait; more than one at a time do no more than one.
        self._stops_due = threading.Semaphore(_WAITING)
        self._over = False
        # Held by the thread that does what was asked.
        self._working = threading.Lock()
        self._threads = [
            threading.Thread(target=work, name="arm", daemon=True)
            for work in (self._work, self._brake)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def has_nothing(self) -> bool:
        """Whether it has no arm, and nothing to do."""
        # In this order: what was begun may still open an arm.
        return not self._todo.unfinished_tasks and self._lease is None and self._stops.empty()

    def take(self, n: int, ask: ArmAsk) -> None:
        """Take question ``n``, and answer it now or later."""
        lease = self._lease
        if isinstance(ask, WriteArm) and ask.stops > (lease.stops if lease is not None else 0):
            # Who claims to know of a stop that has not been, wants to move after it.
            claimed = ArmStopped(
                "The arm was not stopped as often as this notebook says.",
                "Look where it is with arm.pose(), then go on.",
            )
            self._tell(n, refusal(claimed))
            return
        if self._is_quick(ask) and self._working.acquire(blocking=False):
            try:
                self._tell(n, self._answer(ask))
            finally:
                self._working.release()
            return
        if not self._has_room_for(n, ask):
            error = KeeperRefused(
                f"This notebook has asked {_WAITING} things of the arm without waiting.",
                "Wait for an answer before you ask the next question.",
            )
            self._tell(n, refusal(error))

    def _is_quick(self, ask: ArmAsk) -> bool:
        # One frame for the only arm is passed on at once: to wake a thread for it would
        # take longer. A stop would have to wait for the end of this exchange as well.
        return (
            isinstance(ask, WriteArm)
            and len(ask.frames) >= _SHORTEST
            and len(ask.frames) == ask.frames[2] + 4
            and self._todo.empty()
            and not self._over
            and self._only_arm()
        )

    def _has_room_for(self, n: int, ask: ArmAsk) -> bool:
        if isinstance(ask, StopArm):
            if not self._stops_due.acquire(blocking=False):
                return False
            self._stops.put((n, "asked"))
            return True
        try:
            self._todo.put_nowait((n, ask))
        except Full:
            return False
        return True

    def stop(self, why: WhyStopped) -> None:
        """Brake the arm, past everything that was asked; returns at once."""
        self._stops.put((0, why))

    def end(self) -> None:
        """Brake the arm, close it and take nothing more; returns at once."""
        self._over = True
        self.stop("asked")
        self._stops.put(None)
        # Should there be no room, the one that works takes note of it all the same.
        with contextlib.suppress(Full):
            self._todo.put_nowait(None)

    def join(self) -> None:
        """Wait until the arm is closed."""
        for thread in self._threads:
            thread.join(_FAREWELL_S)

    def _work(self) -> None:
        try:
            while (item := self._todo.get()) is not None and not self._over:
                n, ask = item
                with self._working:
                    told = self._answer(ask)
                    # First: who is told that an arm is closed may open another at once.
                    self._todo.task_done()
                    self._tell(n, told)
        finally:
            with self._working:
                self._close()

    def _brake(self) -> None:
        while (item := self._stops.get()) is not None:
            n, why = item
            answer = self._stop_lease(why)
            if n:
                self._stops_due.release()
                self._tell(n, answer)

    def _stop_lease(self, why: WhyStopped) -> Tell:
        lease = self._lease
        told: Tell = Done()
        try:
            if lease is None:
                raise _not_open()
            lease.stop(why)
        except ArmClosed as error:
            return refusal(error)
        except DobotKitError as error:  # it was told to stop, but it did not answer
            told = refusal(error)
        if not self._over:
            self._on_stop(why)
        return told

    def _answer(self, ask: ArmAsk) -> Tell:
        try:
            return self._do(ask)
        except DobotKitError as error:
            return refusal(error)
        except Exception:  # a mistake of ours: this notebook is told, and the keeper goes on
            log.exception("the keeper failed at %s", type(ask).__name__)
            return refusal(
                KeeperRefused(
                    "Something went wrong in the keeper, and it did not do that.",
                    "Look where the arm is with arm.pose(). If it happens again: Kernel → Restart.",
                )
            )

    def _do(self, ask: ArmAsk) -> Tell:
        if isinstance(ask, OpenArm):
            self._close()
            loan = self._arms.open(ask.arm, ask.options, self._borrower, take_over=ask.take_over)
            self._lease = loan.lease
            return ArmOpened(is_a=loan.kind, fastest=loan.lease.fastest)
        if isinstance(ask, CloseArm):
            self._close()
            return Done()
        lease = self._lease
        if lease is None:
            raise _not_open()
        if isinstance(ask, WriteArm):
            reply = lease.write(ask.frames, ask.stops)
            return ArmAnswered(reply=reply, stops=lease.stops, why=lease.why)
        if isinstance(ask, AskDesk):
            return _desk(lease.envelope)
        if isinstance(ask, AskWay):
            lease.check_way(ask.places)
        elif isinstance(ask, AskTable):
            return TableTold.of(lease.table_now())
        elif isinstance(ask, SetScene):
            lease.set_scene(ask.scene())
        return Done()

    def _close(self) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            with contextlib.suppress(ArmError):
                lease.close()


def refusal(error: DobotKitError) -> Refused:
    """Return what a notebook is told of an error."""
    return Refused(
        error=type(error).__name__,
        what=error.what[:800],
        advice=error.advice[:800],
        reason=getattr(error, "reason", "")[:800],
        used=getattr(error, "used", "")[:800],
        rule=getattr(error, "rule", "")[:60],
        value=getattr(error, "value", None),
        low=getattr(error, "low", None),
        high=getattr(error, "high", None),
        unit=getattr(error, "unit", ""),
        set_by=getattr(error, "set_by", ""),
        at=getattr(error, "at", None),
    )


def _desk(envelope: Envelope) -> DeskNow:
    return DeskNow(
        speed=envelope.speed,
        tool=envelope.tool,
        floor=envelope.lowest,
        keep_out=tuple(map(_box, envelope.keep_out)),
        zones=tuple(map(_box, envelope.zones)),
        laser=envelope.laser,
    )


def _box(box: Box) -> BoxNow:
    return BoxNow(name=box.name, low=box.low, high=box.high)


def _not_open() -> ArmClosed:
    return ArmClosed("This arm is not open.", "Open it with the set-up cell: arm = Arm()")
