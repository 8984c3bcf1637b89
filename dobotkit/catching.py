"""A net over local sockets: catches what programs on this computer send to it.

Whoever tries to send something out needs somebody who can say whether it arrived. What
arrives is handed to a function and kept nowhere; most of what tries to speak first, a web
client, FFmpeg, ZeroMQ, is answered just enough to go on.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Catcher"]

# Connections that may be open at a time; one more closes the oldest.
_MOST_OPEN = 32
# What is read of one connection (bytes): the beginning says enough.
_MOST_BYTES = 64 * 1024
# The last bytes of what was said, by which the end of a question is seen.
_ENDING = 3
# Who has connected and says nothing more is sent away (s).
_PATIENCE_S = 10.0
_LOOK_S = 0.2

_HTTP = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"OPTIONS ")
_FINE = (
    b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nAccess-Control-Allow-Origin: *\r\n"
    b"Content-Length: 3\r\n\r\nok\n"
)


def _zmtp() -> bytes:
    """Return what a ZeroMQ socket that pulls says first (ZMTP 3.0, rfc.zeromq.org/spec/23)."""
    greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
    ready = b"\x05READY\x0bSocket-Type\x00\x00\x00\x04PULL"
    return greeting + b"\x04" + bytes([len(ready)]) + ready


@dataclass
class _Visitor:
    """Somebody who has connected."""

    way: socket.socket
    until: float
    asks: bool = False
    length: int = 0
    tail: bytes = b""


class Catcher:
    """Listens at as many places as it is told to, in a thread of its own.

    Parameters
    ----------
    on_arrival:
        Called in that thread with what came: a datagram, or a part of what a connection
        says. The second argument is whether it is new, and not more of a connection that was
        told of before.
    most_a_second:
        So many arrivals are taken in a second; what comes beyond that waits or is lost, so
        that a flood costs no more than that.
    remember:
        So many bytes of what a connection has said are told again with what it says next,
        so that a word that comes in two parts can be found.
    on_visit:
        Called when somebody connects, who may say nothing.
    """

    def __init__(
        self,
        on_arrival: Callable[[bytes, bool], None],
        *,
        most_a_second: int = 1000,
        remember: int = 0,
        on_visit: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_visit = on_visit
        self._on_arrival = on_arrival
        self._remember = max(remember, _ENDING)
        self._pause = 1.0 / most_a_second
        self._selector = selectors.DefaultSelector()
        self._visitors: dict[int, _Visitor] = {}
        self._doors: list[socket.socket] = []
        self._paths: list[Path] = []
        self._piped: dict[int, bytes] = {}
        self._over = threading.Event()
        self._quiet = threading.Event()
        self._thread = threading.Thread(target=self._run, name="catcher", daemon=True)

    def stream(self, family: int, address: object, protocol: int = 0) -> socket.socket:
        """Listen for connections; returns the socket that does."""
        door = self._bound(family, socket.SOCK_STREAM, address, protocol)
        door.listen(_MOST_OPEN)
        self._selector.register(door, selectors.EVENT_READ, self._accept)
        return door

    def datagrams(self, family: int, address: object, protocol: int = 0) -> socket.socket:
        """Take datagrams; returns the socket that does."""
        kind = socket.SOCK_DGRAM
        door = self._bound(family, kind, address, protocol)
        self._selector.register(door, selectors.EVENT_READ, self._take_datagram)
        return door

    def tcp(self) -> tuple[str, int]:
        """Listen on a free TCP port of this computer alone; returns where."""
        host, port = self.stream(socket.AF_INET, ("127.0.0.1", 0)).getsockname()
        return host, port

    def udp(self) -> tuple[str, int]:
        """Take datagrams on a free UDP port of this computer alone; returns where."""
        host, port = self.datagrams(socket.AF_INET, ("127.0.0.1", 0)).getsockname()
        return host, port

    def unix(self, path: Path) -> str:
        """Listen on a Unix socket that is made at this path; returns it as text."""
        self.stream(_unix(), str(path))
        self._paths.append(path)
        return str(path)

    def pipe(self, descriptor: int) -> None:
        """Take what comes out of an open descriptor: a named pipe, a terminal."""
        self._selector.register(descriptor, selectors.EVENT_READ, self._take_piped)

    def start(self) -> None:
        """Begin to catch."""
        self._thread.start()

    def settle(self, patience: float = 5.0) -> None:
        """Wait until nothing has come for a moment, or so many seconds are over."""
        self._quiet.clear()
        self._quiet.wait(patience)

    def close(self, *, wait: bool = True) -> None:
        """Catch nothing more; nothing is left of the sockets. Twice does nothing.

        Parameters
        ----------
        wait:
            Whether to return only when that is so; else it is so a moment later.
        """
        begun = self._thread.ident is not None
        if not begun and not self._over.is_set():
            self._let_go()
        self._over.set()
        if begun and wait:
            self._thread.join()

    def _let_go(self) -> None:
        for visitor in tuple(self._visitors.values()):
            visitor.way.close()
        for door in self._doors:
            door.close()
        for path in self._paths:
            with contextlib.suppress(OSError):
                path.unlink()
        self._selector.close()

    def _bound(self, family: int, kind: int, address: object, protocol: int) -> socket.socket:
        door = socket.socket(family, kind, protocol)
        self._doors.append(door)
        door.bind(address)  # type: ignore[arg-type]  # each family has a form of its own
        door.setblocking(False)
        return door

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                ready = self._selector.select(_LOOK_S)
                if not ready:
                    self._quiet.set()
                    self._send_away_the_silent()
                for key, _ in ready:
                    # One that fails, as where no more files may be open, is no reason to end.
                    with contextlib.suppress(OSError):
                        key.data(key.fileobj)
                    time.sleep(self._pause)
        finally:
            self._let_go()

    def _accept(self, door: socket.socket) -> None:
        way, _ = door.accept()
        way.setblocking(False)
        if len(self._visitors) >= _MOST_OPEN:
            self._send_away(next(iter(self._visitors.values())))
        self._visitors[way.fileno()] = _Visitor(way, time.monotonic() + _PATIENCE_S)
        self._selector.register(way, selectors.EVENT_READ, self._read)
        self._on_visit()

    def _read(self, way: socket.socket) -> None:
        visitor = self._visitors.get(way.fileno())
        if visitor is None:
            return  # sent away a moment ago, to make room
        try:
            data = way.recv(_MOST_BYTES)
        except ConnectionError:
            data = b""
        if data:
            new = not visitor.length
            visitor.length += len(data)
            said = visitor.tail + data
            visitor.tail = said[-self._remember :]
            self._on_arrival(said, new)
            over = self._answered(visitor, said, new=new)
        if not data or over or visitor.length >= _MOST_BYTES:
            self._send_away(visitor)

    def _answered(self, visitor: _Visitor, said: bytes, *, new: bool) -> bool:
        """Say what the other side waits for; return whether that was all."""
        if new and b" rtsp://" in said[:64]:
            # FFmpeg waits long for an answer that it likes, and goes at once without any.
            return True
        if new and said.startswith(b"\xff"):
            visitor.way.send(_zmtp())
        visitor.asks |= new and said.startswith(_HTTP)
        if visitor.asks and b"\r\n\r\n" in said:
            visitor.way.send(_FINE)
            return True
        return False

    def _take_datagram(self, door: socket.socket) -> None:
        self._on_arrival(door.recv(_MOST_BYTES), True)

    def _take_piped(self, descriptor: int) -> None:
        data = os.read(descriptor, _MOST_BYTES)
        if data:
            said = self._piped.get(descriptor, b"") + data
            self._piped[descriptor] = said[-self._remember :]
            self._on_arrival(said, True)

    def _send_away_the_silent(self) -> None:
        now = time.monotonic()
        for visitor in tuple(self._visitors.values()):
            if visitor.until < now:
                self._send_away(visitor)

    def _send_away(self, visitor: _Visitor) -> None:
        self._selector.unregister(visitor.way)
        del self._visitors[visitor.way.fileno()]
        visitor.way.close()


def _unix() -> int:
    if sys.platform == "win32":
        raise OSError("Python has no Unix sockets on Windows.")
    return socket.AF_UNIX
