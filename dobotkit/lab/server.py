"""One JupyterLab server in a child process: start it, ask whether it is ready, stop it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from dobotkit.errors import LabError
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.settings import FIRST_PAGE

__all__ = ["Server", "check_port"]

# How long each way of asking the server to end is given (s). Kernels have 5 s to end
# by themselves when the tether is let go; only then does the server end them.
_LET_GO, _TERMINATE, _KILL = 15.0, 5.0, 5.0


class Server:
    """A JupyterLab server that runs from `start` to `stop`.

    Parameters
    ----------
    scratch:
        The folder it lives in, with its settings already written.
    environment:
        The variables of the server and of every kernel it starts.
    token:
        The word that it asks every browser for.
    """

    def __init__(self, scratch: Scratch, environment: Mapping[str, str], token: str) -> None:
        self._scratch = scratch
        self._environment = environment
        self._token = token
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process. The server is not ready before it has an `address`."""
        with self._scratch.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", "dobotkit.lab.tethered", str(self._scratch.path)],
                stdin=subprocess.PIPE,  # the tether
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self._environment),
                **_away_from_the_terminal(),
            )

    @property
    def exit_status(self) -> int | None:
        """The exit status of the server; None while it runs."""
        return None if self._process is None else self._process.poll()

    @property
    def last_words(self) -> str:
        """The last ten lines of what the server said."""
        lines = self._scratch.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-10:])

    def address(self) -> str | None:
        """Return where a browser finds the first page, token included; None until ready."""
        for note in self._scratch.runtime.glob("jpserver-*.json"):
            try:
                port = int(json.loads(note.read_text(encoding="utf-8"))["port"])
            except ValueError:
                return None  # it is just being written
            if self._answers(port):
                return f"http://127.0.0.1:{port}/lab/tree/{FIRST_PAGE}?token={self._token}"
        return None

    def stop(self) -> None:
        """End the server and its kernels, in the orderly way if they let it."""
        process = self._process
        if process is None or process.stdin is None:
            return
        for ask, patience in (
            (process.stdin.close, _LET_GO),
            (process.terminate, _TERMINATE),
            (process.kill, _KILL),
        ):
            ask()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return

    def _answers(self, port: int) -> bool:
        # http.client goes straight to the server, past any proxy this computer is set to use.
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5.0)
        try:
            connection.request(
                "GET", "/api/status", headers={"Authorization": f"token {self._token}"}
            )
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def check_port(port: int) -> None:
    """Raise `LabError` if no server can listen on `port` of this computer."""
    with socket.socket() as probe:
        if os.name == "posix":
            # As the server will do: a port whose last user has just left is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise LabError(
                f"This user may not listen on port {port}.",
                "Choose one above 1023 with --port, or leave --port away.",
            ) from error
        except OSError as error:
            raise LabError(
                f"Port {port} is taken: another program listens on it.",
                "Choose another one with --port, or leave --port away and a free one is found.",
            ) from error


def _away_from_the_terminal() -> dict[str, Any]:
    """How to start a process that Ctrl-C in this terminal, or closing it, does not reach.

    Both are for the lab, which then stops the server in order.
    """
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
