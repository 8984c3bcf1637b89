"""``SessionWidget``: what follows a session for as long as somebody looks at it."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any
from weakref import ref

import anywidget

from dobotkit.errors import DobotKitError
from dobotkit.session.rights import Rights
from dobotkit.session.session import Session
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.onlookers import Onlookers
from dobotkit.widgets.session_words import state_of

__all__ = ["SessionWidget"]

log = logging.getLogger(__name__)

# Seconds between two looks at a session, and until it is asked whether somebody looks again.
_LOOK_S, _UNSEEN_S = 0.5, 2.0
# Seconds after which pages that are looked at hear at least that there is nothing new.
_STILL_HERE_S = 2.0


class SessionWidget(anywidget.AnyWidget):
    """A widget about a session; also while a cell runs.

    The keeper is asked only while somebody looks. What a page asks for is carried out by
    ``obey``, in whatever thread has heard it. Nothing about the session stays in the widget,
    nor in what a notebook may save of it: it is said to the pages, and forgotten.

    Parameters
    ----------
    session:
        The session, or its rights.
    """

    _css = Path(__file__).parent / "panel.css"

    def __init__(self, session: Session | Rights) -> None:
        self._follows = session
        self._gone = threading.Event()
        self._onlookers = Onlookers()
        # Two clicks are two orders, one after the other.
        self._one = threading.Lock()
        # Of what was said last, to say only what is new.
        self._said = 0
        self._said_at = 0.0
        super().__init__()
        self.on_msg(_heard)
        deliver_at_once(self.comm)
        # A weak reference: the thread must not keep a panel that nobody has.
        threading.Thread(
            target=_follow,
            args=(ref(self), self._gone, self._onlookers.came),
            name="Session panel",
            daemon=True,
        ).start()

    def close(self) -> None:
        """Take the panel away; the session stays as it is."""
        self._gone.set()
        self._onlookers.came.set()
        super().close()

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        self._onlookers.expect()
        return super()._repr_mimebundle_(**options)

    def hear(self, message: object) -> None:
        """Take in what a page says; what does not look like an order is not for us."""
        if not isinstance(message, dict) or not isinstance(message.get("do"), str):
            return
        page = str(message.get("page"))
        if message["do"] == "look":
            at_once = threading.current_thread() is not threading.main_thread()
            self._onlookers.hear(page, sees=message.get("sees") is True, at_once=at_once)
            return
        try:
            with self._one:
                if message["do"] == "now":  # a page that has just been opened
                    self._said = 0
                else:
                    self.obey(message["do"], message, page)
        except DobotKitError as error:
            self.say(page, "failed", error.what, f"→ {error.advice}")
        except Exception:  # a mistake of ours: the panel goes on
            log.exception("an order of a panel failed")
            self.say(page, "failed", "That went wrong in the kit itself.")
        self.look()

    def obey(self, do: str, message: dict[str, Any], page: str) -> None:
        """Do what a page asks for.

        Parameters
        ----------
        do:
            What.
        message:
            The whole of what the page has said.
        page:
            Which page it was, to answer that one alone.
        """
        raise NotImplementedError  # each panel has its own

    def say(self, page: str, kind: str, *lines: str, **more: object) -> None:
        """Answer one page in words; nothing of it stays here or is saved with a notebook."""
        self.send({"page": page, "kind": kind, "lines": list(lines), **more})

    def look(self) -> float:
        """Look at the session once; return how long to wait before the next look, 0 to end."""
        state = state_of(self._follows)
        digest, now = hash(repr(state)), time.monotonic()
        if digest != self._said:
            self._said, self._said_at = digest, now
            self.send({"now": state})
        elif now - self._said_at >= _STILL_HERE_S:
            # A page that hears nothing takes it that the kernel has ended.
            self._said_at = now
            self.send({"here": True})
        return 0.0 if state["over"] else _LOOK_S

    @property
    def is_seen(self) -> bool:
        """Whether somebody looks."""
        return self._onlookers.any


def _heard(panel: SessionWidget, message: object, _buffers: object) -> None:
    panel.hear(message)


def _follow(panel_ref: ref[SessionWidget], gone: threading.Event, came: threading.Event) -> None:
    """Look at the session until it is over, while somebody looks at the panel."""
    pause = _LOOK_S
    while pause and not gone.is_set():
        came.wait(pause)
        came.clear()
        panel = panel_ref()
        if panel is None or gone.is_set():
            return
        pause = panel.look() if panel.is_seen else _UNSEEN_S
        del panel
