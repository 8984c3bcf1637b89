"""Rehearses a tier: ``python -P -m dobotkit.guard.rehearsal TIER``.

Builds the wall of that tier around a process of its own, which tries to get out towards
somebody who listens. Prints ``passed``, or on its last line why the tier cannot be had.
First the listener is shown to hear: without a wall all of it arrives.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from dobotkit.guard.places import Places
from dobotkit.guard.tiers import Tier
from dobotkit.guard.trial import got_out
from dobotkit.guard.wall import put_up

__all__ = ["main"]

_SECRET = b"nobody inside may read this"
_WAYS = ("tcp", "unix", "datagram", "file", "read", "child")
# So long the listener waits for what is still under way on this computer (s).
_ARRIVAL_S = 0.05


class Listener:
    """Somebody outside: sockets that listen, a file with a secret, and a folder to write into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._unix = socket.socket(socket.AF_UNIX)
        self._unix.bind(str(folder / "u"))
        self._unix.listen()
        self._datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._datagram.bind(str(folder / "d"))
        self.port = self._tcp.getsockname()[1]
        (folder / "secret").write_bytes(_SECRET)
        (folder / "outside").mkdir()

    def heard(self) -> set[str]:
        """Return by which ways something has come since the last time."""
        names = {self._tcp: "tcp", self._unix: "unix", self._datagram: "datagram"}
        ways = set()
        while ready := select.select(list(names), [], [], _ARRIVAL_S)[0]:
            for one in ready:
                ways.add(names[one])
                if one is self._datagram:
                    one.recv(64)
                else:
                    one.accept()[0].close()
        for name in ("file", "child"):
            path = self._folder / "outside" / name
            if path.exists():
                ways.add(name)
                path.unlink()
        return ways

    def close(self) -> None:
        """Listen no more."""
        for one in (self._tcp, self._unix, self._datagram):
            one.close()


def main() -> None:
    """Rehearse, and say how it went."""
    folder = Path(tempfile.mkdtemp(prefix="dobotkit-")).resolve()
    try:
        print(_rehearse(Tier(sys.argv[1]), folder))  # noqa: T201 - what this program is for
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rehearse(tier: Tier, folder: Path) -> str:
    places = Places(folder / "scratch", folder / "scratch" / "kernels" / "one")
    for one in (places.work, places.temporary, places.ipython, places.sockets):
        one.mkdir(parents=True)
    listener = Listener(folder)
    try:
        told = _reach(folder, listener.port)
        deaf = {*_WAYS} - listener.heard() - (told & {"read"})
        if deaf:
            return f"the listener did not hear everything without a wall: {', '.join(sorted(deaf))}"
        why = _behind_a_wall(tier, places, folder, listener.port)
        escaped = listener.heard()
        if escaped:
            return f"something got out by {', '.join(sorted(escaped))}"
    finally:
        listener.close()
    return why or "passed"


def _behind_a_wall(tier: Tier, places: Places, folder: Path, port: int) -> str:
    """Try in a process of its own; return what it says, nothing if nothing got out."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            said = _inside(tier, places, folder, port)
        except BaseException as error:  # noqa: BLE001 - all of it is an answer
            said = _reason(error)
        os.write(writing, said.encode()[:512])
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123 - a Path opens no descriptor
        said = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(pid, 0)
    return said if not status else f"the trial was ended by the system ({status})"


def _inside(tier: Tier, places: Places, folder: Path, port: int) -> str:
    wall = put_up(tier, places)
    closed = threading.Event()
    told: set[str] = set()

    def elsewhere() -> None:
        closed.wait()
        told.update(got_out(wall))
        told.update(_reach(folder, port))

    # A thread that is there before the wall is closed is shut in as well.
    thread = threading.Thread(target=elsewhere)
    thread.start()
    wall.close()
    closed.set()
    thread.join()
    told.update(got_out(wall))
    told.update(_reach(folder, port))
    # Where nothing may be written, a kernel is of no use.
    (places.work / "mine").write_bytes(b"")
    return f"a way out was open: {', '.join(sorted(told))}" if told else ""


def _reach(folder: Path, port: int) -> set[str]:
    """Send something by every way; return by which a secret was read or a socket used."""
    told = set()
    for name, family, kind, address in (
        ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)),
        ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "u")),
        ("datagram", socket.AF_UNIX, socket.SOCK_DGRAM, str(folder / "d")),
    ):
        try:
            with socket.socket(family, kind) as one:
                one.connect(address)
                one.send(b"x")
        except OSError:
            continue
        told.add(name)
    try:
        (folder / "outside" / "file").write_bytes(b"x")
        told.add("file")
    except OSError:
        pass
    try:
        if (folder / "secret").read_bytes() == _SECRET:
            told.add("read")
    except OSError:
        pass
    done = subprocess.run(  # noqa: S603 - a shell that every Linux has
        ["/bin/sh", "-c", f"echo x > '{folder}/outside/child'"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if not done.returncode:
        told.add("child")
    return told


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'} says: {error.strerror}"
    return str(error) or type(error).__name__


if __name__ == "__main__":
    main()
