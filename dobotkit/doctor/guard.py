"""How strong a guard around notebooks this computer offers."""

from __future__ import annotations

from dobotkit.doctor.finding import Finding, good, warning
from dobotkit.guard.tiers import Tier, Verdict

__all__ = ["check_guard", "seen_from_inside"]

_NAME = "Guard"


def check_guard(verdict: Verdict, *, linux: bool) -> Finding:
    """Say which tier the lab will take here.

    Parameters
    ----------
    verdict:
        What trying to get out has shown.
    linux:
        Whether this is Linux, where there could be a wall.
    """
    if verdict.tier is not Tier.TRIPWIRE:
        missing = [f"Tier {tier} does not work: {why}." for tier, why in verdict.missing.items()]
        return good(_NAME, f"Tier {verdict.tier}: notebooks run behind a wall.", *missing)
    if not linux:
        return good(
            _NAME,
            "Tier 0: notebooks have a tripwire. It is no wall; that needs Linux.",
        )
    return warning(
        _NAME,
        "Tier 0: notebooks have a tripwire, and no wall.",
        " ".join(f"Tier {tier}: {why}." for tier, why in verdict.missing.items()),
        "A wall needs Linux 5.13 or newer with Landlock switched on: "
        "look for landlock in /sys/kernel/security/lsm.",
    )


def seen_from_inside() -> Finding:
    """Say that this was started where little can be seen."""
    return warning(
        _NAME,
        "The doctor was started in a notebook, behind its wall.",
        "From there it sees no ports, no arms, no browser and not whether the lab can start.",
        "Open a terminal, and type: dobotkit doctor",
    )
