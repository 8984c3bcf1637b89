"""What ``dobotkit sim`` does with its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dobotkit.errors import SimulatorError
from dobotkit.frames import describe
from dobotkit.simulator.address import read_baud
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.fault_words import describe_kinds, read_faults
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.profile import MAGICIAN
from dobotkit.simulator.profiles import profile_named
from dobotkit.simulator.serve import PtyServer, TcpServer, WireLog, read_endpoint, serve_until_told
from dobotkit.simulator.serve.network import is_loopback
from dobotkit.simulator.serve.server import Server

__all__ = ["sim"]


def sim(
    say: Callable[[str], None],
    warn: Callable[[str], None],
    *,
    pty: Path | None,
    tcp: str | None,
    pace: str,
    profile: str | None,
    faults: list[str],
    seed: int,
    baud: str | None,
    log: bool,
) -> None:
    """Serve one arm until a signal comes, or list the faults.

    Parameters
    ----------
    say, warn:
        Take a line of text, for the standard output and for the standard error.
    pty, tcp:
        Where to serve it; one of them.
    pace, profile, faults, seed, baud, log:
        As on the command line.

    Raises
    ------
    SimulatorError
        An option makes no sense, or it cannot be served there.
    """
    if "list" in faults:
        say(describe_kinds())
        return
    if (pty is None) == (tcp is None):
        raise SimulatorError(
            "Say where to serve the arm: --pty or --tcp, one of them.",
            "For example: dobotkit sim --tcp 127.0.0.1:0, or on Linux and macOS: "
            "dobotkit sim --pty /tmp/arm",
        )
    try:
        kind = MAGICIAN if profile is None else profile_named(profile)
        arm = Firmware(kind, clock_for_pace(pace))
        words = read_faults(faults)
        speed = None if baud is None else read_baud(baud)
        host, port = ("", 0) if tcp is None else read_endpoint(tcp)
    except ValueError as error:
        raise SimulatorError(
            _sentence(error), "dobotkit sim --help says what is possible."
        ) from None
    tap = None
    if log:
        request, answer = partial(describe, sent_by="host"), partial(describe, sent_by="arm")
        tap = WireLog(_until_nobody_listens(say), request=request, answer=answer)
    warn = _until_nobody_listens(warn)
    line = Line(arm, words, seed=seed, baud=speed, tap=tap)
    server: Server
    if tcp is None:
        server = PtyServer(line, link=pty, notice=warn)
    else:
        server = TcpServer(line, host, port, notice=warn)
        if not is_loopback(host):
            warn(
                f"{host} is more than this computer: whoever reaches it through the network can "
                "drive this arm, without a password. It is a simulated one, and no real arm can "
                "be reached through it."
            )
    serve_until_told(server, say)


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


def _until_nobody_listens(write: Callable[[str], None]) -> Callable[[str], None]:
    """Return the same, but let a pipe whose other end is closed be no reason to stop serving."""
    listening = True

    def say(text: str) -> None:
        nonlocal listening
        if listening:
            try:
                write(text)
            except OSError:
                listening = False

    return say
