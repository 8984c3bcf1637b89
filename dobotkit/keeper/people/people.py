"""The door of this room: answers what a notebook asks about sessions."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable

from dobotkit.class_messages import ClassAsk, JoinClass
from dobotkit.errors import NotYours, SessionError
from dobotkit.keeper.people.complaints import Complaints, this_day
from dobotkit.keeper.people.drawers import Drawers
from dobotkit.keeper.people.gate import needed
from dobotkit.keeper.people.holder import Holder, Holders, Key
from dobotkit.keeper.people.ledger import Ledger
from dobotkit.keeper.people.log import Log
from dobotkit.keeper.people.made_up import MadeUpClasses
from dobotkit.keeper.people.openings import Openings
from dobotkit.keeper.people.pages import held_page, ledger_page
from dobotkit.keeper.people.permissions import Permissions
from dobotkit.keeper.people.rights import Desk
from dobotkit.keeper.people.sessions import Sessions
from dobotkit.keeper.people.tokens import key_of
from dobotkit.keeper.people.tries import Tries
from dobotkit.memory_search import forms_of, search
from dobotkit.messages import Ask, Done, Tell
from dobotkit.people_messages import (
    AskHeld,
    AskLedger,
    AskLog,
    AskSession,
    ComeBack,
    Deleted,
    DeleteMine,
    EndSession,
    GivePermission,
    HeldNow,
    KeepSession,
    LogNow,
    OpenSession,
    PeopleAsk,
    PermissionName,
    ReleasePermission,
    RowCount,
    SessionNow,
    SessionOpened,
    TakePermission,
    WithdrawPermission,
)
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import AskComplaints, Complain, ComplaintsNow, CorrectMine, RightsAsk

__all__ = ["People"]


class People:
    """All sessions of one keeper, with what belongs to them.

    Parameters
    ----------
    clock:
        Monotonic seconds.
    today:
        Returns the day that it is here.

    Attributes
    ----------
    log, complaints:
        The lab's notes and its box for complaints, which belong to no session.
    holders:
        Every store that holds something about a session.
    drawers:
        Who remembers visitors; told whenever a permission may have been switched off.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], dt.date] = this_day,
    ) -> None:
        start = clock()
        registry = inventory().permissions
        self._lock = threading.RLock()
        self.log = Log(lambda: clock() - start)
        self.complaints = Complaints(inventory(), today)
        self._sessions = Sessions(lambda: clock() - start, self._forget)
        self._tries = Tries(lambda: clock() - start)
        self._permissions = Permissions(registry)
        self._ledger = Ledger(registry, self._sessions.age)
        self._classes = MadeUpClasses(lambda: clock() - start)
        self._openings = Openings()
        self._desk = Desk(self._sessions, self._ledger, self.complaints)
        self.holders = Holders()
        # Of these the first asks the second whose they are. The session itself goes last: the
        # others ask how old it is.
        self.drawers = Drawers(lambda one: self._permissions.sessions(one, "same-visitor"))
        stores: tuple[Holder, ...] = (
            self.drawers,
            self._permissions,
            self._ledger,
            self._classes,
            *self._desk.stores,
            self._openings,
            self._sessions,
        )
        for holder in stores:
            self.holders.register(holder)
        # Notebooks whose user asked not to be tracked.
        self._untracked: set[object] = set()

    @property
    def on(self) -> tuple[PermissionName, ...]:
        """Permissions that are on anywhere in this lab."""
        with self._lock:
            return self._permissions.everywhere()

    def allow(self, notebook: object, ask: Ask) -> None:
        """Raise ``PermissionNotActive`` if a notebook asks for what it has no permission for."""
        for name in needed(type(ask)):
            with self._lock:
                self._permissions.check(notebook, name)

    def looked(self, notebook: object, *, live: bool) -> None:
        """Note that a notebook looks through the camera, or begins to; not what it sees."""
        with self._lock:
            for key in self._permissions.sessions(notebook, "camera"):
                self._ledger.note(key, "camera-live" if live else "camera-looked", "camera")

    def looking(self, notebook: object) -> int:
        """Return a number for the sessions that look in one notebook; another one for others."""
        with self._lock:
            return hash(self._permissions.sessions(notebook, "camera"))

    def do_not_track(self, notebook: object) -> None:
        """Note nothing from now on in the ledgers of sessions that this notebook opens."""
        with self._lock:
            self._untracked.add(notebook)

    def answer(self, notebook: object, ask: PeopleAsk | RightsAsk | ClassAsk) -> Tell:
        """Return the answer to a notebook's question; raises ``SessionError``."""
        if isinstance(ask, ClassAsk):
            return self.about_class(notebook, ask)()
        try:
            return self._answer(notebook, ask)
        finally:
            # Before the answer leaves: who is told that it is off can rely on it.
            self.drawers.check()

    def _answer(self, notebook: object, ask: PeopleAsk | RightsAsk) -> Tell:
        with self._lock:
            self.sweep()
            if isinstance(ask, OpenSession):
                self._leave(notebook)
                key, token = self._sessions.open(self._openings.nowhere())
                self._join(notebook, key)
                self._ledger.note(key, "session-opened")
                return self._opened(key, token)
            if isinstance(ask, AskLog):
                return LogNow(lines=self.log.read(ask.event, ask.purpose))
            if isinstance(ask, AskComplaints):
                return ComplaintsNow(complaints=self.complaints.find(ask.numbers))
            key = self._enter(notebook, ask, ask.token)
            if isinstance(ask, CorrectMine | Complain):
                return self._desk.answer(notebook, key, ask) or self._now(key)
            return self._about(notebook, key, ask)

    def about_class(self, notebook: object, ask: ClassAsk) -> Callable[[], Tell]:
        """Return what answers a question about a class; raises ``SessionError``.

        It counts for seconds, if it has to, and keeps nobody else waiting meanwhile.
        """
        try:
            with self._lock:
                self.sweep()
                key = self._enter(notebook, ask, ask.token)
                joins = isinstance(ask, JoinClass)
                self._ledger.note(key, "class-joined" if joins else "class-asked")
                return self._classes.work(key, ask)
        finally:
            # It may have left another session, with what was on there.
            self.drawers.check()

    def gone(self, notebook: object) -> None:
        """Switch off what a notebook has on; forget its sessions that nobody keeps."""
        with self._lock:
            self._leave(notebook)
            self._untracked.discard(notebook)
            self._tries.gone(notebook)
            self._desk.gone(notebook)
        self.drawers.check()

    def sweep(self) -> None:
        """Forget the sessions whose time is up; to be called now and then."""
        with self._lock:
            over = self._sessions.over()
            for key in over:
                self._forget(key)
        if over:
            self.drawers.check()

    def _enter(self, notebook: object, ask: Ask, token: str) -> Key:
        key = self._find(notebook, token)
        self._join(notebook, key)
        # Again: what was on a moment ago may have been on in the session that was left.
        self.allow(notebook, ask)
        return key

    def _join(self, notebook: object, key: Key) -> None:
        # A notebook has one session at a time: one that knew two would tell that both are
        # the same pupil's.
        self._leave(notebook, but=key)
        self._openings.join(key, notebook)
        if notebook in self._untracked:
            self._ledger.hush(key)

    def _leave(self, notebook: object, but: Key | None = None) -> None:
        for key, name in self._permissions.gone(notebook, but):
            self._ledger.note(key, "permission-off", name)
        for key in self._openings.leave(notebook, but):
            if not self._sessions.kept(key):
                self._forget(key)

    def _find(self, notebook: object, token: str) -> Key:
        # Who has proved it once is not made to wait because somebody else guesses.
        known = self._openings.has(key_of(token), notebook)
        if not known:
            self._tries.check(notebook)
        try:
            return self._sessions.find(token)
        except NotYours:
            self._tries.wrong(notebook)
            raise

    def _forget(self, key: Key) -> dict[str, int]:
        return self.holders.delete(key)

    def _about(self, notebook: object, key: Key, ask: PeopleAsk) -> Tell:
        """Answer what is asked about a session whose token is right."""
        match ask:
            case ComeBack(token=token):
                self._ledger.note(key, "session-back")
                return self._opened(key, token)
            case AskSession():
                return self._now(key)
            case AskLedger(skip=skip):
                return ledger_page(self._ledger, key, skip)
            case AskHeld():
                return self._held(key, ask)
            case DeleteMine(token=token):
                return self._delete(key, token)
            case KeepSession():
                self._sessions.keep(key)
            case EndSession():
                self._forget(key)
            case _:
                self._permit(notebook, key, ask)
        return Done()

    def _permit(self, notebook: object, key: Key, ask: PeopleAsk) -> None:
        match ask:
            case TakePermission(permission=name):
                self._take(key, notebook, name)
            case ReleasePermission(permission=name):
                if self._permissions.release(key, notebook, name):
                    self._ledger.note(key, "permission-off", name)
            case WithdrawPermission(permission=name):
                self._permissions.withdraw(key, name)
                self._ledger.note(key, "permission-withdrawn", name)
            case GivePermission(permission=name):
                self._permissions.give(key, name)
                self._ledger.note(key, "permission-given", name)

    def _opened(self, key: Key, token: str) -> SessionOpened:
        return SessionOpened(
            pseudonym=self._sessions.pseudonym(key),
            colour=self._sessions.colour(key),
            token=token,
            seconds=self._sessions.left(key),
        )

    def _now(self, key: Key) -> SessionNow:
        return SessionNow(
            pseudonym=self._sessions.pseudonym(key),
            colour=self._sessions.colour(key),
            seconds=self._sessions.left(key),
            on=self._permissions.on(key),
            withdrawn=self._permissions.withdrawn(key),
            points=self._ledger.points(key),
            kept=self._sessions.kept(key),
            noted=self._ledger.notes(key),
        )

    def _take(self, key: Key, notebook: object, name: PermissionName) -> None:
        try:
            self._permissions.take(key, notebook, name)
        except SessionError:
            self._ledger.note(key, "permission-refused", name)
            raise
        self._ledger.note(key, "permission-on", name)

    def _held(self, key: Key, ask: AskHeld) -> HeldNow:
        if not ask.skip:
            self._ledger.note(key, "right-copy" if ask.take_along else "right-access")
        return held_page(self.holders.access(key), ask.skip)

    def _delete(self, key: Key, token: str) -> Deleted:
        pseudonym = self._sessions.pseudonym(key)
        counts = self._forget(key)
        searched, found = search((self,), (*forms_of(key), token, pseudonym))
        return Deleted(
            deleted=tuple(RowCount(row=row, count=count) for row, count in counts.items()),
            searched=searched,
            left=len(found),
        )
