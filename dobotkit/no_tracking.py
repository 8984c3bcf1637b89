"""Whether who sits at this computer asked not to be tracked.

By ``DOBOTKIT_DNT=1``, or by a browser that sends ``DNT: 1`` or ``Sec-GPC: 1`` (Global
Privacy Control) to the lab, which then gives that variable to the kernels it starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["VARIABLE", "asks_not_to_be_tracked", "means_yes", "no_tracking"]

VARIABLE: Final = "DOBOTKIT_DNT"
_NO = frozenset(("", "0", "no", "false", "off"))


def no_tracking(variables: Mapping[str, str]) -> bool:
    """Whether these environment variables ask for it."""
    return means_yes(variables.get(VARIABLE, ""))


def means_yes(value: str) -> bool:
    """Whether the value of an environment variable switches something on."""
    return value.strip().lower() not in _NO


def asks_not_to_be_tracked(headers: Mapping[str, str]) -> bool:
    """Whether a browser's request asks for it.

    The signals are those of the W3C's Tracking Preference Expression (``DNT: 1``) and of
    Global Privacy Control (``Sec-GPC: 1``).
    """
    return any(headers.get(name, "").strip() == "1" for name in ("DNT", "Sec-GPC"))
