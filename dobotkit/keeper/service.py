"""What the keeper does for one notebook, from its first word to its last."""

from __future__ import annotations

import threading
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from dobotkit import errors
from dobotkit.class_messages import ClassAsk
from dobotkit.errors import ArmClosed, ArmError, DobotKitError, KeeperRefused, SessionError
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.aside import Aside
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.channel import Channel
from dobotkit.keeper.handling import ArmAsk, Handling, refusal
from dobotkit.keeper.measuring import Measuring
from dobotkit.keeper.people.people import People
from dobotkit.keeper.receiver import Receiver
from dobotkit.keeper.sight import Sight, SightQuestion
from dobotkit.measuring_messages import MeasureAsk
from dobotkit.messages import (
    PROTOCOL,
    ArmOpened,
    Ask,
    AskArms,
    Done,
    Hello,
    Ping,
    Refused,
    Request,
    Tell,
    WatchArm,
    Welcome,
    WhyStopped,
)
from dobotkit.messages import Arms as ArmsNow
from dobotkit.people_messages import LogEvent, PeopleAsk
from dobotkit.receiver_messages import ReceiverAsk
from dobotkit.rights_messages import RightsAsk
from dobotkit.sight_messages import Look

__all__ = ["STALL_S", "Service"]

# Seconds without a word after which a notebook's arms are stopped.
STALL_S = 5.0
# A notebook needs one or two arms; each costs two threads.
MOST_ARMS = 4


class Service:
    """One notebook, from its first word to its last.

    Parameters
    ----------
    connection:
        The open connection to it.
    arms:
        What the keeper has.
    people:
        Who is here.
    cameras:
        What can be looked through.
    mode, practice:
        What this keeper may do; told to the notebook.
    folder:
        The keeper's own, if it has one.
    """

    def __init__(
        self,
        connection: Connection,
        arms: Arms,
        people: People,
        cameras: Cameras,
        *,
        mode: Literal["school", "adult"],
        practice: bool,
        folder: Path | None = None,
    ) -> None:
        self._arms = arms
        self._people = people
        self._mode = mode
        self._practice = practice
        self._handlings: dict[str, Handling] = {}
        self._lock = threading.Lock()
        self._over = False
        self._silent_looks = 0
        self._resting_since: float | None = None
        self._tracking = True
        self._channel = Channel(connection, on_request=self._take, on_end=self.end)
        # An arm takes its time to answer, and so does counting a class.
        self._watching = Aside("watching", self._channel.tell)
        self._counting = Aside("counting", self._tell)
        self._listening = Aside("listening", self._tell)
        self._receiver = Receiver(folder)
        self._sight = Sight(
            self,
            cameras,
            self._may,
            self._looked,
            self._tell,
            whose=partial(people.looking, self),
            mode=mode,
        )
        self._measuring = Measuring(cameras, self._tell)
        people.drawers.add(self._sight)

    @property
    def refused(self) -> int:
        """How many messages of this notebook were none."""
        return self._channel.refused

    @property
    def resting_since(self) -> float | None:
        """Since when it runs no cell, as the arms' clock counts; None if it runs one."""
        return self._resting_since

    def run(self) -> None:
        """Serve until the notebook is gone."""
        self._channel.start()
        self._channel.join()

    def watch(self) -> None:
        """Look whether the notebook is alive; stop its arms, once, when it has gone silent.

        To be called now and then. One look is not enough: after a pause of this whole
        computer, what the notebook has said meanwhile is read a moment later. What listens
        for it ends in time as well.
        """
        self._receiver.look()
        self._measuring.watch()
        if time.monotonic() - self._channel.heard < STALL_S:
            self._silent_looks = 0
            return
        self._silent_looks += 1
        if self._silent_looks == 2:  # noqa: PLR2004 - see above
            self._note("notebook-silent")
            self.stop_all("silence")

    def stop_all(self, why: WhyStopped) -> None:
        """Brake every arm of this notebook; returns at once."""
        for handling in self._all():
            handling.stop(why)

    def end(self) -> None:
        """Close every arm of this notebook; from then on it gets none."""
        with self._lock:
            self._over = True
        self._people.drawers.remove(self._sight)
        self._people.gone(self)
        self._note("notebook-went")
        self._watching.end()
        self._counting.end()
        self._listening.end()
        self._receiver.end()
        self._sight.end()
        self._measuring.end()
        # All are told first: one that does not answer keeps no other moving.
        for handling in self._all():
            handling.end()
        for handling in self._all():
            handling.join()

    def _all(self) -> tuple[Handling, ...]:
        with self._lock:
            return tuple(self._handlings.values())

    def _take(self, request: Request) -> None:
        try:
            self._people.allow(self, request.ask)
            self._answer(request.n, request.ask)
        except (KeeperRefused, SessionError) as error:
            self._tell(request.n, refusal(error))

    def _answer(self, n: int, ask: Ask) -> None:
        if isinstance(ask, Ping):
            self._rest(ask.running)
            self._tell(n, Done())
        elif isinstance(ask, Hello):
            # For good: a second word of the same notebook does not take the first one back.
            self._tracking = self._tracking and not ask.no_tracking
            if ask.no_tracking:
                self._people.do_not_track(self)
            self._note("notebook-came")
            self._tell(n, self._greet(ask))
        elif isinstance(ask, AskArms):
            self._tell(n, ArmsNow(arms=self._arms.now(self)))
        elif isinstance(ask, WatchArm):
            self._watching.take(n, partial(self._look, ask.arm))
        elif isinstance(ask, ClassAsk | ReceiverAsk | MeasureAsk | SightQuestion):
            self._answer_beside(n, ask)
        elif isinstance(ask, PeopleAsk | RightsAsk):
            self._tell(n, self._people.answer(self, ask))
        else:
            self._hand_over(n, ask)

    def _answer_beside(
        self, n: int, ask: ClassAsk | ReceiverAsk | MeasureAsk | SightQuestion
    ) -> None:
        """Have what takes a while answered in a thread of its own."""
        if isinstance(ask, ClassAsk):
            self._counting.take(n, self._people.about_class(self, ask))
        elif isinstance(ask, ReceiverAsk):
            self._listening.take(n, partial(self._receiver.answer, ask))
        elif isinstance(ask, MeasureAsk):
            self._measuring.take(n, ask)
        else:
            self._sight.take(n, ask)

    def _tell(self, n: int, tell: Tell) -> None:
        if isinstance(tell, Refused):
            arm = issubclass(getattr(errors, tell.error, Exception), ArmError)
            self._note("arm-refused" if arm else "message-refused", tell.error)
        elif isinstance(tell, ArmOpened):
            self._note("arm-opened")
        self._channel.tell(n, tell)

    def _note(self, event: LogEvent, detail: str = "") -> None:
        self._people.log.note(event, detail, tracking=self._tracking)

    def _rest(self, running: bool) -> None:  # noqa: FBT001 - as the message says it
        if running:
            self._resting_since = None
        elif self._resting_since is None:
            self._resting_since = self._arms.clock()

    def _look(self, arm: str) -> Tell:
        try:
            return self._arms.seen(arm, self)
        except DobotKitError as error:
            return refusal(error)

    def _may(self, ask: SightQuestion) -> None:
        self._people.allow(self, ask)

    def _looked(self, ask: Look) -> None:
        self._people.looked(self, live=ask.live)
        self._note("camera-used")

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
        with self._lock:
            if self._over:
                error = ArmClosed(
                    "The lab is ending, and the arm was stopped.",
                    "Start the lab again. The arm stands where it was stopped.",
                )
                self._tell(n, refusal(error))
                return
            handling = self._handling_of(ask.arm)
        if handling is None:
            error = ArmClosed(
                f"A notebook can have {MOST_ARMS} arms at a time.", "Close one first: arm.close()"
            )
            self._tell(n, refusal(error))
        else:
            handling.take(n, ask)

    def _handling_of(self, arm: str) -> Handling | None:
        handling = self._handlings.get(arm)
        if handling is None and len(self._handlings) >= MOST_ARMS:
            self._forget_closed()
        if handling is None and len(self._handlings) < MOST_ARMS:
            handling = self._handlings[arm] = Handling(
                self,
                self._arms,
                self._tell,
                lambda: len(self._handlings) == 1,
                partial(self._note, "arm-stopped"),
            )
        return handling

    def _forget_closed(self) -> None:
        """Make room: arms that were closed count no more."""
        for arm, handling in tuple(self._handlings.items()):
            if handling.has_nothing:
                handling.end()
                del self._handlings[arm]
