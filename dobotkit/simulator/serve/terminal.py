"""The simulated arm on a pseudo-terminal (Linux, macOS): a serial port for any program."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from dobotkit.errors import SimulatorError
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve.server import Notice, Server

__all__ = ["PtyServer"]


class PtyServer(Server):
    """Serves a line on a pseudo-terminal.

    Nobody can see here who opens the terminal, nor how many do. Two programs
    that do not ask for the port for themselves alone get pieces of each other's
    answers, as on a real port; of two that ask (pySerial's ``exclusive=True``,
    as ``Arm`` does) the second is refused by the system.

    Parameters
    ----------
    line:
        The line to the arm.
    link:
        Also make a symbolic link of this path to the terminal. One that leads
        to a terminal, or nowhere, is replaced; anything else that is there
        stays, and is an error. The link is removed at the end.
    notice:
        Is told what happens, in the server's thread.

    Attributes
    ----------
    address:
        The path to be opened as a serial port: the link, or else the terminal.

    Raises
    ------
    SimulatorError
        If this system has no pseudo-terminals, or the link cannot be made.

    Examples
    --------
    >>> import serial
    >>> from dobotkit.simulator import Firmware
    >>> with PtyServer(Line(Firmware())) as server:
    ...     port = serial.Serial(server.address, timeout=1)
    ...     port.write(bytes.fromhex("aaaa020a00f6"))  # where are you?
    ...     len(port.read(38))
    ...     port.close()
    6
    38
    """

    def __init__(
        self,
        line: Line,
        *,
        link: str | os.PathLike[str] | None = None,
        notice: Notice = lambda _sentence: None,
    ) -> None:
        super().__init__(line, notice)
        self._link = None if link is None else Path(link).absolute()
        self._master = self._slave = -1
        self._terminal = ""
        try:
            self._plug_in()
        except SimulatorError:
            self.close()
            raise
        self._thread.start()

    def _plug_in(self) -> None:
        # The slave stays open: without it the master fails when a client leaves.
        self._master, self._slave, self._terminal = _open_raw_terminal()
        self.address = self._terminal
        if self._link is not None:
            _make_link(self._link, self._terminal)
            self.address = str(self._link)
        self._line.open()

    def _unplug(self) -> None:
        if self._master < 0:
            return
        link = self._link
        # Another server may have taken the path over meanwhile.
        with contextlib.suppress(OSError):
            if link is not None and str(link.readlink()) == self._terminal:
                link.unlink()
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1

    def _release(self) -> None:
        self._unplug()

    def _sources(self) -> list[int]:
        return [] if self._master < 0 else [self._master]

    def _receive(self, source: int) -> None:
        with contextlib.suppress(BlockingIOError):  # the client took its bytes back
            self._line.feed(os.read(source, 4096))

    def _sink(self) -> int | None:
        return None if self._master < 0 else self._master

    def _write(self, data: bytes) -> int:
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0


def _open_raw_terminal() -> tuple[int, int, str]:
    try:
        import pty  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415 - not on Windows
    except ImportError:
        raise SimulatorError(
            "This system has no pseudo-terminals.",
            "Serve it on TCP instead, dobotkit sim --tcp 127.0.0.1:0, "
            "or open it inside Python, as dobotsim://desk.",
        ) from None
    if sys.platform == "win32":  # never: for the type checker
        raise AssertionError
    master, slave = pty.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    return master, slave, os.ttyname(slave)


def _make_link(link: Path, terminal: str) -> None:
    try:
        if link.is_symlink() and (link.is_char_device() or not link.exists()):
            link.unlink()
        link.symlink_to(terminal)
    except FileExistsError:
        raise SimulatorError(
            f"{link} is there already, and it is no link to a terminal.",
            "It stays as it is: choose a path at which there is nothing.",
        ) from None
    except OSError as error:
        raise SimulatorError(
            f"The link {link} cannot be made: {error.strerror or error}.",
            "Choose another path, in a folder that exists and that you may write to.",
        ) from None
