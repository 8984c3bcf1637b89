"""Which keeper a notebook talks to: the one that it is told of, or one of its own."""

from __future__ import annotations

import atexit
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, cast

from dobotkit.doorplate import address_in, key_in
from dobotkit.errors import KeeperGone
from dobotkit.hangup import ENDED, deadline
from dobotkit.launch import ready_line, start_keeper
from dobotkit.our_end import OurEnd, handed_on, keep
from dobotkit.temporary import TemporaryFolder

__all__ = ["VARIABLE", "connect", "knock", "practice_ahead"]

VARIABLE = "DOBOTKIT_KEEPER"
"""The environment variable that says where the keeper is."""
# How long to go on knocking: a keeper that is just being started again takes a second.
_PATIENCE_S = 10.0
_AGAIN_S = 0.1
_CHALLENGE_S = 5.0

_practice: subprocess.Popen[bytes] | None = None


def connect(variables: Mapping[str, str]) -> OurEnd:
    """Open a connection to the keeper; start a practice keeper where there is none.

    Parameters
    ----------
    variables:
        The environment. ``DOBOTKIT_KEEPER`` is ``fd:N``, a connection that was handed
        on to this program; or ``ADDRESS#FILE``, a keeper and where its key lies.

    Raises
    ------
    KeeperGone
        It does not answer.
    """
    where = variables.get(VARIABLE, "")
    if not where:
        return OurEnd(_start_practice())
    if where.startswith("fd:"):
        try:
            return handed_on(where)
        except (OSError, ValueError) as error:
            raise KeeperGone(
                "This program has no way to the keeper: a notebook keeps it to itself.",
                "Use the arm in the notebook, and not in a program that it starts.",
            ) from error
    return OurEnd(knock(where))


def knock(where: str, *, patience: float = _PATIENCE_S) -> Connection:
    """Connect to the keeper at ``ADDRESS#FILE`` and show the key.

    Parameters
    ----------
    where:
        Its address, and the file with its key.
    patience:
        For how many seconds to try.

    Raises
    ------
    KeeperGone
        Nobody is there, or the key is that of another keeper.
    """
    address, _, key = where.rpartition("#")
    end = time.monotonic() + patience
    while True:
        try:
            # Read each time: a keeper that was started again has a new key, and on
            # Windows a new address.
            if sys.platform == "win32":
                address = address_in(Path(key).parent)
            return _show_key(_call(address), Path(key).read_bytes())
        except (*ENDED, AuthenticationError, ValueError) as error:
            if time.monotonic() > end:
                raise KeeperGone(
                    "The keeper, the process that looks after the arms, does not answer.",
                    "Close the lab and start it again: dobotkit lab",
                ) from error
        time.sleep(_AGAIN_S)


def practice_ahead() -> str:
    """Start a practice keeper before anybody needs it; return what ``VARIABLE`` has to say.

    For a kernel that is about to lock itself in: later it could start nothing outside.
    """
    connection = _start_practice()
    if _practice is not None:
        # It ends by itself when this does. One that nobody has used is still starting.
        atexit.unregister(_see_it_end)
    return keep(connection)


def _call(address: str) -> Connection:
    # On Windows it is a PipeConnection, which is used in the same way.
    connection: Any = Client(address)
    return cast("Connection", connection)


def _show_key(connection: Connection, key: bytes) -> Connection:
    try:
        with deadline(connection, _CHALLENGE_S):
            answer_challenge(connection, key)
            deliver_challenge(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def _start_practice() -> Connection:
    """Start a keeper of our own; it ends when the connection does, however that comes."""
    global _practice  # noqa: PLW0603 - one for the process
    if sys.platform == "win32":
        held = TemporaryFolder()
        atexit.register(held.remove)  # after the keeper has ended
        folder = held.path
        _practice = start_keeper(["--practice", "--folder", str(folder)], folder=folder)
        connection = knock(f"{ready_line(_practice)}#{key_in(folder)}")
    else:
        ours, theirs = socket.socketpair()
        with theirs:
            _practice = start_keeper(
                ["--practice", "--fd", str(theirs.fileno())], pass_fds=(theirs.fileno(),)
            )
        connection = Connection(ours.detach())
    atexit.register(_see_it_end, _practice)
    return connection


def _see_it_end(keeper: subprocess.Popen[bytes]) -> None:
    for pipe in (keeper.stdin, keeper.stdout):
        if pipe is not None:
            pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        keeper.wait(_PATIENCE_S)
