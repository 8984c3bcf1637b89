"""What a browser does with a lab, without the browser: requests, and code for a kernel."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

import websocket

from tests.browser import PATIENCE, RunningLab


def request(
    lab: RunningLab,
    path: str,
    *,
    method: str = "GET",
    body: object = None,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Ask the server of a lab; return the status and the text of its answer."""
    connection = http.client.HTTPConnection(
        urlsplit(lab.address).hostname or "", urlsplit(lab.address).port, timeout=PATIENCE / 1000
    )
    shown = lab.token if token is None else token
    sent = {"Authorization": f"token {shown}"} if shown else {}
    try:
        connection.request(
            method, path, None if body is None else json.dumps(body), sent | dict(headers or {})
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")
    finally:
        connection.close()


def ask(lab: RunningLab, path: str, **options: object):
    """Return what the server of a lab answers, when it is JSON."""
    status, text = request(lab, path, **options)
    assert status < 300, (status, text)
    return json.loads(text)


class Kernel:
    """A kernel that the lab started, spoken to as a notebook does, over a websocket."""

    def __init__(self, lab: RunningLab, known: str | None = None) -> None:
        self.lab = lab
        self.id = known or ask(lab, "/api/kernels", method="POST", body={})["id"]
        self._socket = websocket.create_connection(
            f"{lab.root.replace('http', 'ws')}/api/kernels/{self.id}/channels",
            header=[f"Authorization: token {lab.token}"],
            timeout=PATIENCE / 1000,
        )

    def send(self, kind: str, content: object, *, channel: str = "shell", **header: object) -> str:
        """Send a message; return its number."""
        number = uuid.uuid4().hex
        head = {"msg_id": number, "msg_type": kind, "version": "5.3", "username": "", "date": ""}
        message = {
            "header": {**head, "session": "test", **header},
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
        }
        self._socket.send(json.dumps(message))
        return number

    def start(self, code: str) -> str:
        """Run code and do not wait for it; return the number of the request."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        # Or what is asked next may be thrown away, unanswered, when this fails.
        return self.send("execute_request", {**content, "stop_on_error": False})

    def answer(self, number: str, *kinds: str) -> dict:
        """Wait for a message of one of these kinds that comes because of a request."""
        while True:
            message = json.loads(self._socket.recv())
            if message["parent_header"].get("msg_id") == number and message["msg_type"] in kinds:
                return message

    def run(self, code: str) -> str:
        """Run code to its end; return what it printed. An error in it is an error here."""
        number, printed = self.start(code), ""
        while True:
            message = self.answer(number, "stream", "error", "status")
            content = message["content"]
            if message["msg_type"] == "stream":
                printed += content["text"]
            elif message["msg_type"] == "error":
                raise AssertionError("\n".join(content["traceback"]))
            elif content["execution_state"] == "idle":
                return printed

    def wait_for(self, printed: str) -> str:
        """Wait until something printed these words; return all that it printed with them."""
        while printed not in (text := json.loads(self._socket.recv())["content"].get("text", "")):
            pass
        return text[text.index(printed) :]

    def close(self) -> None:
        self._socket.close()
