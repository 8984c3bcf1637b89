"""What is fitted to the wrist, and its pump: ``use_tool``, ``suck``, ``grip``."""

from __future__ import annotations

from dobotkit.arm.driver import Verbs
from dobotkit.arm.end_effector import EndEffector
from dobotkit.arm.values import TOOLS, on_or_off, tool_named
from dobotkit.errors import AlreadyHolding

__all__ = ["ToolVerbs"]


class ToolVerbs(Verbs):
    """The verbs of cup and gripper.

    Attributes
    ----------
    _end_effector:
        Of the arm.
    """

    __slots__ = ()

    _end_effector: EndEffector

    @property
    def suction(self) -> bool:
        """Whether the pump of the suction cup was switched on."""
        return self._end_effector.suction

    @property
    def gripping(self) -> bool:
        """Whether the gripper was told to close."""
        return self._end_effector.gripping

    def use_tool(self, name: str) -> None:
        """Tell the arm what is fitted to its wrist, so that x and y are right.

        The arm keeps it until it is told otherwise or switched off. What it
        says about the place where it stands changes by a millimetre or more.

        Parameters
        ----------
        name:
            ``"suction cup"``, ``"gripper"`` or ``"pen"``.

        Raises
        ------
        AlreadyHolding
            The pump of another tool is on.
        """
        tool = tool_named(name)
        with self._driver.verb() as pacing:
            pacing.finish()
            effector = self._end_effector
            if tool != effector.tool and (effector.suction or effector.gripping):
                raise AlreadyHolding(
                    f"The arm may hold something with the {effector.tool}.",
                    "Put it down first, or switch it off: arm.suck(False), arm.grip(False).",
                )
            self._driver.set_tool(TOOLS[tool])
            self._end_effector.tool = tool

    def suck(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Switch the pump of the suction cup on (True) or off (False)."""
        enable = on_or_off("suck", enable)
        with self._driver.verb() as pacing:
            self._end_effector.suck(enable=enable)
            pacing.finish()
            self._driver.learn(self._driver.link.last_pose)

    def grip(self, enable: bool) -> None:  # noqa: FBT001  # pydobot's order of arguments
        """Close the gripper (True), or open it (False; the pump then goes off)."""
        enable = on_or_off("grip", enable)
        with self._driver.verb() as pacing:
            self._end_effector.grip(enable=enable)
            pacing.finish()
            self._driver.learn(self._driver.link.last_pose)
