"""What one notebook asks of a camera, done beside the thread that reads its messages."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from dobotkit.calibrating_messages import (
    BeginCalibration,
    CalibrationAsk,
    EndCalibration,
    LookAtBoard,
)
from dobotkit.card_messages import BeginCards, CardsAsk, EndCards, LookForCards
from dobotkit.errors import CalibrationFailed, DobotKitError, KeeperRefused, NoCamera
from dobotkit.keeper.aside import Aside
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.handling import refusal
from dobotkit.keeper.reading_cards import ReadingCards
from dobotkit.keeper.visiting import Visiting
from dobotkit.messages import Done, Tell
from dobotkit.room_messages import Invite, RoomAsk
from dobotkit.sight_messages import AskCamera, BumpCamera, CameraNow, Look, SetLight, SightAsk
from dobotkit.visitor_messages import (
    AskDrawer,
    BeginVisitors,
    EndVisitors,
    ForgetVisitors,
    LookForVisitors,
    VisitorsAsk,
)

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.eye import Eye
    from dobotkit.keeper.eyes.guide import Guide

__all__ = ["Sight", "SightQuestion"]

SightQuestion = SightAsk | CalibrationAsk | VisitorsAsk | CardsAsk
"""What is answered here."""

# After a pause as long as this, a live picture is another one (s).
_PAUSE_S = 5.0

log = logging.getLogger(__name__)

# What has to be allowed for as long as visitors are remembered.
_ASKS_ON = LookForVisitors(purpose="same-visitor")
# And for as long as cards are read.
_READS_ON = LookForCards(purpose="read-card")


class Sight:
    """One notebook's looks, one after the other.

    Parameters
    ----------
    borrower:
        The notebook.
    cameras:
        All cameras of the keeper.
    allow:
        Raises unless this notebook may ask that now. It is asked before a look and after
        it: what was taken back meanwhile brings nothing.
    looked:
        Called before each look; of a live picture before the first.
    tell:
        Called with a number and an answer; returns at once.
    whose:
        A number for the sessions that look, another one for others: each has a ledger of its own.
    mode:
        Of the keeper.
    """

    def __init__(
        self,
        borrower: object,
        cameras: Cameras,
        allow: Callable[[SightQuestion], None],
        looked: Callable[[Look], None],
        tell: Callable[[int, Tell], None],
        *,
        whose: Callable[[], int],
        mode: Literal["school", "adult"],
    ) -> None:
        self._borrower = borrower
        self._cameras = cameras
        self._allow = allow
        self._looked = looked
        self._whose = whose
        self._eye: Eye | None = None
        # What is being calibrated, and the eye that it is.
        self._guide: tuple[Eye, Guide] | None = None
        # When the last look of a live picture was, and whose.
        self._live, self._lives = float("-inf"), 0
        self._visiting = Visiting(mode)
        self._cards = ReadingCards(cameras)
        self._aside = Aside("looking", tell)

    def take(self, n: int, ask: SightQuestion) -> None:
        """Answer question ``n`` soon; raises ``KeeperRefused`` if too many wait."""
        self._aside.take(n, lambda: self._answer(ask))

    def end(self) -> None:
        """Answer nothing more; returns at once. A look that is on its way is wiped as any other."""
        self._visiting.end()
        self._cards.end()
        self._aside.end()

    @property
    def borrower(self) -> object:
        """The notebook."""
        return self._borrower

    @property
    def visitors(self) -> int:
        """How many visitors are remembered at the moment."""
        return self._visiting.count

    def forget_visitors(self) -> None:
        """Forget all visitors, and close the block; returns at once."""
        self._visiting.close("What was held about this session was deleted.")

    def check_permissions(self) -> None:
        """Forget what was seen of people unless that may go on now; returns at once."""
        eye = self._eye
        # A camera for all is let go when the last one has lost the permission.
        if eye is not None and eye.kind == "virtual" and not self._may(Look()):
            eye.forget_faces()
        if self._visiting.is_open and not self._may(_ASKS_ON):
            self._visiting.close("A permission that it needs was switched off.")
        if self._cards.is_open and not self._may(_READS_ON):
            self._cards.close()

    def _may(self, ask: SightQuestion) -> bool:
        try:
            self._allow(ask)
        except DobotKitError:
            return False
        return True

    def _answer(self, ask: SightQuestion) -> Tell:
        try:
            return self._do(ask)
        except DobotKitError as error:
            return refusal(error)
        except Exception:  # a mistake of ours: this notebook is told, no more
            log.exception("the keeper failed at %s", type(ask).__name__)
            return refusal(
                KeeperRefused(
                    "Something went wrong in the keeper, and it did not look.",
                    "Look again: camera.look(). If it happens again: Kernel → Restart.",
                )
            )

    def _do(self, ask: SightQuestion) -> Tell:
        self._allow(ask)
        if isinstance(ask, AskDrawer | ForgetVisitors | EndVisitors):
            return self._visiting.without_look(ask)
        if isinstance(ask, EndCards):
            self._cards.close()
            return Done()
        eye = self._eye = self._cameras.eye(self._borrower, self._eye)
        if isinstance(ask, CalibrationAsk):
            told = self._calibrate(eye, ask)
            self._allow(ask)
            return told
        if isinstance(ask, BeginVisitors | BeginCards):
            return self._begin(eye, ask)
        if isinstance(ask, Look | LookForVisitors | LookForCards):
            self._note(ask if isinstance(ask, Look) else Look(size=ask.size))
            with self._cameras.turn:
                # Who has lost the permission while waiting opens no camera any more.
                self._allow(ask)
                seen: Tell
                if isinstance(ask, Look):
                    seen = eye.look(ask.size, live=ask.live)
                elif isinstance(ask, LookForCards):
                    seen = self._cards.look(eye, ask)
                else:
                    seen = self._visiting.look(eye, ask)
            self._allow(ask)
            return seen
        if not isinstance(ask, AskCamera):
            _change(eye, ask)
        return _now(eye)

    def _begin(self, eye: Eye, ask: BeginVisitors | BeginCards) -> Tell:
        block: Visiting | ReadingCards
        told: Tell
        if isinstance(ask, BeginVisitors):
            block, told = self._visiting, self._visiting.begin(eye)
        else:
            block, told = self._cards, self._cards.begin(ask)
        try:
            # Switched off in between, nothing else would close it.
            self._allow(ask)
        except DobotKitError:
            block.close()
            raise
        return told

    def _calibrate(self, eye: Eye, ask: CalibrationAsk) -> Tell:
        if isinstance(ask, BeginCalibration):
            from dobotkit.keeper.eyes.guide import Guide  # noqa: PLC0415 - loads numpy

            self._end_guide()
            self._looked(Look(size=ask.size))
            guide = Guide(eye, ask.size)
            seen = guide.begin()
            self._guide = (eye, guide)
            return seen
        if isinstance(ask, EndCalibration):
            self._end_guide()
            return _now(eye)
        if self._guide is None or self._guide[0] is not eye:
            raise CalibrationFailed(
                "This calibration was not begun, or the camera is another one now.",
                "Begin again: camera.calibrate(arm)",
            )
        _, guide = self._guide
        self._looked(Look())
        if isinstance(ask, LookAtBoard):
            return guide.look_again()
        told = guide.finish([(said.number, *said.place) for said in ask.touches])
        self._end_guide()
        return told

    def _end_guide(self) -> None:
        before, self._guide = self._guide, None
        if before is not None:
            before[1].end()

    def _note(self, ask: Look) -> None:
        now, whose = time.monotonic(), self._whose()
        if not ask.live or now - self._live > _PAUSE_S or whose != self._lives:
            self._looked(ask)
        if ask.live:
            self._live, self._lives = now, whose


def _now(eye: Eye) -> CameraNow:
    return CameraNow(source=eye.kind, calibrated=eye.calibrated, light=eye.light, view=eye.view)


def _change(eye: Eye, ask: SetLight | BumpCamera | RoomAsk) -> None:
    """Change the virtual camera, or what it sees."""
    if isinstance(ask, RoomAsk):
        if eye.kind != "virtual":
            raise NoCamera(
                "Real people are not invited: this works with the virtual camera only.",
                "Close the lab, and start it without --camera: dobotkit lab",
            )
        if isinstance(ask, Invite):
            eye.invite(ask.people, how_many=ask.how_many, photo=ask.photo)
        else:
            eye.say_goodbye()
        return
    if eye.light is None:
        raise NoCamera(
            "Only the virtual camera's light can be changed, and only it can be bumped.",
            "This one is real: switch on a lamp, draw a curtain, and look again.",
        )
    if isinstance(ask, SetLight):
        eye.shine(ask.light)
    else:
        eye.bump()
