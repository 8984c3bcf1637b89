"""What the launcher of this kernel has proved, for whoever wants to say it."""

from __future__ import annotations

from dobotkit.guard.tiers import Tier

__all__ = ["in_force", "proved"]

_tier: Tier | None = None


def in_force() -> Tier | None:
    """Return the tier that held when this kernel tried to get out, at its start.

    None where the kernel was started by something else: then nobody knows.
    """
    return _tier


def proved(tier: Tier) -> None:
    """Note what has been proved; for the launcher alone."""
    global _tier  # noqa: PLW0603 - one for the process
    _tier = tier
