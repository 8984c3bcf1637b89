"""IPython's history, which keeps every line of every cell: the part that a lesson has left in it.

The history belongs to all that somebody does with IPython. A session counts as a lesson's if one of
its lines names the kit; all others stay. One that still runs is left alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path
from typing import Final

__all__ = ["count", "delete"]

_TOO_LONG: Final = 5.0
# A kernel that was killed has never written that it ended; none is older than the computer's start.
_SESSIONS: Final = """
    SELECT DISTINCT history.session FROM history
    JOIN sessions ON sessions.session = history.session
    WHERE (history.source LIKE '%dobotkit%' OR history.source_raw LIKE '%dobotkit%')
    AND (sessions.end IS NOT NULL OR sessions.start < ?)
"""


def count(database: Path) -> int:
    """Return how many sessions of a history used the kit; 0 where it cannot be read."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_open(database, "ro")) as found:
        return len(_sessions(found))
    return 0


def delete(database: Path) -> int:
    """Delete these sessions with all their lines; return how many it was.

    What is deleted is written over with zeros, and the file shrinks.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_open(database, "rw")) as found:
        found.execute("PRAGMA secure_delete = ON")
        sessions = _sessions(found)
        with found:
            for table in ("history", "output_history", "sessions"):
                found.executemany(
                    f"DELETE FROM {table} WHERE session = ?",  # noqa: S608 - three fixed words
                    sessions,
                )
        found.execute("VACUUM")
        return len(sessions)
    return 0


def _open(database: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{database.resolve().as_uri()}?mode={mode}", uri=True, timeout=_TOO_LONG
    )


def _sessions(found: sqlite3.Connection) -> list[tuple[int]]:
    import psutil  # noqa: PLC0415 - takes a while

    started = dt.datetime.fromtimestamp(psutil.boot_time())  # noqa: DTZ006 - as IPython writes it
    return list(found.execute(_SESSIONS, (started.isoformat(" "),)))
