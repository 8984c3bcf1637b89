"""What a session costs: a permission beside a ping, and 10 000 events in time and memory.

::

    python benchmarks/session.py --json

Through a real practice keeper. Times are ratios of medians from interleaved rounds: a
permission switched on and off again (two messages and their answers) against two pings; a
look at the ledger before and after 10 000 events. The memory is that of the keeper's process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from dobotkit import client as client_module
from dobotkit import finding_keeper
from dobotkit.client import client
from dobotkit.keeper.people.people import People
from dobotkit.messages import Done, Ping
from dobotkit.people_messages import (
    AskLedger,
    Deleted,
    DeleteMine,
    LedgerNow,
    OpenSession,
    ReleasePermission,
    SessionOpened,
    TakePermission,
)

_ROUNDS = 50
_IN_A_ROUND = 20


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--events", type=int, default=10_000, help="events of one session")
    parser.add_argument("--sessions", type=int, default=100_000, help="sessions of one notebook")
    options = parser.parse_args()
    found = measure(options.events) | many(options.sessions)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


def measure(events: int) -> dict[str, Any]:
    """Return the figures of one session with so many events."""
    begun = time.perf_counter()
    opened = client().ask(OpenSession(), SessionOpened)
    first = time.perf_counter() - begun
    keeper = psutil.Process(finding_keeper._practice.pid)  # noqa: SLF001 - whose memory it is
    token = opened.token

    def permission() -> None:
        for ask in (TakePermission, ReleasePermission):
            client().ask(ask(token=token, permission="camera"), Done)

    def pings() -> None:
        for _ in range(2):
            client().ask(Ping(), Done)

    def ledger() -> LedgerNow:
        return client().ask(AskLedger(token=token), LedgerNow)

    permission()
    before = keeper.memory_info().rss
    empty = _median(ledger)
    on_off, ping = _side_by_side(permission, pings)
    so_far = 2 * _ROUNDS * _IN_A_ROUND + 2
    begun = time.perf_counter()
    for _ in range(max(0, events - so_far) // 2):
        permission()
    filling = time.perf_counter() - begun
    after = keeper.memory_info().rss
    full = _median(ledger)
    now = ledger()
    begun = time.perf_counter()
    deleted = client().ask(DeleteMine(token=token), Deleted)
    deleting = time.perf_counter() - begun
    client_module.disconnect()
    return {
        "events": sum(line.times for line in now.lines) - 1,
        "lines": len(now.lines),
        "points": now.points,
        "permission_over_two_pings": round(on_off / ping, 2),
        "permission_ms": round(1e3 * on_off, 3),
        "events_a_second": round(2 * (max(0, events - so_far) // 2) / filling) if filling else None,
        "ledger_after_over_before": round(full / empty, 2),
        "first_session_s": round(first, 2),
        "keeper_mb_before": round(before / 2**20, 1),
        "keeper_mb_more": round((after - before) / 2**20, 2),
        "delete_ms": round(1e3 * deleting, 1),
        "objects_searched_after_deletion": deleted.searched,
        "left": deleted.left,
    }


def many(sessions: int) -> dict[str, Any]:
    """Open so many sessions in one notebook of a keeper in this process."""
    people, notebook = People(), object()
    begun = time.perf_counter()
    for _ in range(sessions):
        people.answer(notebook, OpenSession())
    took = time.perf_counter() - begun
    return {
        "sessions_opened": sessions,
        "sessions_held": len(people._sessions),  # noqa: SLF001 - it looks inside
        "openings_a_second": round(sessions / took) if took else None,
    }


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _side_by_side(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Medians of both in seconds; they take turns, so that both meet the same computer."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for work, into in zip((one, other), times, strict=True):
            begun = time.perf_counter()
            for _ in range(_IN_A_ROUND):
                work()
            into.append((time.perf_counter() - begun) / _IN_A_ROUND)
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    main()
