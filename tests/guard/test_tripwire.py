"""The tripwire: what it hears of is stopped and said; what it lets pass."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dobotkit.errors import GuardRefused

AFTER = """
import socket, sys
from dobotkit.guard import tripwire
tripwire.install()
"""


def run(code: str) -> str:
    """Run code in a process of its own: an audit hook stays for good."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", AFTER + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
        ("socket.socket().connect(('127.0.0.1', 9))", "socket.connect"),
        ("socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
        ("socket.socket().bind(('127.0.0.1', 0))", "socket.bind"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))", "socket.sendto"),
        ("socket.gethostbyname('localhost')", "socket.gethostbyname"),
        ("import http.client; http.client.HTTPConnection('localhost').connect()", "getaddrinfo"),
    ],
)
def test_ordinary_network_code_is_stopped_and_told_why(code, event):
    said = run(code)
    assert "GuardRefused: This notebook has no network, and its guard stopped" in said
    assert event in said


@pytest.mark.parametrize(
    "code",
    [
        "a, b = socket.socketpair(); a.sendall(b'x'); print('done', b.recv(1))",
        "import asyncio; asyncio.run(asyncio.sleep(0)); print('done')",
        "a, b = socket.socketpair(); a.send(b'1'); b.recv(1); print('done')",
        "open(__import__('os').devnull, 'w').close(); print('done')",
    ],
)
def test_what_stays_in_the_process_passes(code):
    assert run(code).startswith("done")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no sendmsg")
def test_a_message_along_an_open_connection_passes():
    assert run("a, b = socket.socketpair(); a.sendmsg([b'x']); print('done')").startswith("done")


def test_the_refusal_is_an_error_of_the_system_too():
    # Code that copes with a missing network copes with this.
    assert issubclass(GuardRefused, PermissionError)
