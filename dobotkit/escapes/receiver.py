"""Who alone judges: a process that listens wherever something could arrive.

``python -P -m dobotkit.escapes.receiver RUN FOLDER`` tells where it listens, and then the
id of every escape whose mark has arrived. It keeps nothing.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dobotkit.catching import Catcher
from dobotkit.escapes.marks import ids_in
from dobotkit.escapes.testimony import say, testify

__all__ = ["listen_everywhere", "main"]

# A mark has fewer bytes.
_LONGEST = 100
_SCTP, _UDPLITE, _USERSOCK = 132, 136, 2


def listen_everywhere(catcher: Catcher, folder: Path) -> dict[str, Any]:
    """Listen at every kind of address that this system has; return where.

    Parameters
    ----------
    catcher:
        What listens.
    folder:
        Where sockets and pipes with a name are made.
    """
    tcp, udp, dns = catcher.tcp(), catcher.udp(), catcher.udp()
    where: dict[str, Any] = {
        "tcp": tcp,
        "udp": udp,
        "dns": dns,
        "http": f"http://127.0.0.1:{tcp[1]}/",
        "rtsp": f"rtsp://127.0.0.1:{tcp[1]}/",
        "zmq": f"tcp://127.0.0.1:{tcp[1]}",
    }
    if socket.has_ipv6:
        with contextlib.suppress(OSError):
            where["tcp6"] = catcher.stream(socket.AF_INET6, ("::1", 0)).getsockname()[:2]
            where["udp6"] = catcher.datagrams(socket.AF_INET6, ("::1", 0)).getsockname()[:2]
    return where | _of_linux(catcher, tcp, folder)


def _of_linux(catcher: Catcher, tcp: tuple[str, int], folder: Path) -> dict[str, Any]:
    if sys.platform != "linux":
        return {}
    where: dict[str, Any] = {
        "unix": catcher.unix(folder / "stream"),
        "unix_datagram": str(folder / "datagrams"),
        "pipe": str(folder / "pipe"),
    }
    catcher.datagrams(socket.AF_UNIX, where["unix_datagram"])
    os.mkfifo(where["pipe"], 0o600)
    # Open for both: else it would be at its end when the first writer goes.
    catcher.pipe(os.open(where["pipe"], os.O_RDWR | os.O_NONBLOCK))
    where["terminal"] = _terminal(catcher)
    abstract = catcher.stream(socket.AF_UNIX, "\0" + folder.name).getsockname()
    where["abstract"] = abstract.decode()
    if os.uname().machine == "x86_64":
        where |= {"int80": tcp, "x32": tcp}
    listeners: dict[str, Callable[[], socket.socket]] = {
        "sctp": lambda: catcher.stream(socket.AF_INET, ("127.0.0.1", 0), _SCTP),
        "udplite": lambda: catcher.datagrams(socket.AF_INET, ("127.0.0.1", 0), _UDPLITE),
        "netlink": lambda: catcher.datagrams(socket.AF_NETLINK, (0, 0), _USERSOCK),
        "vsock": lambda: catcher.stream(socket.AF_VSOCK, (-1, -1)),
    }
    for name, listen in listeners.items():
        with contextlib.suppress(OSError):  # not every system has these
            where[name] = listen().getsockname()
    if "vsock" in where:
        # Number 1 is this computer itself, seen over vsock.
        where["vsock"] = (1, where["vsock"][1])
    return where


def _terminal(catcher: Catcher) -> str:
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    # Keys are shown as they are typed: so what is typed into it arrives as well.
    catcher.pipe(ours)
    return os.ttyname(theirs)


def main() -> None:
    """Listen until nobody asks any more."""
    run, folder = sys.argv[1], Path(sys.argv[2])

    def on_arrival(data: bytes, _new: bool) -> None:  # noqa: FBT001 - as a catcher calls it
        # A name that is looked up comes as it is; a D-Bus name in hexadecimal.
        for name in ids_in(data, run):
            say("seen", name)

    with tempfile.TemporaryDirectory(prefix="listen-", dir=folder) as own:
        catcher = Catcher(on_arrival, remember=_LONGEST)
        where = listen_everywhere(catcher, Path(own))
        catcher.start()
        testify(where, catcher.settle)
        catcher.close()


if __name__ == "__main__":
    main()
