"""What to say about the program that holds a serial port."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dobotkit.doctor.finding import Finding, good, warning
from dobotkit.holders import Holder

__all__ = ["check_holders", "rivals_among"]

_NAME = "Port in use"
_WHY = "One program at a time can use an arm; others get PortTaken."


def rivals_among(programs: Iterable[str]) -> list[str]:
    """Return the names of the arm maker's programs among those that run: they take its port."""
    return sorted(
        {name for name in programs if "dobot" in name.lower() and "dobotkit" not in name.lower()}
    )


def check_holders(
    address: str, holders: Collection[Holder] | None, rivals: Collection[str]
) -> Finding:
    """Judge whether the port at `address` is free.

    Parameters
    ----------
    address:
        The port.
    holders:
        The programs that have it open; None where the system does not tell.
    rivals:
        What `rivals_among` returned.
    """
    if holders:
        return warning(
            _NAME,
            f"{address} is held by {', '.join(map(str, holders))}.",
            _WHY,
            "If that is not the lesson you want: in the notebook Kernel > Shut Down, or close "
            "the program.",
        )
    if rivals:
        return warning(
            _NAME,
            f"Running now: {', '.join(rivals)}.",
            _WHY,
            "Close it, also the icon beside the clock, before a lesson with a real arm.",
        )
    if holders is None:
        return good(
            _NAME,
            f"Not known: this system tells it only to a program that opens {address}.",
            _WHY,
            f"To try: dobotkit doctor --handshake {address}",
        )
    return good(_NAME, f"No program of yours holds {address}.")
