"""Puts up the wall around the process that calls this, in the only order that works."""

from __future__ import annotations

import os
from dataclasses import dataclass

from dobotkit.guard import landlock, namespace, seccomp
from dobotkit.guard.libc import prctl
from dobotkit.guard.places import Places
from dobotkit.guard.tiers import Tier

__all__ = ["Wall", "keep_memory_private", "put_up"]

_PR_SET_DUMPABLE = 4
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
        The open folder ``/proc/PID`` of this process: while it is open, the rule that
        allows it holds.
    """

    tier: Tier
    places: Places
    network: str
    itself: int

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
    namespace.drop_capabilities()
    seccomp.no_new_privileges()
    prctl(_PR_SET_DUMPABLE, 0)
    landlock.restrict(allowed)
    itself = os.open(f"/proc/{os.getpid()}", os.O_PATH | os.O_CLOEXEC)
    seccomp.stage_a(truncate=landlock.version() < _TRUNCATE_SINCE)
    return Wall(tier, places, before, itself)


def keep_memory_private() -> None:
    """Write no core dumps, as far as this system has such limits."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
