"""A pupil's day without a browser: through the server's own doors, REST and websocket.

What a browser would do, this does: it gathers what cells answer and writes it into the
notebook that it saves. What a browser keeps by itself, nobody can see this way.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import struct
import uuid
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote, urlsplit

from tornado.httpclient import HTTPError, HTTPRequest
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketError,
    websocket_connect,
)

from dobotkit.errors import AuditError

__all__ = ["Server", "WithoutBrowser"]

# A watchdog for one cell or one answer (s).
_PATIENCE = 120.0
_NOT_FOUND = 400
_KEPT_OUTPUTS = ("stream", "display_data", "execute_result", "error")


class Server:
    """What a Jupyter server answers to requests.

    Parameters
    ----------
    root, token:
        Its address, such as http://127.0.0.1:8888, and what it asks for.
    """

    def __init__(self, root: str, token: str) -> None:
        self._host = urlsplit(root).netloc
        self._token = token

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"token {self._token}"}

    def websocket(self, path: str) -> HTTPRequest:
        """Return the request that opens a websocket."""
        return HTTPRequest(f"ws://{self._host}{path}", headers=self.headers)

    def ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a request below ``/api/``, None if it is empty.

        Raises
        ------
        AuditError
            If the server refuses it.
        """
        connection = http.client.HTTPConnection(self._host, timeout=_PATIENCE)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, f"/api/{path}", data, self.headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= _NOT_FOUND:
            raise AuditError(
                f"The lab refused a step of the audit: {method}, status {answer.status}.",
                "The lab may be of another version than the audit; look into its own log.",
            )
        return json.loads(text) if text else None


class WithoutBrowser:
    """Drives a lab through its REST interface and one websocket to a kernel.

    Parameters
    ----------
    root, token:
        As for `Server`.
    """

    browser = False

    def __init__(self, root: str, token: str) -> None:
        self.server = Server(root, token)
        self._cells: list[dict[str, Any]] = []
        self._name = self._kernel = self._session = ""
        self._loop = asyncio.new_event_loop()
        self._socket: WebSocketClientConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, where: object) -> None:
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()
        if isinstance(error, (OSError, http.client.HTTPException, HTTPError, WebSocketError)):
            raise self._gone() from error

    def upload(self, name: str, data: bytes) -> None:
        """Put a file into the list of files."""
        text = base64.b64encode(data).decode()
        about = {"type": "file", "format": "base64", "content": text}
        self.server.ask("PUT", f"contents/{quote(name)}", about)

    def new_notebook(self) -> None:
        """Make a notebook and start its kernel."""
        self._name = self.server.ask("POST", "contents", {"type": "notebook"})["path"]
        kernel = self.server.ask("GET", "kernelspecs")["default"]
        session = self.server.ask(
            "POST",
            "sessions",
            {
                "path": self._name,
                "name": self._name,
                "type": "notebook",
                "kernel": {"name": kernel},
            },
        )
        self._session, self._kernel = session["id"], session["kernel"]["id"]
        self._loop.run_until_complete(self._connect())

    def run(self, code: str) -> str:
        """Run a cell; return the text of what it answers, errors included."""
        outputs = self._loop.run_until_complete(self._run(code))
        self._cells.append(
            {
                "cell_type": "code",
                "id": uuid.uuid4().hex[:8],
                "metadata": {},
                "execution_count": len(self._cells) + 1,
                "source": code,
                "outputs": outputs,
            }
        )
        return "\n".join(_text(output) for output in outputs)

    def crash(self, code: str) -> None:
        """Run a cell of which the kernel dies; wait until there is a new kernel."""
        self._loop.run_until_complete(self._crash(code))

    def save(self) -> None:
        """Save the notebook, and ask for a checkpoint, as a browser does."""
        content = {"cells": self._cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        self.server.ask(
            "PUT", f"contents/{quote(self._name)}", {"type": "notebook", "content": content}
        )
        self.server.ask("POST", f"contents/{quote(self._name)}/checkpoints")

    def rename(self, name: str) -> None:
        """Call the notebook otherwise."""
        self.server.ask("PATCH", f"contents/{quote(self._name)}", {"path": name})
        self.server.ask("PATCH", f"sessions/{self._session}", {"path": name, "name": name})
        self._name = name

    def delete(self, name: str) -> None:
        """Delete a file from the list of files."""
        self.server.ask("DELETE", f"contents/{quote(name)}")

    async def _hang_up(self) -> None:
        # In the loop: outside of it tornado looks for one that may have been taken away.
        if self._socket is not None:
            self._socket.close()
            await asyncio.sleep(0)

    async def _connect(self) -> None:
        path = f"/api/kernels/{self._kernel}/channels?session_id={uuid.uuid4().hex}"
        request = self.server.websocket(path)
        self._socket = await asyncio.wait_for(websocket_connect(request), _PATIENCE)
        # A new kernel may miss what is sent before it listens; this is asked until it answers.
        while True:
            question = await self._send("kernel_info_request", {})
            try:
                async with asyncio.timeout(5.0):
                    while True:
                        message = await self._receive()
                        if (
                            message["parent_header"].get("msg_id") == question
                            and message["channel"] == "shell"
                        ):
                            return
            except TimeoutError:
                continue

    async def _send(self, kind: str, content: Mapping[str, object]) -> str:
        number = uuid.uuid4().hex
        header = {
            "msg_id": number,
            "msg_type": kind,
            "username": "",
            "session": self._session,
            "version": "5.3",
        }
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
        if self._socket is None:
            raise self._gone()
        await self._socket.write_message(json.dumps(message))
        return number

    async def _receive(self) -> dict[str, Any]:
        if self._socket is None:
            raise self._gone()
        data = await asyncio.wait_for(self._socket.read_message(), _PATIENCE)
        if data is None:
            raise self._gone()
        if isinstance(data, bytes):
            # The number of parts, where each begins, then the message and its buffers.
            count = struct.unpack_from("!i", data)[0]
            begins = [*struct.unpack_from(f"!{count}i", data, 4), len(data)]
            data = data[begins[0] : begins[1]].decode()
        message: dict[str, Any] = json.loads(data)
        return message

    async def _run(self, code: str) -> list[dict[str, Any]]:
        question = await self._send(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "allow_stdin": False,
                "stop_on_error": False,
                "user_expressions": {},
            },
        )
        outputs: list[dict[str, Any]] = []
        while True:
            message = await self._receive()
            if message["parent_header"].get("msg_id") != question:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind in _KEPT_OUTPUTS:
                content.pop("transient", None)
                outputs.append({"output_type": kind, **content})
            elif kind == "status" and content["execution_state"] == "idle":
                return outputs

    async def _crash(self, code: str) -> None:
        await self._send("execute_request", {"code": code, "silent": False})
        while True:
            message = await self._receive()
            if (
                message["msg_type"] == "status"
                and "restarting" in (message["content"]["execution_state"])
            ):
                break
        if self._socket is not None:
            self._socket.close()
        await self._connect()

    @staticmethod
    def _gone() -> AuditError:
        return AuditError(
            "A lab that is examined, or its kernel, has hung up.",
            "Try the audit again; `dobotkit doctor` says whether something is wrong here.",
        )


def _text(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    return str(output["data"].get("text/plain", ""))
