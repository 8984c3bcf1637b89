"""Which guard the notebooks of a lab get, decided once when it starts."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from dobotkit.errors import LabError
from dobotkit.guard.tiers import Tier, Verdict, strongest, verdict_about

__all__ = ["choose_guard", "look_ahead"]


def look_ahead(wanted: Tier | None) -> Future[Verdict]:
    """Begin to choose, as `choose_guard` does, while something else is made ready."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(choose_guard, wanted)
    finally:
        pool.shutdown(wait=False)


def choose_guard(wanted: Tier | None) -> Verdict:
    """Return the strongest guard that works here, or the one that was asked for.

    Raises
    ------
    LabError
        The one that was asked for does not work here: none is put in its place.
    """
    if wanted is None:
        return strongest()
    why = verdict_about(wanted)
    if why is not None:
        raise LabError(
            f"Guard tier {wanted} does not work on this computer: {why}.",
            "Leave --tier away: the strongest that works here is taken, and the lab says which.",
        )
    return Verdict(wanted, {})
