"""Those outside who judge: they see what gets out, say so of nothing else, and tidy up."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from dobotkit.catching import Catcher
from dobotkit.escapes.marks import new_run
from dobotkit.escapes.outside import Outside
from dobotkit.escapes.testimony import Witness
from dobotkit.guard.escapes import escape
from dobotkit.lab.scratch import Scratch

# Of each kind one, that gets out of this very process.
CONTROLS = ("tcp4", "udp-sendto", "urllib", "open", "append", "home")
ON_LINUX = ("unix-datagram", "unix-abstract", "pipe", "proc-mem", "signal", "symlink")

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the neighbours of a process differ"
)


@pytest.fixture
def scratch():
    with Scratch() as scratch:
        yield scratch


def test_they_see_what_gets_out_and_nothing_else(scratch):
    names = CONTROLS + (ON_LINUX if sys.platform == "linux" else ())
    with Outside(scratch) as outside:
        assert outside.seen() == set()
        for name in names:
            assert escape(name).run(outside.target(name)).text == "ran to its end"
        assert outside.seen() == set(names)
        left = list(Path.home().glob(f"{outside.run}-*"))
        assert len(left) == 1
        folder = Path(outside.folder)
    assert not left[0].exists()
    assert not folder.exists()
    assert not any(path.is_symlink() for path in scratch.work.iterdir())


def test_a_secret_that_is_told_got_out(scratch):
    with Outside(scratch) as outside:
        outside.heard("secret-file", "PermissionError: no")
        assert outside.seen() == set()
        outside.heard("secret-file", f"it says {outside.secret}.")
        assert outside.seen() == {"secret-file"}


def test_a_word_that_comes_in_two_parts_is_one_word():
    import socket  # noqa: PLC0415 - for this test alone

    heard: list[tuple[bytes, bool]] = []
    catcher = Catcher(lambda data, new: heard.append((data, new)), remember=10)
    address = catcher.tcp()
    catcher.start()
    with socket.create_connection(address, 10) as way:
        way.sendall(b"GET /sec")
        catcher.settle()
        way.sendall(b"ret HTTP/1.0\r\n\r\n")
        assert way.recv(100).startswith(b"HTTP/1.0 200 OK")
    catcher.close()
    assert [new for _, new in heard] == [True, False]
    assert b"/secret " in heard[1][0]


def test_a_neighbour_that_gets_signs_while_it_tells_goes_on_telling(tmp_path):
    """A sign comes in the middle of anything, also of telling of the one before."""
    secret = tmp_path / "secret"
    secret.write_text("s")
    environ = {**os.environ, "DOBOTKIT_SECRET": "s"}
    over = threading.Event()
    with Witness("dobotkit.escapes.neighbour", new_run(), str(secret), env=environ) as neighbour:

        def send() -> None:
            while not over.wait(0.0005):
                os.kill(neighbour.pid, signal.SIGUSR1)

        sending = threading.Thread(target=send)
        sending.start()
        try:
            for _ in range(300):
                neighbour.settle()
        finally:
            over.set()
            sending.join()
        assert neighbour.seen == {"signal"}
