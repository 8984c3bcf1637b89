"""Tasks that were handed to the system for later (``at``): whoever queues one has got out."""

from __future__ import annotations

import shutil
import subprocess

from dobotkit.escapes.marks import ids_in

__all__ = ["has_queue", "seen_in_queue"]

_PATIENCE_S = 20.0


def has_queue() -> bool:
    """Whether this computer takes tasks for later, and lets one look at them."""
    return all(shutil.which(name) for name in ("at", "atq", "atrm"))


def seen_in_queue(run: str) -> set[str]:
    """Return the ids of the escapes of a run that have queued a task; the tasks are removed."""
    found = set[str]()
    if has_queue():
        for line in _say("atq").splitlines():
            number = line.split()[0].decode()
            if ids := ids_in(_say("at", "-c", number), run):
                found |= ids
                _say("atrm", number)
    return found


def _say(*command: str) -> bytes:
    done = subprocess.run(  # noqa: S603 - programs of the system
        command, capture_output=True, timeout=_PATIENCE_S, check=False
    )
    return done.stdout
