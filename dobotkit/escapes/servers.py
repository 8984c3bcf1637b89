"""Two real servers: the lab's, and a plain JupyterLab beside it for comparison."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

from dobotkit.errors import GuardError
from dobotkit.guard.tiers import Tier
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.server import Server
from dobotkit.lab.settings import environment, write_settings

__all__ = ["PLAIN", "Answer", "LabServer", "PlainServer", "RealServer"]

PLAIN = "plain lab"

# Watchdogs, also where a question means that a kernel has to start (s).
_PATIENCE_S = 180.0
_ASK_S = 60.0
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes
    ----------
    status:
        The number of HTTP.
    text:
        The whole body.
    """

    status: int
    text: str

    @property
    def fine(self) -> bool:
        """Whether the server did what it was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 - so HTTP has it

    def json(self) -> Any:  # noqa: ANN401 - whatever it is
        """Return the body as what it says, or nothing if it is no JSON."""
        with suppress(ValueError):
            return json.loads(self.text)
        return {}


class RealServer(ABC):
    """A Jupyter server that runs; ends on leaving ``with``.

    Attributes
    ----------
    scratch:
        Its folders; ``scratch.work`` is what it shows.
    token:
        Its key.
    url:
        Where it answers, with a slash at the end.
    pid:
        Its process.
    """

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch
        self.token = secrets.token_hex(24)
        self.url = ""
        self.pid = 0

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Ask it for something, with its key, as a script in its page could.

        Parameters
        ----------
        path:
            Behind the address, already quoted.
        body:
            Sent as JSON.
        """
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.netloc, timeout=_ASK_S)
        try:
            headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
            data = None if body is None else json.dumps(body)
            connection.request(method, where.path + path, data, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, str(error))
        finally:
            connection.close()

    def contents(self, *parts: str) -> str:
        """Return the path by which it is asked for a file, given the parts of its name."""
        return "api/contents/" + "/".join(quote(part, safe="") for part in parts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """End it, and leave nothing."""

    def _wait(self, alive: Callable[[], bool]) -> None:
        """Return as soon as it answers."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and alive():
            for note in self.scratch.runtime.glob("jpserver-*.json"):
                with suppress(ValueError, KeyError, OSError):  # it is just being written
                    about = json.loads(note.read_text(encoding="utf-8"))
                    self.url, self.pid = about["url"], about["pid"]
                    if self.ask("GET", "api/status").fine:
                        return
            time.sleep(_LOOK_S)
        raise GuardError(
            "The server that is to be tried does not start.",
            "Look whether dobotkit lab starts; what it says then helps.",
        )


class LabServer(RealServer):
    """The lab's own server, set up as ``dobotkit lab`` does, without arms of its own.

    Parameters
    ----------
    tier:
        The guard of its kernels.
    """

    def __init__(self, tier: Tier) -> None:
        with ExitStack() as stack:
            scratch = Scratch()
            stack.callback(scratch.remove)
            super().__init__(scratch)
            write_settings(scratch, token=self.token, port=None)
            variables = environment(
                os.environ, scratch, arm="dobotsim://desk", keeper="", tier=tier
            )
            server = Server(scratch, variables, self.token)
            server.start()
            stack.callback(server.stop)
            self._wait(lambda: server.exit_status is None)
            self._close = stack.pop_all().close

    def close(self) -> None:
        """End it and its kernels, and delete its folder."""
        self._close()


class PlainServer(RealServer):
    """A Jupyter server as it is installed, with its key on the command line."""

    def __init__(self) -> None:
        with ExitStack() as stack:
            scratch = Scratch()
            stack.callback(scratch.remove)
            super().__init__(scratch)
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, and Jupyter
                [
                    *(sys.executable, "-P", "-m", "jupyterlab", "--no-browser", "--allow-root"),
                    *(f"--IdentityProvider.token={self.token}", "--ServerApp.ip=127.0.0.1"),
                    f"--ServerApp.root_dir={scratch.work}",
                ],
                env=_bare(scratch),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(self._end, process)
            self._wait(lambda: process.poll() is None)
            self._close = stack.pop_all().close

    def close(self) -> None:
        """End it and its kernels, and delete its folder."""
        self._close()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if self.url:
            self.ask("POST", "api/shutdown")
        else:
            process.terminate()
        try:
            process.wait(_ASK_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _bare(scratch: Scratch) -> dict[str, str]:
    """Return the environment of a Jupyter that knows no settings of anybody."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("JUPYTER")}
    home: Path = scratch.temp / "home"
    home.mkdir(exist_ok=True)
    return kept | {
        "HOME": str(home),
        "IPYTHONDIR": str(scratch.ipython),
        "JUPYTER_CONFIG_DIR": str(scratch.config),
        "JUPYTER_DATA_DIR": str(scratch.data),
        "JUPYTER_RUNTIME_DIR": str(scratch.runtime),
        # The settings that come with the packages count, as in any installation.
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONWARNINGS": "ignore",
    }
