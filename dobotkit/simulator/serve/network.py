"""The simulated arm on TCP: for Windows, for other languages, for another computer."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import struct
import sys

from dobotkit.errors import SimulatorError
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve.server import Notice, Server

__all__ = ["TcpServer", "is_loopback", "read_endpoint"]

_HERE = "127.0.0.1"
_HIGHEST = 65535


def read_endpoint(text: str) -> tuple[str, int]:
    """Return host and port of ``HOST:PORT``, ``[IPV6]:PORT``, ``:PORT`` or ``PORT``.

    Without a host it is this computer alone, 127.0.0.1.

    Raises
    ------
    ValueError
        The text is nothing of that kind.
    """
    host, _, port = text.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        port = ""
    if not (port.isascii() and port.isdigit() and int(port) <= _HIGHEST):
        raise ValueError(
            f"expected HOST:PORT, such as 127.0.0.1:5555 (port 0: a free one), not {text!r}"
        )
    return host or _HERE, int(port)


def is_loopback(host: str) -> bool:
    """Tell whether only this computer can reach what listens at a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


class TcpServer(Server):
    """Serves a line on TCP, to one client at a time.

    A second client is refused: its connection is reset at once, before a byte
    is exchanged. Each connection opens the line anew, as a port is opened.
    There is no password: whoever reaches the port drives the arm.

    Parameters
    ----------
    line:
        The line to the arm.
    host:
        Where to listen; only this computer reaches 127.0.0.1.
    port:
        The port; 0 means a free one.
    notice:
        Is told what happens, in the server's thread.

    Attributes
    ----------
    address:
        What pySerial's ``serial_for_url`` opens: ``socket://HOST:PORT``.

    Raises
    ------
    SimulatorError
        If it cannot listen there.
    """

    def __init__(
        self,
        line: Line,
        host: str = _HERE,
        port: int = 0,
        *,
        notice: Notice = lambda _sentence: None,
    ) -> None:
        super().__init__(line, notice)
        self._client: socket.socket | None = None
        self._client_name = ""
        try:
            self._listener = _listen(host, port)
        except OSError as error:
            self._wake.close()
            self._waker.close()
            raise _explained(host, port, error) from None
        name, port = self._listener.getsockname()[:2]
        # What listens everywhere is reached from here at 127.0.0.1.
        name = {"0.0.0.0": _HERE, "::": "::1"}.get(name, name)  # noqa: S104 - compared, not bound
        self.address = f"socket://[{name}]:{port}" if ":" in name else f"socket://{name}:{port}"
        self._thread.start()

    def _plug_in(self) -> None:
        """Nothing to do: the next client finds the line open."""

    def _unplug(self) -> None:
        self._leave()

    def _release(self) -> None:
        self._leave()
        self._listener.close()

    def _sources(self) -> list[int]:
        # First the client: whoever leaves and comes back at once finds the place free.
        sockets = [self._listener] if self._client is None else [self._client, self._listener]
        return [one.fileno() for one in sockets]

    def _receive(self, source: int) -> None:
        if source == self._listener.fileno():
            self._accept()
        elif self._client is not None:
            try:
                data = self._client.recv(4096)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if data:
                self._line.feed(data)
            else:
                self._notice(f"The client {self._client_name} has left.")
                self._leave()

    def _accept(self) -> None:
        try:
            client, (host, port, *_) = self._listener.accept()
        except OSError:  # it has gone again
            return
        name = f"{host}:{port}"
        if self._client is not None:
            _break_off(client)
            self._notice(f"Refused {name}: {self._client_name} has the arm, and only one can.")
        elif not self._line.open():
            _break_off(client)
            self._notice(f"Refused {name}: the cable is not plugged in.")
        else:
            client.setblocking(False)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # So that a computer which was switched off does not keep the arm for ever.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._client, self._client_name = client, name
            self._notice(f"The client {name} has come.")

    def _leave(self) -> None:
        if self._client is not None:
            _break_off(self._client)
            self._client = None

    def _sink(self) -> int | None:
        return None if self._client is None else self._client.fileno()

    def _write(self, data: bytes) -> int:
        if self._client is None:
            return len(data)
        try:
            return self._client.send(data)
        except BlockingIOError:
            return 0
        except OSError:  # it has left; the next read says so
            return len(data)


def _break_off(client: socket.socket) -> None:
    """Close a connection so that the other side gets an error, and not just an end.

    pySerial's ``socket://`` (3.4 and 3.5) empties its buffer when it opens, and
    does so for ever where the other side has merely closed.
    """
    with contextlib.suppress(OSError):
        at_once = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    client.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        # The same words mean "after me at once" on Unix and "steal it from me" on Windows.
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
        listener.setblocking(False)
    except OSError:
        with contextlib.suppress(OSError):
            listener.close()
        raise
    return listener


def _explained(host: str, port: int, error: OSError) -> SimulatorError:
    if error.errno == errno.EADDRINUSE:
        return SimulatorError(
            f"Port {port} is taken: another program listens on it.",
            "Choose another one, or port 0: then it finds a free one.",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return SimulatorError(
            f"This user may not listen on port {port}.",
            "Choose one from 1024 to 65535, or port 0: then it finds a free one.",
        )
    return SimulatorError(
        f"This computer cannot listen at {host}: {error.strerror or error}.",
        "Say 127.0.0.1 for this computer alone, or one of the addresses that it has.",
    )
