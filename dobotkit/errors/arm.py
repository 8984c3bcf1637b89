"""What can go wrong with an arm, its cable, and the keeper that looks after it."""

from __future__ import annotations

from collections.abc import Sequence

from dobotkit.errors.base import DobotKitError
from dobotkit.rules import SetBy, Unit, explain

__all__ = [
    "AlarmRaised",
    "AlreadyHolding",
    "AnswerLost",
    "ArmBelongsToKeeper",
    "ArmBusy",
    "ArmClosed",
    "ArmError",
    "ArmGarbled",
    "ArmRestarted",
    "ArmSilent",
    "ArmStalled",
    "ArmStopped",
    "ArmUnplugged",
    "KeeperGone",
    "KeeperRefused",
    "LaserOff",
    "LoadTooHeavy",
    "NoArmFound",
    "NoTable",
    "NotFitted",
    "NothingHeld",
    "OutOfReach",
    "PortNotAllowed",
    "PortNotFound",
    "PortTaken",
    "TooFast",
    "UnknownName",
    "WordNeeded",
    "WrongValue",
]


class ArmError(DobotKitError):
    """Something about an arm or the cable to it.

    Attributes
    ----------
    rule:
        Which rule or limit was met, for example ``"speed"``; empty if none was.
    value, low, high:
        What was asked for, and what the rule allows; None if the rule is not about
        a number.
    unit:
        The unit of these, for example ``"mm/s"``.
    set_by:
        Who has made the rule: ``"arm"`` (it is built like that), ``"desk"`` (a teacher,
        for this desk), ``"kit"``; empty if no rule was met.
    """

    def __init__(
        self,
        what: str,
        advice: str,
        *,
        rule: str = "",
        value: float | None = None,
        low: float | None = None,
        high: float | None = None,
        unit: Unit = "",
        set_by: SetBy = "",
    ) -> None:
        super().__init__(what, advice)
        self.rule = rule
        self.value = value
        self.low = low
        self.high = high
        self.unit = unit
        self.set_by = set_by

    def why(self) -> str:
        """Tell which rule stands behind this, what it allows, and who has made it."""
        if not self.rule:
            return super().why()
        return explain(
            self.rule,
            value=self.value,
            low=self.low,
            high=self.high,
            unit=self.unit,
            set_by=self.set_by,
        )


class NoArmFound(ArmError, LookupError):
    """No address was given and the computer sees no arm, or more than one."""


class PortNotFound(ArmError, LookupError):
    """The named port does not exist on this computer."""


class PortTaken(ArmError, ConnectionError):
    """Another program or notebook holds the port."""


class PortNotAllowed(ArmError, PermissionError):
    """The user may not open the port."""


class ArmSilent(ArmError, TimeoutError):
    """The port is open, but no answer came in time."""


class AnswerLost(ArmError, TimeoutError):
    """A command was sent and its answer did not come, so the arm was stopped."""


class ArmUnplugged(ArmError, ConnectionError):
    """The port went away while it was in use."""


class ArmRestarted(ArmError, ConnectionError):
    """The arm was switched off and on while it was in use, and has forgotten its settings."""


class ArmGarbled(ArmError, ValueError):
    """A whole and undamaged answer makes no sense as the answer to its question."""


class ArmStalled(ArmError, TimeoutError):
    """A command was accepted but neither moves the arm nor ends."""


class ArmStopped(ArmError, RuntimeError):
    """The arm was stopped before the command ended."""


class ArmClosed(ArmError, RuntimeError):
    """The arm was closed; open a new one."""


class AlarmRaised(ArmError, RuntimeError):
    """The arm itself reports one or more alarms.

    Attributes
    ----------
    codes:
        The alarm numbers, ascending, for example ``(0x12,)``.
    """

    def __init__(self, what: str, advice: str, codes: Sequence[int] = ()) -> None:
        super().__init__(what, advice)
        self.codes = tuple(codes)


class WrongValue(ArmError, ValueError):
    """A value of the wrong kind, or one that makes no sense here."""


class ArmBelongsToKeeper(ArmError, PermissionError):
    """In a lab, real arms are opened by the keeper and not by a notebook."""


class ArmBusy(ArmError, RuntimeError):
    """The arm has as many moves to do as may wait in it, or is moving."""


class LaserOff(ArmError, PermissionError):
    """The laser is not allowed at this desk."""


class WordNeeded(ArmError, PermissionError):
    """A real arm moves only after a teacher has allowed it: once in each lab, and each home."""


class KeeperGone(ArmError, ConnectionError):
    """The keeper, the process that looks after the arms, is not there any more."""


class KeeperRefused(ArmError, PermissionError):
    """The keeper does not do what it was asked for."""


class NotFitted(ArmError, LookupError):
    """Nobody has said that this is fitted to the arm, or it is not."""


class NothingHeld(ArmError, RuntimeError):
    """The arm holds nothing that it could put down, or what it was to take is not there."""


class AlreadyHolding(ArmError, RuntimeError):
    """The arm holds something already, or its pump is on."""


class UnknownName(ArmError, KeyError):
    """There is no taught point, or no thing on the table, of that name."""


class LoadTooHeavy(ArmError, ValueError):
    """More than the arm can carry."""


class OutOfReach(ArmError, ValueError):
    """The target, or a point on the straight way to it, cannot be reached.

    Attributes
    ----------
    limit:
        Which limit it is: ``"reach"``, ``"j1"``, ``"j2"``, ``"j3"``, ``"j4"``,
        ``"j2-j3"`` (coupling, arm stretched) or ``"j3-j2"`` (arm folded).
    value:
        What would have been needed, in mm (``"reach"``) or degrees.
    low, high:
        What is allowed, in the same unit.
    reason:
        The limit in a few words, for example "the rear arm (j2) would have
        to turn to -1.1°, and it goes from 0° to 85°".
    at:
        The point (x, y, z) in mm where it happens: the target, or a point
        on the way to it.
    target:
        Where the arm was asked to go, (x, y, z) in mm.
    """

    def __init__(
        self,
        what: str,
        advice: str,
        *,
        limit: str,
        value: float,
        low: float,
        high: float,
        reason: str,
        at: tuple[float, float, float],
        target: tuple[float, float, float] | None = None,
        unit: Unit = "",
        set_by: SetBy = "arm",
    ) -> None:
        super().__init__(
            what,
            advice,
            rule=limit,
            value=value,
            low=low,
            high=high,
            unit=unit,
            set_by=set_by,
        )
        self.limit = limit
        self.value: float = value
        self.low: float = low
        self.high: float = high
        self.reason = reason
        self.at = at
        self.target = at if target is None else target


class TooFast(ArmError, ValueError):
    """A speed or acceleration outside what the kit allows."""


class NoTable(ArmError, LookupError):
    """Nobody knows what is on the table of this arm: it is a real one."""
