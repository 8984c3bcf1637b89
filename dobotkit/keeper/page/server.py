"""Serves the keeper's page on this computer, to who was given its address and no one else.

Cookies do not know ports, so there are none: a token that is good for one visit stands
in the address behind the #, which browsers send to nobody; the page exchanges it for
another one, which it sends along with every question.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import html
import os
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tornado.httpserver
import tornado.netutil

from dobotkit.keeper.page.handlers import Desk, application

__all__ = ["INVITATION", "Page"]

INVITATION = "keeper-page.html"
"""Name of the file that leads a browser to the page."""

_LARGEST = 32_768  # bytes of a question: a desk with all its boxes has some thousand
# An invitation that nobody has followed for so long (s) opens nothing any more.
_INVITED_S = 120.0
# Where there is always one, the next one after one that was followed is so far off (s):
# a program that follows each of them must not fill this one's memory.
_ANEW_S = 1.0
# Questions that wait for arms may fill one pool; a stop has its own.
_ASKING, _STOPPING = 4, 8


class Page:
    """The page, from now until this process ends.

    Parameters
    ----------
    desk:
        What it shows and does.
    folder:
        Only this user can look into it. A file is written there that leads a browser
        to the page, so that the token stands in no list of processes.

    Attributes
    ----------
    port:
        Where it listens, on this computer only.
    asking, stopping:
        Threads for what may have to wait for an arm, and threads for stopping.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        # The one invitation that is open, and until when (as time.monotonic counts).
        self._visit: tuple[str, float] | None = None
        self._always = False
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._sessions: set[str] = set()
        self._path = folder / INVITATION
        (sock,) = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.port: int = sock.getsockname()[1]
        self.asking = ThreadPoolExecutor(_ASKING, "page")
        self.stopping = ThreadPoolExecutor(_STOPPING, "page-stop")
        ready = threading.Event()

        def serve() -> None:
            async def forever() -> None:
                server = tornado.httpserver.HTTPServer(
                    application(self, desk),
                    max_body_size=_LARGEST,
                    max_header_size=16_384,
                    idle_connection_timeout=30.0,
                    body_timeout=10.0,
                )
                server.add_socket(sock)
                ready.set()
                await asyncio.Event().wait()

            asyncio.run(forever())

        threading.Thread(target=serve, name="page", daemon=True).start()
        ready.wait()

    @property
    def origin(self) -> str:
        """Address of the page without anything that opens it."""
        return f"http://127.0.0.1:{self.port}"

    def invitation(self) -> Path:
        """Write a file that opens the page once, within two minutes, and return it.

        One that was written before opens nothing any more.
        """
        with self._lock:
            self._invite()
        return self._path

    def keep_inviting(self) -> Path:
        """Write such a file from now on whenever one was followed or has expired."""
        with self._lock:
            self._always = True
            self._invite()
        return self._path

    def _invite(self) -> None:
        visit = secrets.token_urlsafe(32)
        address = html.escape(f"{self.origin}/#{visit}")
        self._visit = (visit, time.monotonic() + _INVITED_S)
        # A token that lies about is one that somebody else may find.
        self._end_after(_INVITED_S, visit)
        # Whole when it is there: others wait for it to open it.
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                '<!doctype html><html lang="en"><meta charset="utf-8"><title>The keeper</title>'
                f'<meta http-equiv="refresh" content="0; url={address}">'
                f'<a href="{address}">Open the keeper\'s page</a></html>\n'
            )
        new.replace(self._path)

    def exchange(self, visit: str) -> str | None:
        """Return the token of a session for that of a visit, once and in time."""
        with self._lock:
            if self._visit is None or not hmac.compare_digest(
                visit.encode(), self._visit[0].encode()
            ):
                return None
            in_time = time.monotonic() < self._visit[1]
            self._withdraw()
            if not in_time:
                return None
            if self._always:
                self._end_after(_ANEW_S, visit)
            session = secrets.token_urlsafe(32)
            self._sessions.add(session)
        return session

    def _end_after(self, seconds: float, visit: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self._expire, (visit,))
        self._timer.daemon = True
        self._timer.start()

    def _expire(self, visit: str) -> None:
        with self._lock:
            if self._visit is not None and self._visit[0] != visit:
                return  # another one was written meanwhile
            self._withdraw()
            if self._always:
                # On a full disk none is written now; the next try is in two minutes.
                with contextlib.suppress(OSError):
                    self._invite()

    def _withdraw(self) -> None:
        self._visit = None
        self._path.unlink(missing_ok=True)

    def knows(self, session: str) -> bool:
        """Whether this token was given to somebody."""
        return session in self._sessions
