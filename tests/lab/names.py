"""Which names a browser asks for, in a network of its own where all are known to nobody.

Run as root of new user, network and mount namespaces: ``python -m tests.lab.names FOLDER``.
Prints a JSON object: for each kind of page, the ways by which a name was asked for.
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dobotkit.lab.browsers import find_browsers
from dobotkit.lab.driven import DrivenBrowser
from dobotkit.lab.own_profile import flags, make_profile
from dobotkit.lab.page_rules import HEADERS
from tests.browser import BROWSER_FLAGS

_WAYS = {
    "img": "new Image().src = there",
    "prefetch": "make('link', {rel: 'prefetch', href: there})",
    "dns-prefetch": "make('link', {rel: 'dns-prefetch', href: there})",
    "preconnect": "make('link', {rel: 'preconnect', href: there})",
    "iframe": "make('iframe', {src: there})",
    "location": "location.href = there",
}
_PLAIN, _RULES = 8000, 8001
_SIOCSIFFLAGS, _UP_AND_RUNNING = 0x8914, 0x41
_PATIENCE = 60.0  # a watchdog (s)
_NO_SUCH_NAME = b"\x81\x83"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        for name, value in HEADERS.items() if self.server.server_port == _RULES else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>page</title><body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _name_in(question: bytes) -> tuple[str, int]:
    """The name that is asked for, and where the question ends (RFC 1035, 4.1.2)."""
    parts, place = [], 12
    while length := question[place]:
        parts.append(question[place + 1 : place + 1 + length].decode())
        place += 1 + length
    return ".".join(parts), place + 5


def _answer(asked: set[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 53))
        while True:
            question, who = server.recvfrom(4096)
            name, end = _name_in(question)
            asked.add(name.casefold())
            server.sendto(
                question[:2] + _NO_SUCH_NAME + question[4:6] + bytes(6) + question[12:end], who
            )


def _wait_for(asked: set[str], profile: str) -> None:
    """Wait until a browser has come to its last question, if it asks any."""
    end = time.monotonic() + _PATIENCE
    last = {f"location.{page}.example" for page in ("plain", "rules") if profile == "usual"}
    while not last <= asked and time.monotonic() < end:
        time.sleep(0.1)


def main() -> None:
    """Ask in a plain page, in one with rules, and in a profile of our own."""
    folder = Path(sys.argv[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sh", b"lo", _UP_AND_RUNNING)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, up)
    asked: set[str] = set()
    threading.Thread(target=_answer, args=[asked], daemon=True).start()
    for port in (_PLAIN, _RULES):
        server = ThreadingHTTPServer(("127.0.0.1", port), _Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = next(find_browsers())
    make_profile(folder / "own", folder)
    own = flags(browser, folder / "own", _RULES, as_root=True)
    usual = {*BROWSER_FLAGS, "--no-sandbox"}
    for profile, told, pages in (
        ("usual", usual, {"plain": _PLAIN, "rules": _RULES}),
        ("own", own, {"own": _RULES}),
    ):
        with DrivenBrowser(browser, folder / profile, list(told)) as driven:
            for page, port in pages.items():
                for way, script in _WAYS.items():
                    driven.open(f"http://127.0.0.1:{port}/").evaluate(
                        f"void (() => {{const there = 'http://{way}.{page}.example/';"
                        "const make = (name, values) => document.body.append("
                        "Object.assign(document.createElement(name), values));"
                        f"{script};}})()"
                    )
            _wait_for(asked, profile)
            time.sleep(2.0)  # what is not asked for says nothing: only time tells
    found = {page: [way for way in _WAYS if f"{way}.{page}.example" in asked] for page in
             ("plain", "rules", "own")}  # fmt: skip
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
