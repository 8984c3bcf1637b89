"""Serves the keeper's page on this computer, to who was given its address and no one else.

Cookies do not know ports, so there are none: a token that is good for one visit stands
in the address behind the #, which browsers send to nobody; the page exchanges it for
another one, which it sends along with every question.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import tornado.httpserver
import tornado.netutil
import tornado.web

from dobotkit.errors import DobotKitError

__all__ = ["Desk", "Page"]

log = logging.getLogger(__name__)

_FILES = {
    "": ("page.html", "text/html; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_TOKEN = "X-Keeper-Token"  # noqa: S105 - the name of a header
_LARGEST = 2048  # bytes of a question


class Desk(Protocol):
    """What the page shows, and what it can do."""

    def overview(self) -> Mapping[str, Any]:
        """What is on right now, as JSON can say it."""

    def stop(self, arm: str | None) -> None:
        """Stop one arm, or all of them."""

    def allow(self, arm: str, code: str) -> None:
        """Let a real arm move, if the code is right; raises a ``DobotKitError`` if not."""

    def let_go(self, arm: str, code: str) -> None:
        """Take a real arm away from the notebook that has it."""


class Page:
    """The page, from now until this process ends.

    Parameters
    ----------
    desk:
        What it shows and does.
    folder:
        Only this user can look into it. A file is written there that leads a browser
        to the page, so that the token stands in no list of processes.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._visits: set[str] = set()
        self._sessions: set[str] = set()
        self._path = folder / "keeper-page.html"
        (sock,) = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.port: int = sock.getsockname()[1]
        ready = threading.Event()

        def serve() -> None:
            async def forever() -> None:
                server = tornado.httpserver.HTTPServer(
                    self._application(), max_body_size=_LARGEST, max_header_size=16_384
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
        """Write a file that opens the page once, and return it."""
        visit = secrets.token_urlsafe(32)
        self._visits.add(visit)
        address = html.escape(f"{self.origin}/#{visit}")
        self._path.unlink(missing_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                '<!doctype html><html lang="en"><meta charset="utf-8"><title>The keeper</title>'
                f'<meta http-equiv="refresh" content="0; url={address}">'
                f'<a href="{address}">Open the keeper\'s page</a></html>\n'
            )
        return self._path

    def exchange(self, visit: str) -> str | None:
        """Return the token of a session for that of a visit, once."""
        if visit not in self._visits:
            return None
        self._visits.discard(visit)
        self._path.unlink(missing_ok=True)
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session

    def knows(self, session: str) -> bool:
        """Whether this token was given to somebody."""
        return session in self._sessions

    def _application(self) -> tornado.web.Application:
        more = {"page": self, "desk": self._desk}
        return tornado.web.Application(
            [
                (r"/(page\.js|page\.css|)", _File, more),
                (r"/session", _Session, more),
                (r"/now", _Now, more),
                (r"/(stop|allow|let_go)", _Order, more),
            ],
            default_handler_class=_Nothing,
            default_handler_args=more,
            log_function=lambda _: None,
        )


class _Handler(tornado.web.RequestHandler):
    """Answers this computer's browser only, and only pages of our own origin."""

    def initialize(self, page: Page, desk: Desk) -> None:
        self.page = page
        self.desk = desk

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        mine = self.page.origin
        asked = self.request.headers
        # A name that leads here although it is not ours (DNS rebinding) shows in Host.
        if asked.get_list("Host") != [mine.removeprefix("http://")]:
            raise tornado.web.HTTPError(403)
        if asked.get("Origin", mine) != mine:
            raise tornado.web.HTTPError(403)
        if asked.get("Sec-Fetch-Site", "same-origin") not in self._sites():
            raise tornado.web.HTTPError(403)

    def _sites(self) -> tuple[str, ...]:
        return ("same-origin",)

    def _session(self) -> None:
        if not self.page.knows(self.request.headers.get(_TOKEN, "")):
            raise tornado.web.HTTPError(401)

    def _question(self, *names: str) -> list[str]:
        if self.request.headers.get("Content-Type") != "application/json":
            raise tornado.web.HTTPError(415)
        try:
            asked = json.loads(self.request.body)
        except ValueError:
            raise tornado.web.HTTPError(400) from None
        if (
            not isinstance(asked, dict)
            or set(asked) != set(names)
            or not all(isinstance(value, str) for value in asked.values())
        ):
            raise tornado.web.HTTPError(400)
        return [asked[name] for name in names]

    def write_error(self, status_code: int, **_: object) -> None:
        self.set_status(status_code)
        self.finish({"error": "Open the page again from the lab's window."})

    def log_exception(self, *_: object) -> None:
        log.debug("the page refused a question")

    def data_received(self, chunk: bytes) -> None:
        raise NotImplementedError  # tornado's; nothing is streamed here


class _File(_Handler):
    def _sites(self) -> tuple[str, ...]:
        # The file that leads here is opened from the disk.
        return ("same-origin", "none", "cross-site")

    def get(self, name: str) -> None:
        file, kind = _FILES[name]
        self.set_header("Content-Type", kind)
        self.finish((Path(__file__).parent / file).read_bytes())


class _Session(_Handler):
    def post(self) -> None:
        (visit,) = self._question("visit")
        session = self.page.exchange(visit)
        if session is None:
            raise tornado.web.HTTPError(401)
        self.finish({"session": session})


class _Now(_Handler):
    def get(self) -> None:
        self._session()
        self.finish(dict(self.desk.overview()))


class _Order(_Handler):
    async def post(self, what: str) -> None:
        self._session()
        order: Callable[[], None]
        if what == "stop":
            (arm,) = self._question("arm")
            order = lambda: self.desk.stop(arm or None)  # noqa: E731 - one of three
        else:
            arm, code = self._question("arm", "code")
            act = self.desk.allow if what == "allow" else self.desk.let_go
            order = lambda: act(arm, code)  # noqa: E731
        try:
            # Not in this thread: an arm may take its time, and stopping another must not.
            await asyncio.get_running_loop().run_in_executor(None, order)
        except DobotKitError as error:
            self.set_status(409)
            self.finish({"error": f"{error.what} {error.advice}"})
            return
        self.finish({})


class _Nothing(_Handler):
    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)
