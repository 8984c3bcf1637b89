"""Puts up the wall around the process that calls this, in the only order that works."""

from __future__ import annotations

import os
from dataclasses import dataclass

from dobotkit.guard import landlock, namespace, seccomp
from dobotkit.guard.libc import prctl
from dobotkit.guard.places import Places
from dobotkit.guard.tiers import Tier
from dobotkit.hardening import keep_memory_private

__all__ = ["Wall", "put_up"]

_PR_SET_CHILD_SUBREAPER = 36
# Since this version Landlock looks at files that are cut by their name.
_TRUNCATE_SINCE = 3


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands around this process.

    Attributes
    ----------
    tier:
        How much was asked for.
    places:
        Where it may read and write.
    network:
        The network that it was in before.
    itself:
        What the system tells about this process, held open: it is made up anew when nobody
        holds it, and then no rule would know it.
    """

    tier: Tier
    places: Places
    network: str
    itself: tuple[int, ...]

    def close(self) -> None:
        """Refuse the last ways that were needed until now, to all threads: see seccomp.py."""
        seccomp.stage_b()


def put_up(tier: Tier, places: Places) -> Wall:
    """Put up a wall of tier 1 or 1+2; the process must have one thread.

    Sockets of the file system can still be made in ``places.sockets`` until ``close``.

    Raises
    ------
    OSError
        Some part of it cannot be had here. The process must then not go on.
    """
    allowed = places.allowed()
    before = namespace.network()
    # First the namespaces: their own set-up is refused by all that comes after.
    if tier is Tier.BOTH:
        namespace.enter()
    # Not before: a process that keeps to itself cannot say who it is in a new namespace.
    keep_memory_private()
    # What a program of a cell leaves behind stays this process's, and ends with it.
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    namespace.drop_capabilities()
    seccomp.no_new_privileges()
    landlock.restrict(allowed)
    itself = tuple(
        os.open(path, os.O_PATH | os.O_CLOEXEC) for path in places.itself() if path.exists()
    )
    seccomp.stage_a(truncate=landlock.version() < _TRUNCATE_SINCE)
    return Wall(tier, places, before, itself)
