"""What the launcher of this kernel has proved, for whoever wants to say it."""

from __future__ import annotations

import socket
import sys

from dobotkit.guard.tiers import Tier

__all__ = ["behind_a_wall", "in_force", "proved"]

_tier: Tier | None = None


def in_force() -> Tier | None:
    """Return the tier that held when this kernel tried to get out, at its start.

    None where the kernel was started by something else: then nobody knows.
    """
    return _tier


def behind_a_wall() -> bool:
    """Whether this program is behind a wall, as one that a cell has started is, too."""
    if sys.platform != "linux":
        return False
    try:
        socket.socket().close()
    except PermissionError:
        return True
    except OSError:
        pass
    return False


def proved(tier: Tier) -> None:
    """Note what has been proved; for the launcher alone."""
    global _tier  # noqa: PLW0603 - one for the process
    _tier = tier
