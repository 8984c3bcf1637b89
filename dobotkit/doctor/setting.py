"""What the variable DOBOTKIT_PORT says."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection

from dobotkit.arm.ports import open_port, unopened_port
from dobotkit.doctor.finding import Finding, bad, good, warning
from dobotkit.errors import ArmError

__all__ = ["check_setting", "shown_address"]

_KEPT = re.compile(r"keeper://[a-z0-9][a-z0-9_-]{0,31}(\?.*)?")


def shown_address(address: str) -> str:
    """Return an address without the name of another computer that may be in it."""
    kind, _, rest = address.partition("://")
    return address if not rest or kind in {"dobotsim", "keeper"} else f"{kind}://(...)"


def check_setting(
    value: str | None,
    listed: Collection[str],
    *,
    exists: Callable[[str], bool] = os.path.exists,
) -> Finding:
    """Judge the variable DOBOTKIT_PORT.

    Parameters
    ----------
    value:
        What it is set to, or None.
    listed:
        The addresses of the ports that the system lists.
    exists:
        Whether there is a device file of that name.
    """
    name = "DOBOTKIT_PORT"
    why = "Arm() opens what it says. (A lab sets it by itself.)"
    advice = "Set it to a port such as COM3, to dobotsim://desk for a simulated arm, or to nothing."
    address = (value or "").strip()
    if not address:
        return good(name, "Not set: Arm() outside a lab takes the one arm on USB.")
    what = f"It says {shown_address(address)}"
    if address[0] in "'\"" or address[-1] in "'\"":
        return bad(name, f"{what}, with quotes in it.", why, "Set it again without the quotes.")
    if "://" in address:
        kind = _kind_of(address)
        broken = bad(name, f"{what}, which nothing here can open.", why, advice)
        return good(name, f"{what}: {kind}.") if kind else broken
    if not (re.fullmatch(r"(?i)COM\d+", address) or address.startswith("/dev/")):
        return bad(name, f"{what}, which is neither a port nor an address.", why, advice)
    if address.upper() in {one.upper() for one in listed} or exists(address):
        return good(name, f"{what}, and that port is there.")
    seen = ", ".join(sorted(listed)) or "none"
    return warning(name, f"{what}, which is not there now. Ports here: {seen}.", why, advice)


def _kind_of(address: str) -> str | None:
    """What opens an address with "://"; None when nothing does."""
    try:
        # A simulated arm lives in this process: opening one touches no port.
        if address.startswith("dobotsim://"):
            open_port(address).close()
            return "a simulated arm"
        unopened_port(address)
        if address.startswith("keeper://"):
            return "an arm that a keeper holds" if _KEPT.fullmatch(address) else None
    except (ArmError, OSError, ValueError):
        return None
    return "an address that pySerial knows"
