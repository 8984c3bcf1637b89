"""What ends the alarms of an arm where it stands: ``clear_alarms``."""

from __future__ import annotations

from dobotkit.arm.alarms import Alarm, told
from dobotkit.arm.driver import Verbs

__all__ = ["AlarmVerbs"]


class AlarmVerbs(Verbs):
    """The verbs about alarms."""

    __slots__ = ()

    def clear_alarms(self) -> tuple[Alarm, ...]:
        """Clear the alarms that clearing can end, and forget what still waits in the arm.

        Nothing moves. ``home`` clears them as well; this is for an arm that has to be led
        out of a narrow place first. After lost steps an arm is not where it says: home it.

        Returns
        -------
        tuple of Alarm
            Those that are left.
        """
        with self._driver.verb() as pacing:
            # Clearing an alarm must not set free what still waits in the arm.
            pacing.abandon()
            self._driver.link.clear_alarms()
            return told(self._driver.link.alarms())
