"""The receiver of lesson 13: somebody outside the notebook who counts what gets out.

::

    receiver = leaks.receiver()
    escape("tcp4").run(receiver.target)
    receiver.count                       # 1 where nothing stops it, 0 behind a wall
    receiver.close()

The keeper is the receiver: a process beside the notebook. What arrives is counted, and
kept by nobody.
"""

from __future__ import annotations

import secrets
from typing import Any

from dobotkit.client import client
from dobotkit.receiver_messages import (
    AskReceiver,
    CloseReceiver,
    KnockReceiver,
    OpenReceiver,
    ReceiverNow,
)

__all__ = ["Receiver", "receiver"]


class Receiver:
    """Listens on this computer, outside the notebook; there is one for a notebook.

    Attributes
    ----------
    target:
        What an escape has to know: where somebody listens, and ``mark``, the word that it
        tries to get out.
    """

    def __init__(self) -> None:
        where = client().ask(OpenReceiver(), ReceiverNow)
        here = "127.0.0.1"
        self.target: dict[str, Any] = {
            "mark": f"secret-{secrets.token_hex(6)}",
            "tcp": (here, where.tcp),
            "udp": (here, where.udp),
            "dns": (here, where.udp),
            "http": f"http://{here}:{where.tcp}/",
            "rtsp": f"rtsp://{here}:{where.tcp}/",
            "zmq": f"tcp://{here}:{where.tcp}",
        }
        if where.unix:
            self.target["unix"] = where.unix

    @property
    def count(self) -> int:
        """How many connections and datagrams have brought something so far."""
        return self._now.count

    @property
    def listening(self) -> bool:
        """Whether it still listens: it has enough after 10 000 arrivals, or two hours."""
        return self._now.listening

    def knock(self) -> int:
        """Let the keeper send something to it, from outside the wall; return the new count.

        Who counts 0 may be deaf: this one is not if it counts one more now.
        """
        return client().ask(KnockReceiver(), ReceiverNow).count

    def close(self) -> None:
        """Listen no more; the count begins anew with the next one."""
        client().ask(CloseReceiver(), ReceiverNow)

    @property
    def _now(self) -> ReceiverNow:
        return client().ask(AskReceiver(), ReceiverNow)

    def __repr__(self) -> str:
        now = self._now
        if not now.listening:
            return "The receiver listens no more. For another one: receiver = leaks.receiver()"
        return f"The receiver listens. Arrived so far: {now.count}"


def receiver() -> Receiver:
    """Ask the keeper to listen for what this notebook tries to get out, and to count it.

    One that was there before is closed, so that a cell can be run twice.
    """
    return Receiver()
