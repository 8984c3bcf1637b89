"""``BareArm``: what an arm does when nobody refuses for it."""

from __future__ import annotations

import itertools
import os

from dobotkit.arm.arm import Arm

__all__ = ["BareArm", "bare_arm"]

# Each one is fresh from the factory: a simulated arm lives as long as its program.
_numbers = itertools.count(1)


class BareArm(Arm):
    """A simulated arm whose moves are sent as they are, without a look at the way.

    It shows what a real arm would do by itself: it sets off, and stops with
    an alarm where the way leaves its reach. Its address cannot be chosen: an
    arm without refusals is always a simulated one.
    """

    __slots__ = ()

    def __init__(self) -> None:
        # As fast as the arm of this notebook, where that is simulated too.
        address, mark, options = os.environ.get("DOBOTKIT_PORT", "").strip().partition("?")
        if not address.casefold().startswith("dobotsim://"):
            mark = options = ""
        super().__init__(f"dobotsim://bare{next(_numbers)}{mark}{options}")

    def _check_way(self, start: object, target: object) -> None:
        """Send everything."""


_latest: BareArm | None = None


def bare_arm() -> BareArm:
    """Open a simulated arm of its own that refuses nothing, to see what then happens.

    The one that was opened before is closed, so that a cell can be run twice.
    """
    global _latest  # noqa: PLW0603  # one notebook, one of them
    if _latest is not None:
        _latest.close()
    _latest = BareArm()
    return _latest
