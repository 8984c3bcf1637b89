"""``SessionPanel``: who you are here, what is on right now, and the way out."""

from __future__ import annotations

from typing import Any

from dobotkit.session.session import Session
from dobotkit.widgets.scripts import SESSION
from dobotkit.widgets.session_widget import SessionWidget

__all__ = ["SessionPanel"]


class SessionPanel(SessionWidget):
    """A session at a glance: pseudonym, time, what is on, points; made by ``show(session)``.

    It has no field to write in. Its token is sent to the page that asked for it and to
    nobody else, and is not among what a notebook saves.
    """

    _esm = SESSION

    def __init__(self, session: Session) -> None:
        self._session = session
        super().__init__(session)

    def obey(self, do: str, message: dict[str, Any], page: str) -> None:  # noqa: ARG002 - the base's
        """Do what a page asks for: ``end`` or ``token``."""
        if do == "end":
            self._session.end()
        elif do == "token":
            self.say(page, "token", token=self._session.token)

    def __repr__(self) -> str:
        # Without the pseudonym: a notebook that is saved keeps this line.
        return "SessionPanel: your session, while this notebook runs"
