"""The simulated arm on a pseudo-terminal, for any other program.

``python -m dobotkit.simulator.serve`` prints ``ready ADDRESS`` and serves until
Ctrl-C, SIGTERM, or the end of its standard input. Linux and macOS have
pseudo-terminals; on Windows open ``dobotsim://NAME`` instead.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import signal
import sys
import time
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import NoReturn, Self

from dobotkit.errors import SimulatorError
from dobotkit.simulator.clock import Clock, clock_for_pace
from dobotkit.simulator.firmware import Firmware

__all__ = ["PtyServer", "main"]

_BITS_PER_BYTE = 10  # a start bit, eight bits, a stop bit
_SPIN = 0.0002  # seconds; a sleep ends about that late
_PATIENCE = 1.0  # seconds until bytes that nobody fetches are lost


class PtyServer:
    """Serves a firmware on a pseudo-terminal, in a thread of its own.

    Clients may come and go; the arm stays. Bytes that nobody fetches are lost,
    as on a real cable.

    Parameters
    ----------
    firmware:
        The arm to serve.
    baud:
        Take as long for every byte, both ways, as a cable of this speed (bits a
        second, ten bits a byte); None: as fast as it goes.
    link:
        Also make a symbolic link of this path to the terminal; one that is
        there already is replaced. It is removed at the end.

    Attributes
    ----------
    address:
        The path of the terminal, to be opened as a serial port.

    Raises
    ------
    SimulatorError
        If this system has no pseudo-terminals, or the link cannot be made.

    Examples
    --------
    >>> import serial
    >>> with PtyServer(Firmware()) as server, serial.Serial(server.address, timeout=1) as port:
    ...     port.write(bytes.fromhex("aaaa020a00f6"))  # where are you?
    ...     len(port.read(38))
    6
    38
    """

    def __init__(
        self, firmware: Firmware, *, baud: float | None = None, link: str | None = None
    ) -> None:
        self._firmware = firmware
        self._seconds_per_byte = _BITS_PER_BYTE / baud if baud else 0.0
        # The slave stays open: without it the master fails when a client leaves.
        self._master, self._slave = _open_raw_terminal()
        self.address = os.ttyname(self._slave)
        self._link: Path | None = None
        self._wake_read, self._wake_write = os.pipe()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._serve, name="simulated arm", daemon=True)
        try:
            if link is not None:
                self._link = _make_link(Path(link), self.address)
        except SimulatorError:
            self._close_files()
            raise
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<PtyServer {'closed' if self._closed else 'serving'} at {self.address}>"

    def close(self) -> None:
        """End the service and the thread; closing twice does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            os.write(self._wake_write, b"x")
            self._thread.join()
            if self._link is not None and self._link.is_symlink():
                self._link.unlink()
            self._close_files()

    def _close_files(self) -> None:
        for descriptor in (self._master, self._slave, self._wake_read, self._wake_write):
            os.close(descriptor)

    def _serve(self) -> None:
        free = 0.0  # when the line has carried everything so far
        while True:
            ready, _, _ = select.select([self._master, self._wake_read], [], [])
            if self._wake_read in ready:
                return
            try:
                request = os.read(self._master, 4096)
            except BlockingIOError:  # the client took its bytes back
                continue
            if self._seconds_per_byte:
                free = max(free, time.monotonic()) + len(request) * self._seconds_per_byte
                _sleep_until(free)
            answer = self._firmware.receive(request)
            if self._seconds_per_byte:
                free += len(answer) * self._seconds_per_byte
                _sleep_until(free)
            self._send(answer)

    def _send(self, answer: bytes) -> None:
        while answer:
            _, ready, _ = select.select([self._wake_read], [self._master], [], _PATIENCE)
            if not ready:
                return
            with contextlib.suppress(BlockingIOError):
                answer = answer[os.write(self._master, answer) :]


def _open_raw_terminal() -> tuple[int, int]:
    try:
        import pty  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415 - not on Windows
    except ImportError:
        raise SimulatorError(
            "This system has no pseudo-terminals.",
            "Open the simulated arm inside Python instead, as dobotsim://desk.",
        ) from None
    master, slave = pty.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    return master, slave


def _make_link(link: Path, address: str) -> Path:
    try:
        if link.is_symlink():
            link.unlink()
        link.symlink_to(address)
    except OSError as error:
        raise SimulatorError(
            f"The link {link} cannot be made: {error.strerror or error}.",
            "Choose another path, in a folder that exists and that you may write to.",
        ) from None
    return link


def _sleep_until(moment: float) -> None:
    """Sleep to within microseconds: the last bit of the way is spent looking at the clock."""
    left = moment - time.monotonic()
    if left > _SPIN:
        time.sleep(left - _SPIN)
    while time.monotonic() < moment:
        pass


def _pace(text: str) -> Clock:
    try:
        return clock_for_pace(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _baud(text: str) -> float:
    try:
        baud = float(text)
    except ValueError:
        baud = 0.0
    if not baud > 0:
        raise argparse.ArgumentTypeError(f"a speed in bits a second, such as 115200, not {text!r}")
    return baud


def main(arguments: list[str] | None = None) -> int:
    """Serve one arm until Ctrl-C, SIGTERM or the end of standard input."""
    parser = argparse.ArgumentParser(
        prog="python -m dobotkit.simulator.serve",
        description="Serve a simulated Dobot Magician on a pseudo-terminal.",
        epilog="Ends with Ctrl-C, SIGTERM, or the end of standard input.",
    )
    parser.add_argument(
        "--baud", type=_baud, help="take as long as a cable of this speed, such as 115200"
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        default="real",
        metavar="real|instant|NUMBER",
        help="how fast the arm's time passes (NUMBER: that many times faster)",
    )
    parser.add_argument("--link", metavar="PATH", help="also make a symbolic link to the terminal")
    options = parser.parse_args(arguments)

    def interrupt(_signal: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    try:
        with (
            contextlib.suppress(KeyboardInterrupt),
            PtyServer(Firmware(clock=options.pace), baud=options.baud, link=options.link) as server,
        ):
            sys.stdout.write(f"ready {server.address}\n")
            sys.stdout.flush()
            while os.read(sys.stdin.fileno(), 4096):
                pass
    except SimulatorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
