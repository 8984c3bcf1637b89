"""What the keeper's page can be asked, and who may ask it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import tornado.web
from pydantic import ValidationError

from dobotkit.errors import DobotKitError
from dobotkit.keeper.desk_form import DeskForm, WrongFields
from dobotkit.page_headers import CLOSED, PERMISSIONS

if TYPE_CHECKING:
    from dobotkit.keeper.page.server import Page

__all__ = ["Desk", "application"]

log = logging.getLogger(__name__)

_JS, _CSS = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_FILES = {
    "page.js": _JS,
    "asking.js": _JS,
    "desk.js": _JS,
    "map.js": _JS,
    "complaints.js": _JS,
    "camera.js": _JS,
    "page.css": _CSS,
    "desk.css": _CSS,
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; "
    # Its forms go nowhere by themselves: the page asks in its own words.
    "sandbox allow-scripts allow-same-origin allow-forms",
    "Permissions-Policy": f"{PERMISSIONS}, clipboard-write=(), fullscreen=()",
    "Cache-Control": "no-store",
    **CLOSED,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_AGAIN = (
    "Open the page again: type  page  into the lab's window, or open the address that "
    "dobotkit keeper has printed."
)
_HERE = Path(__file__).parent
_TOKEN = "X-Keeper-Token"  # noqa: S105 - the name of a header


class Desk(Protocol):
    """What the page shows, and what it can do."""

    def overview(self) -> Mapping[str, Any]:
        """What is on right now, as JSON can say it."""

    def stop(self, arm: str | None) -> None:
        """Stop one arm, or all of them."""

    def allow(self, arm: str, code: str) -> None:
        """Let a real arm move, if the code is right; raises a ``DobotKitError`` if not."""

    def home(self, arm: str, code: str) -> None:
        """Let a real arm seek its zero marks once, if the code is right."""

    def let_go(self, arm: str, code: str) -> None:
        """Take a real arm away from the notebook that has it, if the code is right."""

    def answer(self, number: str, answer: str, code: str) -> None:
        """Answer a complaint, if the code is right; raises a ``DobotKitError`` if not."""

    def decide(self, number: str, answer: str, code: str) -> None:
        """Say yes or no to where the camera stands, if the code is right."""

    def desk(self) -> Mapping[str, Any]:
        """Return the rules of the desk as a form that is filled in, as JSON can say it."""

    def preview(self, form: DeskForm) -> str:
        """Return what would be written; raises ``WrongFields``."""

    def save(self, form: DeskForm, code: str) -> None:
        """Write it, if the code is right; raises ``WrongFields`` or a ``DobotKitError``."""


def application(page: Page, desk: Desk) -> tornado.web.Application:
    """Return everything that a page answers."""
    more = {"page": page, "desk": desk}
    return tornado.web.Application(
        [
            (r"/", _Front, more),
            (f"/({'|'.join(map(re.escape, _FILES))})", _File, more),
            (r"/session", _Session, more),
            (r"/now", _Now, more),
            (r"/stop", _Stop, more),
            (r"/(allow|home|let_go)", _Order, more),
            (r"/answer", _Answer, more),
            (r"/camera", _Camera, more),
            (r"/desk", _Desk, more),
            (r"/desk/preview", _Preview, more),
            (r"/desk/save", _Save, more),
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
        if asked.get("Origin", mine) != mine or not self._comes_from_here():
            raise tornado.web.HTTPError(403)

    def _comes_from_here(self) -> bool:
        # A notebook's page is "same-site": sites do not know ports.
        return self.request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"

    def _session(self) -> None:
        if not self.page.knows(self.request.headers.get(_TOKEN, "")):
            raise tornado.web.HTTPError(401)

    def _body(self, *names: str) -> dict[str, Any]:
        """Return what was asked: an object with these names and no other."""
        if self.request.headers.get("Content-Type") != "application/json":
            raise tornado.web.HTTPError(415)
        try:
            asked = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise tornado.web.HTTPError(400) from None
        if not isinstance(asked, dict) or set(asked) != set(names):
            raise tornado.web.HTTPError(400)
        return asked

    def _texts(self, *names: str) -> list[str]:
        return [_text(value) for value in self._body(*names).values()]

    async def _do(self, order: Callable[[], object], pool: Executor) -> None:
        """Do what was ordered, not in this thread: an arm may take its time."""
        try:
            answer = await asyncio.get_running_loop().run_in_executor(pool, order)
        except WrongFields as error:
            self.set_status(422)
            self.finish(
                {
                    "error": "Some fields need another value: a sentence stands at each.",
                    "fields": error.fields,
                }
            )
        except DobotKitError as error:
            self.set_status(409)
            self.finish({"error": f"{error.what} {error.advice}"})
        else:
            self.finish(answer if isinstance(answer, dict) else {})

    def write_error(self, status_code: int, **_: object) -> None:
        self.set_status(status_code)
        self.finish({"error": _AGAIN})

    def log_exception(self, *_: object) -> None:
        log.debug("the page refused a question")

    def data_received(self, chunk: bytes) -> None:
        raise NotImplementedError  # tornado's; nothing is streamed here


class _Front(_Handler):
    def _comes_from_here(self) -> bool:
        # The file that leads here is opened from the disk: to a browser that is another
        # site. As a document in a window of its own, and in no other way.
        asked = self.request.headers
        site = asked.get("Sec-Fetch-Site", "none")
        return site in {"same-origin", "none"} or (
            site == "cross-site" and asked.get("Sec-Fetch-Dest") == "document"
        )

    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish((_HERE / "page.html").read_bytes())


class _File(_Handler):
    def get(self, name: str) -> None:
        self.set_header("Content-Type", _FILES[name])
        self.finish((_HERE / name).read_bytes())


class _Session(_Handler):
    def post(self) -> None:
        (visit,) = self._texts("visit")
        session = self.page.exchange(visit)
        if session is None:
            raise tornado.web.HTTPError(401)
        self.finish({"session": session})


class _Now(_Handler):
    async def get(self) -> None:
        self._session()
        await self._do(lambda: dict(self.desk.overview()), self.page.asking)


class _Stop(_Handler):
    async def post(self) -> None:
        self._session()
        (arm,) = self._texts("arm")
        await self._do(lambda: self.desk.stop(arm or None), self.page.stopping)


class _Order(_Handler):
    async def post(self, what: str) -> None:
        self._session()
        asked = self._body("arm", "code")
        arm, code = _text(asked["arm"]), _text(asked["code"])
        ways = {"allow": self.desk.allow, "home": self.desk.home, "let_go": self.desk.let_go}
        act = ways[what]
        await self._do(lambda: act(arm, code), self.page.asking)


class _Answer(_Handler):
    async def post(self) -> None:
        self._session()
        asked = self._body("number", "answer", "code")
        number, answer, code = (_text(asked[name]) for name in ("number", "answer", "code"))
        await self._do(lambda: self.desk.answer(number, answer, code), self.page.asking)


class _Camera(_Handler):
    async def post(self) -> None:
        self._session()
        asked = self._body("number", "answer", "code")
        number, answer, code = (_text(asked[name]) for name in ("number", "answer", "code"))
        await self._do(lambda: self.desk.decide(number, answer, code), self.page.asking)


class _Desk(_Handler):
    async def get(self) -> None:
        self._session()
        await self._do(lambda: dict(self.desk.desk()), self.page.asking)


class _Preview(_Handler):
    async def post(self) -> None:
        self._session()
        form = _form(self._body("desk")["desk"])
        await self._do(lambda: {"text": self.desk.preview(form)}, self.page.asking)


class _Save(_Handler):
    async def post(self) -> None:
        self._session()
        asked = self._body("desk", "code")
        form, code = _form(asked["desk"]), _text(asked["code"])
        await self._do(lambda: self.desk.save(form, code), self.page.asking)


class _Nothing(_Handler):
    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)


def _text(value: object) -> str:
    if isinstance(value, str):
        with contextlib.suppress(UnicodeEncodeError):  # JSON can say half a character
            value.encode()
            return value
    raise tornado.web.HTTPError(400)


def _form(value: object) -> DeskForm:
    try:
        return DeskForm.model_validate(value)
    except ValidationError:
        # Whatever a person types is a text; this was sent by something else.
        raise tornado.web.HTTPError(400) from None
