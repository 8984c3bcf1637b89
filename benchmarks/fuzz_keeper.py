"""Hostile messages to a notebook's channel, and hostile callers without the key."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from multiprocessing import connection as connections
from typing import Any

import psutil

from benchmarks.calls import keeper_for
from benchmarks.hostile import hostile_messages
from dobotkit.client import Client
from dobotkit.finding_keeper import knock
from dobotkit.messages import ArmAnswered, ArmOpened, OpenArm, Refused, WriteArm, read_answer
from dobotkit.our_end import OurEnd

__all__ = ["fuzz"]

POSE = bytes.fromhex("aaaa020a00f6")
# Who has shown no key is sent away after five seconds.
_SENT_AWAY_S = 6.0


def fuzz(chance: random.Random, number: int) -> dict[str, Any]:
    """Send so many messages, and a caller for every hundred; say what has changed."""
    with keeper_for("dobotsim://desk") as keeper:
        honest = Client(OurEnd(knock(keeper.where)))
        honest.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)

        def pose() -> bytes:
            frames = WriteArm(arm="desk", frames=POSE, stops=0)
            return honest.ask(frames, ArmAnswered).reply

        before, process = pose(), psutil.Process(keeper.pid)
        threads, memory = process.num_threads(), process.memory_info().rss
        refused = 0
        connection = knock(keeper.where)
        for data in hostile_messages(chance, number):
            connection.send_bytes(data)
            refused += isinstance(read_answer(connection.recv_bytes()).tell, Refused)
        connection.close()
        callers = number // 100
        for _ in range(callers):
            _call_without_key(keeper.where.rpartition("#")[0], chance)
        time.sleep(_SENT_AWAY_S)
        unchanged = pose() == before
        honest.close()
        return {
            "messages": number,
            "refused": refused,
            "callers_without_key": callers,
            "keeper_lives": not keeper.has_died,
            "arm_unchanged": unchanged,
            "threads_more": process.num_threads() - threads,
            "memory_more_mib": round((process.memory_info().rss - memory) / 2**20, 1),
        }


def _call_without_key(address: str, chance: random.Random) -> None:
    """Connect, and say something that is no answer to the challenge, or nothing."""
    if chance.random() < 0.5:
        with contextlib.suppress(OSError, EOFError):
            connection = connections.Client(address)
            connection.send_bytes(chance.randbytes(chance.randrange(300)))
            connection.close()
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as raw:
        raw.connect(address)
        raw.sendall(chance.randbytes(chance.randrange(1, 300)))
