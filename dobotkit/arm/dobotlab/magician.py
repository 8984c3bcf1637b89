"""``Magician``: the 28 names of DobotLab's Magician, over an ``Arm``."""

from __future__ import annotations

import struct
from typing import Literal

from dobotkit.arm.alarms import alarm_words
from dobotkit.arm.dobotlab.fitted import Fitted
from dobotkit.arm.dobotlab.moving import Moving
from dobotkit.arm.dobotlab.values import between
from dobotkit.errors import AlarmRaised

__all__ = ["Magician"]

# Command numbers of the maker's protocol document V1.1.5.
LOST_STEP_LIMIT, LOST_STEP_CHECK = 170, 171
LOST_STEPS = range(0x50, 0x54)


class Magician(Moving, Fitted):
    """One arm, told what to do in the words of DobotLab.

    ::

        from dobotkit.arm.dobotlab import magician

        magician.ptp(mode=1, x=200, y=0, z=50, r=0)
        magician.set_endeffector_suctioncup(enable=True, on=True)

    The arm is opened when the first name needs it, and waits, refuses and stops as
    ``Arm`` does: every name is done when it returns. Names that tell the arm something
    return True; what fails raises an error of the kit, and never returns False.

    Parameters
    ----------
    address:
        Where the arm is; without it, what ``Arm()`` would take.

    Attributes
    ----------
    Stepper1, Stepper2:
        The two motor sockets, for ``set_converyor``.
    """

    __slots__ = ()

    Stepper1 = 0
    Stepper2 = 1

    def clear_alarm(self) -> Literal[True]:
        """Clear the alarms.

        Raises
        ------
        AlarmRaised
            One of them is there again: its cause is not gone.
        """
        self._hands.clear_alarms()
        return True

    def set_lost_step_params(self, value: float) -> Literal[True]:
        """Set by how many degrees (1 to 20) a joint may be off before steps count as lost."""
        limit = between("value", value, 1, 20, "°")
        self._hands.tell(LOST_STEP_LIMIT, struct.pack("<f", limit))
        return True

    def set_lost_step_cmd(self) -> Literal[True]:
        """Look whether motors have lost steps; ``get_lost_step_result`` tells."""
        try:
            self._hands.put(LOST_STEP_CHECK)
        except AlarmRaised as alarm:
            # What was found is an answer here, and no failure; everything else is one.
            if not set(alarm.codes) <= set(LOST_STEPS):
                raise
        return True

    def get_lost_step_result(self) -> list[str]:
        """Return the arm's alarms in words; an empty list if there are none."""
        return [alarm_words(code) for code in self._hands.alarms()]
