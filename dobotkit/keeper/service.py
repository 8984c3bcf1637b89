"""What the keeper does for one notebook: its arms, each with a thread of its own."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Literal

from dobotkit.errors import ArmClosed, ArmError, DobotKitError
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.channel import Channel
from dobotkit.keeper.lease import Lease
from dobotkit.messages import (
    PROTOCOL,
    ArmAnswered,
    ArmOpened,
    AskArms,
    CloseArm,
    Done,
    Hello,
    OpenArm,
    Ping,
    Refused,
    Request,
    StopArm,
    Tell,
    Welcome,
    WriteArm,
)
from dobotkit.messages import Arms as ArmsNow

__all__ = ["Service"]

log = logging.getLogger(__name__)

ArmAsk = OpenArm | WriteArm | StopArm | CloseArm

# Seconds without a word after which a notebook's arms are stopped.
STALL_S = 5.0
# A notebook needs one or two arms; each costs a thread.
MOST_ARMS = 4


class Service:
    """One notebook, from its first word to its last.

    Parameters
    ----------
    connection:
        The open connection to it.
    arms:
        What the keeper has.
    mode, practice:
        What this keeper may do; told to the notebook.
    """

    def __init__(
        self,
        connection: Connection,
        arms: Arms,
        *,
        mode: Literal["school", "adult"],
        practice: bool,
    ) -> None:
        self._arms = arms
        self._mode = mode
        self._practice = practice
        self._desks: dict[str, _Desk] = {}
        self._channel = Channel(connection, on_request=self._take, on_end=self.end)

    def run(self) -> None:
        """Serve until the notebook is gone."""
        self._channel.start()
        self._channel.join()

    def watch(self) -> None:
        """Stop the arms of a notebook that has said nothing for too long."""
        if time.monotonic() - self._channel.heard > STALL_S:
            self.stop_all()

    def stop_all(self) -> None:
        """Brake every arm of this notebook."""
        for desk in tuple(self._desks.values()):
            desk.stop()

    def end(self) -> None:
        """Close every arm of this notebook."""
        for desk in tuple(self._desks.values()):
            desk.stop()
        for desk in tuple(self._desks.values()):
            desk.end()

    def _take(self, request: Request) -> None:
        ask = request.ask
        if isinstance(ask, Ping):
            self._channel.tell(request.n, Done())
        elif isinstance(ask, Hello):
            self._channel.tell(request.n, self._greet(ask))
        elif isinstance(ask, AskArms):
            self._channel.tell(request.n, ArmsNow(arms=self._arms.now(self)))
        else:
            self._hand_over(request.n, ask)

    def _greet(self, ask: Hello) -> Tell:
        if ask.protocol != PROTOCOL:
            return Refused(
                error="KeeperRefused",
                what=f"This notebook speaks version {ask.protocol} of the keeper's language, "
                f"and the keeper version {PROTOCOL}.",
                advice="Two versions of the kit are mixed. Close the lab and start it again.",
            )
        return Welcome(protocol=PROTOCOL, mode=self._mode, practice=self._practice)

    def _hand_over(self, n: int, ask: ArmAsk) -> None:
        desk = self._desks.get(ask.arm)
        if desk is None:
            if len(self._desks) >= MOST_ARMS:
                self._channel.tell(n, _refusal(_too_many()))
                return
            desk = self._desks[ask.arm] = _Desk(self, self._arms, self._channel)
        if isinstance(ask, StopArm):
            desk.stop()
        desk.put(n, ask)


class _Desk:
    """One arm of one notebook, and the thread that works for it."""

    def __init__(self, service: Service, arms: Arms, channel: Channel) -> None:
        self._service = service
        self._arms = arms
        self._channel = channel
        self._lease: Lease | None = None
        self._todo: SimpleQueue[tuple[int, ArmAsk] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="arm", daemon=True)
        self._thread.start()

    def put(self, n: int, ask: ArmAsk) -> None:
        self._todo.put((n, ask))

    def stop(self) -> None:
        lease = self._lease
        if lease is not None:
            with contextlib.suppress(ArmError):
                lease.stop()

    def end(self) -> None:
        self._todo.put(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            while (item := self._todo.get()) is not None:
                n, ask = item
                self._channel.tell(n, self._answer(ask))
        finally:
            self._close()

    def _answer(self, ask: ArmAsk) -> Tell:
        try:
            return self._do(ask)
        except DobotKitError as error:
            return _refusal(error)

    def _do(self, ask: ArmAsk) -> Tell:
        if isinstance(ask, OpenArm):
            self._close()
            loan = self._arms.open(ask.arm, ask.options, self._service)
            self._lease = loan.lease
            return ArmOpened(is_a=loan.kind, fastest=loan.lease.fastest)
        if isinstance(ask, CloseArm):
            self._close()
            return Done()
        if self._lease is None:
            raise ArmClosed("This arm is not open.", "Open it with the set-up cell: arm = Arm()")
        if isinstance(ask, StopArm):
            return Done()  # done in the reading thread, past everything that waits here
        return ArmAnswered(reply=self._lease.write(ask.frames))

    def _close(self) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            lease.close()


def _refusal(error: DobotKitError) -> Refused:
    return Refused(
        error=type(error).__name__,
        what=error.what[:800],
        advice=error.advice[:800],
        rule=getattr(error, "rule", "")[:60],
        value=getattr(error, "value", None),
        low=getattr(error, "low", None),
        high=getattr(error, "high", None),
        unit=getattr(error, "unit", ""),
        set_by=getattr(error, "set_by", ""),
        at=getattr(error, "at", None),
    )


def _too_many() -> DobotKitError:
    return ArmClosed(
        f"A notebook can have {MOST_ARMS} arms at a time.", "Close one first: arm.close()"
    )
