"""A browser without a window that a program drives, to see for itself what a page can do.

It speaks the DevTools protocol of the Chromium family, so that nothing has to be
installed for it.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

from dobotkit.errors import LabError
from dobotkit.lab.browsers import Browser

__all__ = ["DrivenBrowser", "DrivenPage"]

# Watchdogs, not estimates (s): a slow computer that runs other things as well.
_START, _ANSWER, _END = 60.0, 60.0, 10.0
_LOOK = 0.05
_LARGEST = 256 * 1024 * 1024  # bytes of an answer: a screenshot, or a heap


class DrivenBrowser:
    """A headless browser that runs until `close`.

    Parameters
    ----------
    browser:
        Which one.
    profile:
        The folder of its profile; one that is not there is made.
    flags:
        More of its flags; ``own_profile.flags`` are those of a window of our own. They
        name the profile as well, and have to name the same.
    environment:
        Its variables; by default those of this program.

    Raises
    ------
    LabError
        It does not start.
    """

    def __init__(
        self,
        browser: Browser,
        profile: Path,
        flags: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a browser that was looked for
            [
                browser.path,
                f"--user-data-dir={profile}",
                *("--headless=new", "--remote-debugging-port=0", "--disable-gpu"),
                *("--no-first-run", "--no-default-browser-check"),
                *flags,
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=None if environment is None else dict(environment),
        )
        self._runner = asyncio.Runner()
        self._numbers = itertools.count(1)
        self._socket: WebSocketClientConnection | None = None
        self.events: list[dict[str, Any]] = []
        """What the browser has told without being asked, oldest first."""
        try:
            address = self._address(profile / "DevToolsActivePort")
            self._socket = self._runner.run(_connect(address))
        except BaseException:
            self._end()
            raise

    def open(self, address: str = "about:blank") -> DrivenPage:
        """Open a page in a tab of its own, and wait until its document is there."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        page = DrivenPage(self, target, attached["sessionId"])
        page.send("Page.enable")
        page.send("Runtime.enable")
        if address != "about:blank":
            page.go(address)
        return page

    def send(
        self, method: str, parameters: Mapping[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        """Send one order of the protocol; return what it answers.

        Raises
        ------
        LabError
            The browser says no, is gone, or does not answer.
        """
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": dict(parameters or {})}
        if session is not None:
            message["sessionId"] = session
        try:
            answer = self._runner.run(asyncio.wait_for(self._ask(message), _ANSWER))
        except (TimeoutError, OSError, WebSocketClosedError) as error:
            raise _broken(f"did not answer to {method}") from error
        if "error" in answer:
            raise _broken(f"refused {method}: {answer['error'].get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        """End the browser. Its profile stays, for whoever wants to look at it."""
        with contextlib.suppress(LabError):
            self.send("Browser.close")
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._socket is None:
            raise ConnectionError
        await self._socket.write_message(json.dumps(message))
        while True:
            text = await self._socket.read_message()
            if text is None:
                raise ConnectionError
            heard: dict[str, Any] = json.loads(text)
            if heard.get("id") == message["id"]:
                return heard
            if "method" in heard:
                self.events.append(heard)

    def _address(self, note: Path) -> str:
        """Where it listens: it says so in its profile."""
        deadline = time.monotonic() + _START
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                port, path = note.read_text(encoding="utf-8").split()
                return f"ws://127.0.0.1:{int(port)}{path}"
            time.sleep(_LOOK)
        raise _broken("did not start")

    def _end(self) -> None:
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._socket is not None:
            self._runner.run(_hear_the_end(self._socket))
        self._runner.close()


class DrivenPage:
    """One tab of a driven browser."""

    def __init__(self, browser: DrivenBrowser, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one order of the protocol to this page; return what it answers."""
        return self._browser.send(method, parameters, self._session)

    def go(self, address: str) -> None:
        """Go to an address, and wait until the document there has been read.

        Raises
        ------
        LabError
            The browser does not get there.
        """
        went = self.send("Page.navigate", url=address)
        if "errorText" in went:
            raise _broken(f"did not open the page: {went['errorText']}")
        self.wait_for("document.readyState !== 'loading' && location.href !== 'about:blank'")

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Run a script in the page, as one that is part of it; return its value.

        Parameters
        ----------
        script:
            An expression of JavaScript. A promise is waited for.
        """
        said = self.send(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in said:
            raise _broken(f"ran a script that failed: {said['exceptionDetails'].get('text')}")
        return said["result"].get("value")

    def wait_for(self, script: str, *, patience: float = _ANSWER) -> None:
        """Wait until an expression is true; `patience` is a watchdog (s).

        Raises
        ------
        LabError
            It never was.
        """
        deadline = time.monotonic() + patience
        while True:
            # While a page makes room for the next one, nothing can be asked there.
            with contextlib.suppress(LabError):
                if self.evaluate(f"Boolean({script})"):
                    return
            if time.monotonic() > deadline:
                raise _broken(f"waited in vain for {script}")
            time.sleep(_LOOK)

    def screenshot(self) -> bytes:
        """Return what the page looks like, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        """Close this tab."""
        self._browser.send("Target.closeTarget", {"targetId": self._target})


async def _connect(address: str) -> WebSocketClientConnection:
    return await websocket_connect(address, max_message_size=_LARGEST, connect_timeout=_START)


async def _hear_the_end(socket: WebSocketClientConnection) -> None:
    socket.close()
    while await socket.read_message() is not None:
        pass


def _broken(what: str) -> LabError:
    return LabError(
        f"The browser that tries the page {what}.",
        "Try again; close other programs if it is slow. DOBOTKIT_BROWSER can name another one.",
    )
