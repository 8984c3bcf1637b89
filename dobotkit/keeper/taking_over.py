"""When one notebook may take a real arm over from another one, and what it is told.

A notebook says itself whether it runs a cell. One that lies about it keeps an arm that
a teacher can take back on the keeper's page; it cannot take one.
"""

from __future__ import annotations

import contextlib
import time
from typing import Protocol

from dobotkit.errors import ArmError, PortTaken
from dobotkit.keeper.lease import Lease

__all__ = ["REST_S", "TAKEN_OVER", "Borrower", "port_taken", "why_not"]

REST_S = 30.0
"""After so many seconds without a running cell a notebook's real arm may be taken over."""

TAKEN_OVER = (
    "Another notebook has taken this arm over, because this one had run no cell "
    f"for {REST_S:.0f} seconds."
)
"""What the former holder is told."""


class Borrower(Protocol):
    """A notebook, as far as it matters here."""

    @property
    def resting_since(self) -> float | None:
        """Since when it runs no cell, as ``time.monotonic`` counts; None if it runs one."""


def port_taken(name: str, call: str, since: float, why_not: str) -> PortTaken:
    """Return what somebody is told who wants an arm that another notebook has.

    Parameters
    ----------
    name, call, since:
        Of the arm, how it is taken over, and when it was lent, as ``time.time`` counts.
    why_not:
        What ``why_not`` says.
    """
    when = f"when no cell has run there for {REST_S:.0f} seconds" if why_not else "now"
    return PortTaken(
        f"The arm {name} is in use by another notebook, "
        f"since {time.strftime('%H:%M', time.localtime(since))}.",
        f"{why_not} {call} takes it over {when}. To watch it: show(watch({name!r}))".strip(),
    )


def why_not(holder: Borrower, lease: Lease, now: float) -> str:
    """Say why an arm must not be taken over now; nothing if it may be.

    Parameters
    ----------
    holder:
        Who has it.
    lease:
        The arm.
    now:
        The present time, as ``time.monotonic`` counts.
    """
    since = holder.resting_since
    if since is None:
        return "A cell is running there."
    if now - since < REST_S:
        return f"A cell was running there {now - since:.0f} seconds ago."
    # Of an arm that does not answer nobody knows; whoever opens it is told.
    with contextlib.suppress(ArmError):
        if not lease.is_idle:
            return "The arm has still something to do."
    return ""
