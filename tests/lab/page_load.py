"""A program that loads a lab's page as a browser does, asks the server all it may, and ends.

Run as ``python tests/lab/page_load.py private|plain``, for a test that watches whom it calls.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import time
import types

from tests.browser import START, RunningLab
from tests.lab import wire
from tests.lab.wire import Kernel, request

_WORD = "word"
_PATIENCE_S = 10.0
_LINKED = re.compile(r'(?:src|href)="(/[^"]+)"')
# Each of them asks somebody on the internet, if it is switched on.
_ASKING = (
    ("GET", "/lab/api/news"),
    ("GET", "/lab/api/update"),
    ("GET", "/lab/api/extensions?query=robot&page=1&per_page=30"),
    ("POST", "/lab/api/extensions"),
)
_MORE = (
    *("settings", "workspaces", "translations", "translations/en", "build", "licenses/bundles"),
    *("plugins", "listings/@jupyterlab/extensionmanager-extension/listings.json"),
)
_API = ("contents", "kernelspecs", "sessions", "status", "me", "nbconvert", "terminals")


def main() -> None:
    """Load the page, ask, and print how many answers there were."""
    with _private() if sys.argv[1] == "private" else _plain() as lab:
        _, page = request(lab, "/lab")
        linked = sorted(set(_LINKED.findall(page)))
        asked = [("GET", path) for path in linked]
        asked += [("GET", f"/lab/api/{name}") for name in _MORE]
        asked += [("GET", f"/api/{name}") for name in _API]
        body = {"cmd": "install", "extension_name": "dobotkit-no-such-extension"}
        good = 0
        for method, path in (*asked, *_ASKING):
            # Some answers are pictures, and who calls in vain may never answer.
            with contextlib.suppress(UnicodeDecodeError, TimeoutError):
                good += _ask(lab, path, method=method, body=body if method == "POST" else None)
        kernel = Kernel(lab)
        kernel.run("print(6 * 7)")
        kernel.close()
        print("good answers:", good)  # noqa: T201 - read by the test


def _ask(lab, path: str, **options: object) -> bool:
    wire.PATIENCE = _PATIENCE_S * 1000
    return request(lab, path, **options)[0] == http.client.OK


def _private() -> RunningLab:
    return RunningLab()


@contextlib.contextmanager
def _plain():
    """JupyterLab as it comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"),
            *("--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={_WORD}"),
        ],
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            root = f"http://127.0.0.1:{port}"
            lab = types.SimpleNamespace(address=root, root=root, token=_WORD)
            deadline = time.monotonic() + START
            while time.monotonic() < deadline:
                with contextlib.suppress(OSError):
                    if _ask(lab, "/api/status"):
                        break
                time.sleep(0.1)
            yield lab
        finally:
            process.kill()


if __name__ == "__main__":
    main()
