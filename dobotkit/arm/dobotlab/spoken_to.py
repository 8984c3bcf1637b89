"""``SpokenTo``: which arm DobotLab's names speak to."""

from __future__ import annotations

from dobotkit.arm import ports, shutdown
from dobotkit.arm.arm import Arm
from dobotkit.arm.dobotlab.hands import Hands
from dobotkit.errors import WrongValue

__all__ = ["SpokenTo"]


class SpokenTo:
    """An arm that is opened when a name first needs it.

    Parameters
    ----------
    address:
        Where the arm is; without it, what ``Arm()`` would take.
    """

    # A misspelt name (magician.motion_param = …) is an error and not a new attribute.
    __slots__ = ("_address", "_arm")

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._arm: Arm | None = None

    @property
    def arm(self) -> Arm:
        """The arm behind these names, opened if it is not.

        An ``Arm`` that this notebook has open already at that address is used, so that
        both ways of writing can stand in one notebook.
        """
        if self._arm is None or self._arm.closed:
            address = ports.find_arm() if self._address is None else self._address
            found = shutdown.opened(address)
            self._arm = found if isinstance(found, Arm) else Arm(address)
        return self._arm

    def use(self, arm: Arm | str) -> None:
        """Let these names speak to another arm from now on; the one before is closed.

        Parameters
        ----------
        arm:
            An ``Arm``, or an address such as ``"COM3"`` or ``"dobotsim://desk"``.
        """
        if isinstance(arm, Arm):
            address, opened = arm.address, arm
        elif isinstance(arm, str):
            address, opened = arm, None
        else:
            raise WrongValue(
                f"use() takes an arm or its address, and {arm!r} is neither.",
                'Write magician.use("COM3"), or magician.use(arm).',
            )
        if self._arm is not opened:
            self.close()
        self._address, self._arm = address, opened

    def close(self) -> None:
        """Stop the arm, switch its pump off and free the port; the next name opens it again."""
        arm, self._arm = self._arm, None
        if arm is not None:
            arm.close()

    def __repr__(self) -> str:
        if self._arm is None or self._arm.closed:
            return f"{type(self).__name__}({self._address or ''!r}, not open)"
        return f"{type(self).__name__} over {self._arm!r}"

    @property
    def _hands(self) -> Hands:
        return Hands(self.arm)
