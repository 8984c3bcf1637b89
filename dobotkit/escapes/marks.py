"""Words that escapes try to get out: drawn anew for each run, and one for each escape."""

from __future__ import annotations

import re
import secrets

__all__ = ["MARK", "ids_in", "mark_of", "new_run"]

MARK = re.compile(rb"dobot-[0-9a-f]{12}-[a-z0-9-]{1,40}~")
"""What marks look like, in bytes; the last character says that one is whole."""


def new_run() -> str:
    """Draw what all marks of one run begin with."""
    return f"dobot-{secrets.token_hex(6)}"


def mark_of(run: str, name: str) -> str:
    """Return the mark of one escape; short enough for a name in a look-up (63 characters)."""
    return f"{run}-{name}~"


def ids_in(data: bytes, run: str) -> set[str]:
    """Return the ids of the escapes of a run whose marks are in some bytes."""
    head = f"{run}-"
    words = (found.decode() for found in MARK.findall(data))
    return {word.removeprefix(head).rstrip("~") for word in words if word.startswith(head)}
