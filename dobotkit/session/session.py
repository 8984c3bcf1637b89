"""``Session``: a drawn pseudonym, permissions, a ledger and rights; nobody asks your name."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from typing import Self

from dobotkit.client import client
from dobotkit.errors import KeeperGone, NotYours
from dobotkit.messages import Done
from dobotkit.people_messages import (
    TOKEN,
    AskSession,
    ComeBack,
    EndSession,
    KeepSession,
    OpenSession,
    SessionNow,
    SessionOpened,
)
from dobotkit.session.hidden import Hidden
from dobotkit.session.ledger import LedgerView, read_ledger
from dobotkit.session.mine import Mine
from dobotkit.session.permission import Permission
from dobotkit.session.rights import Rights

__all__ = ["Session"]

_lock = threading.Lock()


# A set-up cell that is run again begins no second session.
_here: Mine | None = None


class Session:
    """Your session in this notebook: a pseudonym that is drawn by lot, and what belongs to it.

    ::

        session = Session()    # you are "quiet-otter-27"; nobody asks your name
        session.end()          # and all about it is forgotten

    A notebook has one session at a time: ``Session()`` again is the same one. The keeper, a
    process beside the notebook, holds it in memory only. It forgets it when the notebook is
    closed or restarted, and after 90 minutes in any case.

    Parameters
    ----------
    token:
        To come back to a session from another notebook, or after a restart: what its
        ``session.token`` was. It alone proves that the session is yours.

    Raises
    ------
    NotYours
        No session has this token.
    """

    def __init__(self, token: str | None = None) -> None:
        global _here  # noqa: PLW0603 - one notebook, one session
        token = None if token is None else Hidden(token)
        with _lock:
            if token is not None:
                opened = _come_back(token)
                if _here is None or _here.opened.token != opened.token:
                    _here = _begun(opened)
            elif _here is None or not _is_alive(_here):
                _here = _begun(client().ask(OpenSession(), SessionOpened))
            self._mine = _here
        self._rights = Rights(self, self._mine)

    @property
    def pseudonym(self) -> str:
        """The name that was drawn for you."""
        return self._mine.opened.pseudonym

    @property
    def colour(self) -> str:
        """The colour that was drawn for your robot."""
        return self._mine.opened.colour

    @property
    def token(self) -> str:
        """What alone proves that this session is yours; write it on paper, not in the notebook.

        From now on the session stays when this notebook is closed, until its time is up.
        Nobody can find a lost token again, and a teacher cannot either.
        """
        token = self._mine.token
        client().ask(KeepSession(token=token), Done)
        return str(token)

    @property
    def now(self) -> SessionNow:
        """What the session is like now, as the keeper says; raises if it is over."""
        return client().ask(AskSession(token=self._mine.token), SessionNow)

    @property
    def ledger(self) -> LedgerView:
        """What was used in this session so far, in steps of five minutes."""
        return read_ledger(self._mine.token)

    @property
    def rights(self) -> Rights:
        """What is yours to ask for: access, correct, delete, copy, withdraw, explain, complain."""
        return self._rights

    def permission(self, name: str, *, why: str) -> Permission:
        """Ask for a permission, for the lines of one ``with``.

        ::

            with session.permission("camera", why="find the red block"):
                ...                # on here, and off again after it, whatever happens

        Parameters
        ----------
        name:
            ``"camera"``, ``"same-visitor"``, ``"read-card"`` or ``"class-table"``;
            ``"microphone"``, ``"location"`` and ``"contacts"`` are given to nobody.
        why:
            What for, in a few words. It is shown as long as the permission is on; it stays
            in the notebook.

        Raises
        ------
        NeverAllowed
            The kit gives it to nobody.
        PermissionWithdrawn
            It was taken back in this session.
        """
        return Permission(self._mine.token, name, why)

    def end(self) -> None:
        """End the session; everything about it is forgotten. Twice does no harm.

        Raises
        ------
        NotYours
            So many wrong tokens were tried here that the keeper looks at the next one later:
            try again then.
        """
        with _lock:
            if self._mine.over:
                return
            with contextlib.suppress(KeeperGone):
                try:
                    client().ask(EndSession(token=self._mine.opened.token), Done)
                except NotYours as error:
                    # It is over already; but not if the keeper only makes us wait.
                    if error.rule != "token":
                        raise
            self._mine.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def __repr__(self) -> str:
        # Without the token, which would be kept with what a notebook shows.
        if not hasattr(self, "_mine"):
            return "<Session, not begun>"  # as a traceback shows it, if it could not begin
        if self._mine.over:
            return f"<Session {self.pseudonym}, ended>"
        left = max(0, int(self._mine.until - time.monotonic())) // 60
        return f"<Session {self.pseudonym}, {self.colour} robot, {left} minutes left at most>"


def token_of(session: Session) -> Hidden:
    """Return what proves a session, for other rooms of the kit; raises ``SessionOver``."""
    return session._mine.token  # noqa: SLF001 - the same file


def _forget_in_child() -> None:
    # A copy of this process has no session: it is not the notebook that has begun it.
    global _here, _lock
    _here, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)


def _begun(opened: SessionOpened) -> Mine:
    return Mine(opened, time.monotonic() + opened.seconds)


def _come_back(token: Hidden) -> SessionOpened:
    # On paper a gap is as good as a hyphen.
    token = Hidden("-".join(re.split(r"[\s-]+", token.strip().lower())))
    if not re.fullmatch(TOKEN, token):
        raise NotYours(
            "A token has five groups of five letters and digits, and this has not.",
            "Compare it with what you wrote down: there is no i, l, o or u in it. "
            "For a new session: session = Session()",
            rule="token",
            used="how the token is written",
        )
    return client().ask(ComeBack(token=token), SessionOpened)


def _is_alive(mine: Mine) -> bool:
    if mine.over:
        return False
    try:
        client().ask(AskSession(token=mine.opened.token), SessionNow)
    except NotYours:
        return False
    return True
