"""How strong the guard around a notebook's kernel is, and what this computer can have.

Tier 0 is a tripwire, tier 1 a wall (Landlock and seccomp), and 1+2 the same wall inside
namespaces of its own. Namespaces alone let sockets with a path through: they are not used
without the wall.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["NO_GUARD", "VARIABLE", "Tier", "Verdict", "strongest", "tier_of", "verdict_about"]

VARIABLE = "DOBOTKIT_TIER"
"""The environment variable that says which tier a kernel is to be started with."""

NO_GUARD = "There is no guard around this notebook: it can use the network and write files."

# A watchdog (s): a rehearsal takes a tenth of a second.
_REHEARSAL_S = 30.0
_PASSED = "passed"


class Tier(StrEnum):
    """The tiers, by the words of the command line, the strongest last."""

    TRIPWIRE = "0"
    WALL = "1"
    BOTH = "1+2"

    @property
    def words(self) -> str:
        """What it means, for whoever reads it in a notebook."""
        return _WORDS[self]


_WORDS = {
    Tier.TRIPWIRE: (
        "Guard tier 0, a tripwire: network use by ordinary Python code is noticed, stopped and "
        "shown. It is no wall: code that means to get out, gets out."
    ),
    Tier.WALL: (
        "Guard tier 1, a wall: notebooks have no network, and can write files only in the work "
        "folder and in a folder for temporary files."
    ),
    Tier.BOTH: (
        "Guard tier 1+2, a wall in a place of its own: notebooks have no network, and can write "
        "files only in the work folder and in a folder for temporary files."
    ),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strongest tier that works here, and why no stronger one does.

    Attributes
    ----------
    tier:
        It has just held against a trial that tried to get out.
    missing:
        For each stronger tier, why it does not work on this computer.
    """

    tier: Tier
    missing: Mapping[Tier, str]

    @property
    def words(self) -> str:
        """What to say about it, one line for each stronger tier that is missing."""
        lines = [self.tier.words]
        lines += [f"Tier {tier} does not work here: {why}." for tier, why in self.missing.items()]
        return "\n".join(lines)


def strongest() -> Verdict:
    """Find the strongest tier that works on this computer, by trying to escape from it.

    Takes a fraction of a second: whoever needs it often keeps the answer.
    """
    missing: dict[Tier, str] = {}
    for tier in (Tier.BOTH, Tier.WALL):
        why = verdict_about(tier)
        if why is None:
            return Verdict(tier, missing)
        missing[tier] = why
    return Verdict(Tier.TRIPWIRE, missing)


def verdict_about(tier: Tier) -> str | None:
    """Return why a tier cannot be had here; None if it held against the trial."""
    if tier is Tier.TRIPWIRE:
        return None
    if sys.platform != "linux":
        return "it needs Linux"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dobotkit.guard.rehearsal", tier.value],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_REHEARSAL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"the trial did not end within {_REHEARSAL_S:.0f} s"
    said = done.stdout.strip().splitlines()
    if done.returncode == 0 and said[-1:] == [_PASSED]:
        return None
    return said[-1] if said else f"the trial ended with status {done.returncode}"


def tier_of(variables: Mapping[str, str]) -> Tier | None:
    """Return the tier that these variables ask for; None where they ask for none.

    Raises
    ------
    ValueError
        There is no such tier.
    """
    wanted = variables.get(VARIABLE, "").strip()
    return Tier(wanted) if wanted else None
